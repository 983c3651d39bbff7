"""Open questions: how often each question ended badly, and what staff decided about it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from hotline.core.enquiries import Outcome
from hotline.core.open_questions import AskedCount, QuestionDecision, QuestionList
from hotline.core.review import OPEN, Status
from hotline.storage.records.models.content import RevisionRow
from hotline.storage.records.models.enquiries import EnquiryRow, RatingRow
from hotline.storage.records.models.feedback import EnquiryLinkRow
from hotline.storage.records.models.open_questions import QuestionDecisionRow
from hotline.storage.records.stores.row_mapping import to_dataclass


class OpenQuestionStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def list_counts(self, asked: QuestionList, since: datetime, limit: int) -> list[AskedCount]:
        """The ``limit`` questions of a list that were asked last, of those asked since ``since``, newest first."""
        groups = (EnquiryRow.question, EnquiryRow.channel, EnquiryRow.outcome)
        moment, latest = EnquiryRow.asked_at, func.max(EnquiryRow.id)
        query = select(*groups, func.count(), func.min(moment), func.max(moment), latest).where(
            _belongs_to(asked), EnquiryRow.question != "", moment >= since
        )
        rows = self._session.execute(query.group_by(*groups).order_by(latest.desc()).limit(limit))
        return [AskedCount(*row) for row in rows]

    def list_asked(self, asked: QuestionList, questions: Collection[str], limit: int) -> list[AskedCount]:
        """Each time that one of ``questions`` was asked, the ``limit`` latest, each as a count of one."""
        columns = (EnquiryRow.question, EnquiryRow.channel, EnquiryRow.outcome, EnquiryRow.asked_at, EnquiryRow.id)
        query = select(*columns).where(_belongs_to(asked), EnquiryRow.question.in_(questions))
        rows = self._session.execute(query.order_by(EnquiryRow.id.desc()).limit(limit))
        return [AskedCount(question, channel, outcome, 1, at, at, id_) for question, channel, outcome, at, id_ in rows]

    def list_decisions(self) -> list[QuestionDecision]:
        """All decisions, the oldest first."""
        rows = self._session.scalars(select(QuestionDecisionRow).order_by(QuestionDecisionRow.id))
        return [to_dataclass(QuestionDecision, row) for row in rows]

    def list_sources(self, number: int) -> list[QuestionDecision]:
        """The decisions that led to entry ``number``, the oldest first."""
        query = select(QuestionDecisionRow).where(QuestionDecisionRow.number == number).order_by(QuestionDecisionRow.id)
        return [to_dataclass(QuestionDecision, row) for row in self._session.scalars(query)]

    def list_links(self) -> list[tuple[str, int, datetime]]:
        """(question, entry number, when) of the links by staff from unanswered questions to entries."""
        query = select(EnquiryRow.question, EnquiryLinkRow.number, func.max(EnquiryLinkRow.linked_at))
        query = query.join(EnquiryLinkRow, EnquiryLinkRow.enquiry_id == EnquiryRow.id)
        rows = self._session.execute(query.group_by(EnquiryRow.question, EnquiryLinkRow.number))
        return [(question, number, at) for question, number, at in rows]

    def list_revision_moments(self, numbers: Collection[int]) -> list[tuple[int, Status, datetime]]:
        """(number, status, when it got this status) of the published and open revisions of these entries."""
        current = (Status.PUBLISHED, *OPEN)
        query = select(RevisionRow.number, RevisionRow.status, RevisionRow.changed_at)
        query = query.where(RevisionRow.number.in_(numbers), RevisionRow.status.in_(current))
        return [(number, status, at) for number, status, at in self._session.execute(query)]

    def decide(self, decision: QuestionDecision) -> None:
        """Record what staff decided about the questions that fold to its key."""
        self._session.add(QuestionDecisionRow(**vars(decision)))
        self._session.flush()

    def list_taken_numbers(self, first: int, last: int) -> list[int]:
        """The numbers from ``first`` to ``last`` that an entry has or had, in order."""
        query = select(RevisionRow.number).where(RevisionRow.number.between(first, last)).distinct()
        return list(self._session.scalars(query.order_by(RevisionRow.number)))


def _belongs_to(asked: QuestionList) -> ColumnElement[bool]:
    """The condition for the enquiries of a list. A call that ended with a person counts by what was found before."""
    nothing = cast(EnquiryRow.entries, Text) == "[]"
    transferred = EnquiryRow.outcome == Outcome.TRANSFERRED
    match asked:
        case QuestionList.UNANSWERED:
            return or_(EnquiryRow.outcome == Outcome.UNANSWERED, and_(transferred, nothing))
        case QuestionList.UNPICKED:
            return EnquiryRow.outcome == Outcome.OFFERED
        case QuestionList.UNSOLVED:
            return EnquiryRow.id.in_(select(RatingRow.enquiry_id).where(RatingRow.helpful.is_(False)))
        case QuestionList.REFERRED:
            return or_(EnquiryRow.outcome == Outcome.REFERRED, and_(transferred, ~nothing))
