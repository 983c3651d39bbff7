"""Documents with their disclosure attribute: read whole, and written step by step under a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Update, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.core.disclosure.case_files import ConsultedKind
from hotline.core.disclosure.documents import (
    DisclosureAttribute,
    DocumentConsultation,
    DocumentDetails,
    DocumentEvent,
    DocumentOpinion,
    DocumentState,
    OfficialDocument,
)
from hotline.core.errors import Conflict
from hotline.core.permissions import OwnPart
from hotline.storage.records.models.documents import DocumentConsultationRow, DocumentEventRow, DocumentRow
from hotline.storage.records.stores.row_mapping import field_names, to_dataclass

_UNSYNCHRONISED = {"synchronize_session": False}


class DocumentStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, document_id: int) -> OfficialDocument | None:
        return self._find(DocumentRow.id == document_id)

    def find_submission(self, submission: str) -> OfficialDocument | None:
        """The document that a form with this number has registered."""
        return self._find(DocumentRow.submission == submission)

    def find_by_index_number(self, index_number: str) -> OfficialDocument | None:
        """The document of which the catalogue item with this number was made."""
        return self._find(DocumentRow.index_number == index_number)

    def add(self, details: DocumentDetails, submission: str | None) -> OfficialDocument | None:
        """Add a document without events. Returns None where its submission is taken."""
        row = DocumentRow(submission=submission, state=DocumentState.DRAFTED, version=0, **vars(details))
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError:
            return None
        return _document(row, ())

    def add_event(
        self, document: OfficialDocument, event: DocumentEvent, changed: Mapping[str, object]
    ) -> OfficialDocument:
        """Add a step together with the columns that it changes, and return the document as it is then.

        Raises Conflict where somebody else took a step since ``document`` was read, or took its index number."""
        columns: dict[str, object] = {**changed, "state": event.state, "version": document.version + 1}
        is_same = (DocumentRow.id == document.id, DocumentRow.version == document.version)
        try:
            done = self._session.scalars(
                update(DocumentRow).where(*is_same).values(**columns).returning(DocumentRow.id),
                execution_options=_UNSYNCHRONISED,
            ).first()
        except IntegrityError as error:
            raise Conflict("这个索引号刚刚被别的文件用掉，请再试一次。") from error
        if done is None:
            raise Conflict("这份文件刚刚被别人办过，请刷新页面再看。")
        step = {name: getattr(event, name) for name in field_names(DocumentEvent)}
        self._session.add(DocumentEventRow(document_id=document.id, **step))
        self._session.flush()
        self._session.expire_all()
        found = self.find(document.id)
        return found or replace(document, version=document.version + 1)

    def note_published(self, index_number: str, day: date) -> None:
        """Note the first day on which the item made of a document is public, which stops the document's clock; one that
        was withdrawn is public again."""
        of_item = (DocumentRow.index_number == index_number, DocumentRow.state == DocumentState.IN_CATALOGUE)
        self._set(update(DocumentRow).where(*of_item, DocumentRow.published_on.is_(None)), published_on=day)
        self._set(update(DocumentRow).where(*of_item), withdrawn_on=None)

    def note_withdrawn(self, index_number: str, day: date) -> None:
        """Note that the item made of a document is no longer public. It was, so its clock does not run on."""
        was_public = (DocumentRow.index_number == index_number, DocumentRow.published_on.is_not(None))
        self._set(update(DocumentRow).where(*was_public), withdrawn_on=day)

    def list_documents(
        self,
        *,
        state: DocumentState | None = None,
        attribute: DisclosureAttribute | None = None,
        own: OwnPart | None = None,
        words: str = "",
        limit: int,
        skip: int = 0,
    ) -> tuple[list[OfficialDocument], int]:
        """Documents, the newest first, and how many there are in all; ``words`` are looked for in title and numbers."""
        found: list[ColumnElement[bool]] = []
        found += [] if state is None else [DocumentRow.state == state]
        found += [] if attribute is None else [DocumentRow.attribute == attribute]
        found += [] if own is None else [DocumentRow.department.in_(own.departments)]
        if words:
            columns = (DocumentRow.title, DocumentRow.document_number, DocumentRow.index_number)
            found.append(or_(*(column.contains(words, autoescape=True) for column in columns)))
        total = self._session.scalars(select(func.count()).select_from(DocumentRow).where(*found)).one()
        rows = select(DocumentRow).where(*found).order_by(DocumentRow.id.desc()).limit(limit).offset(skip)
        return self._read(self._session.scalars(rows).all()), total

    def list_waiting(self, today: date, own: OwnPart | None, limit: int) -> list[OfficialDocument]:
        """Documents that are not finished on ``today``: neither public, nor withheld with a later day of review."""
        is_open = or_(DocumentRow.attribute.is_(None), DocumentRow.attribute == DisclosureAttribute.OPEN)
        is_signed = DocumentRow.state == DocumentState.SIGNED
        waits = or_(
            DocumentRow.state.in_((DocumentState.DRAFTED, DocumentState.PROPOSED, DocumentState.AUDITED)),
            is_signed & (is_open | DocumentRow.review_on.is_(None) | (DocumentRow.review_on <= today)),
            (DocumentRow.state == DocumentState.IN_CATALOGUE)
            & (DocumentRow.published_on.is_(None) | DocumentRow.withdrawn_on.is_not(None)),
        )
        mine = [] if own is None else [DocumentRow.department.in_(own.departments)]
        rows = select(DocumentRow).where(waits, *mine).order_by(DocumentRow.id).limit(limit)
        return self._read(self._session.scalars(rows).all())

    def list_asked_for(self) -> frozenset[str]:
        """The numbers of the applications for which a document was registered and not dropped again."""
        rows = select(DocumentRow.asked_for).where(
            DocumentRow.asked_for != "", DocumentRow.state != DocumentState.DROPPED
        )
        return frozenset(self._session.scalars(rows))

    def add_consultation(self, document_id: int, kind: ConsultedKind, whom: str, asked_on: date) -> None:
        row = DocumentConsultationRow(document_id=document_id, kind=kind, whom=whom, asked_on=asked_on, words="")
        self._session.add(row)
        self._session.flush()

    def list_consultations(self, document_id: int) -> list[DocumentConsultation]:
        rows = select(DocumentConsultationRow).filter_by(document_id=document_id).order_by(DocumentConsultationRow.id)
        return [to_dataclass(DocumentConsultation, row) for row in self._session.scalars(rows)]

    def close_consultation(self, consultation_id: int, opinion: DocumentOpinion, answered_on: date, words: str) -> None:
        """Note how a consultation ended. Raises Conflict where that was noted before."""
        row = DocumentConsultationRow
        changed = update(row).where(row.id == consultation_id, row.opinion.is_(None))
        if not self._set(changed, opinion=opinion, answered_on=answered_on, words=words):
            raise Conflict("这一家的意见已经登记过，请刷新页面再看。")

    def _set(self, changed: Update, **columns: object) -> bool:
        """Whether there was a row to change."""
        table: Any = changed.table
        returned = changed.values(**columns).returning(table.c.id)
        done = self._session.scalars(returned, execution_options=_UNSYNCHRONISED).first() is not None
        self._session.expire_all()
        return done

    def _find(self, condition: ColumnElement[bool]) -> OfficialDocument | None:
        row = self._session.scalars(select(DocumentRow).where(condition)).one_or_none()
        return None if row is None else self._read([row])[0]

    def _read(self, rows: Sequence[DocumentRow]) -> list[OfficialDocument]:
        ids = [row.id for row in rows]
        steps = select(DocumentEventRow).where(DocumentEventRow.document_id.in_(ids))
        events: dict[int, list[DocumentEvent]] = {one: [] for one in ids}
        for step in self._session.scalars(steps.order_by(DocumentEventRow.serial)):
            events[step.document_id].append(to_dataclass(DocumentEvent, step))
        return [_document(row, tuple(events[row.id])) for row in rows]


def _document(row: DocumentRow, events: tuple[DocumentEvent, ...]) -> OfficialDocument:
    details = to_dataclass(DocumentDetails, row)
    return to_dataclass(OfficialDocument, row, details=details, index_number=row.index_number or "", events=events)
