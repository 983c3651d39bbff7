"""Statistics: counts and rows of calls, texts, transfers, messages and enquiries of a period."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from hotline.core.calls import AttemptKind, AttemptResult, CallOutcome, CallRecord
from hotline.core.enquiries import Channel, Enquiry, Outcome
from hotline.core.line_statistics import NOT_CONNECTED, TEXT_SECONDS, IncomingText, Transfer
from hotline.core.messages import Message
from hotline.core.review import Status
from hotline.core.texts import TextReply
from hotline.storage.records.models.calls_and_texts import AttemptRow, CallRow, IncomingTextRow, OutgoingTextRow
from hotline.storage.records.models.content import RevisionRow
from hotline.storage.records.models.enquiries import EnquiryRow, MessageRow, RatingRow
from hotline.storage.records.sql_functions import hour_of, seconds_between
from hotline.storage.records.stores.enquiries import read_enquiry
from hotline.storage.records.stores.row_mapping import to_dataclass

_BATCH = 500
"""Rows read at once."""
_ROUNDING = 0.001
"""Seconds; SQLite counts days in floating point."""


class StatisticsStore:
    """Statistics of the period from ``since`` to before ``until``; rows come newest first."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count_calls(self, since: datetime, until: datetime) -> list[tuple[datetime, CallOutcome, bool, int]]:
        """(hour in UTC, outcome, whether the call was connected, number of calls)."""
        connected = CallRow.status.not_in(NOT_CONNECTED)
        groups = (hour_of(CallRow.began_at), CallRow.outcome, connected)
        query = select(*groups, func.count()).where(_within(CallRow.began_at, since, until)).group_by(*groups)
        rows = self._session.execute(query)
        return [(_hour(hour), outcome, bool(is_connected), count) for hour, outcome, is_connected, count in rows]

    def count_texts(self, since: datetime, until: datetime) -> list[tuple[datetime, TextReply, bool, int]]:
        """(hour in UTC, kind of reply, whether it was sent within TEXT_SECONDS, number of texts)."""
        span = seconds_between(IncomingTextRow.received_at, IncomingTextRow.replied_at)
        in_time = func.coalesce(span <= TEXT_SECONDS + _ROUNDING, False)
        groups = (hour_of(IncomingTextRow.received_at), IncomingTextRow.reply_kind, in_time)
        within = _within(IncomingTextRow.received_at, since, until)
        query = select(*groups, func.count()).where(within).group_by(*groups)
        rows = self._session.execute(query)
        return [(_hour(hour), reply, bool(is_in_time), count) for hour, reply, is_in_time, count in rows]

    def count_web(self, since: datetime, until: datetime) -> list[tuple[datetime, Outcome, int]]:
        """(hour in UTC, outcome, number of questions) of the website."""
        groups = (hour_of(EnquiryRow.asked_at), EnquiryRow.outcome)
        asked = (EnquiryRow.channel == Channel.WEB, _within(EnquiryRow.asked_at, since, until))
        rows = self._session.execute(select(*groups, func.count()).where(*asked).group_by(*groups))
        return [(_hour(hour), outcome, count) for hour, outcome, count in rows]

    def each_transfer(self, since: datetime, until: datetime) -> Iterator[Transfer]:
        """The calls in which somebody was dialled. A third person who joins a call is not a transfer."""
        dialled = (_within(AttemptRow.rung_at, since, until), AttemptRow.kind != AttemptKind.THREE_WAY)
        query = select(AttemptRow).where(*dialled).order_by(AttemptRow.call_id, AttemptRow.serial)
        attempts = self._session.scalars(query.execution_options(yield_per=_BATCH))
        for call_id, group in groupby(attempts, key=lambda row: row.call_id):
            rows = list(group)
            answered = next((row.answered_at for row in rows if row.result is AttemptResult.ANSWERED), None)
            waited = None if answered is None else (answered - rows[0].rung_at).total_seconds()
            yield Transfer(call_id, rows[0].rung_at, waited, len(rows))

    def count_joined_calls(self, since: datetime, until: datetime) -> int:
        """Calls in which a further person was asked to join after the first had answered."""
        joined = (_within(AttemptRow.rung_at, since, until), AttemptRow.kind == AttemptKind.THREE_WAY)
        return self._session.scalars(select(func.count(AttemptRow.call_id.distinct())).where(*joined)).one()

    def count_ratings(self, since: datetime, until: datetime) -> tuple[int, int]:
        """(how many said that an answer helped, how many said whether it did)."""
        rated = select(RatingRow.helpful, func.count()).where(_within(RatingRow.rated_at, since, until))
        counts = {helpful: count for helpful, count in self._session.execute(rated.group_by(RatingRow.helpful))}
        return counts.get(True, 0), sum(counts.values())

    def count_published_entries(self) -> dict[str, int]:
        """Code of a department -> entries that are published; "" for those of none."""
        published = RevisionRow.status == Status.PUBLISHED
        query = select(RevisionRow.department, func.count()).where(published).group_by(RevisionRow.department)
        return {department or "": count for department, count in self._session.execute(query)}

    def each_call(self, since: datetime, until: datetime) -> Iterator[CallRecord]:
        return map(partial(to_dataclass, CallRecord), self._each(select(CallRow), CallRow.began_at, since, until))

    def each_text(self, since: datetime, until: datetime) -> Iterator[IncomingText]:
        return map(_text, self._each(select(IncomingTextRow), IncomingTextRow.received_at, since, until))

    def each_message(self, since: datetime, until: datetime) -> Iterator[Message]:
        return map(partial(to_dataclass, Message), self._each(select(MessageRow), MessageRow.received_at, since, until))

    def each_enquiry(self, since: datetime, until: datetime) -> Iterator[Enquiry]:
        return map(read_enquiry, self._each(select(EnquiryRow), EnquiryRow.asked_at, since, until))

    def most_unanswered(self, since: datetime, until: datetime, limit: int) -> list[tuple[str, int, int]]:
        """(question, count, id of the latest enquiry) of the questions that most often had no answer."""
        count, latest = func.count(), func.max(EnquiryRow.id)
        unanswered = (EnquiryRow.outcome == Outcome.UNANSWERED, _within(EnquiryRow.asked_at, since, until))
        query = select(EnquiryRow.question, count, latest).where(*unanswered).group_by(EnquiryRow.question)
        rows = self._session.execute(query.order_by(count.desc(), latest.desc()).limit(limit))
        return [(question, times, last) for question, times, last in rows]

    def totals(self) -> dict[str, dict[str, int]]:
        """Kind of record -> code (outcome, result or state) -> number of records, over all time."""
        codes: dict[str, InstrumentedAttribute[Any]] = {
            "calls": CallRow.outcome,
            "attempts": AttemptRow.result,
            "incoming_texts": IncomingTextRow.reply_kind,
            "outgoing_texts": OutgoingTextRow.state,
            "messages": MessageRow.state,
            "enquiries": EnquiryRow.outcome,
        }
        return {kind: self._count_by(code) for kind, code in codes.items()}

    def _count_by(self, code: InstrumentedAttribute[Any]) -> dict[str, int]:
        rows = self._session.execute(select(code, func.count()).group_by(code))
        return {member.value: count for member, count in rows}

    def _each(
        self, query: Select[Any], moment: InstrumentedAttribute[datetime], since: datetime, until: datetime
    ) -> Iterator[Any]:
        """The rows of ``query`` whose ``moment`` is in the period, newest first."""
        query = query.where(_within(moment, since, until)).order_by(moment.desc())
        return iter(self._session.scalars(query.execution_options(yield_per=_BATCH)))


def _within(moment: InstrumentedAttribute[datetime], since: datetime, until: datetime) -> ColumnElement[bool]:
    return (moment >= since) & (moment < until)


def _hour(text: str) -> datetime:
    """The hour that ``sql_functions.hour_of`` wrote."""
    return datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=UTC)


def _text(row: IncomingTextRow) -> IncomingText:
    return to_dataclass(IncomingText, row, reply=row.reply_kind)
