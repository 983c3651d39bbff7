"""Sending the applicant the link that confirms an application which came by mail, e-mail or fax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, url_for

from hotline.console.blueprint import actor, console
from hotline.core.errors import Conflict
from hotline.core.permissions import Permission
from hotline.http.context import current_line
from hotline.services.disclosure import applications, confirmations

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.core.disclosure.applications import Application


def confirmation_link(application: Application) -> str:
    """The whole address of the link, to be copied into a mail; "" where there is nothing to confirm."""
    token = confirmations.link_token(current_line(), application)
    if not token:
        return ""
    return current_line().public_url + url_for("web.confirm_application", number=application.number, token=token)


@console.post("/applications/<number>/confirmation")
def text_confirmation_link(number: str) -> ResponseReturnValue:
    """Send the link by SMS. There is nothing to fill in, so a refusal goes back to the case."""
    line, staff = current_line(), actor()
    staff.require(Permission.REGISTER_APPLICATIONS)
    link = confirmation_link(applications.get_application(line, staff, number).application)
    try:
        mobile = confirmations.text_link(line, staff, number, link, current_app.extensions["confirmation_wording"])
    except Conflict as conflict:
        flash(f"没有发。{conflict}", "error")
    else:
        flash(f"确认的链接已经发到{mobile}。一天只发一次。", "success")
    return redirect(url_for("console.application", number=number), 303)
