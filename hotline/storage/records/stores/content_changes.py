"""The record of what staff did to the content: steps are added to it and read, never changed."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session

from hotline.core.content_changes import ContentAction, ContentChange, ContentKind
from hotline.storage.records.models.content_changes import ContentChangeRow
from hotline.storage.records.stores.row_mapping import to_dataclass


class ContentChangeStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, change: ContentChange) -> None:
        """Keep one more step, in the transaction that makes it."""
        row = ContentChangeRow(kind=change.kind, key=change.key, action=change.action, serial=change.serial)
        row.changed_by, row.changed_at, row.comment = change.changed_by, change.changed_at, change.comment
        row.wording = [list(pair) for pair in change.wording.items()]
        self._session.add(row)
        self._session.flush()

    def list_of(self, kind: ContentKind, key: str) -> list[ContentChange]:
        """The steps of one entry, in their order."""
        of_key = (ContentChangeRow.kind == kind, ContentChangeRow.key == key)
        return self._read(select(ContentChangeRow).where(*of_key).order_by(ContentChangeRow.id))

    def first_moment(self) -> datetime | None:
        """When the first step was kept; None where none was."""
        return self._session.scalars(select(func.min(ContentChangeRow.changed_at))).one()

    def list_keys(self, kind: ContentKind, action: ContentAction, since: datetime, until: datetime) -> list[str]:
        """The keys of ``kind`` with which ``action`` was done from ``since`` up to before ``until``, each once."""
        of_kind = (ContentChangeRow.kind == kind, ContentChangeRow.action == action)
        within = (ContentChangeRow.changed_at >= since, ContentChangeRow.changed_at < until)
        return list(self._session.scalars(select(ContentChangeRow.key).where(*of_kind, *within).distinct()))

    def list_between(
        self,
        first: datetime,
        end: datetime,
        *,
        kinds: tuple[ContentKind, ...],
        person: str = "",
        limit: int = 1_000,
        skip: int = 0,
        own: Mapping[ContentKind, Collection[str]] | None = None,
    ) -> tuple[list[ContentChange], int]:
        """The steps from ``first`` up to before ``end``, the latest first, and how many there are in all.

        Only those of ``kinds``, and with ``person``, a login name, of that person; of the keys in ``own`` alone
        where it is given. At most ``limit`` are returned, after the first ``skip``."""
        conditions: list[ColumnElement[bool]] = [
            ContentChangeRow.changed_at >= first,
            ContentChangeRow.changed_at < end,
            ContentChangeRow.kind.in_(kinds),
        ]
        if person:
            conditions.append(ContentChangeRow.changed_by == person)
        if own is not None:
            named = ((ContentChangeRow.kind == kind) & ContentChangeRow.key.in_(keys) for kind, keys in own.items())
            conditions.append(or_(false(), *named))
        found = select(ContentChangeRow).where(*conditions)
        total = self._session.scalars(select(func.count()).select_from(found.subquery())).one()
        return self._read(found.order_by(ContentChangeRow.id.desc()).limit(limit).offset(skip)), total

    def _read(self, query: Select[ContentChangeRow]) -> list[ContentChange]:
        return [
            to_dataclass(ContentChange, row, wording={name: text for name, text in row.wording})
            for row in self._session.scalars(query)
        ]
