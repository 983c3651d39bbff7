"""Changing several entries of the list at once."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.blueprint import actor, console
from hotline.core.errors import InvalidInput
from hotline.core.permissions import Permission
from hotline.http.context import current_line
from hotline.services.content import bulk_changes

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

REFUSALS_SHOWN = 5


@console.post("/entries/bulk")
def change_entries() -> ResponseReturnValue:
    """Submit the chosen entries with the department or the review date of the form."""
    actor().require(Permission.EDIT_ENTRIES)
    numbers = [int(typed) for typed in request.form.getlist("numbers") if re.fullmatch("[0-9]{1,6}", typed)]
    try:
        report = bulk_changes.change_entries(
            current_line(),
            actor(),
            numbers,
            department=request.form.get("department", ""),
            review_date=_read_date(request.form.get("review_date", "")),
        )
    except InvalidInput as error:
        flash(f"没有改。{error}", "error")
        return redirect(url_for("console.list_entries"), 303)
    if report.submitted:
        flash(f"{len(report.submitted)}条已经提交，等审核员审核。", "success")
    for number, reason in list(report.refused.items())[:REFUSALS_SHOWN]:
        flash(f"{number}没有改：{reason}", "error")
    if len(report.refused) > REFUSALS_SHOWN:
        flash(f"另外还有{len(report.refused) - REFUSALS_SHOWN}条没有改。", "error")
    return redirect(url_for("console.list_entries"), 303)


def _read_date(typed: str) -> date | None:
    """The date of the form; None where it was left empty. Raises InvalidInput for what is no date."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise InvalidInput({"review_date": "复核日期不是日期，请写成2026-11-23的样子。"}) from error
