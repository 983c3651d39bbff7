"""Links that are handed to a person, who sets their own password with one: invitations and resets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.ip_addresses import networks_of
from hotline.core.masking import mask_number
from hotline.core.permissions import Permission, Staff
from hotline.core.staff_accounts import LinkKind, StaffLink
from hotline.core.staff_log import StaffEvent, StaffEventKind
from hotline.core.texts import TextPurpose, find_mobile_number
from hotline.services import outbox
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


def can_text(line: Line) -> bool:
    """Whether a gateway is set up that could send a link."""
    return line.text_gateway in line.senders


def text_link(line: Line, actor: Staff, token: str, number: str, address: str) -> str:
    """Send ``address``, that of the link ``token``, to the mobile telephone ``number``; returns it masked.

    Once a link and number, however often it is asked for. The outbox keeps the words until they are sent or given up.
    Raises NotFound for a link that is used or too old, InvalidInput for a number that gets no texts, and Conflict
    where no gateway is set up."""
    actor.require(Permission.MANAGE_STAFF)
    if not can_text(line):
        raise Conflict("系统没有设置发短信的账号。请用别的办法把链接交给本人。")
    mobile = find_mobile_number(number)
    if not mobile:
        raise InvalidInput({"number": "请写11位的手机号，例如13800138000。"})
    key = f"staff-link:{hash_token(token + mobile)}"
    with line.records.writing() as unit:
        link = _get(unit, line, token, for_update=True)
        if outbox.refusal(line, unit, mobile, TextPurpose.STAFF_LINK):
            raise InvalidInput({"number": "这个号码退订了短信，发不到。请用别的办法把链接交给本人。"})
        if not unit.texts.list_keys(key):
            words = _word_text(line, link, address)
            outbox.queue(line, unit, key=key, number=mobile, body=words, purpose=TextPurpose.STAFF_LINK)
            told = (line.now(), StaffEventKind.LINK_TEXTED, link.staff.name, actor.name)
            unit.staff_events.add(StaffEvent(*told, detail=f"发到{mask_number(mobile)}"))
    return mask_number(mobile)


def _word_text(line: Line, link: StaffLink, address: str) -> str:
    until = line.at_office(link.expires_at)
    what = "您的热线后台账号开好了" if link.kind is LinkKind.INVITATION else "您的热线后台密码要重设"
    told = f"{link.staff.full_name}，{what}。请在{until.month}月{until.day}日{until:%H:%M}前打开，自己设密码：{address}"
    return f"{told} 只能用一次，请不要转发。"


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
