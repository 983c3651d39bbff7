"""The reminder of the annual report: from 1 January until it is published, overdue after 31 January.

第四十九条: a department publishes its report of last year before 31 January (read 2026-11-28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hotline.core.content_changes import ContentKind
from hotline.core.disclosure.report_documents import ReportState
from hotline.core.errors import NotFound
from hotline.core.member_offices import LINE_OFFICE
from hotline.core.permissions import Permission
from hotline.services.disclosure.report_documents import EARLIEST
from hotline.services.disclosure.report_items import find_published

if TYPE_CHECKING:
    from hotline.core.permissions import Staff
    from hotline.services.line import Line
    from hotline.storage.records.unit_of_work import Unit


@dataclass(frozen=True)
class OwedReport:
    """The report of ``year``, which is not public yet; ``state`` is None while nobody has begun to write."""

    year: int
    last_day: date
    is_late: bool
    state: ReportState | None

    @property
    def sentence(self) -> str:
        """What is told of it, wherever it is told."""
        told = f"{self.year}年的政府信息公开年度报告，{self.last_day.month}月{self.last_day.day}日以前要公布"
        stage = self.state.value if self.state else "还没有开始写"
        return f"{told}，{'已经逾期' if self.is_late else '还没有公布'}（{stage}）"


def find_owed_report(line: Line, office_code: str = LINE_OFFICE) -> OwedReport | None:
    """An office's report of last year, unless it is published or the office has no disclosure desk. Raises Unavailable.

    After January only an office that had begun with this software is told that it is late: another one published its
    report elsewhere."""
    today = line.now().date()
    year, last_day = today.year - 1, date(today.year, 1, 31)
    with line.records.reading() as unit:
        try:
            unit.office.disclosure_desk(office_code)
        except NotFound:
            return None
        prepared = unit.annual_reports.find_newest(year, office_code)
        if today > last_day and prepared is None and not _had_begun(line, unit):
            return None
    if find_published(line, year, prepared.item if prepared else "", office_code) is not None:
        return None
    return OwedReport(year, last_day, today > last_day, prepared.state if prepared else None)


def _had_begun(line: Line, unit: Unit) -> bool:
    """Whether staff worked on the content here before this year began."""
    began = line.now().replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    first = began.replace(year=EARLIEST)
    return unit.content_changes.list_between(first, began, kinds=tuple(ContentKind), limit=1)[1] > 0


def find_owed_report_for(line: Line, actor: Staff) -> OwedReport | None:
    """The same for somebody who has something to do about it: who writes it, and who reviews it once it waits."""
    if not (actor.may(Permission.MAKE_REPORT) or actor.may(Permission.APPROVE_REPORT)):
        return None
    owed = find_owed_report(line, actor.office_code)
    is_waiting = owed is not None and owed.state is ReportState.SUBMITTED
    return owed if actor.may(Permission.MAKE_REPORT) or is_waiting else None
