"""Messages that citizens left: the list of them, the form that answers one, its recording, and what else is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, current_app, flash, redirect, request, url_for

from hotline.console.blueprint import actor, console, department_choices, department_names
from hotline.console.forms import (
    AnswerForm,
    AssignmentForm,
    ClosingForm,
    CorrectionForm,
    ForwardForm,
    NoteForm,
    StaffForm,
)
from hotline.console.pages import MessagePage, MessagesPage
from hotline.core.errors import Conflict, HotlineError, InvalidInput, NotAllowed, Unavailable
from hotline.core.messages import MessageState
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services import message_deeds, messages
from hotline.services.calls import recordings
from hotline.services.questions import explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from hotline.core.entries import Entry
    from hotline.core.messages import Message

NEAR_DEPARTMENTS = 3
"""Departments to which a message is given with one press; the others stand in the list beside."""


@console.get("/messages")
def list_messages() -> str:
    """The messages of the state and the department that the URL names; all where it names none."""
    chosen, departments = request.args.get("state"), department_choices()
    state = next((state for state in MessageState if state.value == chosen), None)
    named = request.args.get("department") or None
    department = named if named in departments else None
    found = messages.list_messages(current_line(), actor(), state, department)
    page = MessagesPage(title="留言", messages=found, state=state, departments=departments, department=department)
    return render(page)


@console.get("/messages/<tracking_number>")
def message(tracking_number: str) -> str:
    return _message_page(tracking_number)


@console.post("/messages/<tracking_number>")
def answer_message(tracking_number: str) -> ResponseReturnValue:
    actor().require(Permission.ANSWER_MESSAGES)
    form = AnswerForm()
    found = messages.get_message(current_line(), actor(), tracking_number)
    if not form.validate():
        return _message_page(tracking_number, form), 400
    try:
        messages.answer_message(current_line(), actor(), tracking_number, form.answer.data, compose_text=_compose_text)
    except (Conflict, Unavailable) as error:
        form.answer.errors = [f"没有保存。{error}您写的内容还在下面。"]
        return _message_page(tracking_number, form), error.status
    flash("答复已经保存，留言人可以用查询号看到；能发短信的，也用短信发给他。", "success")
    if found.notice:
        return redirect(url_for("console.notice_replies", code=found.notice), 303)
    return redirect(url_for("console.list_messages"), 303)


@console.post("/messages/<tracking_number>/correct")
def correct_answer(tracking_number: str) -> ResponseReturnValue:
    actor().require(Permission.ANSWER_MESSAGES)
    form = CorrectionForm()
    done = "已经更正。留言人用查询号看到的是新的答复；能发短信的，也用短信告诉他，前面写“更正”。"

    def correct() -> None:
        message_deeds.correct(
            *(current_line(), actor(), tracking_number, form.answer.data),
            seen=form.seen_event(),
            compose_text=_compose_correction,
        )

    return _do(tracking_number, form, "answer", correct, done)


@console.post("/messages/<tracking_number>/assign")
def assign_message(tracking_number: str) -> ResponseReturnValue:
    actor().require(Permission.ANSWER_MESSAGES)
    form = AssignmentForm()
    chosen = form.department.data or ""
    name = department_names().get(chosen, chosen)
    done = f"已经交给{name}。" if chosen else "现在没有交给哪个部门。"
    return _do(
        *(tracking_number, form, "department"),
        lambda: message_deeds.assign(current_line(), actor(), tracking_number, chosen),
        done,
    )


@console.post("/messages/<tracking_number>/forward")
def forward_message(tracking_number: str) -> ResponseReturnValue:
    """Tell the writer which other office the matter belongs to."""
    actor().require(Permission.ANSWER_MESSAGES)
    form = ForwardForm()

    def forward() -> None:
        message_deeds.forward(*(current_line(), actor(), tracking_number, form.number.data), compose_text=_compose_text)

    done = "已经告诉留言人去找哪个单位；能发短信的，也用短信发给他。"
    return _do(tracking_number, form, "number", forward, done)


@console.post("/messages/<tracking_number>/close")
def close_message(tracking_number: str) -> ResponseReturnValue:
    actor().require(Permission.ANSWER_MESSAGES)
    form = ClosingForm()

    def close() -> None:
        message_deeds.close(current_line(), actor(), tracking_number, form.chosen_reason(), form.words.data)

    told = "已经关闭，没有给留言人发短信。关错了，可以在“已关闭”里重新打开。"
    return _do(tracking_number, form, "words", close, told)


@console.post("/messages/<tracking_number>/reopen")
def reopen_message(tracking_number: str) -> ResponseReturnValue:
    actor().require(Permission.ANSWER_MESSAGES)
    return _do(
        *(tracking_number, StaffForm(), ""),
        lambda: message_deeds.reopen(current_line(), actor(), tracking_number),
        "已经重新打开，等答复。",
    )


@console.post("/messages/<tracking_number>/note")
def note_message(tracking_number: str) -> ResponseReturnValue:
    actor().require(Permission.READ_ENQUIRIES)
    form = NoteForm()
    return _do(
        *(tracking_number, form, "note"),
        lambda: message_deeds.note(current_line(), actor(), tracking_number, form.note.data),
        "备注已经记下，留言人看不到。",
    )


@console.get("/messages/<tracking_number>/recording")
def recording(tracking_number: str) -> ResponseReturnValue:
    """The recording, or the byte range of it that a player asks for; the service logs who listened."""
    found = recordings.fetch_for_staff(current_line(), actor(), tracking_number)
    response = Response(found.content, mimetype=found.mimetype)
    return response.make_conditional(request, accept_ranges=True, complete_length=len(found.content))


def _do(
    tracking_number: str, form: StaffForm, field: str, change: Callable[[], None], done: str
) -> ResponseReturnValue:
    """Apply ``change`` and go back to the message, or show it with the reason beside ``field`` and what was typed."""
    messages.get_message(current_line(), actor(), tracking_number)
    if not form.validate():
        return _message_page(tracking_number, form), 400
    try:
        change()
    except Conflict as conflict:
        if not isinstance(form, CorrectionForm):  # its section is gone with the state that it was for
            flash(f"没有办成。{conflict}", "error")
            return redirect(_next_page(tracking_number), 303)
        form.answer.errors = [f"没有保存。{conflict}"]
        return _message_page(tracking_number, form), conflict.status
    except InvalidInput as error:
        form[field].errors = [str(error)]
        return _message_page(tracking_number, form), error.status
    flash(done, "success")
    return redirect(_next_page(tracking_number), 303)


def _next_page(tracking_number: str) -> str:
    """Where the button that was pressed stands: the screen of things to do, the list, or the message itself."""
    back = request.form.get("back")
    if back == "home":
        return url_for("console.home")
    if back == "list" or not _may_open(tracking_number):
        return url_for("console.list_messages")
    return url_for("console.message", tracking_number=tracking_number)


def _may_open(tracking_number: str) -> bool:
    """Whether the message is still this person's to see: staff of an office may have given it back."""
    try:
        messages.get_message(current_line(), actor(), tracking_number)
    except NotAllowed:
        return False
    return True


def _compose_text(message: Message) -> str:
    """The SMS that brings the answer. ``hotline.app`` sets its wording, for the console must not import voice."""
    return str(current_app.extensions["answer_wording"](message))


def _compose_correction(message: Message) -> str:
    """The SMS that brings a corrected answer."""
    return str(current_app.extensions["correction_wording"](message))


def _message_page(tracking_number: str, sent: StaffForm | None = None) -> str:
    """The page of a message; the form that was ``sent`` and refused is shown again as it was typed."""
    line = current_line()
    found = messages.get_message(line, actor(), tracking_number)
    history = message_deeds.list_history(line, actor(), tracking_number)
    correction = CorrectionForm(
        formdata=None, data={"answer": found.answer, "seen": message_deeds.find_answer_event(history)}
    )
    near = _find_near_entries(found) if found.state is MessageState.WAITING else []
    referrals = [entry for entry in near if entry.is_referral]
    blank: list[StaffForm] = [
        AnswerForm(formdata=None),
        correction,
        AssignmentForm(formdata=None, data={"department": found.department}),
        ForwardForm(formdata=None, data={"number": referrals[0].number if referrals else None}),
        ClosingForm(formdata=None),
        NoteForm(formdata=None),
    ]
    forms = {type(form): sent if type(form) is type(sent) else form for form in blank}
    departments = department_names()
    forms[AssignmentForm]["department"].choices = {"": "没有交给哪个部门", **department_choices()}
    return render(
        MessagePage(
            title=f"留言 {found.tracking_number}",
            message=found,
            answer_text=messages.find_answer_text(line, found.tracking_number),
            form=forms[AnswerForm],
            correction=forms[CorrectionForm],
            assignment=forms[AssignmentForm],
            forwarding=forms[ForwardForm],
            closing=forms[ClosingForm],
            note=forms[NoteForm],
            sent=sent or forms[AnswerForm],
            history=history,
            referrals=referrals,
            near_departments=_list_departments(near, found.department),
            departments=departments,
            can_listen=line.telephony is not None,
        )
    )


def _find_near_entries(message: Message) -> list[Entry]:
    """The published entries and referrals whose matter is nearest to the message, the nearest first."""
    try:
        candidates = explain.explain(current_line(), message.body).candidates
    except HotlineError:
        return []
    return [candidate.match.entry for candidate in candidates if candidate.match.entry]


def _list_departments(near: list[Entry], present: str) -> list[str]:
    """The codes of the departments of these entries, without repetition, and without the ``present`` one."""
    known = department_choices()
    codes = dict.fromkeys(entry.department for entry in near if not entry.is_referral)
    return [code for code in codes if code in known and code != present][:NEAR_DEPARTMENTS]
