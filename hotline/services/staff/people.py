"""What an administrator does with accounts: invite, change, close, reopen, reset, and hand over what is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.permissions import ROLE_NAMES, Permission, Role, Staff
from hotline.core.staff_accounts import AccountState, LinkKind, StaffAccount
from hotline.core.staff_log import StaffEvent, StaffEventKind
from hotline.services.staff import accounts, open_work, second_factor
from hotline.services.staff.accounts import TERMINAL
from hotline.services.staff.links import HandedLink, add_link
from hotline.services.staff.open_work import OpenWork

if TYPE_CHECKING:
    from hotline.services.line import Line
    from hotline.storage.records.unit_of_work import Unit

OWN_ACCOUNT = "自己的账号不能这样改，请另一位管理员来改。"


@dataclass(frozen=True)
class Person:
    """What an administrator writes about a person. ``roles`` has at least one; ``department`` is a code or "",
    and so is ``office_code``, that of the member office whose part of the line is all that they see."""

    full_name: str
    roles: tuple[Role, ...]
    department: str = ""
    telephone: str = ""
    office_code: str = ""


def list_accounts(line: Line, actor: Staff, search: str = "", state: AccountState | None = None) -> list[StaffAccount]:
    """Accounts by login name, those with ``search`` in login name, name, telephone or department's code."""
    actor.require(Permission.MANAGE_STAFF)
    with line.records.reading() as unit:
        found = unit.staff.list_accounts(line.now())
    wanted = search.strip().lower()
    return [one for one in found if state in (None, one.state) and wanted in _searched(one.staff)]


def get_account(line: Line, actor: Staff, staff_id: int) -> StaffAccount:
    """Raises NotFound."""
    actor.require(Permission.MANAGE_STAFF)
    with line.records.reading() as unit:
        return _get(unit, line, staff_id)


def invite(line: Line, actor: Staff, name: str, person: Person) -> HandedLink:
    """Add an account without a password; returns the link with which the person sets one.

    Raises InvalidInput, and Conflict when the name is taken."""
    name = accounts.login_name(name)
    problems = accounts.check_name(name) | _check(person)
    if problems:
        raise InvalidInput(problems)
    roles = person.roles
    new = Staff(0, name, person.full_name, roles[0], True, roles[1:], person.department, person.telephone)
    new = replace(new, office_code=person.office_code)
    with _managing(line, actor) as unit:
        _require_office(unit, person)
        staff = accounts.add_account(unit, line, new, "")
        detail = _name_roles(roles)
        unit.staff_events.add(StaffEvent(line.now(), StaffEventKind.INVITED, name, actor.name, detail=detail))
        return add_link(unit, line, staff, LinkKind.INVITATION)


def change(line: Line, actor: Staff, staff_id: int, person: Person) -> None:
    """Change what is told of a person. Raises InvalidInput, NotFound, and Conflict when an administrator would take
    their own role away, or nobody could manage staff any more.

    Who gets a role that demands a second factor and has none must sign in again and set one up."""
    if problems := _check(person):
        raise InvalidInput(problems)
    roles = person.roles
    with _managing(line, actor) as unit:
        account = _get(unit, line, staff_id)
        staff = account.staff
        changed = replace(
            staff,
            full_name=person.full_name,
            role=roles[0],
            further_roles=roles[1:],
            department=person.department,
            telephone=person.telephone,
            office_code=person.office_code,
        )
        _require_office(unit, person)
        if staff_id == actor.id and not changed.may(Permission.MANAGE_STAFF):
            raise Conflict("不能去掉自己的管理员角色，请另一位管理员来改。")
        unit.staff.change(changed)
        is_demanded = second_factor.is_demanded(line, changed) and not second_factor.is_demanded(line, staff)
        if is_demanded and account.second_factor_since is None:
            unit.sign_ins.end_all(staff_id, line.now())
        accounts.keep_an_administrator(unit, line)
        _log_change(unit, line, actor, staff, changed)


def reset(line: Line, actor: Staff, staff_id: int) -> HandedLink:
    """End a person's password and sessions; returns the link with which they set a new password.

    Whoever was invited and has no password yet gets a new invitation. Raises NotFound, and Conflict for one's own
    account, a closed one and the last administrator's."""
    with _managing(line, actor) as unit:
        account = _get(unit, line, staff_id)
        _check_is_other(actor, staff_id)
        if account.state is AccountState.CLOSED:
            raise Conflict("这个账号停用了，请先启用。")
        accounts.replace_password(unit, line, account.staff, "")
        accounts.keep_an_administrator(unit, line)
        unit.staff_events.add(StaffEvent(line.now(), StaffEventKind.RESET, account.staff.name, actor.name))
        return add_link(unit, line, account.staff, LinkKind.RESET if account.has_password else LinkKind.INVITATION)


def close(line: Line, actor: Staff, staff_id: int) -> OpenWork:
    """Close an account: its sessions and links end at once. Returns what is open with this person.

    Raises NotFound, and Conflict for one's own account and the last administrator's."""
    with _managing(line, actor) as unit:
        account = _get(unit, line, staff_id)
        _check_is_other(actor, staff_id)
        unit.staff.change(replace(account.staff, active=False))
        accounts.end_access(unit, line, account.staff)
        accounts.keep_an_administrator(unit, line)
        if account.staff.active:
            unit.staff_events.add(StaffEvent(line.now(), StaffEventKind.CLOSED, account.staff.name, actor.name))
        return open_work.read_open_work(unit, account.staff)


def reopen(line: Line, actor: Staff, staff_id: int) -> None:
    """Open a closed account again, with the password it had. Raises NotFound."""
    with _managing(line, actor) as unit:
        account = _get(unit, line, staff_id)
        if not account.staff.active:
            unit.staff.change(replace(account.staff, active=True))
            unit.staff_events.add(StaffEvent(line.now(), StaffEventKind.REOPENED, account.staff.name, actor.name))


def remove_second_factor(line: Line, actor: Staff, staff_id: int) -> None:
    """Take away the second factor of somebody who lost their telephone and the recovery codes; their sessions end.

    Raises NotFound, and Conflict for one's own account."""
    with _managing(line, actor) as unit:
        account = _get(unit, line, staff_id)
        _check_is_other(actor, staff_id)
        second_factor.remove(unit, line, account.staff, actor, "")
        unit.sign_ins.end_all(staff_id, line.now())


def list_open_work(line: Line, actor: Staff, staff_id: int) -> OpenWork:
    """What is open with this person and with their department."""
    actor.require(Permission.MANAGE_STAFF)
    with line.records.reading() as unit:
        return open_work.read_open_work(unit, _get(unit, line, staff_id).staff)


def hand_over(line: Line, actor: Staff, staff_id: int, to: int) -> int:
    """Give what a person wrote and is open to somebody who may write it; returns how much. The new one counts as a
    writer, so they may not approve it. Raises NotFound, InvalidInput when ``to`` cannot take it."""
    with _managing(line, actor) as unit:
        staff = _get(unit, line, staff_id).staff
        work = open_work.read_open_work(unit, staff)
        successor = open_work.require_successor(work, staff, unit.staff.find(to))
        if work.written:
            open_work.hand_over(unit, work, successor, line.now())
            unit.staff_events.add(open_work.word_hand_over(work, staff, successor, actor, line.now()))
    return work.written


@contextmanager
def _managing(line: Line, actor: Staff) -> Iterator[Unit]:
    """A unit that changes accounts. One at a time: of two administrators who close each other's account, the second
    finds their own closed. Raises NotAllowed."""
    actor.require(Permission.MANAGE_STAFF)
    with line.records.writing() as unit:
        unit.staff.lock()
        if actor is not TERMINAL:
            (unit.staff.find(actor.id) or replace(actor, active=False)).require(Permission.MANAGE_STAFF)
        yield unit


def _get(unit: Unit, line: Line, staff_id: int) -> StaffAccount:
    account = unit.staff.find_account(staff_id, line.now())
    if account is None:
        raise NotFound("没有这个人。")
    return account


def _check(person: Person) -> dict[str, str]:
    return accounts.check_person(person.full_name, person.roles, person.telephone)


def _require_office(unit: Unit, person: Person) -> None:
    """Raise InvalidInput where a person's office does not go with their roles, or with their department."""
    if not person.office_code:
        return
    departments = {one.code for one in unit.office.departments() if one.office_code == person.office_code}
    problems = {}
    if unit.office.rows_of_member_offices.find_key(person.office_code) is None:
        problems["office_code"] = "没有这个成员单位，或者它还没有通过审核。"
    elif Role.ADMINISTRATOR in person.roles:
        problems["office_code"] = "管理员管整条热线，不能只属于一个成员单位。"
    elif person.department and person.department not in departments:
        problems["department"] = "这个科室不是那个单位的。"
    if problems:
        raise InvalidInput(problems)


def _check_is_other(actor: Staff, staff_id: int) -> None:
    if actor.id == staff_id:
        raise Conflict(OWN_ACCOUNT)


def _searched(staff: Staff) -> str:
    return "\n".join((staff.name, staff.full_name, staff.telephone, staff.department)).lower()


def _log_change(unit: Unit, line: Line, actor: Staff, before: Staff, after: Staff) -> None:
    now: datetime = line.now()
    if set(before.roles) != set(after.roles):
        detail = f"{_name_roles(before.roles)} → {_name_roles(after.roles)}"
        unit.staff_events.add(StaffEvent(now, StaffEventKind.ROLES_CHANGED, after.name, actor.name, detail=detail))
    if replace(before, role=after.role, further_roles=after.further_roles) != after:
        unit.staff_events.add(StaffEvent(now, StaffEventKind.PERSON_CHANGED, after.name, actor.name))


def _name_roles(roles: tuple[Role, ...]) -> str:
    return "、".join(ROLE_NAMES[role] for role in roles)
