"""Applying for disclosure on the web (依申请公开), and reading how an application stands by number and query code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, make_response

from hotline.core.disclosure.stages import days_to_the_last
from hotline.core.errors import InvalidInput, Unavailable
from hotline.http.context import current_line, render
from hotline.http.rate_limits import limiter
from hotline.services.content.published import find_member_name
from hotline.services.disclosure import public_status, web_applications
from hotline.services.disclosure.applications import check_application, list_addressees
from hotline.web.application_form import ApplicationForm, StatusForm
from hotline.web.blueprint import web
from hotline.web.pages import (
    ApplicationCalendarPage,
    ApplicationFormPage,
    ApplicationReceivedPage,
    ApplicationStatusPage,
)

if TYPE_CHECKING:
    from flask import Response

    from hotline.core.disclosure.clocks import ClockReading
    from hotline.services.disclosure.public_status import PublicStatus
    from hotline.services.disclosure.web_applications import WebReceipt
    from hotline.services.line import Line
    from hotline.web.pages import WebPage

WRONG = "没有找到。请检查编号和查询码，再查一次。"
"""Said of a wrong number as of a wrong code: who tries numbers learns nothing."""
STALE = "页面打开太久，还没有交上去。您写的内容还在下面，请再交一次。"


def _has_missed(_response: object) -> bool:
    return bool(g.get("has_missed"))


@web.get("/apply")
def application_form() -> Response:
    line = current_line()
    form = ApplicationForm(formdata=None)
    _offer_offices(line, form)
    form.submission.data = web_applications.draw_submission(line)
    return _respond(_form_page(line, form))


@web.post("/apply")
@limiter.limit("10/hour")
def apply_for_disclosure() -> Response:
    """Register the application. Whenever that fails, the form is shown again with what was typed."""
    line, form = current_line(), ApplicationForm()
    _offer_offices(line, form)
    if not web_applications.is_submission(form.submission.data or ""):
        form.submission.data = web_applications.draw_submission(line)
    if not _is_complete(line, form):
        return _respond(_form_page(line, form), 400)
    try:
        receipt = web_applications.apply_on_web(
            line,
            form.applicant(),
            form.wanted(),
            form.submission.data,
            current_app.extensions["application_wording"],
            office_code=form.office_code.data,
        )
    except InvalidInput as error:
        form.add_problems(error.fields)
        return _respond(_form_page(line, form), 400)
    except Unavailable:
        form.description.errors = ["现在存不下申请，还没有交上去。您写的内容还在下面，请过一会儿再交，或者打电话。"]
        return _respond(_form_page(line, form), 503)
    return _respond(_received_page(line, receipt))


@web.get("/apply/status")
def application_status_form() -> Response:
    line = current_line()
    return _respond(_status_page(line, StatusForm(formdata=None), None))


@web.post("/apply/status")
@limiter.limit("20/minute")
@limiter.limit("20/hour", deduct_when=_has_missed)
def application_status() -> Response:
    """How an application stands, or each day of its calendar where the button for that was pressed.

    There are 100 million codes for each number. Wrong ones are counted by themselves, as wrong tracking numbers are."""
    line, form = current_line(), StatusForm()
    if not form.validate_on_submit():
        if "csrf_token" in form.errors:
            form.csrf_token.errors = ["页面打开太久，请再按一次“查办理情况”。"]
        return _respond(_status_page(line, form, None), 400)
    try:
        status = public_status.find_status(line, form.number.data, form.code.data)
    except Unavailable:
        form.number.errors = ["现在查不了，请过一会儿再查，或者打电话问。"]
        return _respond(_status_page(line, form, None), 503)
    if status is None:
        g.has_missed = True
        form.number.errors = [WRONG]
        return _respond(_status_page(line, form, None), 404)
    if form.calendar.data and status.clock:
        return _respond(_calendar_page(line, form, status.clock))
    return _respond(_status_page(line, form, status))


def _offer_offices(line: Line, form: ApplicationForm) -> None:
    """Let the applicant choose among the offices that take applications here."""
    try:
        form.office_code.choices = list(list_addressees(line).items())
    except Unavailable:  # the office that runs the line takes them, and whether it can is told when the form is sent
        form.office_code.choices = [("", line.knowledge.office.name)]


def _is_complete(line: Line, form: ApplicationForm) -> bool:
    """Whether nothing is missing; all faults are noted in the form at once."""
    is_valid = form.validate_on_submit()
    if "csrf_token" in form.errors:
        form.csrf_token.errors = [STALE]
    today = line.now().date()
    problems = check_application(form.applicant(), form.wanted(), today, today) | form.find_contradictions()
    form.add_problems(problems)
    return is_valid and not problems


def _respond(page: WebPage, status: int = 200) -> Response:
    """``page`` with ``status``, which no browser or proxy may keep: it shows what somebody wrote or applied for."""
    response = make_response(render(page), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _form_page(line: Line, form: ApplicationForm) -> ApplicationFormPage:
    return ApplicationFormPage(title="申请政府信息公开", office=line.knowledge.office, form=form)


def _received_page(line: Line, receipt: WebReceipt) -> ApplicationReceivedPage:
    return ApplicationReceivedPage(
        title="申请收到了",
        office=line.knowledge.office,
        receipt=receipt,
        member=find_member_name(line.knowledge, receipt.application.office_code),
        already_public=web_applications.find_public_already(line, receipt.application.wanted.description),
    )


def _status_page(line: Line, form: StatusForm, status: PublicStatus | None) -> ApplicationStatusPage:
    return ApplicationStatusPage(
        title="查申请办得怎样",
        office=line.knowledge.office,
        form=form,
        status=status,
        is_late=status is not None and status.is_late(line.now().date()),
    )


def _calendar_page(line: Line, form: StatusForm, clock: ClockReading) -> ApplicationCalendarPage:
    return ApplicationCalendarPage(
        title="最后一天是怎样算的",
        office=line.knowledge.office,
        form=form,
        clock=clock,
        days=days_to_the_last(clock),
    )
