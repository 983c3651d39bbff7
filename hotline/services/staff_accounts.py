"""Staff accounts: add staff and set passwords; sign in without revealing which names exist, and end sessions."""

from __future__ import annotations

import logging
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from werkzeug.security import check_password_hash, generate_password_hash

from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from hotline.core.ip_addresses import Networks, networks_of
from hotline.core.permissions import Role, Staff
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit

_log = logging.getLogger(__name__)

PASSWORD_LENGTH = 12
"""Minimum in characters; length protects more than rules about digits and symbols (NIST SP 800-63B)."""
NAME_LENGTH = 40
RESERVED = frozenset({"seed", "import"})
"""Authors of imported content. Nobody may have such a name, or their work would look imported."""
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
SESSION = timedelta(hours=8)
"""A session ends this long after it was last seen; the cookie's own signature lasts as long."""
SEEN_EVERY = timedelta(minutes=5)
"""A session's time is written at most this often, so that most pages of the console write nothing for it."""

REFUSED = "用户名或密码不对。"
WAIT = "登录失败次数太多，请15分钟后再试。"


def add_staff(line: Line, name: str, full_name: str, role: Role, password: str) -> Staff:
    """Add a member of staff who may sign in. Raises InvalidInput, and Conflict when the name is taken."""
    name = _login_name(name)
    problems: dict[str, str] = {}
    if not name or len(name) > NAME_LENGTH or not name.isprintable() or name in RESERVED:
        problems["name"] = f"用户名应当是1到{NAME_LENGTH}个字，不能是{'、'.join(sorted(RESERVED))}。"
    if not full_name.strip():
        problems["full_name"] = "请写姓名。"
    problems.update(_check_password(password))
    if problems:
        raise InvalidInput(problems)
    password_hash = _hash(password)
    with line.records.writing() as unit:
        staff = unit.staff.add(
            name=name, full_name=full_name.strip(), role=role, password_hash=password_hash, at=line.now()
        )
    if staff is None:
        raise Conflict(f"用户名{name}已经有人用了。")
    return staff


def has_staff(line: Line, name: str) -> bool:
    with line.records.reading() as unit:
        return unit.staff.find_by_name(_login_name(name)) is not None


def list_names(line: Line) -> dict[str, str]:
    """Login name -> full name of everybody who ever had an account."""
    with line.records.reading() as unit:
        return {staff.name: staff.full_name for staff in unit.staff.list_staff()}


def set_password(line: Line, name: str, password: str) -> None:
    """Set a new password. Raises InvalidInput when it is too short, and NotFound when nobody has this name."""
    problems = _check_password(password)
    if problems:
        raise InvalidInput(problems)
    password_hash = _hash(password)
    with line.records.writing() as unit:
        staff_id = unit.staff.set_password_hash(_login_name(name), password_hash)
        if staff_id is None:
            raise NotFound("没有这个用户。")
        unit.sign_ins.end_all(staff_id, line.now())


def sign_in(line: Line, name: str, password: str, address: str, token: str) -> Staff:
    """Begin a session under ``token``, for the member of staff with this name and password; raises NotAllowed, as
    ``authenticate`` does."""
    staff = authenticate(line, name, password, address)
    with line.records.writing() as unit:
        unit.sign_ins.add(_hash_token(token), staff.id, networks_of(address).subscriber, line.now())
    return staff


def authenticate(line: Line, name: str, password: str, address: str) -> Staff:
    """The member of staff with this name and password, who comes from the IP address ``address``.

    Raises NotAllowed, with the same message whatever is wrong, and without checking the password once there were too
    many failures within fifteen minutes: of the name from this network, from this network or the wide one around it
    whatever the names, or of the name from everywhere. The last is not counted against a network from which the person
    signed in before, or a stranger could lock them out (the idea of a device cookie:
    https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies, read 2026-11-29).

    An attempt is committed as a failure before failures are counted and the password is checked. So of many attempts at
    the same moment, on any host, only as many as the limits allow are checked."""
    name, networks, now = _login_name(name)[:NAME_LENGTH], networks_of(address), line.now()
    with line.records.writing() as unit:
        failure = unit.failures.add(name, networks, now)
    with line.records.reading() as unit:
        staff, password_hash = unit.staff.find_by_name(name), unit.staff.find_password_hash(name)
        is_refused = _failed_too_often(unit, name, networks, staff, now)
    if is_refused:
        with line.records.writing() as unit:
            unit.failures.remove(failure)
        raise NotAllowed(WAIT)
    # An unknown name must take as long as a wrong password, or the time would reveal which names exist.
    is_correct = check_password_hash(password_hash or _placeholder_hash(), password)
    if not is_correct or password_hash is None or staff is None or not staff.active:
        raise NotAllowed(REFUSED)
    with line.records.writing() as unit:
        unit.failures.forget(name, networks.subscriber)
    return staff


def find_signed_in(line: Line, token: str) -> Staff | None:
    """The member of staff whose session has ``token``; None once it has ended or expired, or the account is closed.

    Raises Unavailable while the records cannot be read."""
    token_hash, now = _hash_token(token), line.now()
    with line.records.reading() as unit:
        found = unit.sign_ins.find(token_hash)
        if found is None:
            return None
        staff_id, seen_at = found
        staff = unit.staff.find(staff_id)
    if staff is None or not staff.active or abs(now - seen_at) >= SESSION:
        return None
    if abs(now - seen_at) >= SEEN_EVERY:
        _note_seen(line, token_hash, now)
    return staff


def sign_out(line: Line, token: str) -> None:
    """End the session with ``token``: a copy of its cookie opens nothing any more."""
    with line.records.writing() as unit:
        unit.sign_ins.end(_hash_token(token), line.now())


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


def _note_seen(line: Line, token_hash: str, now: datetime) -> None:
    try:
        with line.records.writing() as unit:
            unit.sign_ins.touch(token_hash, now)
    except Unavailable:  # the page can be shown all the same
        _log.warning("it could not be kept that a session is in use", exc_info=True)


def _hash_token(token: str) -> str:
    """What is kept of a session's token, so that a copy of the records opens no session. The token is random, so a hash
    without salt cannot be reversed by trying."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _login_name(name: str) -> str:
    """The canonical spelling of a login name: half width, lower case, no space around it."""
    return unicodedata.normalize("NFKC", name).strip().lower()


def _check_password(password: str) -> dict[str, str]:
    if len(password) < PASSWORD_LENGTH:
        return {"password": f"密码至少{PASSWORD_LENGTH}个字符。"}
    return {}


def _hash(password: str) -> str:
    return generate_password_hash(password, method="scrypt")


@cache
def _placeholder_hash() -> str:
    return _hash("nobody has this password")
