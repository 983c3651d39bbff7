"""Registering and changing a document, the form of each of its steps, and who is asked about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.applications.forms import by_name, put_errors
from hotline.console.blueprint import actor, console, department_choices
from hotline.console.documents.forms import (
    DOCUMENT_FIELDS,
    AskAboutForm,
    DocumentForm,
    DocumentOpinionForm,
    DocumentStepForm,
)
from hotline.console.documents.pages import DocumentFormPage, DocumentStepPage, EditDocumentPage
from hotline.core.disclosure.case_files import ConsultedKind
from hotline.core.disclosure.documents import (
    DisclosureAttribute,
    DocumentAction,
    DocumentOpinion,
    OfficialDocument,
    next_document_state,
)
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services.disclosure import document_release, documents, often_asked
from hotline.services.disclosure.documents import REVIEW_AFTER, DocumentStep
from hotline.services.disclosure.web_applications import draw_submission, is_submission

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from hotline.console.forms import StaffForm

_A = DocumentAction
TITLE_OF_ASKED = 100
"""Characters of an application's words with which a document's title begins."""


@console.get("/documents/new")
def new_document() -> str:
    """An empty form; with ``asked_for`` one for what that application asks for."""
    actor().require(Permission.PROPOSE_DOCUMENTS)
    filled = {"submission": draw_submission(current_line()), "department": actor().own_department or ""}
    if number := request.args.get("asked_for", ""):
        asked = often_asked.describe_asked(current_line(), actor(), number)
        filled |= {"asked_for": asked.number, "title": asked.wanted.description[:TITLE_OF_ASKED]}
        filled |= {"attribute": DisclosureAttribute.OPEN.name, "document_number": asked.wanted.document_number}
        filled |= {"department": asked.department or filled["department"]}
    return _edit_page(DocumentForm(formdata=None, data=filled), None)


@console.post("/documents/new")
def register_document() -> ResponseReturnValue:
    actor().require(Permission.PROPOSE_DOCUMENTS)
    form = DocumentForm()
    form.set_departments(department_choices())
    if not form.validate():
        return _edit_page(form, None), 400
    submission = form.submission.data if is_submission(form.submission.data or "") else None
    try:
        made = documents.register_document(current_line(), actor(), form.to_details(), submission)
    except InvalidInput as error:
        return _edit_page(form, None, put_errors(form, error)), error.status
    return _follow_button(form, made)


@console.get("/documents/<int:document>/edit")
def edit_document(document: int) -> str:
    actor().require(Permission.PROPOSE_DOCUMENTS)
    found = documents.get_document(current_line(), actor(), document).document
    next_document_state(found, _A.EDIT, actor())
    details = found.details
    filled = vars(details) | {"version": str(found.version)}
    filled |= {
        name: one.name if one else "" for name, one in (("attribute", details.attribute), ("ground", details.ground))
    }
    return _edit_page(DocumentForm(formdata=None, data=filled), found)


@console.post("/documents/<int:document>/edit")
def save_document(document: int) -> ResponseReturnValue:
    actor().require(Permission.PROPOSE_DOCUMENTS)
    found = documents.get_document(current_line(), actor(), document).document
    form = DocumentForm()
    form.set_departments(department_choices())
    if not form.validate():
        return _edit_page(form, found), 400
    try:
        version = form.version_number() or 0
        saved = documents.edit_document(current_line(), actor(), document, version, form.to_details())
    except InvalidInput as error:
        return _edit_page(form, found, put_errors(form, error)), error.status
    except Conflict as conflict:
        return _edit_page(form, found, f"{conflict}您写的内容还在下面，请先抄下来。"), conflict.status
    return _follow_button(form, saved)


def _follow_button(form: DocumentForm, saved: OfficialDocument) -> ResponseReturnValue:
    """Submit or go to the document, by the button that was pressed; it is kept by now."""
    if request.form.get("then") != "propose":
        flash("已经保存。写全了再提交审核。", "success")
        return redirect(url_for("console.document", document=saved.id), 303)
    try:
        documents.take_document_step(current_line(), actor(), saved.id, saved.version, _A.PROPOSE, DocumentStep())
    except InvalidInput as error:
        form.version.data = str(saved.version)
        problem = f"已经保存，但还不能提交，请先改好下面的内容。{put_errors(form, error)}"
        return _edit_page(form, saved, problem), error.status
    flash("已经提交，等另一位同事审核公开属性。", "success")
    return redirect(url_for("console.document", document=saved.id), 303)


@console.get("/documents/<int:document>/steps/<action>")
def document_step(document: int, action: str) -> str:
    """The form of a step that this person may take now."""
    found, step = _get_step(document, action)
    next_document_state(found, step, actor())
    today = current_line().now().date()
    filled = {"version": found.version, "changed_on": today, "review_on": today + REVIEW_AFTER}
    form = DocumentStepForm(formdata=None, data=filled)
    form.keep_fields(step, is_open=found.is_open)
    return _step_page(found, step, form)


@console.post("/documents/<int:document>/steps/<action>")
def take_document_step(document: int, action: str) -> ResponseReturnValue:
    found, step = _get_step(document, action)
    form = DocumentStepForm()
    form.keep_fields(step, is_open=found.is_open)
    if not form.validate():
        return _step_page(found, step, form), 400
    try:
        return _take(found, step, form)
    except InvalidInput as error:
        return _step_page(found, step, form, put_errors(form, error)), error.status
    except Conflict as conflict:
        return _step_page(found, step, form, f"没有办成。{conflict}"), conflict.status


def _take(found: OfficialDocument, step: DocumentAction, form: DocumentStepForm) -> ResponseReturnValue:
    line, staff, version = current_line(), actor(), form.version.data
    if step is _A.RELEASE:
        index_number = document_release.release(line, staff, found.id, version)
        flash("目录条目的草稿已经写好。请补上摘要和正文，再提交审核；通过以后就对外公开。", "success")
        return redirect(url_for("console.edit_value", kind="catalogue", key=index_number), 303)
    typed = DocumentStep(form.typed("words"), form.typed_day("changed_on"), form.typed_day("review_on"))
    documents.take_document_step(line, staff, found.id, version, step, typed)
    flash(f"“{step.value}”已经登记。", "success")
    return redirect(url_for("console.document", document=found.id), 303)


@console.get("/documents/<int:document>/consultations/new")
def new_document_consultation(document: int) -> str:
    _require_writer()
    found = documents.get_document(current_line(), actor(), document).document
    form = AskAboutForm(formdata=None, data={"asked_on": current_line().now().date()})
    return _form_page(found, form, "征求意见")


@console.post("/documents/<int:document>/consultations/new")
def add_document_consultation(document: int) -> ResponseReturnValue:
    _require_writer()
    form = AskAboutForm()

    def add() -> None:
        kind = ConsultedKind[form.kind.data]
        documents.consult_about(current_line(), actor(), document, kind, form.whom.data or "", form.asked_on.data)

    return _do(document, form, add, "征求意见")


@console.get("/documents/<int:document>/consultations/<int:consultation>")
def new_document_opinion(document: int, consultation: int) -> str:
    _require_writer()
    found = documents.get_document(current_line(), actor(), document).document
    form = DocumentOpinionForm(formdata=None, data={"answered_on": current_line().now().date()})
    return _form_page(found, form, "登记意见")


@console.post("/documents/<int:document>/consultations/<int:consultation>")
def record_document_opinion(document: int, consultation: int) -> ResponseReturnValue:
    _require_writer()
    form = DocumentOpinionForm()

    def note() -> None:
        opinion, day = DocumentOpinion[form.opinion.data], form.answered_on.data
        words = form.words.data or ""
        documents.close_consultation(current_line(), actor(), document, consultation, opinion, day, words)

    return _do(document, form, note, "登记意见")


def _require_writer() -> None:
    if not actor().may(Permission.AUDIT_DOCUMENTS):
        actor().require(Permission.PROPOSE_DOCUMENTS)


def _do(document: int, form: StaffForm, change: Callable[[], None], label: str) -> ResponseReturnValue:
    """Apply ``change`` and go back to the document, or show the form with the reason and what was typed."""
    found = documents.get_document(current_line(), actor(), document).document
    if not form.validate():
        return _form_page(found, form, label), 400
    try:
        change()
    except InvalidInput as error:
        return _form_page(found, form, label, put_errors(form, error)), error.status
    except Conflict as conflict:
        return _form_page(found, form, label, f"没有办成。{conflict}"), conflict.status
    flash("已经登记。", "success")
    return redirect(url_for("console.document", document=document), 303)


_ABOUT = {
    "征求意见": "涉及第三方的商业秘密、个人隐私，或者别的机关的事，公开以前要征求意见、协商一致。"
    "没有答复以前，不能签发，也不能公开。",
    "登记意见": "没有答复不等于同意：要协商，或者报主管部门确定，写清楚怎样定的。",
}


def _form_page(document: OfficialDocument, form: StaffForm, label: str, problem: str = "") -> str:
    about = _ABOUT[label]
    page = DocumentFormPage(title=label, document=document, form=form, label=label, about=about, problem=problem)
    return render(page)


def _get_step(document: int, action: str) -> tuple[OfficialDocument, DocumentAction]:
    found = documents.get_document(current_line(), actor(), document).document
    step = by_name(DocumentAction, action)
    if step is None or step not in DOCUMENT_FIELDS:
        raise NotFound("没有这一步。")
    return found, step


def _step_page(document: OfficialDocument, step: DocumentAction, form: DocumentStepForm, problem: str = "") -> str:
    return render(DocumentStepPage(title=step.value, document=document, action=step, form=form, problem=problem))


def _edit_page(form: DocumentForm, document: OfficialDocument | None, problem: str = "") -> str:
    form.set_departments(department_choices())
    title = "修改登记" if document else "登记文件"
    return render(EditDocumentPage(title=title, form=form, document=document, problem=problem))
