"""The steps of a review: submitting an entry, recalling, discarding, restoring, choosing the day of publication,
approving, returning, withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from hotline.console.attachments import read_uploads
from hotline.console.blueprint import actor, console
from hotline.console.entries.forms import RestoreForm, ReturnForm, WithdrawForm
from hotline.console.entries.pages import ReviewPage, WithdrawPage
from hotline.console.entries.revisions import readable_difference
from hotline.console.entries.views import version_of
from hotline.console.forms import PublicationDayForm
from hotline.console.review_steps import (
    flash_day,
    flash_published,
    flash_scheduled,
    go_on_reviewing,
    is_day_valid,
    version_seen,
)
from hotline.core.errors import Conflict, InvalidInput
from hotline.core.permissions import Permission
from hotline.core.publication_days import FIELD
from hotline.core.review import Status
from hotline.http.context import current_line, render
from hotline.services.content import workflow
from hotline.services.questions.near_duplicates import list_near_duplicates

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.services.content.workflow import EntryHistory, PublishedChange


@console.post("/entries/<int:number>/submit")
def submit(number: int) -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    try:
        workflow.submit(current_line(), actor(), number, version=version_seen())
    except InvalidInput:
        flash("还不能提交，请先补全下面的内容。", "error")
        return redirect(url_for("console.edit_entry", number=number), 303)
    flash("已经提交，等审核员审核。", "success")
    return redirect(url_for("console.entry", number=number), 303)


@console.post("/entries/<int:number>/recall")
def recall(number: int) -> ResponseReturnValue:
    """Take back what was submitted, so that its writers can go on."""
    actor().require(Permission.EDIT_ENTRIES)
    workflow.recall(current_line(), actor(), number, version=version_seen())
    flash("已经收回，又是草稿了，可以接着写。", "success")
    return redirect(url_for("console.edit_entry", number=number), 303)


@console.post("/entries/<int:number>/discard")
def discard(number: int) -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    workflow.discard(current_line(), actor(), number, version=version_seen())
    flash("草稿已经作废。公众看到的内容没有变；要用的话，在修订记录里可以恢复。", "success")
    return redirect(url_for("console.entry", number=number), 303)


@console.post("/entries/<int:number>/restore")
def restore(number: int) -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    form = RestoreForm()
    if not form.validate():
        raise Conflict("这一条的状态已经变了，请刷新页面再操作。")
    serial = int(form.serial.data)
    workflow.restore(current_line(), actor(), number, serial, version=int(form.version.data))
    flash(f"第{serial}次修订的内容已经放进新草稿。请看一遍，改好复核日期，再提交审核。", "success")
    return redirect(url_for("console.edit_entry", number=number), 303)


@console.get("/entries/<int:number>/review")
def review(number: int) -> ResponseReturnValue:
    actor().require(Permission.APPROVE_ENTRIES)
    history = workflow.get_entry(current_line(), actor(), number)
    if history.open is None or history.open.status is Status.DRAFT:
        flash("这一条现在没有等待审核的修订。", "info")
        return redirect(url_for("console.entry", number=number))
    return _review_page(history)


def _review_page(
    history: EntryHistory, *, return_form: ReturnForm | None = None, approve_form: PublicationDayForm | None = None
) -> str:
    """The submission or what is approved for a day, with forms that were refused in place of fresh ones."""
    revision = history.open
    if revision is None or revision.status is Status.DRAFT:
        raise Conflict("这一条现在没有等待审核的修订。")
    entry, version = revision.entry, {"version": version_of(history)}
    wish = version | {"publish_on": revision.publish_on}
    return render(
        ReviewPage(
            title=f"审核 {entry.number} {entry.question}",
            revision=revision,
            published=history.published,
            changes=readable_difference(history.published.entry if history.published else None, entry),
            near_duplicates=list_near_duplicates(current_line(), actor(), entry),
            wrote_it=actor().name in revision.writers,
            uploads=read_uploads(entry.attachments),
            approve_form=approve_form or PublicationDayForm(formdata=None, data=wish),
            return_form=return_form or ReturnForm(formdata=None, data=version),
        )
    )


@console.post("/entries/<int:number>/approve")
def approve(number: int) -> ResponseReturnValue:
    actor().require(Permission.APPROVE_ENTRIES)
    form = PublicationDayForm()
    if not is_day_valid(form):
        return _review_page(workflow.get_entry(current_line(), actor(), number), approve_form=form), 400
    version, day = form.version.data, form.publish_on.data
    try:
        change = workflow.approve(current_line(), actor(), number, version=version, day=day)
    except InvalidInput as error:
        if FIELD not in error.fields:
            raise
        form.publish_on.errors = [error.fields[FIELD]]
        return _review_page(workflow.get_entry(current_line(), actor(), number), approve_form=form), 400
    _flash_approved(number, change)
    return go_on_reviewing(url_for("console.entry", number=number), after=number)


def _flash_approved(number: int, change: PublishedChange) -> None:
    if change.revision.status is Status.APPROVED and change.revision.publish_on is not None:
        return flash_scheduled(str(number), change.revision.publish_on)
    stuck = f"{number}已经通过审核"
    return flash_published(change.publish_error, f"{stuck}，网页、电话、短信现在都是新内容。", stuck)


@console.post("/entries/<int:number>/day")
def choose_day(number: int) -> ResponseReturnValue:
    """Keep from which day the writer wants it to be public."""
    actor().require(Permission.EDIT_ENTRIES)
    form = PublicationDayForm()
    if not is_day_valid(form):
        flash("日子没有改：请写一个日子，例如2027-08-01，或者空着。", "error")
        return redirect(url_for("console.entry", number=number), 303)
    version, day = form.version.data, form.publish_on.data
    try:
        workflow.choose_day(current_line(), actor(), number, version=version, day=day)
    except InvalidInput as error:
        flash(f"日子没有改：{error}", "error")
    else:
        flash_day(day)
    return redirect(url_for("console.entry", number=number), 303)


@console.post("/entries/<int:number>/return")
def return_entry(number: int) -> ResponseReturnValue:
    actor().require(Permission.APPROVE_ENTRIES)
    form = ReturnForm()
    if not form.validate():
        return _review_page(workflow.get_entry(current_line(), actor(), number), return_form=form), 400
    workflow.return_(current_line(), actor(), number, version=form.version.data, comment=form.comment.data)
    flash(f"{number}已经退回给作者，并附上了您的意见。", "success")
    return go_on_reviewing(url_for("console.home"), after=number)


@console.get("/entries/<int:number>/withdraw")
def confirm_withdrawal(number: int) -> str:
    actor().require(Permission.WITHDRAW_ENTRIES)
    history = workflow.get_entry(current_line(), actor(), number)
    return _withdraw_page(history, WithdrawForm(formdata=None, data={"version": version_of(history)}))


@console.post("/entries/<int:number>/withdraw")
def withdraw(number: int) -> ResponseReturnValue:
    actor().require(Permission.WITHDRAW_ENTRIES)
    form = WithdrawForm()
    if not form.validate():
        return _withdraw_page(workflow.get_entry(current_line(), actor(), number), form), 400
    change = workflow.withdraw(current_line(), actor(), number, version=form.version.data, comment=form.comment.data)
    flash_published(change.publish_error, f"{number}已经撤回，公众现在看不到、听不到它了。", f"{number}已经撤回")
    return redirect(url_for("console.entry", number=number), 303)


def _withdraw_page(history: EntryHistory, form: WithdrawForm) -> str:
    if history.published is None:
        raise Conflict("这一条现在没有对外发布，不用撤回。")
    entry = history.published.entry
    return render(WithdrawPage(title=f"撤回 {entry.number} {entry.question}", revision=history.published, form=form))
