"""Writing the annual report, its review, and its way into the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.applications.forms import by_name
from hotline.console.applications.pages import ReportEditPage
from hotline.console.applications.report_forms import ReportForm
from hotline.console.applications.report_pages import show_report
from hotline.console.blueprint import actor, console
from hotline.console.review_steps import version_seen
from hotline.core.disclosure.report_documents import (
    FIGURES,
    PART_TITLES,
    PROSE_PARTS,
    ReportAction,
    ReportState,
)
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.permissions import Permission
from hotline.core.proposals import ProposalKind
from hotline.core.typed_text import clean_text
from hotline.http.context import current_line, render
from hotline.services.disclosure import report_documents, report_files, report_items
from hotline.services.disclosure.report_documents import OpenReport, read_report

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

DONE = {
    ReportAction.SUBMIT: "已经提交，等另一个人审核。表三、表四的数字已经照现在的记录抄下来。",
    ReportAction.RECALL: "已经收回，又是草稿了，可以接着写。",
    ReportAction.RETURN: "已经退回，并附上了您的意见。",
    ReportAction.FREEZE: "已经定稿。以后申请的记录再变，这份报告也不变。下一步是送进公开目录。",
    ReportAction.REOPEN: "已经重新打开，可以修改。公众看到的还是原来那一份。",
}


@console.get("/applications/report/<int:year>/edit")
def edit_report(year: int) -> ResponseReturnValue:
    actor().require(Permission.MAKE_REPORT)
    opened = _read(year)
    if opened.state not in (None, ReportState.DRAFT):
        flash("这份报告现在不能改。在等审核的先收回，已经定稿的请审核员重新打开。", "info")
        return redirect(_page_of(year))
    typed: dict[str, object] = {"version": opened.version, **opened.figures, **opened.prose}
    return _edit_page(ReportForm(formdata=None, data=typed), opened)


@console.post("/applications/report/<int:year>/edit")
def save_report(year: int) -> ResponseReturnValue:
    """Save the draft, and submit it where that button was pressed."""
    actor().require(Permission.MAKE_REPORT)
    opened, form = _read(year), ReportForm()
    if not form.validate():
        return _edit_page(form, opened), 400
    line = current_line()
    try:
        saved = report_documents.save_report(line, actor(), year, form.version.data, form.to_prose(), form.to_figures())
    except InvalidInput as error:
        for name, message in error.fields.items():
            form[name].errors = [message]
        return _edit_page(form, opened), 400
    except Conflict as conflict:
        if report_documents.is_saved(opened, actor(), form.to_prose(), form.to_figures()):
            return redirect(_page_of(year), 303)
        form.version.data = opened.version
        is_open = opened.state in (None, ReportState.DRAFT)
        what_next = "；再按一次保存，就用您的盖过去。" if is_open else "，请先抄下来。"
        return _edit_page(form, opened, f"没有保存。{conflict}您写的还在下面{what_next}"), 409
    if request.form.get("then") == "submit":
        return _submit(year, saved.version)
    flash("草稿已经保存。", "success")
    return redirect(url_for("console.edit_report", year=year), 303)


def _submit(year: int, version: int) -> ResponseReturnValue:
    try:
        report_documents.take_report_step(current_line(), actor(), year, version, ReportAction.SUBMIT)
    except Conflict as conflict:
        flash(f"草稿已经保存。{conflict}", "error")
        return redirect(url_for("console.edit_report", year=year), 303)
    flash(DONE[ReportAction.SUBMIT], "success")
    return redirect(_page_of(year), 303)


@console.post("/applications/report/<int:year>/steps/<action>")
def take_report_step(year: int, action: str) -> ResponseReturnValue:
    """Submit, recall, return, freeze or reopen; each asks for its own permission."""
    actor().require(Permission.READ_REPORT)
    step = by_name(ReportAction, action)
    if step not in DONE:
        raise NotFound("没有这一步。")
    comment = clean_text(request.form.get("comment"))
    try:
        report_documents.take_report_step(current_line(), actor(), year, version_seen(), step, comment)
    except InvalidInput as error:
        return show_report(year, comment, str(error)), 400
    flash(DONE[step], "success")
    return redirect(_page_of(year), 303)


@console.post("/applications/report/<int:year>/item")
def propose_report_item(year: int) -> ResponseReturnValue:
    """Make the draft of a catalogue item of the frozen report, and go to it: there it is looked at and submitted."""
    actor().require(Permission.MAKE_REPORT)
    number = report_items.propose_item(current_line(), actor(), year, version_seen())
    flash("已经做成目录条目的草稿，附上了Word和Excel文件。请看一遍再提交，另一个人审核后公布。", "success")
    return redirect(url_for("console.edit_value", kind=ProposalKind.CATALOGUE.value, key=number), 303)


def _read(year: int) -> OpenReport:
    if not report_documents.EARLIEST <= year <= current_line().now().year:
        raise NotFound("没有这一年的报告。")
    return read_report(current_line(), actor(), year)


def _page_of(year: int) -> str:
    return url_for("console.application_report", year=year)


def _edit_page(form: ReportForm, opened: OpenReport, notice: str = "") -> str:
    counted = report_files.list_counted(opened.tables)
    return render(
        ReportEditPage(
            title=f"写{opened.year}年度报告",
            form=form,
            opened=opened,
            parts=PROSE_PARTS,
            titles=PART_TITLES,
            figures=FIGURES,
            counted=[*report_items.list_disclosed(current_line(), opened.year), *counted],
            notice=notice,
        )
    )
