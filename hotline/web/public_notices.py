"""Public notices, hearings and briefings on the web: the list, the archive, each of them, and taking part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, request, url_for

from hotline.core.errors import Conflict, Gone, InvalidInput, NotFound, Unavailable
from hotline.core.messages import MessagePurpose
from hotline.core.proposals import ProposalKind
from hotline.core.public_notices import NoticeKind
from hotline.http.context import current_line, render
from hotline.http.rate_limits import limiter
from hotline.services import public_notices
from hotline.services.content import proposals, published
from hotline.web.blueprint import web
from hotline.web.forms import MessageForm, NoticeForm
from hotline.web.messages import messages_page, name_delivery
from hotline.web.pages import PublicNoticePage, PublicNoticesPage

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from hotline.core.catalogue import CatalogueItem
    from hotline.core.public_notices import PublicNotice
    from hotline.services.line import Line

STALE = "页面打开太久，还没有交上去。您写的内容还在下面，请再交一次。"


@web.get("/notices")
def list_public_notices() -> str:
    line = current_line()
    is_archive, today = request.args.get("archive") == "yes", line.now().date()
    groups = []
    for kind in NoticeKind:
        found = public_notices.list_notices(line, kind)
        groups.append((kind, [one for one in found if one.is_over(today) is is_archive]))
    title = "已经结束的公示、听证和通报" if is_archive else "公示、听证和通报"
    page = PublicNoticesPage(title=title, office=line.knowledge.office, groups=groups, is_archive=is_archive)
    return render(page)


@web.get("/notices/<code>")
def public_notice(code: str) -> str:
    line = current_line()
    notice = _get_notice(line, code)
    return render(_notice_page(line, notice, NoticeForm(formdata=None)))


@web.post("/notices/<code>")
@limiter.limit("10/hour")
def take_part(code: str) -> Response | tuple[str, int]:
    """Store a comment or a registration. Whenever that fails, the form is shown again with what was typed."""
    line, form = current_line(), NoticeForm()
    try:
        notice = _get_notice(line, code)
    except Gone as gone:
        return _offer_message(line, form), gone.status
    if not _is_complete(form, notice):
        return render(_notice_page(line, notice, form)), 400
    try:
        message = public_notices.take_part_on_web(
            line,
            code,
            body=_word_body(form, notice),
            telephone=form.telephone.data or "",
            delivery=name_delivery(form, code, form.name.data, form.words.data, form.telephone.data or ""),
            compose_text=current_app.extensions["tracking_wording"],
        )
    except InvalidInput as error:
        for name, problem in error.fields.items():
            form[name if name in form else "words"].errors = [problem]
        return render(_notice_page(line, notice, form)), 400
    except Conflict as closed:
        form.words.errors = [f"没有交上去。{closed}您写的内容还在下面。"]
        return render(_notice_page(line, notice, form, is_kept=True)), closed.status
    except Unavailable:
        form.words.errors = ["现在存不下，您写的内容还在下面，请过一会儿再交，或者打电话。"]
        return render(_notice_page(line, notice, form)), 503
    is_registered = message.purpose is MessagePurpose.REGISTRATION
    flash(f"您的{'报名' if is_registered else '意见'}已经收到，请记下查询号。", "success")
    return redirect(url_for("web.progress", number=message.tracking_number), 303)


def _offer_message(line: Line, form: NoticeForm) -> str:
    """What was typed about a notice that was withdrawn meanwhile, as a message that can be sent instead."""
    name = form.name.data or ""
    question = "\n".join(filter(None, (f"姓名：{name}" if name else "", form.words.data or "")))
    message = MessageForm(formdata=None, data={"question": question, "telephone": form.telephone.data})
    message.question.errors = ["这条公示撤回了，没有交上去。您写的内容还在下面，可以当作留言交给工作人员。"]
    return render(messages_page(line, message))


def _is_complete(form: NoticeForm, notice: PublicNotice) -> bool:
    is_valid = form.validate_on_submit()
    if "csrf_token" in form.errors:
        form.csrf_token.errors = [STALE]
    missing = form.find_missing(registers=_registers(notice))
    for name, problem in missing.items():
        form[name].errors = [problem]
    return is_valid and not missing


def _word_body(form: NoticeForm, notice: PublicNotice) -> str:
    words: str = form.words.data
    return public_notices.word_registration(form.name.data, words) if _registers(notice) else words


def _registers(notice: PublicNotice) -> bool:
    return public_notices.purpose_of(notice) is MessagePurpose.REGISTRATION


def _get_notice(line: Line, code: str) -> PublicNotice:
    """Raises Gone for one that was withdrawn, and NotFound for one that never was."""
    try:
        return public_notices.get_notice(line, code)
    except NotFound:
        if _is_withdrawn(line, code):
            raise Gone("这条公示撤回了。") from None
        raise


def _is_withdrawn(line: Line, code: str) -> bool:
    try:
        return proposals.is_withdrawn(line, ProposalKind.PUBLIC_NOTICES, code)
    except Unavailable:
        return False


def _notice_page(line: Line, notice: PublicNotice, form: NoticeForm, *, is_kept: bool = False) -> PublicNoticePage:
    """The page of a notice. ``is_kept``: the form is shown although it is too late, so that nothing typed is lost."""
    today, registers = line.now().date(), _registers(notice)
    form.words.label.text = "您的情况，想说的话（可以不填）" if registers else "您的意见"
    form.telephone.label.text = "手机或者电话" if registers else "手机或者电话（可以不填）"
    is_open = notice.is_open(today)
    departments = {one.code: one.name for one in line.knowledge.departments()}
    return PublicNoticePage(
        title=notice.title,
        office=line.knowledge.office,
        notice=notice,
        department=departments.get(notice.department, ""),
        is_over=notice.is_over(today),
        registers=registers,
        form=form if is_open or is_kept else None,
        closed="" if is_open else public_notices.word_closed(notice, today),
        result=_find_result(line, notice),
    )


def _find_result(line: Line, notice: PublicNotice) -> CatalogueItem | None:
    try:
        return published.get_item(line.knowledge, notice.result_item) if notice.result_item else None
    except NotFound:
        return None
