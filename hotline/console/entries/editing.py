"""The form of an entry: opening, saving and submitting it. Whenever saving fails, the form keeps what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.blueprint import actor, console, department_choices, topic_choices
from hotline.console.entries.forms import EntryForm, blank_fields, count_wordings, fields_of
from hotline.console.entries.pages import EditEntryPage
from hotline.console.entries.revisions import readable_difference
from hotline.console.entries.sources import keep_source, read_source
from hotline.console.entries.views import current_revision, version_of
from hotline.core.entries import REFERRAL_NUMBERS, SIMILAR_LIMIT, Entry, check_submission, topic_of
from hotline.core.errors import Conflict, InvalidInput, Unavailable
from hotline.core.permissions import Permission
from hotline.core.review import Revision, Status
from hotline.core.typed_text import clean_line
from hotline.http.context import current_line, render
from hotline.services.content import entry_lists, workflow
from hotline.services.questions import open_questions

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.services.content.diff import FieldChange


@console.get("/entries/new")
def new_entry() -> str:
    """An empty form with the next free number, or one that starts from what the URL names (``sources.read_source``);
    with ``kind=referral`` it is that of a referral."""
    actor().require(Permission.EDIT_ENTRIES)
    line, source = current_line(), read_source()
    if _asks_for_referral():
        place: dict[str, object] = {"number": entry_lists.find_free_referral(line, actor())}
    else:
        place = _suggest_place(source.question)
    fields = blank_fields(line.now().date(), source.question) | place | source.fields
    return _edit_page(EntryForm(formdata=None, data=fields), None)


def _suggest_place(question: str) -> dict[str, object]:
    """Number, topic and department of a new entry: as the entry nearest to its question has them."""
    number = open_questions.find_free_number(current_line(), actor(), question)
    department = open_questions.suggest_department(current_line(), actor(), question)
    return {"number": number, "topic": topic_of(number) if number else "", "department": department}


@console.post("/entries/new")
def add_entry() -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    return _save(EntryForm(), None)


@console.get("/entries/<int:number>/edit")
def edit_entry(number: int) -> ResponseReturnValue:
    """The form of an entry. An unanswered question in the URL (``similar``) is added to its similar questions; it is
    kept only if the form is saved."""
    actor().require(Permission.EDIT_ENTRIES)
    history = workflow.get_entry(current_line(), actor(), number)
    if history.open and history.open.status is not Status.DRAFT:
        flash("这一条正在等待审核或者等日子发布，现在不能改。要改的话，请写的人先收回，或者请审核员退回。", "info")
        return redirect(url_for("console.entry", number=number))
    entry = current_revision(history).entry
    fields = fields_of(entry) | {"version": str(version_of(history))}
    similar = clean_line(request.args.get("similar"))[:SIMILAR_LIMIT]
    if similar:
        fields["similar_questions"] = f"{fields['similar_questions']}\n{similar}".strip()
    problems = check_submission(entry, current_line().now().date()) if history.open else {}
    return _edit_page(EntryForm(formdata=None, data=fields), number, problems=problems, draft=history.open)


@console.post("/entries/<int:number>/edit")
def save_entry(number: int) -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    form = EntryForm()
    form.number.data = number
    return _save(form, number)


def _save(form: EntryForm, number: int | None) -> ResponseReturnValue:
    _set_choices(form)
    is_valid = form.validate()
    if not (form.take_files() and is_valid):
        return _edit_page(form, number), 400
    entry = form.to_entry()
    try:
        saved = workflow.save_draft(current_line(), actor(), entry, form.version_number())
    except Conflict as conflict:
        return _show_conflict(form, number, entry, conflict), 409
    except InvalidInput as error:
        form.add_errors(error.fields)
        return _edit_page(form, number), 400
    except Unavailable as error:
        return _edit_page(form, number, notice=f"没有保存。{error}您写的内容还在下面。"), 503
    keep_source(saved.entry.number)
    return _follow_button(form, saved)


def _follow_button(form: EntryForm, saved: Revision) -> ResponseReturnValue:
    """Preview, submit or go on editing, by the button that was pressed; the draft is saved by now."""
    number, chosen = saved.entry.number, request.form.get("then")
    if chosen == "preview":
        return redirect(url_for("console.preview", number=number), 303)
    if chosen != "submit":
        flash("草稿已经保存。公众看到的内容没有变，提交并通过审核后才会更新。", "success")
        return redirect(url_for("console.edit_entry", number=number), 303)
    try:
        workflow.submit(current_line(), actor(), number, version=saved.version)
    except InvalidInput as error:
        form.add_errors(error.fields)
        form.version.data = str(saved.version)
        return _edit_page(form, number, notice="草稿已经保存，但还不能提交，请先改好下面的内容。"), 400
    flash("已经提交，等审核员审核。通过后网页、电话、短信会一起更新。", "success")
    return redirect(url_for("console.entry", number=number), 303)


def _show_conflict(form: EntryForm, number: int | None, typed: Entry, conflict: Conflict) -> str:
    """Show how the typed entry differs from what a colleague saved meanwhile. Saving again replaces the colleague's."""
    if number is None:
        form.add_errors({"number": f"编号{typed.number}已经有问答了，请换一个编号。"})
        return _edit_page(form, None)
    history = workflow.get_entry(current_line(), actor(), number)
    if history.open and history.open.status is not Status.DRAFT:
        return _edit_page(form, number, notice=f"没有保存。{conflict}您写的内容还在下面，请先抄下来。")
    form.version.data = str(version_of(history))
    changes = readable_difference(current_revision(history).entry, typed)
    return _edit_page(form, number, notice=str(conflict), conflict=changes)


def _asks_for_referral() -> bool:
    return request.args.get("kind") == "referral"


def _set_choices(form: EntryForm) -> None:
    form.set_choices(topic_choices(), department_choices())


def _edit_page(
    form: EntryForm,
    number: int | None,
    *,
    problems: dict[str, str] | None = None,
    draft: Revision | None = None,
    notice: str = "",
    conflict: list[FieldChange] | None = None,
) -> str:
    _set_choices(form)
    form.add_blank_rows()
    wordings = [field.data or "" for field in (form.question, form.web_answer, form.spoken, form.text)]
    is_referral = _asks_for_referral() or form.number.data in REFERRAL_NUMBERS
    return render(
        EditEntryPage(
            title=f"修改 {number} {form.question.data}" if number else "写新转介" if is_referral else "写新问答",
            is_referral=is_referral,
            form=form,
            number=number,
            problems=problems or {},
            counts=count_wordings(*wordings),
            draft=draft,
            notice=notice,
            conflict=conflict,
            uploads=form.find_uploads(),
        )
    )
