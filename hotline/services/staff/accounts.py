"""Staff accounts at the terminal, and what every other part of the staff services needs of an account."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from hotline.core.departments import is_telephone_number
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.permissions import Permission, Role, Staff
from hotline.core.staff_log import StaffEvent, StaffEventKind
from hotline.services.staff import passwords
from hotline.services.staff.attempts import NAME_LENGTH

if TYPE_CHECKING:
    from hotline.services.line import Line
    from hotline.storage.records.unit_of_work import Unit

FULL_NAME_LENGTH = 40
RESERVED = frozenset({"seed", "import"})
"""Authors of imported content. Nobody may have such a name, or their work would look imported."""
TERMINAL = Staff(0, "终端", "服务器的终端", Role.ADMINISTRATOR, True)
"""Whoever types commands on the server. They could write into the database, so no account is asked for."""
LAST_ADMINISTRATOR = "这样就没有人能管人员了：至少要有一位能登录的管理员。"


def add_staff(line: Line, name: str, full_name: str, roles: Role | tuple[Role, ...], password: str) -> Staff:
    """Add a member of staff who may sign in. Raises InvalidInput, and Conflict when the name is taken."""
    name, roles = login_name(name), roles if isinstance(roles, tuple) else (roles,)
    problems = check_name(name) | check_person(full_name, roles, "")
    if fault := passwords.find_fault(password, name, full_name):
        problems["password"] = fault
    if problems:
        raise InvalidInput(problems)
    password_hash = passwords.hash_password(password)
    with line.records.writing() as unit:
        staff = add_account(unit, line, Staff(0, name, full_name.strip(), roles[0], True, roles[1:]), password_hash)
        unit.staff_events.add(StaffEvent(line.now(), StaffEventKind.ADDED, name, TERMINAL.name))
    return staff


def add_account(unit: Unit, line: Line, staff: Staff, password_hash: str) -> Staff:
    """Store a new account, "" for no password yet. Raises Conflict when the name is taken."""
    added = unit.staff.add(
        name=staff.name,
        full_name=staff.full_name,
        role=staff.role,
        further_roles=staff.further_roles,
        department=staff.department,
        telephone=staff.telephone,
        office_code=staff.office_code,
        password_hash=password_hash,
        at=line.now(),
    )
    if added is None:
        raise Conflict(f"用户名{staff.name}已经有人用了。")
    return added


def has_staff(line: Line, name: str) -> bool:
    with line.records.reading() as unit:
        return unit.staff.find_by_name(login_name(name)) is not None


def find_by_name(line: Line, name: str) -> Staff | None:
    with line.records.reading() as unit:
        return unit.staff.find_by_name(login_name(name))


def list_names(line: Line) -> dict[str, str]:
    """Login name -> full name of everybody who ever had an account."""
    with line.records.reading() as unit:
        return {staff.name: staff.full_name for staff in unit.staff.list_staff()}


def set_password(line: Line, name: str, password: str) -> None:
    """Set a new password. Raises InvalidInput when it is refused, and NotFound when nobody has this name."""
    staff = find_by_name(line, name)
    if staff is None:
        raise NotFound("没有这个用户。")
    if fault := passwords.find_fault(password, staff.name, staff.full_name):
        raise InvalidInput({"password": fault})
    password_hash = passwords.hash_password(password)
    with line.records.writing() as unit:
        replace_password(unit, line, staff, password_hash)
        unit.staff_events.add(StaffEvent(line.now(), StaffEventKind.PASSWORD_CHANGED, staff.name, TERMINAL.name))


def replace_password(unit: Unit, line: Line, staff: Staff, password_hash: str) -> None:
    """Store another password, "" for none, and end everything that the old one opened."""
    unit.staff.set_password_hash(staff.name, password_hash)
    unit.staff.forget_unconfirmed_secret(staff.id)
    end_access(unit, line, staff)


def end_access(unit: Unit, line: Line, staff: Staff) -> None:
    """End the sessions of an account, its half-done sign-ins and the links that would set its password."""
    unit.sign_ins.end_all(staff.id, line.now())
    unit.staff_secrets.forget_steps(staff.id)
    unit.staff_secrets.void_links(staff.id, line.now())


def keep_an_administrator(unit: Unit, line: Line) -> None:
    """Raise Conflict, so that what the unit changed is undone, when nobody is left who can sign in and manage staff."""
    accounts = unit.staff.list_accounts(line.now())
    if not any(one.has_password and one.staff.may(Permission.MANAGE_STAFF) for one in accounts):
        raise Conflict(LAST_ADMINISTRATOR)


def login_name(name: str) -> str:
    """The canonical spelling of a login name: half width, lower case, no space around it."""
    return unicodedata.normalize("NFKC", name).strip().lower()


def check_name(name: str) -> dict[str, str]:
    """What is wrong with a login name; empty when nothing is."""
    taken = RESERVED | {TERMINAL.name}
    if not name or len(name) > NAME_LENGTH or not name.isprintable() or name in taken:
        return {"name": f"用户名应当是1到{NAME_LENGTH}个字，不能是{'、'.join(sorted(taken))}。"}
    return {}


def check_person(full_name: str, roles: tuple[Role, ...], telephone: str) -> dict[str, str]:
    """What is wrong with the particulars of a person: field -> message; empty when nothing is."""
    problems = {}
    if not full_name.strip() or len(full_name) > FULL_NAME_LENGTH:
        problems["full_name"] = f"请写姓名，最多{FULL_NAME_LENGTH}个字。"
    if not roles:
        problems["roles"] = "请至少选一个角色。"
    if telephone and not is_telephone_number(telephone):
        problems["telephone"] = "电话号码只能有数字、空格和短横，例如0871-63100000。"
    return problems
