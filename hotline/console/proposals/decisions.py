"""Submitting, approving for now or for a day, returning and withdrawing items, departments, topics and the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from hotline.console.attachments import read_uploads
from hotline.console.blueprint import actor, console
from hotline.console.entries.forms import ReturnForm, WithdrawForm
from hotline.console.forms import PublicationDayForm
from hotline.console.labels import PROPOSAL_KIND
from hotline.console.proposals.pages import ReviewValuePage, WithdrawValuePage
from hotline.console.proposals.template_views import view_template
from hotline.console.proposals.views import (
    attachments_of,
    body_of,
    get_kind,
    list_rows,
    name_provisional,
    named_difference,
    read_history,
)
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
from hotline.core.proposals import title_of
from hotline.core.publication_days import FIELD
from hotline.core.review import Status
from hotline.http.context import current_line, render
from hotline.services.content import proposals

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.services.content.proposals import ProposalHistory


@console.post("/content/<kind>/submit/<path:key>")
def submit_value(kind: str, key: str) -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    try:
        proposals.submit(current_line(), actor(), get_kind(kind), key, version=version_seen())
    except InvalidInput:
        flash("还不能提交，请先改好下面的内容。", "error")
        return redirect(url_for("console.edit_value", kind=kind, key=key), 303)
    flash("已经提交，等审核员审核。", "success")
    return redirect(url_for("console.value", kind=kind, key=key), 303)


@console.post("/content/<kind>/recall/<path:key>")
def recall_value(kind: str, key: str) -> ResponseReturnValue:
    """Take back what was submitted, so that its writers can go on."""
    actor().require(Permission.EDIT_ENTRIES)
    proposals.recall(current_line(), actor(), get_kind(kind), key, version=version_seen())
    flash("已经收回，又是草稿了，可以接着写。", "success")
    return redirect(url_for("console.edit_value", kind=kind, key=key), 303)


@console.post("/content/<kind>/discard/<path:key>")
def discard_value(kind: str, key: str) -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    proposals.discard(current_line(), actor(), get_kind(kind), key, version=version_seen())
    flash("草稿已经作废。公众看到的内容没有变。", "success")
    return redirect(url_for("console.value", kind=kind, key=key), 303)


@console.get("/content/<kind>/review/<path:key>")
def review_value(kind: str, key: str) -> ResponseReturnValue:
    actor().require(Permission.APPROVE_ENTRIES)
    history = read_history(kind, key)
    if history.open is None or history.open.status is Status.DRAFT:
        flash("这一条现在没有等待审核的修改。", "info")
        return redirect(url_for("console.value", kind=kind, key=key))
    return _review_page(history)


@console.post("/content/<kind>/approve/<path:key>")
def approve_value(kind: str, key: str) -> ResponseReturnValue:
    actor().require(Permission.APPROVE_ENTRIES)
    form = PublicationDayForm()
    if not is_day_valid(form):
        return _review_page(read_history(kind, key), approve_form=form), 400
    version, day = form.version.data, form.publish_on.data
    try:
        failed = proposals.approve(current_line(), actor(), get_kind(kind), key, version=version, day=day)
    except InvalidInput as error:
        if FIELD not in error.fields:
            raise
        form.publish_on.errors = [error.fields[FIELD]]
        return _review_page(read_history(kind, key), approve_form=form), 400
    _flash_approved(read_history(kind, key), failed)
    return go_on_reviewing(url_for("console.value", kind=kind, key=key))


def _flash_approved(history: ProposalHistory, failed: str) -> None:
    waiting = history.open
    if waiting is not None and waiting.status is Status.APPROVED and waiting.publish_on is not None:
        return flash_scheduled(f"“{title_of(waiting.content)}”", waiting.publish_on)
    return flash_published(failed, "已经通过审核，网页、电话、短信现在都是新内容。", "已经通过审核")


@console.post("/content/<kind>/day/<path:key>")
def choose_value_day(kind: str, key: str) -> ResponseReturnValue:
    """Keep from which day the writer wants it to be public."""
    actor().require(Permission.EDIT_ENTRIES)
    form = PublicationDayForm()
    if not is_day_valid(form):
        flash("日子没有改：请写一个日子，例如2027-08-01，或者空着。", "error")
        return redirect(url_for("console.value", kind=kind, key=key), 303)
    version, day = form.version.data, form.publish_on.data
    try:
        proposals.choose_day(current_line(), actor(), get_kind(kind), key, version=version, day=day)
    except InvalidInput as error:
        flash(f"日子没有改：{error}", "error")
    else:
        flash_day(day)
    return redirect(url_for("console.value", kind=kind, key=key), 303)


@console.post("/content/<kind>/return/<path:key>")
def return_value(kind: str, key: str) -> ResponseReturnValue:
    actor().require(Permission.APPROVE_ENTRIES)
    form = ReturnForm()
    if not form.validate():
        return _review_page(read_history(kind, key), return_form=form), 400
    proposals.return_(
        current_line(), actor(), get_kind(kind), key, version=form.version.data, comment=form.comment.data
    )
    flash("已经退回给作者，并附上了您的意见。", "success")
    return go_on_reviewing(url_for("console.home"))


@console.get("/content/<kind>/withdraw/<path:key>")
def confirm_value_withdrawal(kind: str, key: str) -> str:
    actor().require(Permission.WITHDRAW_ENTRIES)
    history = read_history(kind, key)
    return _withdraw_page(history, WithdrawForm(formdata=None, data={"version": history.version}))


@console.post("/content/<kind>/withdraw/<path:key>")
def withdraw_value(kind: str, key: str) -> ResponseReturnValue:
    actor().require(Permission.WITHDRAW_ENTRIES)
    form = WithdrawForm()
    if not form.validate():
        return _withdraw_page(read_history(kind, key), form), 400
    failed = proposals.withdraw(
        current_line(), actor(), get_kind(kind), key, version=form.version.data, comment=form.comment.data
    )
    flash_published(failed, "已经撤回，公众现在看不到、听不到它了。", "已经撤回")
    return redirect(url_for("console.value", kind=kind, key=key), 303)


def _review_page(
    history: ProposalHistory, *, return_form: ReturnForm | None = None, approve_form: PublicationDayForm | None = None
) -> str:
    """The submission or what is approved for a day, with forms that were refused in place of fresh ones."""
    proposal = history.open
    if proposal is None or proposal.status is Status.DRAFT:
        raise Conflict("这一条现在没有等待审核的修改。")
    version: dict[str, object] = {"version": history.version}
    wish = version | {"publish_on": proposal.publish_on}
    return render(
        ReviewValuePage(
            title=f"审核{PROPOSAL_KIND[history.kind]} {title_of(proposal.content)}",
            history=history,
            proposal=proposal,
            changes=named_difference(history.published, proposal.content),
            rows=list_rows(proposal.content),
            body=body_of(proposal.content),
            wrote_it=actor().name in proposal.writers,
            attachments=attachments_of(proposal.content),
            uploads=read_uploads(attachments_of(proposal.content)),
            template_view=view_template(proposal.content),
            provisional=name_provisional(proposal.content),
            approve_form=approve_form or PublicationDayForm(formdata=None, data=wish),
            return_form=return_form or ReturnForm(formdata=None, data=version),
        )
    )


def _withdraw_page(history: ProposalHistory, form: WithdrawForm) -> str:
    if history.published is None:
        raise Conflict("这一条现在没有对外发布，不用撤回。")
    return render(WithdrawValuePage(title=f"撤回 {title_of(history.published)}", history=history, form=form))
