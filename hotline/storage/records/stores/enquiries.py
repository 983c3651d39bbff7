"""Enquiries: what was asked, on which channel, with what outcome, and whether the answer helped."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from hotline.core.enquiries import Channel, Enquiry, Outcome
from hotline.core.entries import OFFICE_NUMBERS, REFERRAL_NUMBERS
from hotline.storage.records.models.enquiries import EnquiryRow, RatingRow
from hotline.storage.records.models.feedback import EnquiryLinkRow
from hotline.storage.records.stores.insert_once import insert_numbered
from hotline.storage.records.stores.row_mapping import to_dataclass
from hotline.storage.records.transaction import Transaction


class EnquiryStore:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def add(
        self,
        *,
        channel: Channel,
        question: str,
        outcome: Outcome,
        confidence: float,
        entries: Sequence[int],
        caller: str,
        asked_at: datetime,
        knowledge_version: int,
        conversation: str = "",
        delivery: str | None = None,
    ) -> int:
        """Record an enquiry; ``caller`` must be masked. Returns its id.

        Idempotent: a repeated ``delivery`` returns the id of the first."""
        asked = {"channel": channel, "question": question, "caller": caller, "asked_at": asked_at}
        found = {"outcome": outcome, "confidence": confidence, "knowledge_version": knowledge_version, "picked": None}
        was_told = bool(entries) and outcome in (Outcome.ANSWERED, Outcome.REFERRED)
        given = {"entries": list(entries), "told": entries[0] if was_told else None}
        source = {"conversation": conversation, "delivery": delivery}
        enquiry_id = insert_numbered(self._transaction.connection, EnquiryRow, **asked, **found, **given, **source)
        if enquiry_id is None:
            enquiry_id = self._session.scalars(select(EnquiryRow.id).where(EnquiryRow.delivery == delivery)).one()
        return enquiry_id

    def find(self, enquiry_id: int) -> Enquiry | None:
        row = self._session.get(EnquiryRow, enquiry_id)
        return None if row is None else read_enquiry(row)

    def list_conversation(self, conversation: str) -> list[Enquiry]:
        """The enquiries of one call, in order."""
        query = select(EnquiryRow).where(EnquiryRow.conversation == conversation).order_by(EnquiryRow.id)
        return [read_enquiry(row) for row in self._session.scalars(query)]

    def pick(self, enquiry_id: int, number: int) -> bool:
        """Record which of the offered entries was picked. Returns False when it was not offered."""
        row = self._session.get(EnquiryRow, enquiry_id, with_for_update=True)
        if row is None or number not in row.entries:
            return False
        row.picked = row.told = number
        if row.outcome is not Outcome.TRANSFERRED:
            row.outcome = Outcome.REFERRED if number in REFERRAL_NUMBERS else Outcome.ANSWERED
        self._session.flush()
        return True

    def mark_transferred(self, enquiry_id: int) -> bool:
        """Record that the citizen was transferred to a person. Returns False when there is no such enquiry.

        An emergency stays marked as one."""
        row = self._session.get(EnquiryRow, enquiry_id, with_for_update=True)
        if row is None:
            return False
        if row.outcome is not Outcome.EMERGENCY:
            row.outcome = Outcome.TRANSFERRED
        self._session.flush()
        return True

    def rate(self, number: int, helpful: bool, enquiry_id: int | None, at: datetime) -> None:
        """Record whether the answer helped. A second rating of the same enquiry replaces the first."""
        exists = enquiry_id is not None and self._session.get(EnquiryRow, enquiry_id, with_for_update=True) is not None
        row = None
        if exists:
            row = self._session.scalars(select(RatingRow).where(RatingRow.enquiry_id == enquiry_id)).one_or_none()
        if row is None:
            row = RatingRow(enquiry_id=enquiry_id if exists else None)
            self._session.add(row)
        row.number, row.helpful, row.rated_at = number, helpful, at
        self._session.flush()

    def most_asked(self, since: datetime, limit: int, until: datetime | None = None) -> list[tuple[int, int]]:
        """(entry number, count) of the entries given most often between ``since`` and ``until``, the commonest first.

        ``until`` itself is excluded, and so are referrals and the entries generated from the office's particulars."""
        return self._count_told(~_is_among(OFFICE_NUMBERS) & ~_is_among(REFERRAL_NUMBERS), since, until, limit)

    def most_referred(self, since: datetime, limit: int, until: datetime) -> list[tuple[int, int]]:
        """(number, count) of the referrals with which citizens were most often sent on, the commonest first."""
        return self._count_told(_is_among(REFERRAL_NUMBERS), since, until, limit)

    def _count_told(
        self, condition: ColumnElement[bool], since: datetime, until: datetime | None, limit: int
    ) -> list[tuple[int, int]]:
        told, times = EnquiryRow.told, func.count()
        query = select(told, times).where(condition, EnquiryRow.asked_at >= since).group_by(told)
        if until is not None:
            query = query.where(EnquiryRow.asked_at < until)
        rows = self._session.execute(query.order_by(times.desc(), told).limit(limit))
        return [(number, count) for number, count in rows if number is not None]

    def list_emergencies(self, since: datetime, limit: int) -> list[Enquiry]:
        """What citizens in danger said since ``since``, newest first."""
        query = select(EnquiryRow).where(EnquiryRow.outcome == Outcome.EMERGENCY, EnquiryRow.asked_at >= since)
        return [read_enquiry(row) for row in self._session.scalars(query.order_by(EnquiryRow.id.desc()).limit(limit))]

    def list_unanswered(self, limit: int) -> list[Enquiry]:
        """Questions that no entry was found for, newest first, also where the citizen was transferred to a person.

        Questions that staff linked to an entry are left out, because they have been dealt with."""
        nothing = and_(cast(EnquiryRow.entries, Text) == "[]", EnquiryRow.question != "")
        gap = or_(EnquiryRow.outcome == Outcome.UNANSWERED, and_(EnquiryRow.outcome == Outcome.TRANSFERRED, nothing))
        linked = select(EnquiryLinkRow.enquiry_id)
        gap = and_(gap, EnquiryRow.id.not_in(linked))
        rows = self._session.scalars(select(EnquiryRow).where(gap).order_by(EnquiryRow.id.desc()).limit(limit))
        return [read_enquiry(row) for row in rows]


def _is_among(numbers: range) -> ColumnElement[bool]:
    """The condition for an enquiry that was told an entry with one of ``numbers``."""
    return EnquiryRow.told.between(numbers.start, numbers.stop - 1)


def read_enquiry(row: EnquiryRow) -> Enquiry:
    return to_dataclass(Enquiry, row, entries=tuple(row.entries))
