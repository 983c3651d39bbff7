"""The lists of what proposals are about, such as items or the office, the page of one, and its history."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from hotline.console.attachments import read_uploads
from hotline.console.blueprint import (
    actor,
    console,
    department_choices,
    department_names,
    office_names,
    topic_choices,
)
from hotline.console.labels import PROPOSAL_FIELD, PROPOSAL_KIND
from hotline.console.proposals.pages import StepsPage, ValuePage, ValuesPage
from hotline.console.proposals.template_views import view_template
from hotline.core.attachments import Attachment
from hotline.core.catalogue import CatalogueItem
from hotline.core.departments import Department
from hotline.core.disclosure.letter_templates import LetterTemplate
from hotline.core.disclosure.statutory_classes import STATUTORY_CLASSES
from hotline.core.errors import NotFound
from hotline.core.pagination import choose_page
from hotline.core.permissions import Permission
from hotline.core.proposals import WORD_KINDS, Proposal, ProposalKind, Proposed, kind_of, title_of
from hotline.core.public_notices import PublicNotice
from hotline.core.review import Status
from hotline.core.typed_text import clean_line
from hotline.http.context import current_line, render
from hotline.services.content import diff, proposal_lists, proposals
from hotline.services.content.diff import FieldChange
from hotline.services.content.notice_days import word_provisional
from hotline.services.content.proposals import ProposalHistory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SEARCH_LIMIT = 100
VALUES_A_PAGE = 20
LISTED_STATUSES = (Status.PUBLISHED, Status.SUBMITTED, Status.APPROVED, Status.DRAFT, Status.WITHDRAWN)


@console.get("/content/<kind>")
def list_values(kind: str) -> ResponseReturnValue:
    actor().require(Permission.READ_ENTRIES)
    listed_kind = get_kind(kind)
    if listed_kind in WORD_KINDS:
        return redirect(url_for("console.list_words", name=kind))
    search = clean_line(request.args.get("q"))[:SEARCH_LIMIT]
    status = next((status for status in LISTED_STATUSES if status.value == request.args.get("status")), None)
    departments = department_choices() if listed_kind is ProposalKind.CATALOGUE else {}
    department = request.args.get("department", "")
    department = department if department in departments else ""
    listed = partial(
        proposal_lists.list_values,
        *(current_line(), actor(), listed_kind),
        search=search,
        status=status,
        department=department,
    )
    paging = choose_page(request.args.get("page", 1, int), rows=listed(limit=0).total, size=VALUES_A_PAGE)
    found = listed(limit=paging.size, skip=paging.skip)
    return render(
        ValuesPage(
            title=PROPOSAL_KIND[listed_kind],
            kind=listed_kind,
            rows=found.rows,
            total=found.total,
            paging=paging,
            search=search,
            status=status,
            listed=LISTED_STATUSES,
            department=department,
            departments=departments,
        )
    )


@console.get("/content/<kind>/of/<path:key>")
def value(kind: str, key: str) -> str:
    history = read_history(kind, key)
    shown = history.shown
    return render(
        ValuePage(
            title=f"{PROPOSAL_KIND[history.kind]} {title_of(shown)}",
            history=history,
            rows=list_rows(shown),
            body=body_of(shown),
            problems=proposals.list_problems(current_line(), shown) if history.open else {},
            wrote_it=history.open is not None and actor().name in history.open.writers,
            attachments=attachments_of(shown),
            uploads=read_uploads(attachments_of(shown)),
            public=_public_address(history),
            template_view=view_template(shown),
            provisional=name_provisional(shown),
        )
    )


@console.get("/content/<kind>/steps/<path:key>")
def list_steps(kind: str, key: str) -> str:
    """Compare the steps ``old`` and ``new``; without them, the newest with the one before that has other content."""
    history = read_history(kind, key)
    if not history.steps:
        raise NotFound("这一条还没有人改过。")
    new = find_step(history, request.args.get("new")) or history.steps[0]
    before = (step for step in history.steps if step.version < new.version and step.content != new.content)
    old = find_step(history, request.args.get("old")) or next(before, None)
    return render(
        StepsPage(
            title=f"修改记录 {title_of(history.shown)}",
            history=history,
            old=old,
            new=new,
            changes=named_difference(old.content if old else None, new.content),
        )
    )


def get_kind(name: str) -> ProposalKind:
    """The kind with this name in the URL. Raises NotFound."""
    for kind in ProposalKind:
        if kind.value == name:
            return kind
    raise NotFound("没有这个表。")


def read_history(kind: str, key: str) -> ProposalHistory:
    actor().require(Permission.READ_ENTRIES)
    return proposals.get_history(current_line(), actor(), get_kind(kind), key)


def named_difference(old: Proposed | None, new: Proposed) -> list[FieldChange]:
    """The difference between two values, with the names of topics, departments and classes in place of their codes."""
    return diff.compare(_name_codes(old) if old is not None else None, _name_codes(new))


def list_rows(shown: Proposed) -> list[tuple[str, str]]:
    """(label, text) of every field but the body of an item, its attachments and the code of a template."""
    labels = PROPOSAL_FIELD[kind_of(shown)]
    named = _name_codes(shown)
    left_out = {"body", "attachments", *(["code"] if isinstance(shown, LetterTemplate) else [])}
    left_out |= {"office_code"} if len(office_names()) < 2 else set()
    names = [field.name for field in fields(named) if field.name not in left_out]
    return [(labels[name], _say(getattr(named, name))) for name in names]


def name_provisional(shown: Proposed) -> str:
    """Why a day in it may still change; "" where none does."""
    return word_provisional(current_line(), shown) if isinstance(shown, PublicNotice) else ""


def attachments_of(shown: Proposed) -> tuple[Attachment, ...]:
    return shown.attachments if isinstance(shown, CatalogueItem) else ()


def body_of(shown: Proposed) -> str:
    return shown.body if isinstance(shown, CatalogueItem) else ""


def _name_codes(shown: Proposed) -> Proposed:
    if isinstance(shown, Department):
        return replace(shown, office_code=office_names().get(shown.office_code, shown.office_code))
    if isinstance(shown, PublicNotice):
        return replace(shown, department=department_names().get(shown.department, shown.department))
    if not isinstance(shown, CatalogueItem):
        return shown
    topic = dict(topic_choices()).get(shown.topic, shown.topic)
    named = STATUTORY_CLASSES.get(shown.disclosure_class)
    return replace(
        shown,
        topic=topic,
        department=department_names().get(shown.department, shown.department),
        disclosure_class=named.label if named else shown.disclosure_class,
    )


def _say(one: object) -> str:
    if isinstance(one, date):
        return f"{one.year}年{one.month}月{one.day}日"
    return str(one.value) if isinstance(one, Enum) else str(one)


def find_step(history: ProposalHistory, version: str | None) -> Proposal | None:
    """The step with this version in the URL, "" for none. Raises NotFound."""
    if not version:
        return None
    for step in history.steps:
        if str(step.version) == version:
            return step
    raise NotFound("没有这一次修改。")


def _public_address(history: ProposalHistory) -> str:
    if history.published is None:
        return ""
    match history.kind:
        case ProposalKind.CATALOGUE:
            return url_for("web.item", index_number=history.key)
        case ProposalKind.TOPICS:
            return url_for("web.topic", digit=history.key)
        case ProposalKind.PUBLIC_NOTICES:
            return url_for("web.public_notice", code=history.key)
        case ProposalKind.OFFICE | ProposalKind.ANNOUNCEMENTS:
            return url_for("web.home")
        case _:
            return ""
