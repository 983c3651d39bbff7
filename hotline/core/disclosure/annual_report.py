"""The annual report on disclosure: its tables 三 and 四, counted from cases.

The form is that of 国办公开办函〔2021〕30号; rows and columns as in three copies of real reports (read 2026-11-28). The
notice's filling-in notes could not be read: withdrawn applications stand under 3.6.3, since no other row is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hotline.core.disclosure.applications import ApplicantKind
from hotline.core.disclosure.case_files import Contest, ContestKind, ContestResult

NEW, CARRIED_IN, TOTAL_RESULTS, CARRIED_OUT = "new", "carried_in", "3.7", "carried_out"
ROWS: tuple[tuple[str, str], ...] = (
    (NEW, "一、本年新收政府信息公开申请数量"),
    (CARRIED_IN, "二、上年结转政府信息公开申请数量"),
    ("3.1", "三、本年度办理结果（一）予以公开"),
    ("3.2", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("3.3.1", "（三）不予公开 1.属于国家秘密"),
    ("3.3.2", "2.其他法律行政法规禁止公开"),
    ("3.3.3", "3.危及“三安全一稳定”"),
    ("3.3.4", "4.保护第三方合法权益"),
    ("3.3.5", "5.属于三类内部事务信息"),
    ("3.3.6", "6.属于四类过程性信息"),
    ("3.3.7", "7.属于行政执法案卷"),
    ("3.3.8", "8.属于行政查询事项"),
    ("3.4.1", "（四）无法提供 1.本机关不掌握相关政府信息"),
    ("3.4.2", "2.没有现成信息需要另行制作"),
    ("3.4.3", "3.补正后申请内容仍不明确"),
    ("3.5.1", "（五）不予处理 1.信访举报投诉类申请"),
    ("3.5.2", "2.重复申请"),
    ("3.5.3", "3.要求提供公开出版物"),
    ("3.5.4", "4.无正当理由大量反复申请"),
    ("3.5.5", "5.要求行政机关确认或重新出具已获取信息"),
    ("3.6.1", "（六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("3.6.2", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("3.6.3", "3.其他"),
    (TOTAL_RESULTS, "（七）总计"),
    (CARRIED_OUT, "四、结转下年度继续办理"),
)
"""(key, label) of each row of table 三, in the order of the form."""
RESULT_ROWS = tuple(key for key, _ in ROWS if key.startswith("3.") and key != TOTAL_RESULTS)
KINDS = tuple(ApplicantKind)
"""The columns of table 三 before 总计."""


@dataclass(frozen=True)
class ReportCase:
    """One application as the report counts it: when it was received, when answered (None while it is owed), and the row
    of its result."""

    number: str
    kind: ApplicantKind
    received_on: date
    answered_on: date | None
    report_row: str

    def rows_of(self, year: int) -> tuple[str, ...]:
        """The rows of the report of ``year`` in which this case counts; none where it is of other years."""
        if self.received_on.year > year or (self.answered_on and self.answered_on.year < year):
            return ()
        began = NEW if self.received_on.year == year else CARRIED_IN
        if self.answered_on is None or self.answered_on.year > year:
            return (began, CARRIED_OUT)
        return (began, self.report_row, TOTAL_RESULTS)


@dataclass(frozen=True)
class ApplicationsTable:
    """Table 三: (row, column) -> number of applications; ``cases`` are the numbers behind each cell."""

    year: int
    cases: Mapping[tuple[str, ApplicantKind], tuple[str, ...]]

    def cell(self, row: str, kind: ApplicantKind) -> int:
        return len(self.cases.get((row, kind), ()))

    def total(self, row: str) -> int:
        """The cell of ``row`` in the column 总计."""
        return sum(self.cell(row, kind) for kind in KINDS)


def count_applications(year: int, cases: Iterable[ReportCase]) -> ApplicationsTable:
    """Table 三 of ``year``."""
    cells: dict[tuple[str, ApplicantKind], list[str]] = {}
    for case in cases:
        for row in case.rows_of(year):
            cells.setdefault((row, case.kind), []).append(case.number)
    return ApplicationsTable(year, {cell: tuple(numbers) for cell, numbers in cells.items()})


@dataclass(frozen=True)
class ContestsTable:
    """Table 四: (block, column) -> the numbers of the applications behind the cell, one for each review or suit."""

    cases: Mapping[tuple[ContestKind, ContestResult], tuple[str, ...]]

    def cell(self, kind: ContestKind, result: ContestResult) -> int:
        return len(self.cases.get((kind, result), ()))

    def total(self, kind: ContestKind) -> int:
        """The cell 总计 of a block."""
        return sum(self.cell(kind, result) for result in ContestResult)


def count_contests(year: int, contests: Iterable[tuple[str, Contest]]) -> ContestsTable:
    """Table 四 of ``year``: what was decided in it, by result, and what was pending at its end. ``contests`` are pairs
    of an application's number and a review or suit about it."""
    cells: dict[tuple[ContestKind, ContestResult], list[str]] = {}
    for number, contest in contests:
        if contest.taken_on.year > year or (contest.decided_on and contest.decided_on.year < year):
            continue
        is_pending = contest.decided_on is None or contest.decided_on.year > year
        result = ContestResult.PENDING if is_pending else contest.result
        cells.setdefault((contest.kind, result), []).append(number)
    return ContestsTable({cell: tuple(numbers) for cell, numbers in cells.items()})


@dataclass(frozen=True)
class ReportTables:
    """What the records say of a year: table 三, table 四, and the fees in yuan that were paid in it."""

    applications: ApplicationsTable
    contests: ContestsTable
    fees: int = 0

    @property
    def year(self) -> int:
        return self.applications.year


@dataclass(frozen=True)
class ChangedCell:
    """A number of a copied report that the records no longer give. ``now`` and ``then`` are the cases behind it."""

    label: str
    then: tuple[str, ...]
    now: tuple[str, ...]

    @property
    def added(self) -> list[str]:
        return sorted((Counter(self.now) - Counter(self.then)).elements())

    @property
    def gone(self) -> list[str]:
        return sorted((Counter(self.then) - Counter(self.now)).elements())


def compare_tables(then: ReportTables, now: ReportTables) -> list[ChangedCell]:
    """Each cell of ``then``, a copy, behind which there are other cases ``now``. Totals follow from the cells."""
    cells = [
        (
            f"{label}，{kind.value}",
            then.applications.cases.get((row, kind), ()),
            now.applications.cases.get((row, kind), ()),
        )
        for row, label in ROWS
        if row != TOTAL_RESULTS
        for kind in KINDS
    ]
    cells += [
        (
            f"{kind.value}，{result.value}",
            then.contests.cases.get((kind, result), ()),
            now.contests.cases.get((kind, result), ()),
        )
        for kind in ContestKind
        for result in ContestResult
    ]
    return [ChangedCell(*cell) for cell in cells if Counter(cell[1]) != Counter(cell[2])]
