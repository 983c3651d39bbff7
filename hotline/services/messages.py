"""Messages left for staff and their answers; and what citizens in danger said."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel, Enquiry
from hotline.core.errors import Conflict, InvalidInput, NotFound, Unavailable
from hotline.core.masking import mask_codes
from hotline.core.messages import (
    MESSAGE_LIMIT,
    TRACKING_DIGITS,
    Message,
    MessageDeed,
    MessagePurpose,
    MessageState,
    tracking_number,
)
from hotline.core.opening_hours import add_working_days, answer_deadline
from hotline.core.permissions import Permission, Staff
from hotline.core.text_length import tidy
from hotline.core.texts import OutgoingText, TextPurpose, find_mobile_number
from hotline.core.work_calendar import reaches_provisional
from hotline.services import outbox
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NoticePart:
    """What a message takes part in: the code of the public notice or hearing, whose it is, and until when one may."""

    notice: str = ""
    purpose: MessagePurpose = MessagePurpose.QUESTION
    department: str = ""
    open_until: date | None = None


NO_PART = NoticePart()

MESSAGES_SHOWN = 500
EMERGENCIES_SHOWN = timedelta(days=7)
"""How long words about danger are listed apart. They stay among the enquiries of their call for good."""
_DRAWS = 20
"""Tracking numbers that are tried before giving up; a number may be in use."""


def list_emergencies(line: Line, actor: Staff) -> list[Enquiry]:
    """What citizens in danger said in the last week, newest first: somebody may want to call back."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        return unit.enquiries.list_emergencies(line.now() - EMERGENCIES_SHOWN, MESSAGES_SHOWN)


def list_messages(
    line: Line, actor: Staff, state: MessageState | None = None, department: str | None = None
) -> list[Message]:
    """At most MESSAGES_SHOWN messages that are no part of a public notice or hearing: first those waiting, by due date,
    then those answered, newest first.

    ``department`` is the code of the one whose messages are listed; None lists all. A liaison officer gets those of the
    own department alone, the staff of a member office those of its departments.

    Callers' numbers are masked for those who may not see them."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        messages = unit.messages.list_messages(state, MESSAGES_SHOWN, _departments(actor, department))
    return [_seen_by(actor, message) for message in messages]


def _departments(actor: Staff, department: str | None) -> frozenset[str] | None:
    """Those whose messages are listed; None for all. What somebody asks for narrows their own part, never widens it."""
    own = actor.own_part.departments if actor.own_part else None
    if department is None or actor.own_department is not None:
        return own
    return frozenset({department}) if own is None else own & {department}


def get_message(line: Line, actor: Staff, tracking_number: str) -> Message:
    """The message with this tracking number; callers' numbers are masked for those who may not see them.

    Raises NotFound, and NotAllowed for a liaison officer of another department."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        message = unit.messages.find(tracking_number)
    if message is None:
        raise NotFound("没有这个查询号的留言。")
    actor.require_department(message.department)
    return _seen_by(actor, message)


def require_own(unit: Unit, actor: Staff, tracking_number: str) -> None:
    """Raise NotAllowed where the message is another office's or another department's than ``actor`` works for."""
    message = unit.messages.find(tracking_number)
    if message is not None:
        actor.require_department(message.department)


def leave_message(
    line: Line,
    *,
    channel: Channel,
    body: str,
    caller: str = "",
    recording: str = "",
    conversation: str = "",
    delivery: str | None = None,
    unit: Unit | None = None,
    about: NoticePart = NO_PART,
) -> Message:
    """Store a message under a random tracking number; it is due within one working day. One-time codes are masked.

    One that takes part in a public notice or a hearing (``about``) is due one working day after nobody may any more.

    Raises InvalidInput when it has neither words nor a recording (URL), or is too long. A repeated ``delivery`` returns
    the message of the first, and so do the same words texted again from the same telephone while the first still wait.
    Where a ``unit`` is given, the message joins its transaction."""
    body, due_at = _check_body(body, recording), _due_at(line, about.open_until)
    with line.records.writing() if unit is None else nullcontext(unit) as writing:
        by_text = channel is Channel.SMS and caller
        same = writing.messages.find_same(channel, caller, body, about.notice) if by_text else None
        return same or _add_message(
            *(line, writing),
            channel=channel,
            body=body,
            recording=recording,
            caller=caller,
            due_at=due_at,
            conversation=conversation,
            delivery=delivery,
            about=about,
        )


def _add_message(
    line: Line,
    unit: Unit,
    *,
    channel: Channel,
    body: str,
    recording: str,
    caller: str,
    due_at: datetime,
    conversation: str,
    delivery: str | None,
    about: NoticePart,
) -> Message:
    """Add a message under the first of some random numbers that is free."""
    for _ in range(_DRAWS):
        message = unit.messages.add(
            tracking_number=tracking_number(line.draw(10**TRACKING_DIGITS)),
            channel=channel,
            body=body,
            recording=recording,
            caller=caller,
            received_at=line.now(),
            due_at=due_at,
            conversation=conversation,
            delivery=delivery,
            notice=about.notice,
            purpose=about.purpose,
            department=about.department,
        )
        if message is not None:
            return message
    raise Unavailable("暂时没有可用的查询号，请稍后再试。")


def add_to_message(line: Line, unit: Unit, tracking_number: str, words: str, delivery: str) -> Message | None:
    """Add ``words`` to a message that still waits, once for each ``delivery``; None where they must be left anew.

    That is so when the message was answered meanwhile, or would become too long."""
    words = _check_body(words, "")
    is_first = unit.deliveries.claim(f"added:{delivery}", line.now())
    message = unit.messages.find(tracking_number)
    if message is None or not is_first:
        return message
    if len(message.body) + len(words) >= MESSAGE_LIMIT or not unit.messages.add_words(tracking_number, words):
        return None
    return unit.messages.find(tracking_number)


def _check_body(body: str, recording: str) -> str:
    body = mask_codes(tidy(body))
    if not body and not recording:
        raise InvalidInput({"body": "请写下您的问题。"})
    if len(body) > MESSAGE_LIMIT:
        raise InvalidInput({"body": f"留言最多{MESSAGE_LIMIT}个字，现在有{len(body)}个字。"})
    return body


def replace_recording(line: Line, tracking_number: str, conversation: str, recording: str, take: int) -> bool:
    """Replace the recording of a message by a later take, and have the other deleted at the provider.

    Takes are numbered from 1, and the highest one wins, whatever order they are reported in. Returns False when no
    message with this tracking number was left in this conversation."""
    with line.records.writing() as unit:
        message = unit.messages.find(tracking_number)
        if message is None or message.conversation != conversation:
            return False
        superseded = unit.messages.record_again(tracking_number, recording, take)
        if superseded:
            unit.recordings.discard(superseded, line.now())
    return True


def find_message(line: Line, tracking_number: str) -> Message | None:
    """A message as its writer may see it: the caller's number is masked. None once its words were erased."""
    with line.records.reading() as unit:
        message = unit.messages.find(tracking_number)
    return None if message is None or message.is_erased else message.masked()


def is_due_provisional(line: Line, message: Message) -> bool:
    """Whether the due date of a waiting message is provisional (暂定): it counts days that are not decreed yet."""
    received, due = (line.at_office(moment).date() for moment in (message.received_at, message.due_at))
    return message.state is MessageState.WAITING and reaches_provisional(received, due, line.describe_day)


def find_latest_message(line: Line, caller: str) -> Message | None:
    """The newest message left from this telephone, masked; ``caller`` is in E.164, or empty when withheld."""
    if not caller:
        return None
    with line.records.reading() as unit:
        message = unit.messages.find_latest(caller)
    return None if message is None else message.masked()


def answer_message(
    line: Line,
    actor: Staff,
    tracking_number: str,
    answer: str,
    *,
    compose_text: Callable[[Message], str],
    deed: MessageDeed = MessageDeed.ANSWERED,
    subject: str = "",
) -> Message:
    """Answer a waiting message and close it. Raises Conflict when somebody else answered it in the meantime.

    A message left by phone or SMS is answered by SMS too, where its writer has a mobile number and did not opt out;
    ``compose_text`` gives the wording of that SMS. ``deed`` and its ``subject`` are what the history says."""
    actor.require(Permission.ANSWER_MESSAGES)
    answer = check_answer(answer)
    with line.records.writing() as unit:
        require_own(unit, actor, tracking_number)
        answered = unit.messages.answer(tracking_number, answer, by=actor.name, at=line.now())
        message = unit.messages.find(tracking_number)
        if answered and message is not None:
            unit.messages.add_event(tracking_number, deed, subject=subject, by=actor.name, at=line.now())
            queue_answer(line, unit, message, compose_text, f"answer:{tracking_number}")
    if message is None:
        raise NotFound("没有这个查询号的留言。")
    if not answered:
        raise Conflict("这条留言刚刚已经有人答复了，请刷新页面查看。")
    return _seen_by(actor, message)


def check_answer(answer: str) -> str:
    """The tidied answer. Raises InvalidInput where it is empty or too long."""
    answer = tidy(answer)
    if not answer:
        raise InvalidInput({"answer": "请写下答复。"})
    if len(answer) > MESSAGE_LIMIT:
        raise InvalidInput({"answer": f"答复最多{MESSAGE_LIMIT}个字，现在有{len(answer)}个字。"})
    return answer


def find_answer_text(line: Line, tracking_number: str) -> OutgoingText | None:
    """The SMS that was queued last to bring a message's answer, or its correction, to its writer.

    Its ``error`` says why it was not sent."""
    with line.records.reading() as unit:
        texts = unit.texts.list_tracking(tracking_number)
    return next((text for text in reversed(texts) if text.purpose is TextPurpose.MESSAGE_ANSWER), None)


def queue_answer(line: Line, unit: Unit, message: Message, compose_text: Callable[[Message], str], key: str) -> None:
    """Queue the SMS with the answer of a message under ``key`` in the outbox.

    Who left a question on the web reads the answer there. Who takes part in a notice or a hearing is told by SMS."""
    number = message.caller
    if message.channel is Channel.WEB:
        number = find_mobile_number(message.caller) if message.notice else ""
        if not number:
            return
    outbox.queue(
        line,
        unit,
        key=key,
        number=number,
        body=compose_text(message),
        purpose=TextPurpose.MESSAGE_ANSWER,
        tracking=message.tracking_number,
    )


def recount_due_dates(line: Line) -> int:
    """Count anew until when the waiting messages must be answered, because days off were published or withdrawn.

    A due date changes only to another day, and none that is over. Returns how many changed."""
    now = line.now()
    with line.records.writing() as unit:
        waiting = unit.messages.list_messages(MessageState.WAITING, MESSAGES_SHOWN)
        changed = 0
        for message in (one for one in waiting if one.due_at > now):
            received = line.at_office(message.received_at)
            due_at = answer_deadline(line.knowledge.office, received, line.is_workday, line.closings)
            if due_at.date() != line.at_office(message.due_at).date():
                columns = {"due": due_at.date(), "due_at": due_at}
                changed += unit.messages.change(message.tracking_number, MessageState.WAITING, **columns)
    return changed


def _due_at(line: Line, open_until: date | None = None) -> datetime:
    now = line.now()
    begins = now if open_until is None else max(now, datetime.combine(open_until, time.max, now.tzinfo))
    try:
        return answer_deadline(line.knowledge.office, begins, line.is_workday, line.closings)
    except Exception:  # the knowledge file cannot be read, but the message must be stored all the same
        _log.warning("the office's hours are not known now", exc_info=True)
        due = add_working_days(begins.date(), 1, lambda day: line.known_days(day).is_workday)
        return datetime.combine(due, time.max, line.now().tzinfo)


def _seen_by(actor: Staff, message: Message) -> Message:
    return message if actor.may(Permission.SEE_NUMBERS) else message.masked()
