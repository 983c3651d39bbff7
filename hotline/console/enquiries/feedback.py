"""Relevance feedback: questions whose askers chose an entry, each with a button that adds it to the entry's similar
questions, and links from unanswered questions to entries by staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from hotline.console.blueprint import actor, console
from hotline.console.enquiries.forms import EvidenceForm, LinkForm
from hotline.console.enquiries.pages import EvidencePage, LinkEnquiryPage
from hotline.core.errors import Conflict, HotlineError, InvalidInput
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services.content import entry_lists
from hotline.services.questions import feedback, open_questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

QUOTED_CHARACTERS = 60
"""Characters of a question that a notice quotes: a notice waits in the session cookie, which may hold 4 kB."""


@console.get("/evidence")
def list_evidence() -> str:
    line = current_line()
    evidence, failures = feedback.list_evidence(line, actor()), feedback.list_failures(line, actor())
    numbers = {wording.number for wording in (*evidence, *failures)}
    questions = entry_lists.list_questions(line, actor(), numbers)
    return render(EvidencePage(title="群众的问法", evidence=evidence, failures=failures, questions=questions))


@console.post("/evidence/add")
def add_evidence() -> ResponseReturnValue:
    """Add the question to the similar questions of the entry, in a draft."""
    actor().require(Permission.EDIT_ENTRIES)
    return _apply(
        lambda number, wording: feedback.add_wording(current_line(), actor(), number, wording),
        "“{wording}”已经加进{number}的草稿。草稿要提交审核，通过以后才生效；“要做的事”里有您的草稿。",
    )


@console.post("/evidence/dismiss")
def dismiss_evidence() -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    return _apply(
        lambda number, wording: feedback.dismiss(current_line(), actor(), number, wording),
        "以后不再提示“{wording}”。还想要的话，可以在{number}的相似问里自己写。",
    )


def _apply(change: Callable[[int, str], object], done: str) -> ResponseReturnValue:
    """Apply ``change`` to the form's number and wording, show ``done`` or why it failed, and go back."""
    form = EvidenceForm()
    if not form.validate():
        flash("没有办成，请刷新页面再操作。", "error")
        return redirect(url_for("console.list_evidence"), 303)
    number, wording = form.number.data, form.wording.data
    try:
        change(number, wording)
    except HotlineError as error:
        flash(f"没有办成。{error}", "error")
    else:
        quoted = wording if len(wording) <= QUOTED_CHARACTERS else f"{wording[:QUOTED_CHARACTERS]}…"
        flash(done.format(number=number, wording=quoted), "success")
    back = url_for("console.entry", number=number) if form.back.data == "entry" else url_for("console.list_evidence")
    return redirect(back, 303)


@console.get("/enquiries/<int:enquiry_id>/link")
def choose_entry(enquiry_id: int) -> str:
    """Ask which entry answers an open question."""
    actor().require(Permission.EDIT_ENTRIES)
    return _link_page(enquiry_id, LinkForm(formdata=None))


@console.post("/enquiries/<int:enquiry_id>/link")
def link_enquiry(enquiry_id: int) -> ResponseReturnValue:
    """Add the question to the similar questions of the entry, in a draft; where its wording cannot be added as it is,
    open the entry's form with it."""
    actor().require(Permission.EDIT_ENTRIES)
    form = LinkForm()
    if not form.validate():
        return _link_page(enquiry_id, form), 400
    number = form.number.data
    try:
        was_added = open_questions.add_to_entry(current_line(), actor(), enquiry_id, number)
    except (Conflict, InvalidInput) as error:
        form.number.errors = [str(error)]
        return _link_page(enquiry_id, form), error.status
    if not was_added:
        question = open_questions.get_enquiry(current_line(), actor(), enquiry_id).question
        return redirect(url_for("console.edit_entry", number=number, similar=question, enquiry=enquiry_id), 303)
    flash(f"这句话已经加进{number}的草稿。请看一遍，再提交审核；通过以后这个问题自己从待办里去掉。", "success")
    return redirect(url_for("console.entry", number=number), 303)


def _link_page(enquiry_id: int, form: LinkForm) -> str:
    enquiry = open_questions.get_enquiry(current_line(), actor(), enquiry_id)
    return render(LinkEnquiryPage(title="加到已有的问答", form=form, enquiry=enquiry))
