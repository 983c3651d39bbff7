"""Who changed what: the history of all content, a month at a time, on a page and as a table for a spreadsheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import request

from hotline.console.blueprint import actor, console
from hotline.console.csv_download import csv_response
from hotline.console.filters import format_moment, name_person
from hotline.console.labels import CONTENT_ACTION, CONTENT_KIND
from hotline.console.pages import ContentChangesPage
from hotline.core.content_changes import ContentChange, ContentKind
from hotline.core.pagination import choose_page
from hotline.http.context import current_line, render
from hotline.services.content import content_changes
from hotline.services.staff import accounts

if TYPE_CHECKING:
    from flask import Response

    from hotline.services.content.content_changes import ChangeList

CHANGES_A_PAGE = 100
MOST_EXPORTED = 100_000
"""Rows of the table that is downloaded; a month of a busy office has a few hundred."""


@dataclass(frozen=True)
class Selection:
    """What the person asked to see. ``kind`` None stands for all kinds, ``person`` "" for everybody."""

    month: date
    person: str
    kind: ContentKind | None

    def read(self, *, limit: int, skip: int = 0) -> ChangeList:
        kinds = (self.kind,) if self.kind else tuple(ContentKind)
        return content_changes.list_month(
            current_line(), actor(), self.month, kinds=kinds, person=self.person, limit=limit, skip=skip
        )


@console.get("/changes")
def list_changes() -> str:
    selection = _selection()
    paging = choose_page(request.args.get("page", 1, int), rows=selection.read(limit=0).total, size=CHANGES_A_PAGE)
    found = selection.read(limit=paging.size, skip=paging.skip)
    return render(
        ContentChangesPage(
            title="谁改了什么",
            changes=found.changes,
            total=found.total,
            paging=paging,
            month=f"{selection.month:%Y-%m}",
            person=selection.person,
            kind=selection.kind,
            people=accounts.list_names(current_line()),
        )
    )


@console.get("/changes.csv")
def changes_csv() -> Response:
    selection = _selection()
    heading = ["时间", "谁", "做了什么", "哪一类", "编号或者词", "第几次修订", "意见"]
    return csv_response(
        f"changes-{selection.month:%Y-%m}.csv", heading, map(_cells, selection.read(limit=MOST_EXPORTED).changes)
    )


def _cells(change: ContentChange) -> list[object]:
    who, what = name_person(change.changed_by), CONTENT_ACTION[change.action]
    cells: list[object] = [format_moment(change.changed_at), who, what, CONTENT_KIND[change.kind], change.key]
    return [*cells, change.serial or "", change.comment]


def _selection() -> Selection:
    """What the URL asks for: this month, everybody and everything where it says nothing that can be read."""
    month = current_line().now().date()
    wanted = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", request.args.get("month", ""))
    if wanted:
        month = date(int(wanted[1]), int(wanted[2]), 1)
    kind = next((kind for kind in ContentKind if kind.value == request.args.get("kind")), None)
    return Selection(month.replace(day=1), request.args.get("person", ""), kind)
