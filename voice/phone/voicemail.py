"""A message left after the beep: kept at once, then heard again, recorded anew or left so, and its number told."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Channel
from hotline.core.errors import Unavailable
from hotline.core.texts import TextPurpose, TextState, is_mobile_number
from hotline.services import messages, outbox
from hotline.services.calls import journal
from voice import content
from voice.outgoing_texts import word_tracking
from voice.phone import operators, prompts
from voice.phone.actions import Listen, Say, Step
from voice.phone.call_state import CallState, Place
from voice.phone.context import Transition
from voice.phone.prompts import is_slow, listen
from voice.phrases import PHONE
from voice.speech import numbers
from voice.utterances import PUNCTUATION, Saying, ordinal, recognise

if TYPE_CHECKING:
    from hotline.core.messages import Message
    from voice.gateways.protocol import CallWebhook
    from voice.phone.actions import Step
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext, Reply

log = logging.getLogger(__name__)

MOST_WRONG_KEYS = 3
_AGAIN = re.compile("重新?录|再录|重新?说")


def keep(context: CallContext, state: CallState) -> str:
    """Keep the recording as a message for staff, and text its number to the caller; its tracking number.

    One message from one beep, however often and in whatever order the recording is reported; what is recorded anew
    takes the place of what was recorded before."""
    take = state.attempt + 1
    if take > 1 and messages.replace_recording(
        context.line, state.tracking, context.call.id, context.call.recording, take
    ):
        return state.tracking
    message = messages.leave_message(
        context.line,
        channel=Channel.PHONE,
        body=prompts.message_body(content.find_subject(context.line, state.subject)),
        caller=context.call.caller,
        recording=context.call.recording,
        conversation=context.call.id,
        delivery=f"beep:{context.call.id}:{state.turns}",
    )
    _text_number(context, message)
    journal.record_outcome(context.line, context.call.id, CallOutcome.MESSAGE)
    return message.tracking_number


def recorded(context: CallContext, state: CallState) -> Reply:
    """The caller has spoken after the beep: what can be done with it, or that nothing was recorded or kept."""
    if not context.call.recording:
        return unrecorded(context, state)
    try:
        tracking = keep(context, state)
    except Unavailable:
        log.error("call %s: the message %s could not be kept", context.call.id, context.call.recording, exc_info=True)
        telephone = context.line.knowledge.office.telephone
        return prompts.apology(telephone, context.operator_line or telephone, PHONE("message.unsaved"))
    return _review(context, replace(state, place=Place.REVIEW, tracking=tracking), PHONE("review.kept"))


def unrecorded(context: CallContext, state: CallState) -> Reply:
    """Nothing was said after the beep; a message left before stands."""
    if state.tracking:
        return _review(context, replace(state, place=Place.REVIEW), PHONE("review.unheard"))
    return Transition(state.go(Place.MENU), PHONE("message.empty"))


def review(context: CallContext, state: CallState, *, ending: bool) -> list[Step]:
    """What the caller wants with the message just recorded; whatever they do, it is kept.

    When the call has been long enough (``ending``), all that is left is to tell its number."""
    wanted = _wanted(context.call)
    if ending or wanted in ("3", "#") or (not wanted and state.silences):
        return _saved(context, state)
    if wanted == "":
        return _review(context, replace(state, silences=1))
    if wanted == "1" and context.line.telephony:
        return _review(context, state.stay(), heard=True)
    if wanted == "2":
        again = replace(state, attempt=state.attempt + 1)
        return [Say(PHONE("review.again")), *prompts.record(again)]
    if wanted == "0":
        return operators.connect(context, state)
    if wanted == "*":
        return _review(context, state.stay())
    return _wrong_key(context, state)


def saved(context: CallContext, state: CallState) -> list[Step] | None:
    """The tracking number was read: it is read again, or the call ends; None for another wish."""
    keys, words = context.call.keys, PUNCTUATION.sub("", context.call.speech)
    if keys == "*":
        return _saved(context, state, repeats=state.repeats + 1)
    return None if keys or words else prompts.goodbye("message.goodbye")


def _review(context: CallContext, state: CallState, lead: str = "", *, heard: bool = False) -> list[Step]:
    return offer_review(state, lead, listening=context.line.telephony is not None, heard=heard)


def _wrong_key(context: CallContext, state: CallState) -> list[Step]:
    if state.wrong_keys + 1 >= MOST_WRONG_KEYS:
        return _saved(context, state)
    wrong = replace(state, silences=0, wrong_keys=state.wrong_keys + 1)
    return _review(context, wrong, PHONE("trouble.wrong_key"))


def _saved(context: CallContext, state: CallState, repeats: int = 0) -> list[Step]:
    left = state.go(Place.SAVED, subject=state.subject, enquiry=state.enquiry)
    left = replace(left, tracking=state.tracking, repeats=repeats)
    return tell_saved(left, texted=_is_texted(context, state.tracking))


def _wanted(call: CallWebhook) -> str:
    """The key pressed, or the one that does what was said: 1 listen, 2 record again, 3 leave it, 0 a person."""
    if call.keys:
        return call.keys[-1]
    words = PUNCTUATION.sub("", call.speech)
    if not words:
        return ""
    if _AGAIN.search(words):
        return "2"
    if "听" in words:
        return "1"
    return "0" if recognise(words) is Saying.PERSON else ordinal(words) or "3"


def _text_number(context: CallContext, message: Message) -> None:
    if not is_mobile_number(message.caller) or context.line.text_gateway not in context.line.senders:
        return
    try:
        number = context.line.knowledge.office.line_number
    except Exception:  # the knowledge cannot be read: the message must not be lost for a text
        log.warning("call %s: the tracking number could not be texted", context.call.id, exc_info=True)
        return
    with context.line.records.writing() as unit:
        outbox.queue(
            context.line,
            unit,
            key=f"tracking:{message.tracking_number}",
            number=message.caller,
            body=word_tracking(message, number),
            purpose=TextPurpose.TRACKING,
            tracking=message.tracking_number,
        )


def _is_texted(context: CallContext, tracking: str) -> bool:
    """Whether the number is on its way to the caller's telephone, or there."""
    try:
        with context.line.records.reading() as unit:
            texts = unit.texts.list_tracking(tracking)
    except Unavailable:
        return False
    return any(text.purpose is TextPurpose.TRACKING and text.state is not TextState.FAILED for text in texts)


def offer_review(state: CallState, lead: str = "", *, listening: bool, heard: bool = False) -> list[Step]:
    """What can be done with the message; ``listening`` says whether it can be heard, ``heard`` plays it before."""
    keys = (PHONE("review.listen") if listening else "", PHONE("review.keys" if state.silences else "review.full"))
    texts = tuple(filter(None, (lead, *keys)))
    return [Listen(texts, state.next_turn(), slow=is_slow(state), message=state.tracking if heard else "")]


def tell_saved(state: CallState, *, texted: bool) -> list[Step]:
    """The tracking number twice, digit by digit, and whether it was ``texted`` too."""
    said = numbers.tracking(state.tracking)
    return listen(
        state,
        PHONE("saved.told", tracking=said),
        PHONE("saved.again", tracking=said),
        PHONE("saved.texted") if texted else "",
        PHONE("saved.full"),
    )
