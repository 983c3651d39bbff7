"""The second factor: codes of an app that change every half minute (TOTP, RFC 6238), and recovery codes.

A code works once: the time step of the last one is kept, and only a later one is accepted (RFC 6238, 5.2)."""

from __future__ import annotations

import unicodedata
from base64 import b32encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyotp
from pyotp.exceptions import OTPVerificationError

from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.ip_addresses import networks_of
from hotline.core.permissions import Staff
from hotline.core.staff_accounts import Credentials
from hotline.core.staff_log import StaffEvent, StaffEventKind
from hotline.services.staff.password_check import check_own_password
from hotline.services.staff.tokens import hash_token

if TYPE_CHECKING:
    from hotline.services.line import Line
    from hotline.storage.records.unit_of_work import Unit

SECRET_BYTES = 20
"""As long as the output of HMAC-SHA-1, which RFC 4226 recommends (section 4, R6)."""
EITHER_SIDE = 1
"""Time steps before and after the current one whose code is accepted too: telephones' clocks differ."""
RECOVERY_CODES = 10
RECOVERY_BYTES = 10
"""80 random bits, which nobody finds by trying even from the hash."""
ISSUER = "热线后台"
WRONG = "验证码不对，或者已经用过了。请等手机上换了新的验证码再写。"


@dataclass(frozen=True)
class Enrolment:
    """A second factor that is being set up: ``uri`` is what the QR code holds, ``secret`` what is typed without it."""

    secret: str
    uri: str


def is_demanded(line: Line, staff: Staff) -> bool:
    """Whether the office demands a second factor of somebody with one of these roles."""
    return bool(line.second_factor_roles.intersection(staff.roles))


def begin(line: Line, staff: Staff) -> Enrolment:
    """Begin to set up a second factor, or go on with one that was begun. It counts only after ``confirm``.

    Raises Conflict when there is one: whoever has the password alone must not replace it."""
    with line.records.writing() as unit:
        credentials = _lock(unit, staff)
        if credentials.totp_since is not None:
            raise Conflict("两步验证已经开着。")
        secret = credentials.totp_secret or _draw(line, SECRET_BYTES)
        unit.staff.set_second_factor(staff.id, secret, None, 0)
    return _enrolment(staff, secret)


def find_enrolment(line: Line, staff: Staff) -> Enrolment | None:
    """The second factor that is being set up; None where none was begun or it is done."""
    with line.records.reading() as unit:
        credentials = unit.staff.find_credentials(staff.name)
    if credentials is None or not credentials.totp_secret or credentials.totp_since is not None:
        return None
    return _enrolment(staff, credentials.totp_secret)


def confirm(line: Line, actor: Staff, code: str, address: str) -> list[str]:
    """Switch the second factor on with a first code of the app; returns the recovery codes, which are shown once."""
    with line.records.writing() as unit:
        return confirm_within(unit, line, _lock(unit, actor), code, networks_of(address).subscriber)


def confirm_within(unit: Unit, line: Line, credentials: Credentials, code: str, network: str) -> list[str]:
    """The same within a unit of work. Raises InvalidInput when the code is wrong, Conflict when nothing was begun."""
    staff = credentials.staff
    if not credentials.totp_secret or credentials.totp_since is not None:
        raise Conflict("请重新开始设置两步验证。")
    step = _find_step(line, credentials, code)
    if step is None:
        raise InvalidInput({"code": WRONG})
    unit.staff.set_second_factor(staff.id, credentials.totp_secret, line.now(), step)
    event = StaffEvent(line.now(), StaffEventKind.SECOND_FACTOR_ON, staff.name, staff.name, network)
    unit.staff_events.add(event)
    return _replace_recovery_codes(unit, line, staff.id)


def accept(unit: Unit, line: Line, credentials: Credentials, code: str, network: str) -> bool:
    """Whether ``code`` is a code of the app or a recovery code that was not used before; from now on it is.

    The caller has locked the account, so that of two uses at the same moment one is refused."""
    staff = credentials.staff
    step = _find_step(line, credentials, code)
    if step is not None:
        unit.staff.set_second_factor(staff.id, credentials.totp_secret, credentials.totp_since, step)
        return True
    if not unit.staff_secrets.use_recovery_code(staff.id, hash_token(_clean(code))):
        return False
    left = f"还剩{unit.staff_secrets.count_recovery_codes(staff.id)}个"
    event = StaffEvent(line.now(), StaffEventKind.RECOVERY_CODE_USED, staff.name, staff.name, network, left)
    unit.staff_events.add(event)
    return True


def switch_off(line: Line, actor: Staff, password: str, address: str) -> None:
    """Switch one's own second factor off. Raises InvalidInput for a wrong password, Conflict when it is demanded."""
    if is_demanded(line, actor):
        raise Conflict("本单位要求您的角色使用两步验证，不能关掉。")
    checked = check_own_password(line, actor, password, address, "confirmed_password")
    with line.records.writing() as unit:
        checked.lock(unit)
        unit.failures.remove(checked.failure)
        remove(unit, line, actor, actor, networks_of(address).subscriber)


def remove(unit: Unit, line: Line, staff: Staff, by: Staff, network: str) -> None:
    """Take a second factor away with its recovery codes: a telephone was lost, or its owner wants none."""
    unit.staff.set_second_factor(staff.id, "", None, 0)
    unit.staff_secrets.replace_recovery_codes(staff.id, [])
    unit.staff_secrets.forget_steps(staff.id)
    unit.staff_events.add(StaffEvent(line.now(), StaffEventKind.SECOND_FACTOR_OFF, staff.name, by.name, network))


def draw_recovery_codes(line: Line, actor: Staff, password: str, address: str) -> list[str]:
    """New recovery codes in place of all earlier ones. Raises InvalidInput when the password is wrong."""
    checked = check_own_password(line, actor, password, address, "confirmed_password")
    with line.records.writing() as unit:
        if checked.lock(unit).totp_since is None:
            raise Conflict("还没有开两步验证。")
        unit.failures.remove(checked.failure)
        network = networks_of(address).subscriber
        kind = StaffEventKind.RECOVERY_CODES_DRAWN
        unit.staff_events.add(StaffEvent(line.now(), kind, actor.name, actor.name, network))
        return _replace_recovery_codes(unit, line, actor.id)


def _replace_recovery_codes(unit: Unit, line: Line, staff_id: int) -> list[str]:
    codes = [_draw(line, RECOVERY_BYTES) for _ in range(RECOVERY_CODES)]
    unit.staff_secrets.replace_recovery_codes(staff_id, [hash_token(code) for code in codes])
    return ["-".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in codes]


def _find_step(line: Line, credentials: Credentials, code: str) -> int | None:
    """The time step that ``code`` belongs to; None when it is wrong or not later than the last one that was used."""
    totp = pyotp.TOTP(credentials.totp_secret)
    try:
        step = totp.verify_and_get_timecode(_clean(code), for_time=line.now(), valid_window=EITHER_SIDE)
    except OTPVerificationError:
        return None
    return step if step > credentials.totp_step else None


def _clean(code: str) -> str:
    """``code`` as it was drawn: half width, upper case, without the spaces and hyphens that people read it in."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(character for character in plain if character.isascii() and character.isalnum())


def _draw(line: Line, size: int) -> str:
    return b32encode(line.draw(1 << 8 * size).to_bytes(size, "big")).decode()


def _enrolment(staff: Staff, secret: str) -> Enrolment:
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=staff.name, issuer_name=ISSUER))


def _lock(unit: Unit, staff: Staff) -> Credentials:
    credentials = unit.staff.lock_credentials(staff.id)
    if credentials is None:
        raise NotFound("没有这个用户。")
    return credentials
