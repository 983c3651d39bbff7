"""Recordings of messages, fetched from the provider with our credentials. Its URL is given to nobody."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from hotline.core.errors import NotFound, Unavailable
from hotline.core.permissions import Permission, Staff
from hotline.core.staff_log import StaffEvent, StaffEventKind
from hotline.services import messages
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.core.providers import Recording

_log = logging.getLogger(__name__)

SAME_LISTENING = timedelta(minutes=10)


def fetch_for_staff(line: Line, actor: Staff, tracking_number: str) -> Recording:
    """The recording of a message, for a member of staff who may see callers' numbers: most callers say theirs.

    The log of accounts keeps who listened, once in ten minutes: a player fetches a recording in pieces. Raises NotFound
    when there is none or it is deleted, NotAllowed for another office's, Unavailable while the provider cannot be
    reached or no account with it is configured, or while the log cannot be written."""
    actor.require(Permission.SEE_NUMBERS)
    with line.records.reading() as unit:
        messages.require_own(unit, actor, tracking_number)
    recording = fetch_for_caller(line, tracking_number)
    _keep_listening(line, actor, tracking_number)
    _log.info("%s listens to the recording of message %s", actor.name, tracking_number)
    return recording


def _keep_listening(line: Line, actor: Staff, tracking_number: str) -> None:
    kind, now = StaffEventKind.HEARD_RECORDING, line.now()
    with line.records.writing() as unit:
        if not unit.staff_events.has_one(kind, actor.name, now - SAME_LISTENING, detail=tracking_number):
            unit.staff_events.add(StaffEvent(now, kind, actor.name, actor.name, detail=tracking_number))


def fetch_for_caller(line: Line, tracking_number: str) -> Recording:
    """The recording of a message, for the caller who has just left it and is still on the line.

    Raises NotFound and Unavailable as ``fetch_for_staff`` does."""
    with line.records.reading() as unit:
        message = unit.messages.find(tracking_number)
    if message is None or not message.recording:
        raise NotFound("没有这条录音，或者已经删除了。")
    if line.telephony is None:
        raise Unavailable("还没有配置电话服务商的账号，听不了录音，请联系管理员。")
    return line.telephony.fetch_recording(message.recording)
