"""Counts and rows of calls, texts, transfers, messages and enquiries between two moments."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from hotline.core.calls import AttemptKind, AttemptResult, CallOutcome, CallRecord
from hotline.core.enquiries import Enquiry, Outcome
from hotline.core.line_statistics import NOT_CONNECTED, TEXT_SECONDS, IncomingText, Transfer
from hotline.core.messages import Message
from hotline.core.texts import TextReply
from hotline.storage.records.models.calls_and_texts import AttemptRow, CallRow, IncomingTextRow, OutgoingTextRow
from hotline.storage.records.models.enquiries import EnquiryRow, MessageRow
from hotline.storage.records.sql_functions import hour_of, seconds_between
from hotline.storage.records.stores.enquiries import read_enquiry
from hotline.storage.records.stores.row_mapping import to_dataclass

_BATCH = 500
_ROUNDING = 0.001
"""Seconds; SQLite counts days in floating point."""


class FigureStore:
    """``since`` is included, ``until`` is not; rows come newest first."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count_calls(self, since: datetime, until: datetime) -> list[tuple[datetime, CallOutcome, bool, int]]:
        """The hour (UTC), what it came to, whether it was connected, and how many."""
        connected = CallRow.status.not_in(NOT_CONNECTED)
        groups = (hour_of(CallRow.began_at), CallRow.outcome, connected)
        query = select(*groups, func.count()).where(_within(CallRow.began_at, since, until)).group_by(*groups)
        return [(_hour(hour), outcome, bool(was), times) for hour, outcome, was, times in self._session.execute(query)]

    def count_texts(self, since: datetime, until: datetime) -> list[tuple[datetime, TextReply, bool, int]]:
        """The hour (UTC), what was replied, whether within TEXT_SECONDS, and how many."""
        span = seconds_between(IncomingTextRow.received_at, IncomingTextRow.replied_at)
        in_time = func.coalesce(span <= TEXT_SECONDS + _ROUNDING, False)
        groups = (hour_of(IncomingTextRow.received_at), IncomingTextRow.reply_kind, in_time)
        within = _within(IncomingTextRow.received_at, since, until)
        query = select(*groups, func.count()).where(within).group_by(*groups)
        return [(_hour(hour), reply, bool(soon), times) for hour, reply, soon, times in self._session.execute(query)]

    def each_transfer(self, since: datetime, until: datetime) -> Iterator[Transfer]:
        """Calls in which somebody was rung; one brought into a call that went on already is no transfer."""
        rung = (_within(AttemptRow.rung_at, since, until), AttemptRow.kind != AttemptKind.THREE_WAY)
        query = select(AttemptRow).where(*rung).order_by(AttemptRow.call_id, AttemptRow.serial)
        attempts = self._session.scalars(query.execution_options(yield_per=_BATCH))
        for call_id, group in groupby(attempts, key=lambda row: row.call_id):
            rows = list(group)
            answered = next((row.answered_at for row in rows if row.result is AttemptResult.ANSWERED), None)
            waited = None if answered is None else (answered - rows[0].rung_at).total_seconds()
            yield Transfer(call_id, rows[0].rung_at, waited, len(rows))

    def each_call(self, since: datetime, until: datetime) -> Iterator[CallRecord]:
        return map(partial(to_dataclass, CallRecord), self._each(select(CallRow), CallRow.began_at, since, until))

    def each_text(self, since: datetime, until: datetime) -> Iterator[IncomingText]:
        return map(_text, self._each(select(IncomingTextRow), IncomingTextRow.received_at, since, until))

    def each_message(self, since: datetime, until: datetime) -> Iterator[Message]:
        return map(partial(to_dataclass, Message), self._each(select(MessageRow), MessageRow.received_at, since, until))

    def each_enquiry(self, since: datetime, until: datetime) -> Iterator[Enquiry]:
        return map(read_enquiry, self._each(select(EnquiryRow), EnquiryRow.asked_at, since, until))

    def most_unanswered(self, since: datetime, until: datetime, limit: int) -> list[tuple[str, int, int]]:
        """Questions most often without an answer, how often they came, and the id of the latest enquiry."""
        times, latest = func.count(), func.max(EnquiryRow.id)
        nothing = (EnquiryRow.outcome == Outcome.UNANSWERED, _within(EnquiryRow.asked_at, since, until))
        query = select(EnquiryRow.question, times, latest).where(*nothing).group_by(EnquiryRow.question)
        rows = self._session.execute(query.order_by(times.desc(), latest.desc()).limit(limit))
        return [(question, many, last) for question, many, last in rows]

    def totals(self) -> dict[str, dict[str, int]]:
        """Counts of everything there is, by kind and by its code: calls, attempts, texts in and out, messages."""
        counted: dict[str, InstrumentedAttribute[Any]] = {
            "calls": CallRow.outcome,
            "attempts": AttemptRow.result,
            "incoming_texts": IncomingTextRow.reply_kind,
            "outgoing_texts": OutgoingTextRow.state,
            "messages": MessageRow.state,
            "enquiries": EnquiryRow.outcome,
        }
        return {
            kind: {one.value: times for one, times in self._session.execute(select(code, func.count()).group_by(code))}
            for kind, code in counted.items()
        }

    def _each(
        self, query: Select[Any], moment: InstrumentedAttribute[datetime], since: datetime, until: datetime
    ) -> Iterator[Any]:
        query = query.where(_within(moment, since, until)).order_by(moment.desc())
        return iter(self._session.scalars(query.execution_options(yield_per=_BATCH)))


def _within(moment: InstrumentedAttribute[datetime], since: datetime, until: datetime) -> ColumnElement[bool]:
    return (moment >= since) & (moment < until)


def _hour(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=UTC)


def _text(row: IncomingTextRow) -> IncomingText:
    return to_dataclass(IncomingText, row, reply=row.reply_kind)
