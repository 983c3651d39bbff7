"""What the knowledge could not answer: unanswered enquiries, and messages left for staff with their answers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, time
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel, Enquiry
from hotline.core.errors import Conflict, InvalidInput, NotFound, Unavailable
from hotline.core.messages import MESSAGE_LIMIT, TRACKING_DIGITS, Message, MessageState, tracking_number
from hotline.core.opening_hours import add_working_days, answer_by
from hotline.core.permissions import Permission, Staff
from hotline.core.text_length import tidy
from hotline.core.texts import OutgoingText, TextPurpose
from hotline.services.line import Line
from hotline.services.texts import outbox

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit

_log = logging.getLogger(__name__)

MESSAGES_SHOWN = 500
_DRAWS = 20


def list_unanswered(line: Line, actor: Staff, limit: int = 200) -> list[Enquiry]:
    """Questions nothing was found for, newest first."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        return unit.enquiries.list_unanswered(limit)


def list_messages(line: Line, actor: Staff, state: MessageState | None = None) -> list[Message]:
    """Waiting messages by the day they are due, then answered ones, the latest first; as ``actor`` may see them."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        messages = unit.messages.list_messages(state, MESSAGES_SHOWN)
    return [_seen_by(actor, message) for message in messages]


def get_message(line: Line, actor: Staff, tracking_number: str) -> Message:
    """The message under this number; the caller is masked for those who may not see numbers."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        message = unit.messages.find(tracking_number)
    if message is None:
        raise NotFound("没有这个查询号的留言。")
    return _seen_by(actor, message)


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
) -> Message:
    """Keep a message, to be answered within a working day, under a tracking number nobody can guess.

    It needs words or a recording. A repeated ``delivery`` gets the first one's message. Where a ``unit`` is given, the
    message is kept together with what else that keeps."""
    body, due_at = _message_words(body, recording), _answer_by(line)
    with line.records.writing() if unit is None else nullcontext(unit) as writing:
        for _ in range(_DRAWS):
            message = writing.messages.add(
                tracking_number=tracking_number(line.draw(10**TRACKING_DIGITS)),
                channel=channel,
                body=body,
                recording=recording,
                caller=caller,
                received_at=line.now(),
                due_at=due_at,
                conversation=conversation,
                delivery=delivery,
            )
            if message is not None:
                return message
    raise Unavailable("暂时没有可用的查询号，请稍后再试。")


def _message_words(body: str, recording: str) -> str:
    body = tidy(body)
    if not body and not recording:
        raise InvalidInput({"body": "请写下您的问题。"})
    if len(body) > MESSAGE_LIMIT:
        raise InvalidInput({"body": f"留言最多{MESSAGE_LIMIT}个字，现在有{len(body)}个字。"})
    return body


def replace_recording(line: Line, tracking_number: str, conversation: str, recording: str, take: int) -> bool:
    """Put the recording of take ``take`` (the first is 1) in the place of the one before, in whatever order they are
    reported; the other is deleted at the provider. False when no such message was left in this call."""
    with line.records.writing() as unit:
        message = unit.messages.find(tracking_number)
        if message is None or message.conversation != conversation:
            return False
        left = unit.messages.record_again(tracking_number, recording, take)
        if left:
            unit.recordings.discard(left, line.now())
    return True


def find_message(line: Line, tracking_number: str) -> Message | None:
    """What its writer may see of a message: the caller's number is masked."""
    with line.records.reading() as unit:
        message = unit.messages.find(tracking_number)
    return None if message is None else message.masked()


def find_latest_message(line: Line, caller: str) -> Message | None:
    """What ``caller`` (E.164, "" when withheld) may see of the message left last from this telephone."""
    if not caller:
        return None
    with line.records.reading() as unit:
        message = unit.messages.find_latest(caller)
    return None if message is None else message.masked()


def answer_message(
    line: Line, actor: Staff, tracking_number: str, answer: str, *, compose_text: Callable[[Message], str]
) -> Message:
    """Answer a waiting message and close it. Raises Conflict when somebody else answered it in the meantime.

    A message left by phone or SMS is answered by SMS too, where its writer has a mobile number and did not opt out;
    ``compose_text`` gives the wording of that SMS."""
    actor.require(Permission.ANSWER_MESSAGES)
    answer = tidy(answer)
    if not answer:
        raise InvalidInput({"answer": "请写下答复。"})
    if len(answer) > MESSAGE_LIMIT:
        raise InvalidInput({"answer": f"答复最多{MESSAGE_LIMIT}个字，现在有{len(answer)}个字。"})
    with line.records.writing() as unit:
        answered = unit.messages.answer(tracking_number, answer, by=actor.name, at=line.now())
        message = unit.messages.find(tracking_number)
        if answered and message is not None and message.channel is not Channel.WEB:
            _queue_answer(line, unit, message, compose_text(message))
    if message is None:
        raise NotFound("没有这个查询号的留言。")
    if not answered:
        raise Conflict("这条留言刚刚已经有人答复了，请刷新页面查看。")
    return _seen_by(actor, message)


def find_answer_text(line: Line, tracking_number: str) -> OutgoingText | None:
    """The text that brings the answer to who left the message, or would; its ``error`` tells why it does not."""
    with line.records.reading() as unit:
        texts = unit.texts.list_tracking(tracking_number)
    return next((text for text in texts if text.purpose is TextPurpose.MESSAGE_ANSWER), None)


def _queue_answer(line: Line, unit: Unit, message: Message, body: str) -> None:
    outbox.queue(
        line,
        unit,
        key=f"answer:{message.tracking_number}",
        number=message.caller,
        body=body,
        purpose=TextPurpose.MESSAGE_ANSWER,
        tracking=message.tracking_number,
    )


def _answer_by(line: Line) -> datetime:
    try:
        return answer_by(line.knowledge.office, line.now(), line.is_workday)
    except Exception:  # the knowledge cannot be read: a message must not be lost for that
        _log.warning("the office's hours are not known now", exc_info=True)
        return datetime.combine(add_working_days(line.now().date(), 1, line.is_workday), time.max, line.now().tzinfo)


def _seen_by(actor: Staff, message: Message) -> Message:
    return message if actor.may(Permission.SEE_NUMBERS) else message.masked()
