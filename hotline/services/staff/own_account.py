"""What each member of staff does with their own account: name and telephone, password, sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.errors import InvalidInput, NotFound
from hotline.core.ip_addresses import networks_of
from hotline.core.permissions import Staff
from hotline.core.staff_accounts import StaffAccount, StaffSession
from hotline.core.staff_log import StaffEvent, StaffEventKind
from hotline.services.staff import accounts, passwords
from hotline.services.staff.authentication import SESSION
from hotline.services.staff.password_check import check_own_password
from hotline.services.staff.tokens import hash_token

if TYPE_CHECKING:
    from hotline.services.line import Line


def get_account(line: Line, actor: Staff) -> tuple[StaffAccount, int]:
    """One's own account, and how many recovery codes are left. Raises NotFound."""
    with line.records.reading() as unit:
        account = unit.staff.find_account(actor.id, line.now())
        left = unit.staff_secrets.count_recovery_codes(actor.id)
    if account is None:
        raise NotFound("没有这个用户。")
    return account, left


def change_person(line: Line, actor: Staff, full_name: str, telephone: str) -> None:
    """Change one's own name and telephone. Raises InvalidInput."""
    if problems := accounts.check_person(full_name, actor.roles, telephone):
        raise InvalidInput(problems)
    with line.records.writing() as unit:
        unit.staff.lock()
        current = unit.staff.find(actor.id)
        if current is None:
            raise NotFound("没有这个用户。")
        unit.staff.change(replace(current, full_name=full_name, telephone=telephone))
        unit.staff_events.add(StaffEvent(line.now(), StaffEventKind.PERSON_CHANGED, actor.name, actor.name))


def change_password(line: Line, actor: Staff, old: str, new: str, address: str, token: str) -> None:
    """Change one's own password; every session but that of ``token`` ends. Raises InvalidInput."""
    if fault := passwords.find_fault(new, actor.name, actor.full_name):
        raise InvalidInput({"password": fault})
    if new == old:
        raise InvalidInput({"password": "新密码跟现在的一样，请换一个。"})
    checked = check_own_password(line, actor, old, address, "old_password")
    password_hash, network = passwords.hash_password(new), networks_of(address).subscriber
    with line.records.writing() as unit:
        checked.lock(unit)
        unit.failures.remove(checked.failure)
        unit.staff.set_password_hash(actor.name, password_hash)
        unit.staff.forget_unconfirmed_secret(actor.id)
        unit.sign_ins.end_others(actor.id, hash_token(token), line.now())
        unit.staff_secrets.forget_steps(actor.id)
        unit.staff_secrets.void_links(actor.id, line.now())
        event = StaffEvent(line.now(), StaffEventKind.PASSWORD_CHANGED, actor.name, actor.name, network)
        unit.staff_events.add(event)


def list_sessions(line: Line, actor: Staff) -> list[StaffSession]:
    """One's own open sessions, the last used first."""
    with line.records.reading() as unit:
        return unit.sign_ins.list_open(actor.id, line.now() - SESSION)


def own_session_key(token: str) -> str:
    """The key of the session with this token, as ``list_sessions`` tells it."""
    return hash_token(token)


def end_session(line: Line, actor: Staff, key: str) -> None:
    """End one of one's own sessions. Raises NotFound when it is none of them or has ended."""
    with line.records.writing() as unit:
        if key not in {one.key for one in unit.sign_ins.list_open(actor.id, line.now() - SESSION)}:
            raise NotFound("这次登录已经结束了。")
        unit.sign_ins.end(key, line.now())
        event = StaffEvent(line.now(), StaffEventKind.SESSIONS_ENDED, actor.name, actor.name, detail="1处")
        unit.staff_events.add(event)


def end_other_sessions(line: Line, actor: Staff, token: str) -> int:
    """End every own session but that of ``token``. Returns how many."""
    with line.records.writing() as unit:
        ended = unit.sign_ins.end_others(actor.id, hash_token(token), line.now())
        if ended:
            kind = StaffEventKind.SESSIONS_ENDED
            unit.staff_events.add(StaffEvent(line.now(), kind, actor.name, actor.name, detail=f"{ended}处"))
    return ended
