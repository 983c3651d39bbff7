"""The list of entries, the page of one entry with what can be done next, and its preview on each channel."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import request

from hotline.console.attachments import read_uploads
from hotline.console.blueprint import actor, console, department_choices, department_names, topic_choices
from hotline.console.entries.forms import COMMENT_LIMIT, count_wordings
from hotline.console.entries.pages import EntriesPage, EntryPage, EntryPreviewPage
from hotline.core.entries import check_submission
from hotline.core.errors import NotFound
from hotline.core.pagination import choose_page
from hotline.core.review import Status
from hotline.core.text_length import legible_segments
from hotline.core.typed_text import clean_line
from hotline.http.context import current_line, render
from hotline.services.content import entry_lists, workflow
from hotline.services.questions import feedback, open_questions
from hotline.services.questions.near_duplicates import list_near_duplicates

if TYPE_CHECKING:
    from hotline.core.review import Revision
    from hotline.services.content.workflow import EntryHistory

SEARCH_LIMIT = 100
ENTRIES_A_PAGE = 100
LISTED_STATUSES = (
    Status.PUBLISHED,
    Status.SUBMITTED,
    Status.APPROVED,
    Status.DRAFT,
    Status.WITHDRAWN,
    Status.DISCARDED,
)


@console.get("/entries")
def list_entries() -> str:
    return _list_page("问答", is_referrals=False)


@console.get("/referrals")
def list_referrals() -> str:
    """The referrals, with which people are sent on to other offices."""
    return _list_page("转介", is_referrals=True)


def _list_page(title: str, *, is_referrals: bool) -> str:
    search = clean_line(request.args.get("q"))[:SEARCH_LIMIT]
    status = next((status for status in LISTED_STATUSES if status.value == request.args.get("status")), None)
    topics = [] if is_referrals else topic_choices()
    topic = request.args.get("topic", "")
    topic = topic if topic in dict(topics) else ""
    listed = partial(
        entry_lists.list_entries,
        *(current_line(), actor()),
        search=search,
        status=status,
        topic=topic,
        referrals=is_referrals,
    )
    paging = choose_page(request.args.get("page", 1, int), rows=listed(limit=0).total, size=ENTRIES_A_PAGE)
    found = listed(limit=paging.size, skip=paging.skip)
    return render(
        EntriesPage(
            title=title,
            is_referrals=is_referrals,
            departments=department_choices(),
            rows=found.rows,
            total=found.total,
            paging=paging,
            search=search,
            status=status,
            listed=LISTED_STATUSES,
            topic=topic,
            topics=topics,
            all_chosen=request.args.get("all") == "1",
            comment_limit=COMMENT_LIMIT,
        )
    )


@console.get("/entries/<int:number>")
def entry(number: int) -> str:
    history = workflow.get_entry(current_line(), actor(), number)
    shown = current_revision(history)
    return render(
        EntryPage(
            title=f"{number} {shown.entry.question}",
            history=history,
            shown=shown,
            version=version_of(history),
            problems=check_submission(history.open.entry, current_line().now().date()) if history.open else {},
            near_duplicates=list_near_duplicates(current_line(), actor(), shown.entry) if history.open else [],
            wrote_it=history.open is not None and actor().name in history.open.writers,
            topic=dict(topic_choices()).get(shown.entry.topic, shown.entry.topic),
            department=department_names().get(shown.entry.department, shown.entry.department),
            today=current_line().now().date(),
            evidence=feedback.list_evidence(current_line(), actor(), number),
            failures=feedback.list_failures(current_line(), actor(), number),
            votes=feedback.count_votes(current_line(), actor(), number),
            uploads=read_uploads(shown.entry.attachments),
            sources=open_questions.list_sources(current_line(), actor(), number),
        )
    )


@console.get("/entries/<int:number>/preview")
def preview(number: int) -> str:
    """Show a revision as each channel will give it: the one with the ``serial`` in the URL, else the current one."""
    history = workflow.get_entry(current_line(), actor(), number)
    revision = find_revision(history, request.args.get("serial")) or current_revision(history)
    shown = revision.entry
    return render(
        EntryPreviewPage(
            title=f"预览 {number} {shown.question}",
            revision=revision,
            version=version_of(history),
            is_ready=revision is history.open
            and revision.status is Status.DRAFT
            and not check_submission(shown, current_line().now().date()),
            department=department_names().get(shown.department, ""),
            counts=count_wordings(shown.question, shown.web_answer, shown.spoken, shown.text),
            uploads=read_uploads(shown.attachments),
            text_parts=legible_segments(shown.text),
        )
    )


def current_revision(history: EntryHistory) -> Revision:
    """The revision that an editor starts from: the open one, else the published one, else the last.

    A discarded one only where there is no other."""
    last = max(history.revisions, key=lambda revision: (revision.status is not Status.DISCARDED, revision.serial))
    return history.open or history.published or last


def version_of(history: EntryHistory) -> int:
    """The version of the whole entry; it grows with every change to any of its revisions."""
    return max(revision.version for revision in history.revisions)


def find_revision(history: EntryHistory, serial: str | None) -> Revision | None:
    """The revision with ``serial``, None when no serial is given. Raises NotFound when there is no such revision."""
    if not serial:
        return None
    for revision in history.revisions:
        if str(revision.serial) == serial:
            return revision
    raise NotFound("没有这个修订。")
