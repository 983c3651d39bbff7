"""Leaving a message for staff by web, and looking up its state by tracking number."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import flash, g, redirect, request, url_for
from flask_wtf import FlaskForm

from hotline.core.departments import fold_width
from hotline.core.enquiries import Channel
from hotline.core.errors import InvalidInput, Unavailable
from hotline.core.messages import TRACKING_DIGITS
from hotline.core.typed_text import clean_line
from hotline.http.context import current_line, render
from hotline.http.rate_limits import limiter
from hotline.services import messages
from hotline.web.blueprint import web
from hotline.web.forms import MessageForm
from hotline.web.pages import LeaveMessagePage

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from hotline.services.line import Line


def _has_missed(_response: object) -> bool:
    return bool(g.get("has_missed"))


def _asks_for_no_number() -> bool:
    return not request.args.get("number")


@web.get("/messages")
@limiter.limit("20/minute")
@limiter.limit("20/hour", deduct_when=_has_missed, exempt_when=_asks_for_no_number)
def progress() -> str:
    """The form for a message and, where the URL has a tracking ``number``, the state of that message.

    There are 100 million tracking numbers, of which thousands may be in use. So wrong ones are counted by themselves:
    whoever tries as often as the limit allows finds one of a thousand
    messages in 200 days."""
    line = current_line()
    return render(messages_page(line, MessageForm(formdata=None), _read_tracking_number(request.args.get("number"))))


def _read_tracking_number(typed: str | None) -> str:
    """The digits of what was ``typed``, without the words that people write with them; what has other digits stays."""
    number = fold_width(clean_line(typed)).replace(" ", "")
    found = re.fullmatch(r"[^0-9]*([0-9]+)[^0-9]*", number)
    return found[1] if found else number


@web.post("/messages")
@limiter.limit("10/hour")
def leave_message() -> Response | tuple[str, int]:
    """Save the message. Whenever that fails, the form is shown again with what was typed."""
    line = current_line()
    form = MessageForm()
    if not form.validate_on_submit():
        if "csrf_token" in form.errors:
            form.csrf_token.errors = ["页面打开太久，还没有交上去。您写的内容还在下面，请再交一次。"]
        return render(messages_page(line, form)), 400
    try:
        message = messages.leave_message(
            line,
            channel=Channel.WEB,
            body=form.question.data,
            caller=form.telephone.data or "",
            delivery=_name_delivery(form),
        )
    except InvalidInput as error:
        form.question.errors = [str(error)]
        return render(messages_page(line, form)), 400
    except Unavailable:
        form.question.errors = ["现在存不下留言，您写的内容还在下面，请过一会儿再交，或者打电话问。"]
        return render(messages_page(line, form)), 503
    flash("您的问题已经收到，请记下查询号。", "success")
    return redirect(url_for("web.progress", number=message.tracking_number), 303)


def _name_delivery(form: MessageForm) -> str | None:
    return name_delivery(form, form.question.data, form.telephone.data or "")


def name_delivery(form: FlaskForm, *typed: str) -> str | None:
    """The same for the same words sent again from one opened form, by a double click or by Back: they are one message.

    Each opened form has a token of its own, so other people who write the same, or the same person another day, leave
    another message. None where forms have no tokens."""
    token = form.csrf_token.data if "csrf_token" in form else None
    if not token:
        return None
    sent = "\n".join((token, *typed))
    return f"web:{sha256(sent.encode('utf-8', 'surrogatepass')).hexdigest()}"


def messages_page(line: Line, form: MessageForm, number: str = "") -> LeaveMessagePage:
    """The form for a message, and the state of the message with this tracking ``number``, if there is one."""
    problem = ""
    message = None
    if number and not (number.isdecimal() and len(number) == TRACKING_DIGITS):
        problem = f"查询号是{TRACKING_DIGITS}位数字，请检查后再查。"
    elif number:
        message = messages.find_message(line, number)
        g.has_missed = message is None
        problem = "" if message else "没有找到这个查询号，请检查后再查。"
    return LeaveMessagePage(
        title="留言",
        office=line.knowledge.office,
        form=form,
        number=number[: 2 * TRACKING_DIGITS],
        problem=problem,
        message=message,
        is_provisional=message is not None and messages.is_due_provisional(line, message),
        received=line.at_office(message.received_at).date() if message else None,
    )
