"""The blueprint of the staff site: the guard of all its screens, what they share, and how their errors look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, g, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from hotline.console import labels
from hotline.console.pages import RefusalPage, UnsavedFormPage
from hotline.core.attachments import LARGEST_FILE
from hotline.core.errors import HotlineError, NotFound, Unavailable
from hotline.core.permissions import Permission, Staff
from hotline.core.table_uploads import LARGEST_UPLOAD as LARGEST_TABLES
from hotline.http.context import current_line, render
from hotline.services.content.published import name_department

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue


console = Blueprint("console", __name__)
OPEN_ENDPOINTS = frozenset({"console.sign_in", "console.sign_in_code", "console.sign_in_set_up", "console.use_link"})
"""The only screens that a visitor may open without signing in."""
WRITING_ENDPOINTS = frozenset(
    {
        *("console.add_entry", "console.save_entry", "console.return_entry", "console.withdraw"),
        *("console.add_value", "console.save_value", "console.return_value", "console.withdraw_value"),
        *("console.answer_message", "console.add_person", "console.save_person", "console.save_own_account"),
        *("console.correct_answer", "console.note_message"),
        *("console.register_application", "console.take_application_step", "console.record_slip_opinion"),
        *("console.write_application_reply", "console.save_report", "console.take_report_step"),
        *("console.register_document", "console.save_document", "console.take_document_step"),
        *("console.add_document_consultation", "console.record_document_opinion"),
    }
)
"""Forms that take long to fill in: when one is refused, the text typed into it is shown again."""

LARGEST_FORM = 1024 * 1024
"""Bytes: every wording of an entry at its typing limit, at the nine bytes a character of a URL-encoded form."""
LARGEST_UPLOAD = LARGEST_FILE + 4 * LARGEST_FORM
"""Bytes of a form with files: one of the largest, and some small ones."""
UPLOAD_ENDPOINTS = frozenset(
    {"console.add_entry", "console.save_entry", "console.add_value", "console.save_value", "console.add_upload"}
    | {"console.add_material", "console.check_files_to_give"}
)
"""Forms with files: attachments of entries and items, tables, materials of cases, what an applicant is to be given."""
TOO_LARGE = f"文件太大，一次最多{LARGEST_TABLES // 1024 // 1024}MB。请分成几个文件上传。"


def actor() -> Staff:
    """The member of staff who is signed in; ``require_sign_in`` has made sure that there is one."""
    return cast(Staff, g.staff)


@console.url_value_preprocessor
def allow_long_forms(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Accept longer forms than citizens may send: staff save a draft that is far too long and shorten it later."""
    request.max_form_memory_size = LARGEST_FORM
    request.max_content_length = LARGEST_UPLOAD if endpoint in UPLOAD_ENDPOINTS else LARGEST_FORM


@console.before_request
def require_sign_in() -> ResponseReturnValue | None:
    """Send a visitor who is not signed in to the sign-in page; show a form they sent again, so that no text is lost."""
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    if current_user.is_authenticated:
        g.staff = current_user.staff
        return None
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("console.sign_in", next=request.full_path.rstrip("?")))
    return _show_unsaved_form("登录已经过期，刚才的内容没有保存。", signed_out=True), 401


@console.errorhandler(HotlineError)
def show_refusal(error: HotlineError) -> tuple[str, int]:
    """Show what could not be done and why, with a link back to the entry it was about."""
    if isinstance(error, Unavailable) and request.method == "POST" and request.endpoint in WRITING_ENDPOINTS:
        return _show_unsaved_form(f"没有保存。{error}"), error.status
    about = None if isinstance(error, NotFound) else (request.view_args or {}).get("number")
    number = about if isinstance(about, int) else None  # an application's number is text
    written = request.form.get("comment", "")
    return render(RefusalPage(title="没有办成", problem=str(error), number=number, written=written)), error.status


@console.errorhandler(CSRFError)
def show_stale_form(error: CSRFError) -> tuple[str, int]:
    """Refuse a form whose token has expired, or that another site sent; show again what was typed."""
    return _show_unsaved_form("页面打开太久，刚才的内容没有保存。", signed_out=True), 400


def _show_unsaved_form(problem: str, *, signed_out: bool = False) -> str:
    """The fields of the refused form, with a button that sends it again. Never those of a form from another site, which
    could make staff send what they did not write."""
    same_origin = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    typed = []
    if same_origin and request.endpoint in WRITING_ENDPOINTS:
        typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    action = request.full_path.rstrip("?")
    return render(UnsavedFormPage(title="没有保存", problem=problem, typed=typed, action=action, signed_out=signed_out))


@console.after_request
def forbid_caching(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@console.context_processor
def add_template_variables() -> dict[str, Any]:
    """Give every template ``staff`` (None before signing in), ``may("edit_entries")`` and ``labels``."""
    staff: Staff | None = g.get("staff")
    return {
        "staff": staff,
        "may": lambda permission: staff is not None and staff.may(Permission(permission)),
        "labels": labels,
    }


def topic_choices() -> list[tuple[str, str]]:
    """(digit, label) of each topic. Empty while nothing is published, so that the first entry can still be written."""
    try:
        return [(topic.digit, f"{topic.digit} {topic.name}") for topic in current_line().knowledge.topics()]
    except Unavailable:
        return []


def department_names() -> dict[str, str]:
    """Code -> name of each department, after that of its office where it is a member's. Empty while nothing is
    published."""
    try:
        knowledge = current_line().knowledge
    except Unavailable:
        return {}
    return {one.code: name_department(knowledge, one) for one in knowledge.departments()}


def department_choices() -> dict[str, str]:
    """Those of ``department_names`` that the office has whose staff is signed in; all for the whole line's."""
    own = actor().own_part if actor().office_code else None
    return {code: name for code, name in department_names().items() if own is None or code in own.departments}


def office_choices() -> dict[str, str]:
    """Those of ``office_names`` that somebody may write for: the staff of a member office, for that one."""
    own = actor().office_code
    return {code: name for code, name in office_names().items() if not own or code == own}


def office_names() -> dict[str, str]:
    """Code -> name of each office of this line, first the one that runs it, under "". Empty while nothing is
    published."""
    try:
        knowledge = current_line().knowledge
    except Unavailable:
        return {}
    return {"": knowledge.office.name} | {office.code: office.name for office in knowledge.member_offices}
