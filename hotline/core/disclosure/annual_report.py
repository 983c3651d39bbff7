"""The annual report on disclosure: its tables 三 and 四, counted from cases, and the checks of its arithmetic.

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
SHORTEST_PROBLEMS = 10
"""Characters that part five must have."""


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


def count_contests(year: int, contests: Iterable[Contest]) -> dict[tuple[ContestKind, ContestResult], int]:
    """Table 四 of ``year``: what was decided in it, by result, and what was pending at its end."""
    counts: Counter[tuple[ContestKind, ContestResult]] = Counter()
    for contest in contests:
        if contest.taken_on.year > year or (contest.decided_on and contest.decided_on.year < year):
            continue
        is_pending = contest.decided_on is None or contest.decided_on.year > year
        counts[contest.kind, ContestResult.PENDING if is_pending else contest.result] += 1
    return {(kind, result): counts[kind, result] for kind in ContestKind for result in ContestResult}


@dataclass(frozen=True)
class ReportFinding:
    """What a check found; a report with a finding that ``blocks`` cannot be submitted. ``kind`` is the column of table
    三 that it is about, None for a finding about something else."""

    rule: int
    message: str
    blocks: bool
    kind: ApplicantKind | None = None


def check_report(
    table: ApplicationsTable, before: ApplicationsTable | None, prose: Mapping[str, str], fees: int = 0
) -> list[ReportFinding]:
    """The checks of the fact sheet that these numbers can fail: (1) and (2) by column, (5) against last year's table,
    (7) fees told in part six, (9) part five is more than a phrase. (3), (4) and (6) hold by the way of counting."""
    findings = []
    for kind in KINDS:
        came = table.cell(NEW, kind) + table.cell(CARRIED_IN, kind)
        went = table.cell(TOTAL_RESULTS, kind) + table.cell(CARRIED_OUT, kind)
        if came != went:
            findings.append(
                ReportFinding(1, f"{kind.value}：新收加结转{came}件，办结加结转下年{went}件，不相等。", True, kind)
            )
        results = sum(table.cell(row, kind) for row in RESULT_ROWS)
        if results != table.cell(TOTAL_RESULTS, kind):
            findings.append(ReportFinding(2, f"{kind.value}：各项结果合计{results}件，与总计不相等。", True, kind))
        if before is not None and before.cell(CARRIED_OUT, kind) != table.cell(CARRIED_IN, kind):
            message = f"{kind.value}：上年结转{table.cell(CARRIED_IN, kind)}件，上年报告写的是"
            findings.append(ReportFinding(5, f"{message}{before.cell(CARRIED_OUT, kind)}件。", False, kind))
    if fees and f"{fees}" not in prose.get("六", ""):
        findings.append(ReportFinding(7, f"本年收取信息处理费{fees}元，要在“六、其他需要报告的事项”里写明。", False))
    if len(prose.get("五", "").strip()) < SHORTEST_PROBLEMS:
        findings.append(ReportFinding(9, "“五、存在的主要问题及改进情况”不能写“无”，也不能少于10个字。", True))
    return findings
