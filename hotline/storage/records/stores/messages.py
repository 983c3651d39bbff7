"""Messages left for staff, each found again by its tracking number."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.core.enquiries import Channel
from hotline.core.messages import Message, MessageDeed, MessageEvent, MessagePurpose, MessageState
from hotline.storage.records.models.enquiries import MessageEventRow, MessageRow
from hotline.storage.records.stores.row_mapping import to_dataclass

ERASED_NAME = "（报名人的信息已经按期限删除）"
"""Stands in place of a registration for a hearing, which is a name and what its writer says of themselves."""


class MessageStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        *,
        tracking_number: str,
        channel: Channel,
        body: str,
        recording: str,
        caller: str,
        received_at: datetime,
        due_at: datetime,
        conversation: str = "",
        delivery: str | None = None,
        notice: str = "",
        purpose: MessagePurpose = MessagePurpose.QUESTION,
        department: str = "",
    ) -> Message | None:
        """Add a message that must be answered by ``due_at``, a time in the office's zone.

        Returns None when the tracking number is taken. A repeated ``delivery`` returns the first message."""
        row = MessageRow(tracking_number=tracking_number, channel=channel, body=body, recording=recording)
        row.caller, row.received_at, row.due, row.due_at = caller, received_at, due_at.date(), due_at
        row.conversation, row.delivery = conversation, delivery
        row.notice, row.purpose, row.department = notice, purpose, department
        row.state, row.answer, row.answered_at, row.answered_by = MessageState.WAITING, "", None, ""
        first = self.find_delivery(delivery)
        if first is not None:
            return first
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError:
            return self.find_delivery(delivery)
        return to_dataclass(Message, row)

    def record_again(self, tracking_number: str, recording: str, take: int) -> str:
        """Replace a message's recording by that of a later ``take`` (the first is 1).

        Returns the recording that is no longer needed, to be deleted at the provider; "" when there is none."""
        query = select(MessageRow).filter_by(tracking_number=tracking_number).with_for_update()
        row = self._session.scalars(query).one()
        if take < row.takes:
            return recording
        replaced, row.recording, row.takes = row.recording, recording, take
        self._session.flush()
        return replaced if replaced != recording else ""

    def add_words(self, tracking_number: str, words: str) -> bool:
        """Append ``words`` to a waiting message, on a line of their own. Returns False when it is not waiting."""
        waiting = (MessageRow.tracking_number == tracking_number, MessageRow.state == MessageState.WAITING)
        query = update(MessageRow).where(*waiting).values(body=MessageRow.body + f"\n{words}").returning(MessageRow.id)
        added = self._session.scalars(query, execution_options={"synchronize_session": False}).first()
        self._session.expire_all()
        return added is not None

    def find(self, tracking_number: str) -> Message | None:
        return self._find(tracking_number=tracking_number)

    def find_latest(self, caller: str) -> Message | None:
        """The last message of ``caller`` (E.164)."""
        query = select(MessageRow).where(MessageRow.caller == caller).order_by(MessageRow.id.desc()).limit(1)
        row = self._session.scalars(query).first()
        return None if row is None else to_dataclass(Message, row)

    def find_delivery(self, delivery: str | None) -> Message | None:
        return None if delivery is None else self._find(delivery=delivery)

    def list_conversation(self, conversation: str) -> list[Message]:
        """The messages left in a call, in order."""
        query = select(MessageRow).where(MessageRow.conversation == conversation).order_by(MessageRow.id)
        return [to_dataclass(Message, row) for row in self._session.scalars(query)]

    def find_same(self, channel: Channel, caller: str, body: str, notice: str = "") -> Message | None:
        """A message with the same words from the same telephone, by the same channel and about the same ``notice``,
        that still waits."""
        same = (MessageRow.channel == channel, MessageRow.caller == caller, MessageRow.body == body)
        waiting = (MessageRow.notice == notice, MessageRow.state == MessageState.WAITING)
        query = select(MessageRow).where(*same, *waiting).order_by(MessageRow.id)
        row = self._session.scalars(query.limit(1)).first()
        return None if row is None else to_dataclass(Message, row)

    def list_messages(
        self, state: MessageState | None, limit: int, departments: Collection[str] | None = None
    ) -> list[Message]:
        """Questions that wait first, by when they are due; then answered ones, the latest answer first.

        With ``departments``, those that were given to one of them alone."""
        is_waiting = MessageRow.state == MessageState.WAITING
        order = (
            case((is_waiting, 0), else_=1),
            case((is_waiting, MessageRow.due_at)),
            MessageRow.answered_at.desc(),
            MessageRow.id,
        )
        query = select(MessageRow).where(MessageRow.notice == "").order_by(*order).limit(limit)
        if state is not None:
            query = query.where(MessageRow.state == state)
        if departments is not None:
            query = query.where(MessageRow.department.in_(departments))
        return [to_dataclass(Message, row) for row in self._session.scalars(query)]

    def list_about_notice(self, notice: str) -> list[Message]:
        """Every comment on a public notice, or registration for a hearing, in the order in which they came."""
        query = select(MessageRow).where(MessageRow.notice == notice).order_by(MessageRow.received_at, MessageRow.id)
        return [to_dataclass(Message, row) for row in self._session.scalars(query)]

    def count_about_notices(self) -> dict[str, tuple[int, int]]:
        """Code of a notice -> how many took part in it, and how many of these wait for a reply."""
        waiting = func.sum(case((MessageRow.state == MessageState.WAITING, 1), else_=0))
        about = MessageRow.notice != ""
        query = select(MessageRow.notice, func.count(), waiting).where(about).group_by(MessageRow.notice)
        return {notice: (total, int(open_)) for notice, total, open_ in self._session.execute(query)}

    def answer(self, tracking_number: str, answer: str, *, by: str, at: datetime) -> bool:
        """Close a waiting message with its answer. Returns False when it is not waiting, or no longer."""
        columns = {"state": MessageState.ANSWERED, "answer": answer, "answered_at": at, "answered_by": by}
        return self.change(tracking_number, MessageState.WAITING, **columns)

    def change(self, tracking_number: str, was: MessageState | None, **columns: object) -> bool:
        """Set columns of a message. Returns False when its state is not ``was``, or no longer, or it is not there."""
        found = MessageRow.tracking_number == tracking_number
        if was is not None:
            found = and_(found, MessageRow.state == was)
        query = update(MessageRow).where(found).values(**columns).returning(MessageRow.id)
        changed = self._session.scalars(query, execution_options={"synchronize_session": False}).first()
        self._session.expire_all()
        return changed is not None

    def add_event(
        self, tracking_number: str, deed: MessageDeed, *, subject: str = "", words: str = "", by: str, at: datetime
    ) -> int:
        """Add to the history of a message. Returns the id of the event."""
        row = MessageEventRow(tracking_number=tracking_number, deed=deed, subject=subject, words=words)
        row.done_by, row.done_at = by, at
        self._session.add(row)
        self._session.flush()
        return row.id

    def list_events(self, tracking_number: str) -> list[MessageEvent]:
        """What was done with a message, the oldest first."""
        query = select(MessageEventRow).filter_by(tracking_number=tracking_number).order_by(MessageEventRow.id)
        return [to_dataclass(MessageEvent, row) for row in self._session.scalars(query)]

    def erase_callers(self, *, answered_before: datetime, received_before: datetime) -> tuple[int, list[str]]:
        """Remove the caller and the recording from messages answered or received before these times, and the name
        from registrations for hearings.

        Returns the number of messages, and the recordings to be deleted at the provider."""
        answered = and_(MessageRow.state != MessageState.WAITING, MessageRow.answered_at < answered_before)
        is_named = and_(MessageRow.purpose == MessagePurpose.REGISTRATION, MessageRow.body.not_in(["", ERASED_NAME]))
        is_personal = or_(MessageRow.caller != "", MessageRow.recording != "", is_named)
        old = and_(or_(answered, MessageRow.received_at < received_before), is_personal)
        rows = self._session.scalars(select(MessageRow).where(old).with_for_update()).all()
        recordings = [row.recording for row in rows if row.recording]
        for row in rows:
            row.caller = row.recording = ""
            if row.purpose is MessagePurpose.REGISTRATION:
                row.body = ERASED_NAME
        self._session.flush()
        return len(rows), recordings

    def erase_words(self, before: datetime) -> int:
        """Remove the words of messages received before ``before``, of their answers and of what staff noted.

        Returns how many messages."""
        old = select(MessageRow.tracking_number).where(MessageRow.received_at < before)
        worded = and_(MessageEventRow.tracking_number.in_(old), MessageEventRow.words != "")
        self._session.execute(update(MessageEventRow).where(worded).values(words=""))
        has_words = or_(MessageRow.body != "", MessageRow.answer != "")
        query = update(MessageRow).where(MessageRow.received_at < before, has_words).values(body="", answer="")
        erased = self._session.scalars(
            query.returning(MessageRow.id), execution_options={"synchronize_session": False}
        ).all()
        self._session.expire_all()
        return len(erased)

    def _find(self, **columns: str) -> Message | None:
        row = self._session.scalars(select(MessageRow).filter_by(**columns)).one_or_none()
        return None if row is None else to_dataclass(Message, row)
