"""The forms of items, the office and what belongs to it: opening, saving, submitting, without losing what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.attachments import AttachedForm
from hotline.console.blueprint import actor, console, department_choices, office_choices, topic_choices
from hotline.console.labels import PROPOSAL_KIND
from hotline.console.proposals.form_fields import Choices, ProposalForm
from hotline.console.proposals.forms import FORMS, form_of
from hotline.console.proposals.pages import EditValuePage
from hotline.console.proposals.template_views import view_template
from hotline.console.proposals.views import find_step, get_kind, named_difference, read_history
from hotline.core.errors import Conflict, InvalidInput, NotFound, Unavailable
from hotline.core.permissions import Permission
from hotline.core.proposals import NOT_TOLD, SINGLE_KINDS, ProposalKind, tidy_value, title_of
from hotline.core.public_notices import NoticeKind, Quarter
from hotline.core.review import Status
from hotline.http.context import current_line, render
from hotline.services.content import proposal_lists, proposals

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.core.proposals import Proposal, Proposed
    from hotline.services.content.diff import FieldChange

_DRAFT = "公众看到的内容没有变，提交并通过审核后才会更新。"
_DRAFT_OF_A_TEMPLATE = "现在出的信还是原来的写法，提交并通过审核后才会更新。"


@console.get("/content/<kind>/new")
def new_value(kind: str) -> str:
    """An empty form, but for what most of its kind have, such as the next free index number."""
    actor().require(Permission.EDIT_ENTRIES)
    new_kind = _get_growing_kind(kind)
    return _edit_page(new_kind, FORMS[new_kind](formdata=None, data=_fill_in(new_kind)), "")


def _fill_in(kind: ProposalKind) -> dict[str, object]:
    """What a new form of this kind begins with."""
    line, now = current_line(), current_line().now()
    if kind is ProposalKind.HOLIDAY_DECREES:
        return {"year": str(now.year + 1)}
    if kind is ProposalKind.ANNOUNCEMENTS:
        free = proposal_lists.find_free_announcement_code(line, actor())
        return {"code": free, "starts_at": f"{now:%Y-%m-%d %H:%M}", "ends_at": f"{now:%Y-%m-%d} 23:59"}
    if kind is ProposalKind.PUBLIC_NOTICES:
        return {
            "code": proposal_lists.find_free_notice_code(line, actor()),
            "genre": request.args.get("genre", NoticeKind.NOTICE.value),
            "quarter": str(Quarter.of(now.date()).previous),
        }
    if kind is not ProposalKind.CATALOGUE:
        return {}
    return {
        "index_number": proposal_lists.find_free_index_number(line, actor()),
        "issuing_body": proposal_lists.find_issuing_body(line, actor()),
        "made_date": now.date(),
        "published_date": now.date(),
        "mode": "主动公开",
        "validity": "有效",
    }


@console.post("/content/<kind>/new")
def add_value(kind: str) -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    new_kind = _get_growing_kind(kind)
    return _save(new_kind, FORMS[new_kind](), "")


@console.get("/content/<kind>/edit/<path:key>")
def edit_value(kind: str, key: str) -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    history = read_history(kind, key)
    if history.open and history.open.status is not Status.DRAFT:
        flash("这一条正在等待审核或者等日子发布，现在不能改。要改的话，请写的人先收回，或者请审核员退回。", "info")
        return redirect(url_for("console.value", kind=kind, key=key))
    problems = proposals.list_problems(current_line(), history.shown) if history.open else {}
    shown = find_step(history, request.args.get("from"))
    form = form_of(shown.content if shown else history.shown, history.kind, history.version)
    return _edit_page(history.kind, form, key, draft=history.open, problems=problems)


@console.post("/content/<kind>/edit/<path:key>")
def save_value(kind: str, key: str) -> ResponseReturnValue:
    actor().require(Permission.EDIT_ENTRIES)
    saved_kind = read_history(kind, key).kind
    form = FORMS[saved_kind]()
    form.fill_in_key(key)
    return _save(saved_kind, form, key)


def _save(kind: ProposalKind, form: ProposalForm, key: str) -> ResponseReturnValue:
    form.set_choices(_choices())
    is_valid = form.validate()
    if isinstance(form, AttachedForm):
        is_valid = form.take_files() and is_valid
    if not is_valid:
        return _edit_page(kind, form, key), 400
    typed = tidy_value(form.to_value())
    if request.form.get("then") == "preview":
        return _edit_page(kind, form, key, problems=proposals.list_problems(current_line(), typed))
    version = form.version_number()
    try:
        saved = proposals.save_draft(current_line(), actor(), typed, (version or 0) if key else None)
    except Conflict as conflict:
        return _show_conflict(kind, form, key, typed, conflict), 409
    except InvalidInput as error:
        form.add_errors(error.fields)
        return _edit_page(kind, form, key), 400
    except Unavailable as error:
        return _edit_page(kind, form, key, notice=f"没有保存。{error}您写的内容还在下面。"), 503
    return _follow_button(form, saved)


def _choices() -> Choices:
    return Choices(topic_choices(), department_choices(), office_choices())


def _follow_button(form: ProposalForm, saved: Proposal) -> ResponseReturnValue:
    """Submit or go on editing, by the button that was pressed; the draft is saved by now."""
    kind, key = saved.kind, saved.key
    if request.form.get("then") != "submit":
        flash(f"草稿已经保存。{_DRAFT_OF_A_TEMPLATE if kind in NOT_TOLD else _DRAFT}", "success")
        return redirect(url_for("console.edit_value", kind=kind.value, key=key), 303)
    try:
        proposals.submit(current_line(), actor(), kind, key, version=saved.version)
    except InvalidInput as error:
        form.add_errors(error.fields)
        form.fill_in_key(key)
        form.version.data = str(saved.version)
        return _edit_page(kind, form, key, notice="草稿已经保存，但还不能提交，请先改好下面的内容。"), 400
    effect = "以后出的信用新的写法" if kind in NOT_TOLD else "网页、电话、短信会一起更新"
    flash(f"已经提交，等审核员审核。通过后{effect}。", "success")
    return redirect(url_for("console.value", kind=kind.value, key=key), 303)


def _show_conflict(kind: ProposalKind, form: ProposalForm, key: str, typed: Proposed, conflict: Conflict) -> str:
    """Show how the typed value differs from what a colleague saved meanwhile. Saving again replaces the colleague's."""
    history = read_history(kind.value, key) if key else None
    if history is None or (history.open and history.open.status is not Status.DRAFT):
        return _edit_page(kind, form, key, notice=f"没有保存。{conflict}您写的内容还在下面，请先抄下来。")
    form.version.data = str(history.version)
    return _edit_page(kind, form, key, notice=str(conflict), conflict=named_difference(history.shown, typed))


def _get_growing_kind(name: str) -> ProposalKind:
    kind = get_kind(name)
    if kind is ProposalKind.OFFICE:
        raise NotFound("单位只有一个，请修改它的信息。")
    if kind is ProposalKind.LETTER_TEMPLATES:
        raise NotFound("文书只有这些种，请修改其中一种。")
    return kind


def _edit_page(
    kind: ProposalKind,
    form: ProposalForm,
    key: str,
    *,
    draft: Proposal | None = None,
    problems: dict[str, str] | None = None,
    notice: str = "",
    conflict: list[FieldChange] | None = None,
) -> str:
    form.set_choices(_choices())
    label = PROPOSAL_KIND[kind]
    name = "" if kind in SINGLE_KINDS else key
    view = view_template(tidy_value(form.to_value())) if kind is ProposalKind.LETTER_TEMPLATES else None
    name = title_of(form.to_value()) if view else name
    return render(
        EditValuePage(
            title=f"修改{label} {name}".strip() if key else f"写新的{label}",
            kind=kind,
            key=key,
            form=form,
            draft=draft,
            problems=problems or {},
            notice=notice,
            conflict=conflict,
            uploads=form.find_uploads() if isinstance(form, AttachedForm) else {},
            template_view=view,
        )
    )
