"""Checks a password against an account, within the limits of failed attempts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline.core.errors import InvalidInput, NotAllowed
from hotline.core.ip_addresses import networks_of
from hotline.core.permissions import Staff
from hotline.core.staff_accounts import Credentials
from hotline.core.staff_log import StaffEvent, StaffEventKind
from hotline.services.staff import passwords
from hotline.services.staff.accounts import login_name
from hotline.services.staff.attempts import NAME_LENGTH, begin_attempt

if TYPE_CHECKING:
    from hotline.services.line import Line
    from hotline.storage.records.unit_of_work import Unit

REFUSED = "用户名或密码不对。"


@dataclass(frozen=True)
class CheckedPassword:
    """A password that was right. ``failure`` is the attempt, which is counted as failed until it is removed."""

    credentials: Credentials
    failure: int

    def lock(self, unit: Unit) -> Credentials:
        """The account as it is now, locked. Raises NotAllowed when it was closed or has another password meanwhile, so
        that nobody gets in with a password that was changed while it was being checked."""
        now = unit.staff.lock_credentials(self.credentials.staff.id)
        if now is None or not now.staff.active or now.password_hash != self.credentials.password_hash:
            raise NotAllowed(REFUSED)
        return now


def check_password(line: Line, name: str, password: str, address: str) -> CheckedPassword:
    """Check the password of whoever has this login name, who comes from the IP address ``address``.

    Raises NotAllowed, with the same message whatever is wrong, and without checking the password once there were too
    many failures."""
    name, networks = login_name(name)[:NAME_LENGTH], networks_of(address)
    failure = begin_attempt(line, name, networks)
    with line.records.reading() as unit:
        credentials = unit.staff.find_credentials(name)
    is_right = passwords.is_right(credentials.password_hash if credentials else "", password)
    if credentials is None or not is_right or not credentials.staff.active:
        # The name as it was typed stays out: people type their password into the wrong field.
        known = credentials.staff.name if credentials else ""
        with line.records.writing() as unit:
            event = StaffEvent(line.now(), StaffEventKind.SIGN_IN_FAILED, known, "", networks.subscriber)
            unit.staff_events.add(event)
        raise NotAllowed(REFUSED)
    return CheckedPassword(credentials, failure)


def check_own_password(line: Line, actor: Staff, password: str, address: str, field: str) -> CheckedPassword:
    """Check the password of somebody who is signed in. Raises InvalidInput for ``field`` when it is wrong."""
    try:
        return check_password(line, actor.name, password, address)
    except NotAllowed as refusal:
        wrong = str(refusal) == REFUSED
        raise InvalidInput({field: "现在的密码不对。" if wrong else str(refusal)}) from refusal
