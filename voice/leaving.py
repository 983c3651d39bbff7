"""A message left after the beep: kept once for staff, and its tracking number told."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Channel
from hotline.core.errors import Unavailable
from hotline.services import browsing, journalling, triaging
from voice import dialogue, subjects
from voice.phrases import PHONE
from voice.position import Place
from voice.talk import Arrival

if TYPE_CHECKING:
    from voice.position import Position
    from voice.talk import Reply, Talk

log = logging.getLogger(__name__)


def keep(talk: Talk, position: Position) -> str:
    """Keep the recording as a message for staff, once however often it is delivered; its tracking number."""
    message = triaging.leave_message(
        talk.line,
        channel=Channel.PHONE,
        body=dialogue.message_body(subjects.find_subject(talk.line, position.subject)),
        caller=talk.call.caller,
        recording=talk.call.recording,
        conversation=talk.call.id,
        delivery=talk.call.recording_key,
    )
    journalling.came_to(talk.line, talk.call.id, CallOutcome.MESSAGE)
    return message.tracking_number


def recorded(talk: Talk, position: Position) -> Reply:
    """The caller has spoken after the beep: the tracking number, or that nothing was recorded or kept."""
    if not talk.call.recording:
        return Arrival(position.go(Place.MENU), PHONE("message.empty"))
    try:
        return dialogue.recorded(keep(talk, position))
    except Unavailable:
        log.error("call %s: the message %s could not be kept", talk.call.id, talk.call.recording, exc_info=True)
        telephone = browsing.office(talk.line).telephone
        return dialogue.apology(telephone, talk.operator_line or telephone, PHONE("message.unsaved"))
