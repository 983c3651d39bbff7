"""What is noted in the file of an application beside its steps: searches, and the slips that ask for opinions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from hotline.console.applications.forms import OpinionForm, SearchForm, SlipReceivedForm, put_errors
from hotline.console.applications.pages import CaseFormPage
from hotline.console.blueprint import actor, console
from hotline.console.forms import StaffForm
from hotline.core.disclosure.case_files import Opinion, SearchDone
from hotline.core.errors import Conflict, InvalidInput
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services.disclosure import applications, case_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

_SEARCH_HINTS = {
    "place": "档案室、公文系统、业务科室，一处写一条。",
    "words": "查的词、文号、年份。法院要看这一条。",
    "found": "没有查到的，写“没有”。",
}
_RECEIVED_HINTS = {"received_on": "十五个工作日从这一天起算：签收单、送达回执上的日期。"}
_OPINION_HINTS = {"reasons": "不同意公开的，法律要求对方说明理由。"}


@console.get("/applications/<number>/searches/new")
def new_application_search(number: str) -> str:
    actor().require(Permission.HANDLE_APPLICATIONS)
    today = current_line().now().date()
    form = SearchForm(formdata=None, data={"searched_on": today, "searched_by": actor().full_name})
    return _show(number, form, "检索记录", "登记检索记录", _SEARCH_HINTS)


@console.post("/applications/<number>/searches/new")
def add_application_search(number: str) -> ResponseReturnValue:
    actor().require(Permission.HANDLE_APPLICATIONS)
    form = SearchForm()

    def add() -> None:
        texts = {name: form[name].data or "" for name in ("place", "words", "searched_by", "found")}
        search = SearchDone(searched_on=form.searched_on.data, **texts)
        case_files.add_search(current_line(), actor(), number, search)

    return _do(number, form, add, "检索记录", "登记检索记录", _SEARCH_HINTS)


@console.get("/applications/<number>/slips/<int:slip>/received")
def new_slip_receipt(number: str, slip: int) -> str:
    actor().require(Permission.HANDLE_APPLICATIONS)
    form = SlipReceivedForm(formdata=None, data={"received_on": current_line().now().date()})
    return _show(number, form, "对方收到征求意见书", "登记收到的日期", _RECEIVED_HINTS)


@console.post("/applications/<number>/slips/<int:slip>/received")
def record_slip_receipt(number: str, slip: int) -> ResponseReturnValue:
    actor().require(Permission.HANDLE_APPLICATIONS)
    form = SlipReceivedForm()

    def note() -> None:
        case_files.record_slip_received(current_line(), actor(), number, slip, form.received_on.data)

    return _do(number, form, note, "对方收到征求意见书", "登记收到的日期", _RECEIVED_HINTS)


@console.get("/applications/<number>/slips/<int:slip>/opinion")
def new_opinion(number: str, slip: int) -> str:
    actor().require(Permission.HANDLE_APPLICATIONS)
    form = OpinionForm(formdata=None, data={"answered_on": current_line().now().date()})
    return _show(number, form, "对方的意见", "登记意见", _OPINION_HINTS)


@console.post("/applications/<number>/slips/<int:slip>/opinion")
def record_slip_opinion(number: str, slip: int) -> ResponseReturnValue:
    actor().require(Permission.HANDLE_APPLICATIONS)
    form = OpinionForm()

    def note() -> None:
        opinion, day, reasons = Opinion[form.opinion.data], form.answered_on.data, form.reasons.data or ""
        case_files.record_opinion(current_line(), actor(), number, slip, opinion, day, reasons)

    return _do(number, form, note, "对方的意见", "登记意见", _OPINION_HINTS)


@console.post("/applications/<number>/slips/<int:slip>/silence")
def record_slip_silence(number: str, slip: int) -> ResponseReturnValue:
    """Note that nobody answered in time. There is nothing to fill in, so a refusal goes back to the case."""
    actor().require(Permission.HANDLE_APPLICATIONS)
    try:
        case_files.record_silence(current_line(), actor(), number, slip)
    except Conflict as conflict:
        flash(f"没有办成。{conflict}", "error")
    else:
        flash("逾期未答复已经登记。", "success")
    return redirect(url_for("console.application", number=number), 303)


def _do(
    number: str, form: StaffForm, change: Callable[[], None], title: str, label: str, hints: dict[str, str]
) -> ResponseReturnValue:
    """Apply ``change`` and go back to the case, or show the form with the reason and what was typed."""
    applications.get_application(current_line(), actor(), number)
    if not form.validate():
        return _show(number, form, title, label, hints), 400
    try:
        change()
    except InvalidInput as error:
        return _show(number, form, title, label, hints, put_errors(form, error)), error.status
    except Conflict as conflict:
        return _show(number, form, title, label, hints, f"没有办成。{conflict}"), conflict.status
    flash("已经登记。", "success")
    return redirect(url_for("console.application", number=number), 303)


def _show(number: str, form: StaffForm, title: str, label: str, hints: dict[str, str], problem: str = "") -> str:
    applications.get_application(current_line(), actor(), number)
    page = CaseFormPage(title=title, number=number, form=form, label=label, hints=hints, problem=problem)
    return render(page)
