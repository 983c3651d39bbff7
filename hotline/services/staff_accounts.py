"""Staff accounts: add staff, set passwords, and sign in without revealing which names exist."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.permissions import Role, Staff
from hotline.services.line import Line

PASSWORD_LENGTH = 12
"""Minimum in characters; length protects more than rules about digits and symbols (NIST SP 800-63B)."""
NAME_LENGTH = 40
RESERVED = frozenset({"seed", "import"})
"""Authors of imported content. Nobody may have such a name, or their work would look imported."""
WINDOW = timedelta(minutes=15)
"""The time in which failed sign-ins are counted."""
FAILURES_OF_NAME = 5
"""Failures of one name from one IP address that block further attempts."""
FAILURES_OF_ADDRESS = 30
"""Failures from one IP address, whatever the names, that block further attempts."""

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


def find_staff(line: Line, staff_id: int) -> Staff | None:
    with line.records.reading() as unit:
        return unit.staff.find(staff_id)


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
        if not unit.staff.set_password_hash(_login_name(name), password_hash):
            raise NotFound("没有这个用户。")


def sign_in(line: Line, name: str, password: str, address: str) -> Staff:
    """The member of staff with this name and password. Raises NotAllowed, with the same message whatever is wrong.

    After five failures of a name from an IP address, or thirty from an address, within fifteen minutes, further
    attempts are refused without checking the password. An attempt is stored as a failure before it is checked, so
    many attempts at the same moment do not get past the limit."""
    name = _login_name(name)[:NAME_LENGTH]
    now = line.now()
    with line.records.writing() as unit:
        # Failures in the future come from a clock that was wrong; they must not block sign-in until that time.
        window = (now - WINDOW, now + WINDOW)
        of_name = unit.staff.count_failures(address, *window, name)
        if of_name >= FAILURES_OF_NAME or unit.staff.count_failures(address, *window) >= FAILURES_OF_ADDRESS:
            raise NotAllowed(WAIT)
        unit.staff.add_failure(name, address, now)
        staff, password_hash = unit.staff.find_by_name(name), unit.staff.find_password_hash(name)
    # An unknown name must take as long as a wrong password, or the time would reveal which names exist.
    is_correct = check_password_hash(password_hash or _placeholder_hash(), password)
    if not is_correct or password_hash is None or staff is None or not staff.active:
        raise NotAllowed(REFUSED)
    with line.records.writing() as unit:
        unit.staff.forget_failures(name, address)
    return staff


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
