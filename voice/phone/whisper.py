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


def whisper(talk: CallContext, rung: OutboundLeg) -> list[Step]:
    """Whoever was rung has picked up: who is calling about what, and the key that takes the call."""
    dialling.record_leg_id(talk.line, rung, talk.call.id)
    return [Whisper(_introduction(talk, rung), rung), HangUp()]


def accepted(talk: CallContext, rung: OutboundLeg) -> list[Step]:
    """They pressed a key: one takes the call, any other leaves it to the next one rung."""
    if talk.call.keys != TAKES:
        dialling.record_end(talk.line, rung, AttemptResult.DECLINED, talk.call.id)
        return [HangUp()]
    if rung.joins:
        return _join(talk, rung)
    dialling.record_answer(talk.line, rung, talk.call.id)
    return [Say(PHONE("whisper.speak"))]  # the end of it connects the two


def room(talk: CallContext, rung: OutboundLeg) -> list[Step]:
    """The operator's telephone, turned into the conference."""
    return [JoinConference(room_of(rung.call))]


def ended(talk: CallContext, rung: OutboundLeg) -> None:
    """The leg of somebody rung is over; who picked up and took no call declined it."""
    if talk.call.ended:
        picked_up = talk.call.ended is AttemptResult.ANSWERED
        result = AttemptResult.DECLINED if picked_up else talk.call.ended
        warm_transfer.record_leg_end(talk.line, rung, result, talk.call.id)


def _join(talk: CallContext, rung: OutboundLeg) -> list[Step]:
    try:
        joining = warm_transfer.complete_transfer(talk.line, rung, talk.call.id)
    except Unavailable:
        log.error("call %s: nobody can be brought in while the records are down", rung.call, exc_info=True)
        joining = JoinResult.FAILED
    if joining is JoinResult.JOINED:
        return [Say(PHONE("whisper.joining")), JoinConference(room_of(rung.call), heard=True)]
    return [Say(PHONE("whisper.gone" if joining is JoinResult.GONE else "whisper.unjoined")), HangUp()]


def _introduction(talk: CallContext, rung: OutboundLeg) -> str:
    line = talk.line.knowledge.office.line_number
    question = dialling.describe_enquiry(talk.line, rung)[:LONGEST_QUESTION].rstrip("？。！?!.")
    if rung.joins:
        return (
            PHONE("whisper.join_about", line=line, question=question) if question else PHONE("whisper.join", line=line)
        )
    subject = content.find_subject(talk.line, rung.subject)
    if subject:
        return PHONE("whisper.about", line=line, title=content.title(subject).rstrip("？。！?!."))
    if question:
        return PHONE("whisper.asked", line=line, question=question)
    return PHONE("whisper.plain", line=line)
