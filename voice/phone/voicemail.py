"""A message left after the beep: saved at once, then reviewed by its caller, and its tracking number read."""

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
from hotline.services.sayings.grammar import Act, bare_words
from hotline.services.sayings.recognition import recognise
from voice import content
from voice.outgoing_texts import word_tracking
from voice.phone import operators, prompts, public_notices, reprompts
from voice.phone.actions import Listen, Say, Step
from voice.phone.call_state import CallState, Place
from voice.phone.intents import Intent
from voice.phone.prompts import is_slow, listen
from voice.phrases import PHONE
from voice.speech import numbers

if TYPE_CHECKING:
    from hotline.core.messages import Message
    from voice.gateways.protocol import CallWebhook
    from voice.phone.context import CallContext, Reply

log = logging.getLogger(__name__)

MOST_WRONG_KEYS = 3
"""After this many wrong keys in a row the review ends, and the message stays as it is."""
_AGAIN = re.compile("重新?录|再录|重新?说")


def take_message(context: CallContext, state: CallState) -> list[Step]:
    """Ask the caller for a message, and record it after the beep."""
    return prompts.message(state, PHONE("message.invite"))


def save_recording(context: CallContext, state: CallState) -> str:
    """Save the recording as a message for staff, text its tracking number to the caller, and return that number.

    The first recording makes the message, and one made anew replaces it. A recording that is reported again, or late,
    changes nothing."""
    take = state.attempt + 1
    if take > 1 and messages.replace_recording(
        context.line, state.tracking, context.call.id, context.call.recording, take
    ):
        return state.tracking
    delivery = f"beep:{context.call.id}:{state.turns}"
    message = public_notices.leave(context, state, delivery) or messages.leave_message(
        context.line,
        channel=Channel.PHONE,
        body=prompts.message_body(content.find_subject(context.line, state.subject)),
        caller=context.call.caller,
        recording=context.call.recording,
        conversation=context.call.id,
        delivery=delivery,
    )
    _text_number(context, message)
    journal.record_outcome(context.line, context.call.id, CallOutcome.MESSAGE)
    return message.tracking_number


def keep_caller(context: CallContext, state: CallState) -> None:
    """The provider reports that the recording failed: leave staff a message that says so, once for a call.

    It is a message because only messages keep a number that can be called back. The caller is told no tracking number.
    Nothing is kept when the number is withheld, or when an earlier recording of the same message stands."""
    log.error("call %s: the provider has no recording of what was said after the beep", context.call.id)
    if context.call.caller and not state.tracking:
        messages.leave_message(
            context.line,
            channel=Channel.PHONE,
            body=PHONE("written.unrecorded"),
            caller=context.call.caller,
            conversation=context.call.id,
            delivery=f"unrecorded:{context.call.id}",
        )


def continue_after_recording(context: CallContext, state: CallState) -> Reply:
    """Save what was recorded and offer to review it; say so when nothing was recorded or it could not be saved."""
    if not context.call.recording:
        return continue_without_recording(context, state)
    try:
        tracking = save_recording(context, state)
    except Unavailable:
        lost = context.call.id, context.call.recording
        log.error("call %s: the message %s could not be kept", *lost, exc_info=True, extra={"kept": True})
        telephone = context.line.knowledge.office.telephone
        return prompts.apology(telephone, context.operator_line or telephone, PHONE("message.unsaved"))
    kept = public_notices.word_kept(context, state)
    return _offer_review(context, replace(state, place=Place.REVIEW, tracking=tracking), kept)


def continue_without_recording(context: CallContext, state: CallState) -> list[Step]:
    """Nothing was said after the beep: offer a second try. A message that was recorded before stays as it is.

    Whether the caller pressed # or was silent is not known here: the provider reports neither."""
    if state.tracking:
        return _offer_review(context, replace(state, place=Place.REVIEW), PHONE("review.unheard"))
    again = state.go(Place.NOTHING, subject=state.subject, enquiry=state.enquiry)
    return listen(replace(again, silences=1), PHONE("message.empty"))


def review(context: CallContext, state: CallState) -> list[Step]:
    """Do what the caller wants with the message just recorded. Whatever they do, it stays saved.

    When the call has lasted too long, only the tracking number is read."""
    wanted = _wanted_key(context.call)
    if context.heard.intent is Intent.WAIT and not context.is_overlong(state):
        return reprompts.wait(context, state)
    if context.is_overlong(state) or wanted in ("3", "#") or (not wanted and state.silences):
        return _read_tracking(context, state)
    if wanted == "":
        return _offer_review(context, replace(state, silences=1))
    if wanted == "1" and context.line.telephony:
        return _offer_review(context, state.stay(), heard=True)
    if wanted == "2":
        again = replace(state, attempt=state.attempt + 1)
        return [Say(PHONE("review.again")), *prompts.record(again)]
    if wanted == "0":
        return operators.connect(context, state)
    if wanted == "*":
        return _offer_review(context, state.stay())
    return _wrong_key(context, state)


def continue_after_saving(context: CallContext, state: CallState) -> Reply | None:
    """The tracking number was read: after silence, or when the caller has no more to say, end the call.

    None for any other intent; the tracking number can be heard again after it."""
    is_over = context.heard.intent in (Intent.SILENCE, Intent.NO_MORE)
    return prompts.goodbye("message.goodbye") if is_over else None


def _offer_review(context: CallContext, state: CallState, lead: str = "", *, heard: bool = False) -> list[Step]:
    """Offer to hear the message (where the provider's REST API is configured), to record it again, or to leave it.

    With ``heard`` the recording is played first."""
    listen_key = PHONE("review.listen") if context.line.telephony is not None else ""
    texts = (lead, listen_key, PHONE("review.keys" if state.silences else "review.full"))
    message = state.tracking if heard else ""
    return [Listen(tuple(filter(None, texts)), state.next_turn(), slow=is_slow(state), message=message)]


def _wrong_key(context: CallContext, state: CallState) -> list[Step]:
    if state.wrong_keys + 1 >= MOST_WRONG_KEYS:
        return _read_tracking(context, state)
    wrong = replace(state, silences=0, wrong_keys=state.wrong_keys + 1)
    return _offer_review(context, wrong, PHONE("trouble.wrong_key"))


def _read_tracking(context: CallContext, state: CallState) -> list[Step]:
    """Read the tracking number for the first time."""
    saved = state.go(Place.SAVED, subject=state.subject, enquiry=state.enquiry, tracking=state.tracking)
    return read_saved(context, saved)


def read_saved(context: CallContext, state: CallState, lead: str = "") -> list[Step]:
    """Read the tracking number twice, digit by digit, and say so when it was sent by text too.

    A caller who is only reminded hears how to get the number once more."""
    if prompts.is_reminded(state):
        return listen(state, lead, PHONE("saved.full"))
    spoken = numbers.tracking(state.tracking)
    return listen(
        state,
        lead,
        PHONE("saved.told", tracking=spoken),
        PHONE("saved.again", tracking=spoken),
        PHONE("saved.texted") if _is_texted(context, state.tracking) else "",
        PHONE("saved.full"),
    )


def _wanted_key(call: CallWebhook) -> str:
    """The key pressed, or meant by the words ("" for silence): 1 listen, 2 record again, 3 leave it, 0 an operator,
    * what was said once more."""
    if call.keys:
        return call.keys[-1]
    words = bare_words(call.speech)
    if not words:
        return ""
    if _AGAIN.search(words):
        return "2"
    saying = recognise(words)
    if saying and (saying.has(Act.LOUDER, Act.SLOWER) or (saying.has(Act.REPEAT) and "听" not in words)):
        return "*"
    if "听" in words:
        return "1"
    if saying is None:
        return "3"
    return "0" if saying.has(Act.PERSON) else str(saying.pick) if saying.pick > 0 else "3"


def _text_number(context: CallContext, message: Message) -> None:
    """Queue a text with the tracking number, where the caller's number takes texts and a gateway sends them."""
    if not is_mobile_number(message.caller) or context.line.text_gateway not in context.line.senders:
        return
    try:
        number = context.line.knowledge.office.line_number
    except Exception:  # the knowledge file cannot be read; the message matters more than the text
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
    """Whether the tracking number is being sent, or has been sent, to the caller's telephone."""
    try:
        with context.line.records.reading() as unit:
            texts = unit.texts.list_tracking(tracking)
    except Unavailable:
        return False
    return any(text.purpose is TextPurpose.TRACKING and text.state is not TextState.FAILED for text in texts)
