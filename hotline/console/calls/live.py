"""Calls in which staff are talking with a caller now, and the form that adds a liaison officer to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from hotline.console.blueprint import actor, console, department_names
from hotline.console.calls.forms import TransferForm
from hotline.console.calls.pages import LiveCallPage, LiveCallsPage
from hotline.core.errors import Unavailable
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services.calls import dialling, live, warm_transfer
from hotline.services.calls.warm_transfer import CannotTransfer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.services.calls.live import LiveCall


@console.get("/talks")
def list_talks() -> str:
    return render(LiveCallsPage(title="正在通话", talks=live.list_live_calls(current_line(), actor())))


@console.get("/talks/<call>")
def talk(call: str) -> str:
    return _page(live.get_live_call(current_line(), actor(), call), _form())


@console.post("/talks/<call>")
def transfer(call: str) -> ResponseReturnValue:
    actor().require(Permission.TRANSFER_CALLS)
    found = live.get_live_call(current_line(), actor(), call)
    form = _form()
    if not form.validate():
        return _page(found, form), 400
    try:
        warm_transfer.start_transfer(current_line(), call, form.to)
    except CannotTransfer as obstacle:
        form.officer.errors = [str(obstacle)]
        return _page(found, form), obstacle.status
    flash("正在呼叫，请您和来电人继续通话。对方按1以后，三个人就在同一个通话里。", "success")
    return redirect(url_for("console.talk", call=call), 303)


def _form() -> TransferForm:
    form = TransferForm()
    form.officer.choices = [("", "请选择"), *_officer_choices()]  # no officer preselected: a slip would dial somebody
    return form


def _officer_choices() -> list[tuple[str, str]]:
    """(code/place, label) of every liaison officer, as ``warm_transfer.start_transfer`` reads them.

    Empty while nothing is published."""
    line = current_line()
    try:
        departments = line.knowledge.departments()
    except Unavailable:
        return []
    return [
        (f"{department.code}/{place}", f"{department.name}　{officer.name}")
        for department in departments
        for place, officer in enumerate(dialling.list_officers(line, department.code), start=1)
    ]


def _page(found: LiveCall, form: TransferForm) -> str:
    return render(LiveCallPage(title="正在通话", talk=found, form=form, departments=department_names()))
