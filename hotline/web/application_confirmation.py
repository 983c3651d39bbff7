"""The page behind the link with which an applicant confirms an application that came by mail, e-mail or fax.

Opening it changes nothing, for mail programs and virus scanners open links too; its button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, request

from hotline.core.disclosure.applications import ApplicationState
from hotline.core.errors import NotFound, Unavailable
from hotline.http.context import current_line, render
from hotline.http.rate_limits import limiter
from hotline.services.disclosure import confirmations
from hotline.web.blueprint import web
from hotline.web.forms import PublicForm
from hotline.web.pages import ApplicationConfirmationPage

if TYPE_CHECKING:
    from flask import Response

    from hotline.core.disclosure.applications import Application

STALE = "页面打开太久，还没有确认，请再按一次。"
UNREADABLE = "现在确认不了，请过一会儿再按，或者打电话。"


@web.route("/apply/confirm", methods=["GET", "POST"])
@limiter.limit("20/minute")
def confirm_application() -> Response:
    """The token is in the query, which no log keeps."""
    line, form = current_line(), PublicForm()
    number, token = request.args.get("number", ""), request.args.get("token", "")
    try:
        if form.validate_on_submit():
            return _respond(form, confirmations.confirm_by_link(line, number, token))
        application = confirmations.find_by_link(line, number, token)
    except NotFound as wrong:
        return _respond(form, None, str(wrong), 404)
    except Unavailable:
        return _respond(form, None, UNREADABLE, 503)
    return _respond(form, application, STALE if form.is_submitted() else "", 400 if form.is_submitted() else 200)


def _respond(form: PublicForm, application: Application | None, problem: str = "", status: int = 200) -> Response:
    is_waiting = application is not None and application.state is ApplicationState.REGISTERED
    page = ApplicationConfirmationPage(
        title="确认申请" if is_waiting or problem else "已经确认",
        office=current_line().knowledge.office,
        form=form,
        application=application,
        is_waiting=is_waiting,
        problem=problem,
    )
    response = make_response(render(page), status)
    response.headers["Cache-Control"] = "no-store"
    return response
