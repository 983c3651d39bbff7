"""The leg of an operator or liaison officer who was dialled: whisper, key that takes the call, conference."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hotline.core.calls import AttemptResult
from hotline.core.errors import Unavailable
from hotline.services.calls import dialling, warm_transfer
from hotline.services.calls.warm_transfer import JoinResult
from voice import content
from voice.phone.actions import HangUp, JoinConference, Say, Whisper
from voice.phone.operators import room_of
from voice.phrases import PHONE

if TYPE_CHECKING:
    from hotline.core.calls import OutboundLeg
    from voice.phone.actions import Step
    from voice.phone.context import CallContext

log = logging.getLogger(__name__)
ACCEPT_KEY = "1"
LONGEST_QUESTION = 40
"""Characters of the caller's question in a whisper: ten seconds of speech, while the caller waits."""


def whisper(context: CallContext, leg: OutboundLeg) -> list[Step]:
    """They have picked up: say what the caller asks and which key takes the call."""
    dialling.record_leg_id(context.line, leg, context.call.id)
    return [Whisper(_introduction(context, leg), leg), HangUp()]


def handle_key(context: CallContext, leg: OutboundLeg) -> list[Step]:
    """They pressed a key: ACCEPT_KEY takes the call. Any other key declines it, and the next person is dialled."""
    if context.call.keys != ACCEPT_KEY:
        dialling.record_end(context.line, leg, AttemptResult.DECLINED, context.call.id)
        return [HangUp()]
    if leg.joins:
        return _join_call(context, leg)
    dialling.record_answer(context.line, leg, context.call.id)
    return [Say(PHONE("whisper.speak"))]  # the end of the document connects the two


def join_room(context: CallContext, leg: OutboundLeg) -> list[Step]:
    """The provider has moved the operator's leg here: join the call's conference."""
    return [JoinConference(room_of(leg.call))]


def record_end(context: CallContext, leg: OutboundLeg) -> None:
    """The leg is over: record how it ended. A leg that was picked up without taking the call was declined."""
    if context.call.ended:
        picked_up = context.call.ended is AttemptResult.ANSWERED
        result = AttemptResult.DECLINED if picked_up else context.call.ended
        warm_transfer.record_leg_end(context.line, leg, result, context.call.id)


def _join_call(context: CallContext, leg: OutboundLeg) -> list[Step]:
    """Bring the person into the conversation of caller and operator, as a conference of three."""
    try:
        joining = warm_transfer.complete_transfer(context.line, leg, context.call.id)
    except Unavailable:
        log.error("call %s: nobody can be brought in while the records are down", leg.call, exc_info=True)
        joining = JoinResult.FAILED
    if joining is JoinResult.JOINED:
        return [Say(PHONE("whisper.joining")), JoinConference(room_of(leg.call), beep=True)]
    return [Say(PHONE("whisper.gone" if joining is JoinResult.GONE else "whisper.unjoined")), HangUp()]


def _introduction(context: CallContext, leg: OutboundLeg) -> str:
    """The text of the whisper: what the caller was hearing, or else asked, where that is known."""
    line = context.line.knowledge.office.line_number
    question = dialling.describe_enquiry(context.line, leg)[:LONGEST_QUESTION].rstrip("？。！?!.")
    if leg.joins:
        return (
            PHONE("whisper.join_about", line=line, question=question) if question else PHONE("whisper.join", line=line)
        )
    subject = content.find_subject(context.line, leg.subject)
    if subject:
        return PHONE("whisper.about", line=line, title=content.title(subject).rstrip("？。！?!."))
    if question:
        return PHONE("whisper.asked", line=line, question=question)
    return PHONE("whisper.plain", line=line)
