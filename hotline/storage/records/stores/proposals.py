"""Proposals for the tables of the catalogue, the office and what belongs to it: steps are only ever added."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, false, func, or_, select, union
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from hotline.core.attachments import attachment_row, read_attachments
from hotline.core.catalogue import Section
from hotline.core.errors import Conflict
from hotline.core.permissions import OwnPart
from hotline.core.proposals import VALUE_TYPES, WORD_KINDS, Proposal, ProposalKind, Proposed, Sought
from hotline.core.review import OPEN, Status
from hotline.storage.records.column_types import dump_json
from hotline.storage.records.models.content import (
    AnnouncementRow,
    CatalogueRow,
    DepartmentRow,
    DisclosureDeskRow,
    HolidayDecreeRow,
    LetterTemplateRow,
    LocalDayOffRow,
    MemberOfficeRow,
    OfficeRow,
    PublicNoticeRow,
    TopicRow,
)
from hotline.storage.records.models.proposals import ProposalRow
from hotline.storage.records.models.word_lists import StopWordRow, SynonymRow, TermRow
from hotline.storage.records.stores.row_mapping import field_names, to_dataclass

_PUBLISHED: dict[ProposalKind, tuple[Any, InstrumentedAttribute[Any]]] = {
    ProposalKind.CATALOGUE: (CatalogueRow, CatalogueRow.index_number),
    ProposalKind.DEPARTMENTS: (DepartmentRow, DepartmentRow.code),
    ProposalKind.TOPICS: (TopicRow, TopicRow.digit),
    ProposalKind.OFFICE: (OfficeRow, OfficeRow.id),
    ProposalKind.DISCLOSURE_DESK: (DisclosureDeskRow, DisclosureDeskRow.id),
    ProposalKind.HOLIDAY_DECREES: (HolidayDecreeRow, HolidayDecreeRow.year),
    ProposalKind.LOCAL_DAYS_OFF: (LocalDayOffRow, LocalDayOffRow.first_day),
    ProposalKind.ANNOUNCEMENTS: (AnnouncementRow, AnnouncementRow.code),
    ProposalKind.LETTER_TEMPLATES: (LetterTemplateRow, LetterTemplateRow.code),
    ProposalKind.SYNONYMS: (SynonymRow, SynonymRow.colloquial),
    ProposalKind.DICTIONARY: (TermRow, TermRow.word),
    ProposalKind.STOP_WORDS: (StopWordRow, StopWordRow.word),
    ProposalKind.PUBLIC_NOTICES: (PublicNoticeRow, PublicNoticeRow.code),
    ProposalKind.MEMBER_OFFICES: (MemberOfficeRow, MemberOfficeRow.code),
}
"""The model of what is published, and its key."""
_BY_CODE = {
    *(ProposalKind.DEPARTMENTS, ProposalKind.TOPICS, ProposalKind.OFFICE, ProposalKind.MEMBER_OFFICES),
    *WORD_KINDS,
}
"""The kinds that are listed by their keys; of the others the newest come first."""


class ProposalStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find_newest(self, kind: ProposalKind, key: str) -> Proposal | None:
        """The step that came last; None where nothing was ever proposed."""
        steps = select(ProposalRow).where(ProposalRow.kind == kind, ProposalRow.key == key)
        row = self._session.scalars(steps.order_by(ProposalRow.version.desc()).limit(1)).first()
        return None if row is None else _proposal(row)

    def list_newest(self, kind: ProposalKind, keys: Collection[str]) -> list[Proposal]:
        """The step that came last about each of ``keys``, in no order."""
        steps = select(ProposalRow).where(ProposalRow.kind == kind, ProposalRow.key.in_(list(keys)), _is_newest())
        return [_proposal(row) for row in self._session.scalars(steps)]

    def list_steps(self, kind: ProposalKind, key: str) -> list[Proposal]:
        """Every step about one key, the newest first."""
        steps = select(ProposalRow).where(ProposalRow.kind == kind, ProposalRow.key == key)
        return [_proposal(row) for row in self._session.scalars(steps.order_by(ProposalRow.version.desc()))]

    def count_published(self, kind: ProposalKind, key: str) -> int:
        """How many contents were published under one key; 0 where nothing was ever proposed."""
        published = (ProposalRow.kind == kind, ProposalRow.key == key, ProposalRow.status == Status.PUBLISHED)
        return self._session.scalars(select(func.count()).select_from(ProposalRow).where(*published)).one()

    def list_open(self, limit: int) -> list[Proposal]:
        """What is in work of every kind, the longest waiting first."""
        newest = select(ProposalRow).where(ProposalRow.status.in_(OPEN), _is_newest())
        return [_proposal(row) for row in self._session.scalars(newest.order_by(ProposalRow.id).limit(limit))]

    def list_due(self, today: date) -> list[Proposal]:
        """What was approved for a day that has come, in the order of the days."""
        due = select(ProposalRow).where(ProposalRow.status == Status.APPROVED, ProposalRow.publish_on <= today)
        due = due.where(_is_newest()).order_by(ProposalRow.publish_on, ProposalRow.id)
        return [_proposal(row) for row in self._session.scalars(due)]

    def add(self, step: Proposal) -> Proposal:
        """Add a step. Raises Conflict where another was added under its version meanwhile."""
        row = ProposalRow(**{name: getattr(step, name) for name in field_names(Proposal)})
        row.content, row.writers = dump_json(_plain(step.content)), list(step.writers)
        self._session.add(row)
        try:
            self._session.flush()
        except IntegrityError as error:
            raise Conflict("这一条刚刚被别人改过，请刷新页面再操作。") from error
        return step

    def find_keys(self, kind: ProposalKind, sought: Sought, limit: int, skip: int) -> tuple[list[str], int]:
        """The keys of what is published, proposed or withdrawn and is ``sought``, and how many there are in all.

        The newest come first; departments and topics stand in the order of their keys."""
        parts = [_proposed(kind, sought)]
        if sought.status in (None, Status.PUBLISHED):
            parts.append(_published(kind, sought))
        keys = union(*parts).subquery()
        total = self._session.scalars(select(func.count()).select_from(keys)).one()
        order = keys.c.key if kind in _BY_CODE else keys.c.key.desc()
        return list(self._session.scalars(select(keys.c.key).order_by(order).limit(limit).offset(skip))), total

    def find_highest_key(self, kind: ProposalKind, beginning: str, digits: int) -> str:
        """The highest key that was ever published or proposed and is ``beginning`` with so many digits behind it; ""
        where there is none."""
        _, published = _PUBLISHED[kind]
        length = len(beginning) + digits

        def highest(column: InstrumentedAttribute[Any], *among: ColumnElement[bool]) -> str:
            fits = (column.startswith(beginning, autoescape=True), func.length(column) == length, *among)
            return self._session.scalars(select(func.max(column)).where(*fits)).one() or ""

        return max(highest(published), highest(ProposalRow.key, ProposalRow.kind == kind))


def _is_newest() -> ColumnElement[bool]:
    later = aliased(ProposalRow)
    same = (later.kind == ProposalRow.kind, later.key == ProposalRow.key)
    return ProposalRow.version == select(func.max(later.version)).where(*same).scalar_subquery()


def _proposed(kind: ProposalKind, sought: Sought) -> Select[Any]:
    """The keys of proposals that are open, or were withdrawn; what is published is found in its own table."""
    statuses = (*OPEN, Status.WITHDRAWN) if sought.status is None else (sought.status,)
    found = select(cast(ProposalRow.key, Text).label("key")).where(
        ProposalRow.kind == kind, ProposalRow.status.in_(statuses), _is_newest()
    )
    if sought.status is Status.PUBLISHED:
        found = found.where(ProposalRow.status != Status.PUBLISHED)
    if sought.department:
        found = found.where(ProposalRow.content.contains(f'"department": "{sought.department}"', autoescape=True))
    if sought.own is not None:
        named = [f'"{name}": "{code}"' for name, code in _list_places(kind, sought.own)]
        found = found.where(or_(*(ProposalRow.content.contains(one, autoescape=True) for one in named), false()))
    if sought.words:
        in_json = dump_json(sought.words)[1:-1].lower()
        found = found.where(func.lower(ProposalRow.content).contains(in_json, autoescape=True))
    return found


def _published(kind: ProposalKind, sought: Sought) -> Select[Any]:
    model, key = _PUBLISHED[kind]
    found = select(cast(key, Text).label("key"))
    if hasattr(model, "withdrawn"):
        found = found.where(~model.withdrawn)
    if sought.department and hasattr(model, "department"):
        found = found.where(model.department == sought.department)
    if sought.own is not None:
        named = [getattr(model, name) == code for name, code in _list_places(kind, sought.own) if hasattr(model, name)]
        found = found.where(or_(*named, false()))
    if sought.words:
        names: Any = VALUE_TYPES[kind]
        texts = [cast(getattr(model, name), Text) for name in field_names(names)]
        words = sought.words.lower()
        found = found.where(or_(*(func.lower(text).contains(words, autoescape=True) for text in texts)))
    return found


def _list_places(kind: ProposalKind, own: OwnPart) -> list[tuple[str, str]]:
    """(field, code) of what makes a value of ``kind`` belong to ``own``; nothing of a kind that is the whole line's."""
    match kind:
        case ProposalKind.CATALOGUE | ProposalKind.PUBLIC_NOTICES:
            return [("department", code) for code in sorted(own.departments)]
        case ProposalKind.DEPARTMENTS:
            return [("office_code", own.office_code)]
        case ProposalKind.MEMBER_OFFICES:
            return [("code", own.office_code)]
        case _:
            return []


def _plain(value: Proposed) -> dict[str, object]:
    """The fields of ``value`` as texts, its attachments as a list."""
    return {field.name: _plain_field(getattr(value, field.name)) for field in fields(value)}


def _plain_field(one: object) -> object:
    if isinstance(one, tuple):
        return [attachment_row(member) for member in one]
    return str(one.value) if isinstance(one, Enum) else str(one)


def _proposal(row: ProposalRow) -> Proposal:
    return to_dataclass(Proposal, row, content=_value(row.kind, json.loads(row.content)), writers=tuple(row.writers))


def _value(kind: ProposalKind, plain: dict[str, Any]) -> Proposed:
    """The value that ``_plain`` wrote. A field that came later is empty."""
    make: Any = VALUE_TYPES[kind]
    values: dict[str, object] = {name: plain.get(name, "") for name in field_names(make)}
    for name in ("made_date", "published_date"):
        if name in values:
            values[name] = date.fromisoformat(plain[name])
    if "attachments" in values:
        values["attachments"] = read_attachments(plain.get("attachments", []))
    if "section" in values:
        values["section"] = Section(plain["section"])
    made: Proposed = make(**values)
    return made
