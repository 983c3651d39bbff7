"""Writing the reply by the five questions, with a look at its letter, and the page on which another person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from hotline.console.applications.forms import ReplyForm, put_errors
from hotline.console.applications.pages import ApplicationReplyPage, JudgingPage
from hotline.console.blueprint import actor, console
from hotline.core.disclosure.application_life import find_open_return, list_allowed_actions
from hotline.core.disclosure.applications import ApplicationAction
from hotline.core.disclosure.five_questions import QUESTIONS
from hotline.core.disclosure.outcomes import RULES
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services.disclosure import applications, case_files

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.services.disclosure.case_files import DraftReply


@console.get("/applications/<number>/judging")
def judge_application(number: str) -> str:
    """The five questions with the standing reply filled in."""
    actor().require(Permission.HANDLE_APPLICATIONS)
    return _show(number, _filled_form(number))


@console.post("/applications/<number>/judging")
def write_application_reply(number: str) -> ResponseReturnValue:
    """Keep the reply; with ``preview`` only show its letter."""
    actor().require(Permission.HANDLE_APPLICATIONS)
    form = ReplyForm()
    if not form.validate():
        return _show(number, form), 400
    draft = form.to_draft()
    if form.preview.data:
        return _show(number, form, *_preview(number, draft))
    try:
        case_files.write_reply(current_line(), actor(), number, form.version.data, draft)
    except InvalidInput as error:
        return _show(number, form, "", put_errors(form, error)), error.status
    except Conflict as conflict:
        return _show(number, form, "", f"没有保存。{conflict}"), conflict.status
    flash("拟答复已经保存。请把信看一遍，再提交审核。", "success")
    return redirect(url_for("console.application_reply", number=number), 303)


@console.get("/applications/<number>/reply")
def application_reply(number: str) -> str:
    """The whole letter as it would go out, and what this person may decide on it."""
    line, staff = current_line(), actor()
    opened = applications.get_application(line, staff, number)
    letter, problem = _preview(number, None)
    allowed = list_allowed_actions(opened.application, staff)
    return render(
        ApplicationReplyPage(
            title=f"申请 {number} 的答复",
            opened=opened,
            file=case_files.read_case_file(line, staff, number),
            letter=letter,
            rules=RULES,
            problem=problem,
            returned=find_open_return(opened.application),
            may_change=ApplicationAction.DRAFT in allowed,
            may_submit=ApplicationAction.SUBMIT in allowed,
            may_approve=ApplicationAction.APPROVE in allowed,
            may_return=ApplicationAction.RETURN in allowed,
        )
    )


def _preview(number: str, draft: DraftReply | None) -> tuple[str, str]:
    """The letter, or what it lacks."""
    try:
        return case_files.preview_reply(current_line(), actor(), number, draft), ""
    except (Conflict, NotFound) as error:  # not found: the desk's particulars
        return "", str(error)


def _filled_form(number: str) -> ReplyForm:
    line, staff = current_line(), actor()
    application = applications.get_application(line, staff, number).application
    reply = case_files.read_case_file(line, staff, number).reply
    filled: dict[str, object] = {"version": application.version}
    if reply is not None:
        texts = {name: getattr(reply, name) for name in ("reasons", "given", "remedy_words")}
        rows = [{"passage": part.passage, "reason": part.outcome.name, "facts": part.facts} for part in reply.withheld]
        filled |= {"outcome": reply.outcome.name, "withheld": rows, **texts}
    return ReplyForm(formdata=None, data=filled)


def _show(number: str, form: ReplyForm, letter: str = "", problem: str = "") -> str:
    line, staff = current_line(), actor()
    opened = applications.get_application(line, staff, number)
    form.add_spare_rows()
    allowed = list_allowed_actions(opened.application, staff)
    return render(
        JudgingPage(
            title=f"五步判断：申请 {number}",
            opened=opened,
            file=case_files.read_case_file(line, staff, number),
            form=form,
            questions=QUESTIONS,
            rules=RULES,
            letter=letter,
            problem=problem,
            returned=find_open_return(opened.application),
            may_write=ApplicationAction.DRAFT in allowed,
            may_ask_correction=ApplicationAction.ASK_CORRECTION in allowed,
        )
    )
