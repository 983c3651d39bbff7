"""Changing or withdrawing several entries of the list at once."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.blueprint import actor, console
from hotline.console.entries.forms import COMMENT_LIMIT
from hotline.console.review_steps import flash_published
from hotline.core.errors import InvalidInput
from hotline.core.permissions import Permission
from hotline.core.typed_text import clean_text
from hotline.http.context import current_line
from hotline.services.content import bulk_changes

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

REFUSALS_SHOWN = 5


@console.post("/entries/bulk")
def change_entries() -> ResponseReturnValue:
    """Submit the chosen entries with the department or the review date of the form."""
    actor().require(Permission.EDIT_ENTRIES)
    try:
        report = bulk_changes.change_entries(
            current_line(),
            actor(),
            _read_numbers(),
            department=request.form.get("department", ""),
            review_date=_read_date(request.form.get("review_date", "")),
        )
    except InvalidInput as error:
        return _go_back(f"没有改。{error}")
    if report.done:
        flash(f"{len(report.done)}条已经提交，等审核员审核。", "success")
    _flash_refused(report.refused, "没有改")
    return _go_back()


@console.post("/entries/bulk-withdrawal")
def withdraw_entries() -> ResponseReturnValue:
    """Withdraw the chosen entries for the reason of the form."""
    actor().require(Permission.WITHDRAW_ENTRIES)
    comment = clean_text(request.form.get("comment"))[:COMMENT_LIMIT]
    try:
        report = bulk_changes.withdraw_entries(current_line(), actor(), _read_numbers(), comment=comment)
    except InvalidInput as error:
        return _go_back(f"没有撤回。{error}")
    if report.done:
        told = f"{len(report.done)}条已经撤回"
        flash_published(report.publish_error, f"{told}，公众现在看不到、听不到它们了。", told)
    _flash_refused(report.refused, "没有撤回")
    return _go_back()


def _read_numbers() -> list[int]:
    return [int(typed) for typed in request.form.getlist("numbers") if re.fullmatch("[0-9]{1,6}", typed)]


def _flash_refused(refused: dict[int, str], what: str) -> None:
    for number, reason in list(refused.items())[:REFUSALS_SHOWN]:
        flash(f"{number}{what}：{reason}", "error")
    if len(refused) > REFUSALS_SHOWN:
        flash(f"另外还有{len(refused) - REFUSALS_SHOWN}条{what}。", "error")


def _go_back(problem: str = "") -> ResponseReturnValue:
    if problem:
        flash(problem, "error")
    return redirect(url_for("console.list_entries"), 303)


def _read_date(typed: str) -> date | None:
    """The date of the form; None where it was left empty. Raises InvalidInput for what is no date."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise InvalidInput({"review_date": "复核日期不是日期，请写成2026-11-23的样子。"}) from error
