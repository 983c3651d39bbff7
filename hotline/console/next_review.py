"""The submission that a reviewer comes to first, shown on the screen of things to do, where it can be approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from hotline.console.blueprint import actor
from hotline.console.entries.revisions import readable_difference
from hotline.console.entries.views import version_of
from hotline.console.labels import FIELD, PROPOSAL_FIELD, PROPOSAL_KIND
from hotline.console.pages import NextReview
from hotline.console.proposals.views import named_difference
from hotline.core.proposals import ProposalKind, title_of
from hotline.http.context import current_line
from hotline.services.content import proposals, workflow
from hotline.services.questions.near_duplicates import list_near_duplicates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.core.proposals import Proposal
    from hotline.services.content.entry_lists import EntryRow


def find_next_review(entries: Sequence[EntryRow], others: Sequence[Proposal]) -> NextReview | None:
    """The first of what waits for this reviewer, in the order in which the review goes on; None where nothing does, or
    it is the text of a letter, which is approved beside its preview and its warnings alone."""
    if entries:
        return _show_entry(entries[0].number)
    return _show_proposal(others[0]) if others and others[0].kind is not ProposalKind.LETTER_TEMPLATES else None


def _show_entry(number: int) -> NextReview | None:
    history = workflow.get_entry(current_line(), actor(), number)
    if history.open is None:
        return None
    entry, published = history.open.entry, history.published.entry if history.published else None
    return NextReview(
        title=f"{number} {entry.question}",
        author=history.open.author,
        submitted_at=history.open.changed_at,
        version=version_of(history),
        publish_on=history.open.publish_on,
        is_new=published is None,
        changes=readable_difference(published, entry),
        field_labels=FIELD,
        near_duplicates=list_near_duplicates(current_line(), actor(), entry, published=published),
        approve=url_for("console.approve", number=number),
        whole=url_for("console.review", number=number),
    )


def _show_proposal(proposal: Proposal) -> NextReview:
    kind, key = proposal.kind, proposal.key
    history = proposals.get_history(current_line(), actor(), kind, key)
    return NextReview(
        title=f"{PROPOSAL_KIND[kind]} {title_of(proposal.content)}",
        author=proposal.author,
        submitted_at=proposal.changed_at,
        version=history.version,
        publish_on=proposal.publish_on,
        is_new=history.published is None,
        changes=named_difference(history.published, proposal.content),
        field_labels=PROPOSAL_FIELD[kind],
        near_duplicates=[],
        approve=url_for("console.approve_value", kind=kind.value, key=key),
        whole=url_for("console.review_value", kind=kind.value, key=key),
    )
