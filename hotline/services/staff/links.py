"""Links that are handed to a person, who sets their own password with one: invitations and resets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotline.core.errors import InvalidInput, NotFound
from hotline.core.ip_addresses import networks_of
from hotline.core.permissions import Staff
from hotline.core.staff_accounts import LinkKind, StaffLink
from hotline.core.staff_log import StaffEvent, StaffEventKind
from hotline.services.staff import accounts, passwords
from hotline.services.staff.tokens import draw_token, hash_token

if TYPE_CHECKING:
    from hotline.services.line import Line
    from hotline.storage.records.unit_of_work import Unit

VALID = timedelta(days=3)
GONE = "这个链接已经用过，或者过了3天。请管理员再给您一个。"


@dataclass(frozen=True)
class HandedLink:
    """A link as it is shown once: nobody can look ``token`` up later."""

    staff: Staff
    kind: LinkKind
    token: str
    expires_at: datetime


def add_link(unit: Unit, line: Line, staff: Staff, kind: LinkKind) -> HandedLink:
    """A new link for this person; earlier ones are void."""
    token, now = draw_token(line), line.now()
    unit.staff_secrets.add_link(hash_token(token), staff.id, kind, now, now + VALID)
    return HandedLink(staff, kind, token, now + VALID)


def get_link(line: Line, token: str) -> StaffLink:
    """Whose link this is. Raises NotFound once it was used or is too old, or the account is closed."""
    with line.records.reading() as unit:
        return _get(unit, line, token)


def use_link(line: Line, token: str, password: str, address: str) -> Staff:
    """Set the password of the person whose link this is. Raises NotFound, and InvalidInput for a bad password.

    The link is not used up by a password that is refused."""
    staff = get_link(line, token).staff
    if fault := passwords.find_fault(password, staff.name, staff.full_name):
        raise InvalidInput({"password": fault})
    password_hash, network = passwords.hash_password(password), networks_of(address).subscriber
    with line.records.writing() as unit:
        staff = _get(unit, line, token, for_update=True).staff
        accounts.replace_password(unit, line, staff, password_hash)
        unit.staff_events.add(StaffEvent(line.now(), StaffEventKind.LINK_USED, staff.name, staff.name, network))
    return staff


def _get(unit: Unit, line: Line, token: str, *, for_update: bool = False) -> StaffLink:
    row = unit.staff_secrets.find_link(hash_token(token), line.now(), for_update=for_update)
    staff = unit.staff.find(row.staff_id) if row else None
    if row is None or staff is None or not staff.active:
        raise NotFound(GONE)
    return StaffLink(staff, row.kind, row.expires_at)
