"""Feedback on questions: picks, votes and links by staff, counted by question and entry.

Also stores the wordings that staff refused as similar questions."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from hotline.core.relevance_feedback import FeedbackCount, FeedbackKind
from hotline.storage.records.models.enquiries import EnquiryRow, RatingRow
from hotline.storage.records.models.feedback import DismissedWordingRow, EnquiryLinkRow
from hotline.storage.records.stores.insert_once import insert_once


class FeedbackStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def list_feedback_counts(self, since: datetime, limit: int, number: int | None = None) -> list[FeedbackCount]:
        """Feedback on questions asked since ``since``: of each kind the ``limit`` latest pairs of entry and question.

        With ``number``, of that entry alone."""
        rated = select(RatingRow.number, EnquiryRow.question, func.count(), func.max(EnquiryRow.asked_at))
        rated = rated.join(EnquiryRow, RatingRow.enquiry_id == EnquiryRow.id)
        linked = select(EnquiryLinkRow.number, EnquiryRow.question, func.count(), func.max(EnquiryRow.asked_at))
        linked = linked.join(EnquiryRow, EnquiryLinkRow.enquiry_id == EnquiryRow.id)
        picked = select(EnquiryRow.picked, EnquiryRow.question, func.count(), func.max(EnquiryRow.asked_at))
        queries: dict[FeedbackKind, tuple[Select[Any, Any, Any, Any], Any]] = {
            FeedbackKind.PICKED: (picked.where(EnquiryRow.picked.is_not(None)), EnquiryRow.picked),
            FeedbackKind.HELPED: (rated.where(RatingRow.helpful.is_(True)), RatingRow.number),
            FeedbackKind.NOT_HELPED: (rated.where(RatingRow.helpful.is_(False)), RatingRow.number),
            FeedbackKind.LINKED: (linked, EnquiryLinkRow.number),
        }
        counts: list[FeedbackCount] = []
        for kind, (query, column) in queries.items():
            query = query.where(EnquiryRow.asked_at >= since, EnquiryRow.question != "")
            if number is not None:
                query = query.where(column == number)
            query = query.group_by(column, EnquiryRow.question).order_by(func.max(EnquiryRow.asked_at).desc())
            for entry, question, times, last in self._session.execute(query.limit(limit)):
                counts.append(FeedbackCount(entry, question, kind, times, last))
        return counts

    def count_votes(self, number: int) -> tuple[int, int]:
        """(votes that the entry helped, votes that it did not), including votes of readers who asked nothing."""
        query = select(RatingRow.helpful, func.count()).where(RatingRow.number == number).group_by(RatingRow.helpful)
        votes = {helpful: count for helpful, count in self._session.execute(query)}
        return votes.get(True, 0), votes.get(False, 0)

    def link(self, enquiry_id: int, number: int, by: str, at: datetime) -> None:
        """Record which entry a question belongs to, in place of an earlier link."""
        columns = {"number": number, "linked_by": by, "linked_at": at}
        if not insert_once(self._session.connection(), EnquiryLinkRow, enquiry_id=enquiry_id, **columns):
            earlier = EnquiryLinkRow.enquiry_id == enquiry_id
            self._session.execute(update(EnquiryLinkRow).where(earlier).values(columns))

    def dismiss(self, number: int, wording: str, by: str, at: datetime) -> None:
        """Record that staff do not want ``wording``, which must be folded, as a similar question of an entry.

        Idempotent: who dismissed it first stays recorded."""
        dismissed = {"number": number, "wording": wording}
        insert_once(self._session.connection(), DismissedWordingRow, **dismissed, dismissed_by=by, dismissed_at=at)

    def list_dismissed(self) -> set[tuple[int, str]]:
        """(entry number, folded wording) of all that was dismissed."""
        rows = self._session.execute(select(DismissedWordingRow.number, DismissedWordingRow.wording))
        return {(number, wording) for number, wording in rows}
