"""The limits of failed attempts to show a password or a code, counted for all processes and hosts together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotline.core.errors import NotAllowed
from hotline.core.ip_addresses import Networks
from hotline.core.permissions import Staff
from hotline.core.staff_log import StaffEvent, StaffEventKind

if TYPE_CHECKING:
    from hotline.services.line import Line
    from hotline.storage.records.unit_of_work import Unit

NAME_LENGTH = 40
WINDOW = timedelta(minutes=15)
"""The time in which failed sign-ins are counted."""
FAILURES_OF_NAME_HERE = 5
"""Failures of one name from one subscriber's network that block further attempts."""
FAILURES_OF_SUBSCRIBER = 30
"""Failures from one subscriber's network, whatever the names, that block further attempts."""
FAILURES_OF_WIDE_NETWORK = 100
"""The same for the network around it, which many may share."""
FAILURES_OF_NAME = 20
"""Failures of one name from everywhere that block further attempts, except from networks where the person signed in."""
KNOWN = timedelta(days=90)
"""How long a network counts as one from which a person signed in."""
WAIT = "登录失败次数太多，请15分钟后再试。"


def begin_attempt(line: Line, name: str, networks: Networks) -> int:
    """Count an attempt as a failure, before anything is checked; returns its id, to be removed when it succeeds.

    Raises NotAllowed once there were too many failures within fifteen minutes: of the name from this network, from this
    network or the wide one around it whatever the names, or of the name from everywhere. The last is not counted
    against a network from which the person signed in before, or a stranger could lock them out (the idea of a device
    cookie: https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies, read 2026-11-29).

    The failure is committed before failures are counted. So of many attempts at the same moment, on any host, only as
    many as the limits allow are checked."""
    name, now = name[:NAME_LENGTH], line.now()
    with line.records.writing() as unit:
        failure = unit.failures.add(name, networks, now)
    with line.records.reading() as unit:
        staff = unit.staff.find_by_name(name)
        is_refused = _failed_too_often(unit, name, networks, staff, now)
    if is_refused:
        with line.records.writing() as unit:
            unit.failures.remove(failure)
            _log_block(unit, staff, networks, now)
        raise NotAllowed(WAIT)
    return failure


def _log_block(unit: Unit, staff: Staff | None, networks: Networks, now: datetime) -> None:
    """Log that attempts are refused, once in a window: a flood of attempts must be no flood of lines."""
    kind, name = StaffEventKind.SIGN_IN_BLOCKED, staff.name if staff else ""
    if not unit.staff_events.has_one(kind, name, now - WINDOW, network=networks.subscriber):
        unit.staff_events.add(StaffEvent(now, kind, name, "", networks.subscriber))


def _failed_too_often(unit: Unit, name: str, networks: Networks, staff: Staff | None, now: datetime) -> bool:
    """Whether there were more failures than allowed, the attempt that goes on included."""
    # Failures in the future come from a clock that was wrong; they must not block sign-in until that time.
    window = (now - WINDOW, now + WINDOW)
    if (
        unit.failures.count(*window, name=name, subscriber=networks.subscriber) > FAILURES_OF_NAME_HERE
        or unit.failures.count(*window, subscriber=networks.subscriber) > FAILURES_OF_SUBSCRIBER
        or unit.failures.count(*window, wide=networks.wide) > FAILURES_OF_WIDE_NETWORK
    ):
        return True
    if unit.failures.count(*window, name=name) <= FAILURES_OF_NAME:
        return False
    return staff is None or not unit.sign_ins.is_known(staff.id, networks.subscriber, now - KNOWN)
