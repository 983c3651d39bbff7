"""What the review of entries and of other content share: the version that was seen, and what follows a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from hotline.console.blueprint import actor
from hotline.console.forms import PublicationDayForm, StepForm
from hotline.console.hosts import describe_change
from hotline.core.errors import Conflict
from hotline.core.publication_days import word_day
from hotline.http.context import current_line
from hotline.services.content import entry_lists, proposal_lists

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue


def go_on_reviewing(otherwise: str, *, after: int = 0) -> ResponseReturnValue:
    """Open the next submission that this person may approve: the next entry ``after`` this number, or the first one, or
    what else waits. ``otherwise`` is the URL that is opened when nothing does."""
    entries = [row.number for row in entry_lists.list_for_review(current_line(), actor())]
    proposals = proposal_lists.list_for_review(current_line(), actor())
    if not entries and not proposals:
        return redirect(otherwise, 303)
    flash(f"还有{len(entries) + len(proposals)}条等您审核，下面是下一条。", "info")
    if entries:
        following = next((number for number in entries if number > after), entries[0])
        return redirect(url_for("console.review", number=following), 303)
    return redirect(url_for("console.review_value", kind=proposals[0].kind.value, key=proposals[0].key), 303)


def version_seen() -> int:
    """The version that the person saw when they pressed the button."""
    form = StepForm()
    if not form.validate():
        raise Conflict("这一条的状态已经变了，请刷新页面再操作。")
    return int(form.version.data)


def is_day_valid(form: PublicationDayForm) -> bool:
    """Whether the day of the form is one. Raises Conflict where its version is none, as ``version_seen`` does."""
    if not form.validate() and form.version.errors:
        raise Conflict("这一条的状态已经变了，请刷新页面再操作。")
    return not form.errors


def flash_scheduled(name: str, day: date) -> None:
    flash(f"{name}已经批准，{word_day(day)}一早自动对外发布。在那以前可以收回、退回或者改日子。", "success")


def flash_day(day: date | None) -> None:
    chosen = f"审核通过的话，{word_day(day)}一早自动对外发布。" if day else "审核通过马上对外发布。"
    flash(f"记下了：{chosen}", "success")


def flash_published(failed: str, done: str, stuck: str) -> None:
    """Say that the public gets what was decided (``done``), or that it is ``stuck`` because the publish ``failed``."""
    if failed:
        flash(f"{stuck}，但是还没有对外更新：{failed}", "error")
    else:
        flash(describe_change(done, stuck), "success")
