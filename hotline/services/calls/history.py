"""One call in full, for staff: its steps, whom it dialled, the enquiries, messages and texts that belong to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel
from hotline.core.errors import NotFound
from hotline.core.masking import mask_number, mask_numbers
from hotline.core.permissions import Permission, Staff
from hotline.services.line import Line
from hotline.services.texts import answer_by_text

if TYPE_CHECKING:
    from hotline.core.calls import Attempt, CallRecord, CallStep
    from hotline.core.enquiries import Enquiry
    from hotline.core.messages import Message
    from hotline.core.texts import OutgoingText
    from hotline.storage.records.unit_of_work import Unit


@dataclass(frozen=True)
class CallHistory:
    """A call with everything recorded for it, each list in order of time. Telephone numbers are masked."""

    call: CallRecord
    steps: tuple[CallStep, ...]
    attempts: tuple[Attempt, ...]
    enquiries: tuple[Enquiry, ...]
    messages: tuple[Message, ...]
    texts: tuple[OutgoingText, ...]


def get_call(line: Line, actor: Staff, call_id: str) -> CallHistory:
    """Everything recorded for the call. Raises NotFound when it is unknown or its retention period is over."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        found = _find_call(unit, actor, call_id)
    if found is None:
        raise NotFound("没有这个电话的记录，可能已经过了保存期限。")
    return found


def get_enquiry(line: Line, actor: Staff, enquiry_id: int) -> tuple[Enquiry, CallHistory | None]:
    """An enquiry, and the call in which it was asked: None for another channel, or when the call is erased already.

    Raises NotFound when there is no such enquiry."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        enquiry = unit.enquiries.find(enquiry_id)
        if enquiry is None:
            raise NotFound("没有这条咨询。")
        asked_in = _find_call(unit, actor, enquiry.conversation) if enquiry.channel is Channel.PHONE else None
    return enquiry, asked_in


def _find_call(unit: Unit, actor: Staff, call_id: str) -> CallHistory | None:
    """The call as ``actor`` may see it: a liaison officer gets the messages of the own department alone."""
    call = unit.calls.find(call_id)
    if call is None:
        return None
    left = unit.messages.list_conversation(call_id)
    messages = [one for one in left if actor.own_part is None or actor.own_part.has(one.department)]
    texts = unit.texts.list_keys(answer_by_text.key(call_id, ""))
    texts += [text for message in messages for text in unit.texts.list_tracking(message.tracking_number)]
    return CallHistory(
        call=call,
        steps=tuple(unit.calls.list_steps(call_id)),
        attempts=tuple(unit.attempts.list_attempts(call_id)),
        enquiries=tuple(unit.enquiries.list_conversation(call_id)),
        messages=tuple(message.masked() for message in messages),
        texts=tuple(replace(text, number=mask_number(text.number), body=mask_numbers(text.body)) for text in texts),
    )
