"""The applicant confirms with a link that the office has the application: 条例 第三十一条, 双方确认之日.

Ordinary mail, e-mail and fax count as received from the day on which both sides confirmed them. The office registers
what came and hands over the link, which is its side; pressing the button behind it is the applicant's."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.disclosure.application_life import require_own
from hotline.core.disclosure.applications import Application, ApplicationState
from hotline.core.errors import Conflict, NotFound
from hotline.core.masking import mask_number
from hotline.core.permissions import Permission, Staff
from hotline.core.texts import TextPurpose, find_mobile_number
from hotline.services import outbox
from hotline.services.disclosure.applications import confirm, get_by_number
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

WRONG = "这个链接不对。请从短信或者邮件里重新打开，或者打电话问我们。"


def link_token(line: Line, application: Application) -> str:
    """What the link of ``application`` holds, which nobody can guess; "" where there is nothing to confirm, or the line
    has no key."""
    if application.state is not ApplicationState.REGISTERED:
        return ""
    return _token(line, application.number)


def find_by_link(line: Line, number: str, token: str) -> Application:
    """The application that the link is for, without who applied. Raises NotFound for a wrong link."""
    with line.records.reading() as unit:
        return replace(_find(line, unit, number, token), applicant=None)


def confirm_by_link(line: Line, number: str, token: str) -> Application:
    """Fix today as the day of receipt, once: a second press changes nothing. Raises NotFound for a wrong link."""
    with line.records.writing() as unit:
        application = _find(line, unit, number, token)
        if application.state is ApplicationState.REGISTERED:
            application = confirm(line, unit, application, line.now().date(), "")
        return replace(application, applicant=None)


def can_text(line: Line, actor: Staff, application: Application) -> bool:
    """Whether ``actor`` may send the link by SMS, and there is a mobile number and a gateway for it."""
    who = application.applicant
    may = actor.may(Permission.REGISTER_APPLICATIONS) and actor.may(Permission.SEE_APPLICANTS)
    return may and bool(who and find_mobile_number(who.telephone)) and line.text_gateway in line.senders


def text_link(line: Line, actor: Staff, number: str, address: str, compose: Callable[[str, str], str]) -> str:
    """Send ``address``, that of the link, to the applicant's mobile telephone; returns it masked.

    Once a day, however often it is asked for. Raises Conflict where the receipt is confirmed already, or no text can
    be sent."""
    actor.require(Permission.REGISTER_APPLICATIONS)
    with line.records.writing() as unit:
        application = get_by_number(unit, number)
        require_own(actor, application)
        if application.state is not ApplicationState.REGISTERED:
            raise Conflict("这件申请已经确认收到，不用再发。")
        mobile = find_mobile_number(application.applicant.telephone) if application.applicant else ""
        if outbox.refusal(line, unit, mobile, TextPurpose.CONFIRMATION):
            raise Conflict("这个号码发不了短信：没有写手机号、退订了短信，或者系统没有设置发短信。请打电话或者发邮件。")
        outbox.queue(
            line,
            unit,
            key=f"application-confirmation:{number}:{line.now().date().isoformat()}",
            number=mobile,
            body=compose(number, address),
            purpose=TextPurpose.CONFIRMATION,
        )
    return mask_number(mobile)


def _find(line: Line, unit: Unit, number: str, token: str) -> Application:
    expected = _token(line, number)
    if not expected or not hmac.compare_digest(expected.encode(), token.encode("utf-8", "replace")):
        raise NotFound(WRONG)
    application = unit.applications.find(number)
    if application is None:
        raise NotFound(WRONG)
    return application


def _token(line: Line, number: str) -> str:
    return line.owner_of(f"confirmation of application {number}")[:32]
