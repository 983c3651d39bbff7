"""The list of work that citizens' questions make, in four lists, and the form that takes a question off them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.blueprint import actor, console
from hotline.console.enquiries.forms import DismissalForm
from hotline.console.enquiries.pages import DismissQuestionPage, OpenQuestionsPage
from hotline.core.errors import InvalidInput
from hotline.core.open_questions import NEVER_AGAIN, RETURN_AFTER, QuestionList
from hotline.core.pagination import choose_page
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services import messages
from hotline.services.questions import open_questions

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

QUESTIONS_A_PAGE = 30


@console.get("/enquiries")
def list_enquiries() -> str:
    """The list that the URL names in ``list``: the unanswered questions where it names none."""
    line, staff = current_line(), actor()
    named = request.args.get("list")
    asked = next((one for one in QuestionList if one.value == named), QuestionList.UNANSWERED)
    questions = open_questions.list_questions(line, staff, asked)
    paging = choose_page(request.args.get("page", 1, int), rows=len(questions), size=QUESTIONS_A_PAGE)
    return render(
        OpenQuestionsPage(
            title="待办问题",
            asked=asked,
            questions=questions[paging.skip : paging.skip + paging.size],
            counts=open_questions.count_questions(line, staff),
            paging=paging,
            emergencies=messages.list_emergencies(line, staff),
        )
    )


@console.get("/enquiries/<int:enquiry_id>/dismiss")
def choose_reason(enquiry_id: int) -> str:
    """Ask why the question of an enquiry needs no work."""
    actor().require(Permission.EDIT_ENTRIES)
    return _dismissal_page(enquiry_id, DismissalForm(formdata=None))


@console.post("/enquiries/<int:enquiry_id>/dismiss")
def dismiss_enquiry(enquiry_id: int) -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    form = DismissalForm()
    if not form.validate():
        return _dismissal_page(enquiry_id, form), 400
    reason = form.chosen_reason()
    try:
        open_questions.dismiss(current_line(), actor(), enquiry_id, reason, form.note.data)
    except InvalidInput as error:
        form.note.errors = list(error.fields.values())
        return _dismissal_page(enquiry_id, form), 400
    back = "以后不会再列出来。" if reason in NEVER_AGAIN else f"以后再有{RETURN_AFTER}次问到，会重新列出来。"
    flash(f"这个问题不再列在待办里。{back}", "success")
    return redirect(url_for("console.list_enquiries", list=request.args.get("list")), 303)


def _dismissal_page(enquiry_id: int, form: DismissalForm) -> str:
    enquiry = open_questions.get_enquiry(current_line(), actor(), enquiry_id)
    return render(DismissQuestionPage(title="不用处理这个问题", form=form, enquiry=enquiry))
