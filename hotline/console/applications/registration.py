"""Registering an application that came by post, in person, by e-mail, fax or telephone, and its slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from hotline.console.applications.forms import RegistrationForm, put_errors
from hotline.console.applications.pages import RegistrationPage, SlipPage
from hotline.console.blueprint import actor, console, department_choices
from hotline.core.disclosure.applications import ApplicationChannel
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services.disclosure import applications, letters
from hotline.services.staff.tokens import draw_token

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.core.disclosure.applications import Application

_TITLE = "登记申请"
_OF_APPLICANT = ("name", "identity", "telephone", "email", "address", "agent")
_NO_DESK = "您的单位还没有填公开工作机构、复议机关和法院，不能登记申请。请先在“成员单位”里填好。"
_SENT_BEFORE = "这张表先前登记成了{}，现在写的不一样。要另外登记一件，请再按一次下面的按钮；先前那一件没有变。"


@console.get("/applications/new")
def new_application() -> str:
    actor().require(Permission.REGISTER_APPLICATIONS)
    line = current_line()
    filled: dict[str, object] = {"submission": draw_token(line)[:32], "arrived_on": line.now().date()}
    if split_from := request.args.get("split_from", ""):
        filled |= _fill_from(applications.get_application(line, actor(), split_from).application)
    return _show(RegistrationForm(formdata=None, data=filled))


def _fill_from(first: Application) -> dict[str, object]:
    """What an application has in common with another one from the same paper."""
    actor().require(Permission.SEE_APPLICANTS)
    wanted = {name: getattr(first.wanted, name) for name in ("description", "form", "delivery")}
    who = {name: getattr(first.applicant, name) for name in _OF_APPLICANT}
    came = {"channel": first.channel.name, "arrived_on": first.arrived_on, "department": first.department}
    whose = {"split_from": first.number, "kind": first.applicant_kind.name, "office_code": first.office_code}
    return {**whose, **came, **who, **wanted}


@console.post("/applications/new")
def register_application() -> ResponseReturnValue:
    """Register the application and show its slip, with the query code this once."""
    line = current_line()
    actor().require(Permission.REGISTER_APPLICATIONS)
    form = RegistrationForm()
    form.offer_channels()
    _offer_offices(form)
    if not form.validate():
        return _show(form), 400
    try:
        registered = applications.register(
            line,
            channel=ApplicationChannel[form.channel.data],
            applicant=form.to_applicant(),
            wanted=form.to_wanted(),
            actor=actor(),
            arrived_on=form.arrived_on.data,
            department=form.department.data if form.department.data in department_choices() else "",
            office_code=form.office_code.data or "",
            submission=(form.submission.data or "")[:32] or None,
            split_from=(form.split_from.data or "")[:40],
        )
    except InvalidInput as error:
        return _show(form, put_errors(form, error)), error.status
    except (Conflict, NotFound) as refusal:  # not found: the application that it was split from
        return _show(form, str(refusal)), refusal.status
    if registered.is_changed:
        form.submission.data = draw_token(line)[:32]
        return _show(form, _SENT_BEFORE.format(registered.application.number)), 409
    return _slip(registered.application.number, registered.query_code)


@console.get("/applications/<number>/slip")
def application_slip(number: str) -> str:
    """The slip again, without the query code."""
    return _slip(number, "")


def _slip(number: str, query_code: str) -> str:
    line = current_line()
    opened = applications.get_application(line, actor(), number)
    desk = letters.find_desk(line, opened.application.office_code)
    return render(SlipPage(title=f"申请 {number} 的回执", opened=opened, query_code=query_code, desk=desk))


def _show(form: RegistrationForm, problem: str = "") -> str:
    form.offer_channels()
    form.department.choices = {"": "还没有定", **department_choices()}
    _offer_offices(form)
    problem = problem or ("" if form.office_code.choices else _NO_DESK)
    return render(RegistrationPage(title=_TITLE, form=form, problem=problem))


def _offer_offices(form: RegistrationForm) -> None:
    """Let whoever registers choose among the offices; where there is but one, as for the staff of a member, the form
    shows no choice and the application is to that one."""
    offered = applications.list_addressees(current_line(), actor())
    form.office_code.choices = list(offered.items())
    if len(offered) == 1:
        form.office_code.data = next(iter(offered))
