"""Messages that citizens left: the list of them, the form that answers one, and its recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, current_app, flash, redirect, request, url_for

from hotline.console.blueprint import actor, console
from hotline.console.forms import AnswerForm
from hotline.console.pages import MessagePage, MessagesPage
from hotline.core.errors import Conflict, Unavailable
from hotline.core.messages import MessageState
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services import messages
from hotline.services.calls import recordings

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.core.messages import Message


@console.get("/messages")
def list_messages() -> str:
    chosen = request.args.get("state")
    state = next((state for state in MessageState if state.value == chosen), None)
    found = messages.list_messages(current_line(), actor(), state)
    return render(MessagesPage(title="留言", messages=found, state=state))


@console.get("/messages/<tracking_number>")
def message(tracking_number: str) -> str:
    return _message_page(messages.get_message(current_line(), actor(), tracking_number), AnswerForm())


@console.post("/messages/<tracking_number>")
def answer_message(tracking_number: str) -> ResponseReturnValue:
    actor().require(Permission.ANSWER_MESSAGES)
    form = AnswerForm()
    found = messages.get_message(current_line(), actor(), tracking_number)
    if not form.validate():
        return _message_page(found, form), 400
    try:
        messages.answer_message(current_line(), actor(), tracking_number, form.answer.data, compose_text=_compose_text)
    except (Conflict, Unavailable) as error:
        form.answer.errors = [f"没有保存。{error}您写的内容还在下面。"]
        if isinstance(error, Unavailable):
            return _message_page(found, form), 503
        return _message_page(messages.get_message(current_line(), actor(), tracking_number), form), 409
    flash("答复已经保存，留言人可以用查询号看到；能发短信的，也用短信发给他。", "success")
    return redirect(url_for("console.list_messages"), 303)


@console.get("/messages/<tracking_number>/recording")
def recording(tracking_number: str) -> ResponseReturnValue:
    """The recording, or the byte range of it that a player asks for; the service logs who listened."""
    found = recordings.fetch_for_staff(current_line(), actor(), tracking_number)
    response = Response(found.content, mimetype=found.mimetype)
    return response.make_conditional(request, accept_ranges=True, complete_length=len(found.content))


def _compose_text(message: Message) -> str:
    """The SMS that brings the answer. ``hotline.app`` sets its wording, for the console must not import voice."""
    return str(current_app.extensions["answer_wording"](message))


def _message_page(found: Message, form: AnswerForm) -> str:
    return render(
        MessagePage(
            title=f"留言 {found.tracking_number}",
            message=found,
            answer_text=messages.find_answer_text(current_line(), found.tracking_number),
            form=form,
            can_listen=current_line().telephony is not None,
        )
    )
