"""The blueprint of the staff site: its one guard, what all its screens share, and how their errors look."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, g, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from hotline.console import labels
from hotline.console.pages import KeptPage, RefusalPage
from hotline.core.errors import HotlineError, NotFound, Unavailable
from hotline.core.permissions import Permission, Staff
from hotline.http.context import current_line, render
from hotline.services import staff_accounts
from hotline.services.content import published

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue


console = Blueprint("console", __name__)
OPEN_ENDPOINTS = frozenset({"console.sign_in"})
"""The only screens a visitor reaches without signing in."""
WRITING_ENDPOINTS = frozenset(
    {"console.add_entry", "console.save_entry", "console.return_entry", "console.withdraw", "console.answer_message"}
)
"""Where somebody may have written for long, so that a refused form must come back with its text."""

SHORTEST_WITH_AREA = 9
"""Digits of a number with its area code, without the 0 before it; shorter ones are dialled as they are."""

LARGEST_FORM = 1024 * 1024
"""Bytes; every wording of an entry at its typing limit, nine bytes a character as forms send it."""


def actor() -> Staff:
    """Who is signed in; the guard has made sure that somebody is."""
    return cast(Staff, g.staff)


@console.url_value_preprocessor
def take_long_forms(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Let a form be longer than a citizen's: a draft far over the limits must be saved before it can be cut."""
    request.max_content_length = request.max_form_memory_size = LARGEST_FORM


@console.before_request
def require_sign_in() -> ResponseReturnValue | None:
    """Refuse every screen to a visitor who is not signed in; a form they sent comes back, so nothing is lost."""
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    if current_user.is_authenticated:
        g.staff = current_user.staff
        return None
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("console.sign_in", next=request.full_path.rstrip("?")))
    return _show_kept_form("登录已经过期，刚才的内容没有保存。", signed_out=True), 401


@console.errorhandler(HotlineError)
def show_refusal(error: HotlineError) -> tuple[str, int]:
    """What could not be done and why, inside the console, with the way back to the entry it was about."""
    if isinstance(error, Unavailable) and request.method == "POST" and request.endpoint in WRITING_ENDPOINTS:
        return _show_kept_form(f"没有保存。{error}"), error.status
    number = None if isinstance(error, NotFound) else (request.view_args or {}).get("number")
    written = request.form.get("comment", "")
    return render(RefusalPage(title="没有办成", problem=str(error), number=number, written=written)), error.status


@console.errorhandler(CSRFError)
def show_stale_form(error: CSRFError) -> tuple[str, int]:
    """A form that was open too long, or sent by another site: nothing is done, what was typed comes back."""
    return _show_kept_form("页面打开太久，刚才的内容没有保存。", signed_out=True), 400


def _show_kept_form(problem: str, *, signed_out: bool = False) -> str:
    """What a form carried, with a button that sends it once more; never what another site sent in our name."""
    ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    kept = ours and request.endpoint in WRITING_ENDPOINTS
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"] if kept else []
    action = request.full_path.rstrip("?")
    return render(KeptPage(title="没有保存", problem=problem, typed=typed, action=action, signed_out=signed_out))


@console.after_request
def keep_out_of_caches(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@console.context_processor
def shared() -> dict[str, Any]:
    """``staff`` (None before signing in), ``may("edit_entries")``, and the words for codes."""
    staff: Staff | None = g.get("staff")
    return {
        "staff": staff,
        "may": lambda permission: staff is not None and staff.may(Permission(permission)),
        "labels": labels,
    }


@console.app_template_filter("moment")
def format_moment(moment: datetime) -> str:
    """A time as the office's clock shows it: 2026年11月23日 10:00."""
    local = moment.astimezone(current_line().now().tzinfo)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


@console.app_template_filter("clock")
def format_clock(moment: datetime) -> str:
    """The time on the office's clock, to the second: 10:00:05."""
    return f"{moment.astimezone(current_line().now().tzinfo):%H:%M:%S}"


@console.app_template_filter("left")
def format_left(due: datetime) -> str:
    """How long there still is until ``due``, or since when it is over: 还剩3小时, 已超期2天."""
    late = current_line().now() > due
    minutes = int(abs((due - current_line().now()).total_seconds())) // 60
    hours = minutes // 60
    span = f"{hours // 24}天" if hours >= 48 else f"{hours}小时" if hours else f"{max(1, minutes)}分钟"
    return f"已超期{span}" if late else f"还剩{span}"


@console.app_template_test("overdue")
def is_overdue(due: datetime) -> bool:
    return current_line().now() > due


@console.app_template_filter("span")
def format_span(many: float) -> str:
    """A span of seconds as people say it, to the second.

    >>> format_span(0.4), format_span(75), format_span(3600)
    ('不到1秒', '1分15秒', '1小时0分')
    """
    if many < 1:
        return "不到1秒"
    minutes, rest = divmod(int(many), 60)
    if minutes >= 60:
        return f"{minutes // 60}小时{minutes % 60}分"
    return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"


@console.app_template_filter("telephone")
def format_telephone(number: str) -> str:
    """A number as people of the country write and dial it, masked or not; one of elsewhere stays as it is.

    >>> format_telephone("+8613800138000"), format_telephone("+86138****8000"), format_telephone("+8687163100001")
    ('13800138000', '138****8000', '087163100001')
    >>> format_telephone("+8612348"), format_telephone("+864008096096"), format_telephone("+85221234567")
    ('12348', '4008096096', '+85221234567')
    """
    home = number.removeprefix("+86")
    if home == number or len(home) < SHORTEST_WITH_AREA or re.match("1[3-9]|[48]00", home):
        return home
    return f"0{home}"


@console.app_template_filter("person")
def name_person(login_name: str) -> str:
    """The full name of who wrote or reviewed; content that was loaded from tables has nobody's."""
    if login_name in staff_accounts.RESERVED:
        return "导入"
    if "names" not in g:
        g.names = staff_accounts.list_names(current_line())
    return str(g.names.get(login_name, login_name))


def topic_choices() -> list[tuple[str, str]]:
    """(digit, name) of each topic; none while nothing is published, so that the first entry can still be written."""
    try:
        return [(topic.digit, f"{topic.digit} {topic.name}") for topic in published.list_topics(current_line())]
    except Unavailable:
        return []


def department_names() -> dict[str, str]:
    """Code -> name of each department; none while nothing is published."""
    try:
        return {department.code: department.name for department in published.list_departments(current_line())}
    except Unavailable:
        return {}
