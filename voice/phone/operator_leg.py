"""The telephone of somebody who was rung for a caller: the whisper, the key that takes the call, and the conference."""

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
TAKES = "1"
LONGEST_QUESTION = 40
"""Characters of what the caller asked; ten seconds, while the caller waits."""


def whisper(context: CallContext, leg: OutboundLeg) -> list[Step]:
    """Whoever was rung has picked up: who is calling about what, and the key that takes the call."""
    dialling.record_leg_id(context.line, leg, context.call.id)
    return [Whisper(_introduction(context, leg), leg), HangUp()]


def accepted(context: CallContext, leg: OutboundLeg) -> list[Step]:
    """They pressed a key: one takes the call, any other leaves it to the next one rung."""
    if context.call.keys != TAKES:
        dialling.record_end(context.line, leg, AttemptResult.DECLINED, context.call.id)
        return [HangUp()]
    if leg.joins:
        return _join(context, leg)
    dialling.record_answer(context.line, leg, context.call.id)
    return [Say(PHONE("whisper.speak"))]  # the end of it connects the two


def room(context: CallContext, leg: OutboundLeg) -> list[Step]:
    """The operator's telephone, turned into the conference."""
    return [JoinConference(room_of(leg.call))]


def ended(context: CallContext, leg: OutboundLeg) -> None:
    """The leg of somebody rung is over; who picked up and took no call declined it."""
    if context.call.ended:
        picked_up = context.call.ended is AttemptResult.ANSWERED
        result = AttemptResult.DECLINED if picked_up else context.call.ended
        warm_transfer.record_leg_end(context.line, leg, result, context.call.id)


def _join(context: CallContext, leg: OutboundLeg) -> list[Step]:
    try:
        joining = warm_transfer.complete_transfer(context.line, leg, context.call.id)
    except Unavailable:
        log.error("call %s: nobody can be brought in while the records are down", leg.call, exc_info=True)
        joining = JoinResult.FAILED
    if joining is JoinResult.JOINED:
        return [Say(PHONE("whisper.joining")), JoinConference(room_of(leg.call), heard=True)]
    return [Say(PHONE("whisper.gone" if joining is JoinResult.GONE else "whisper.unjoined")), HangUp()]


def _introduction(context: CallContext, leg: OutboundLeg) -> str:
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
