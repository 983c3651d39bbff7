"""The checks of the annual report: its arithmetic, what is left empty, last year's report, and numbers in the prose.

The arithmetic stands on the form itself (国办公开办函〔2021〕30号) or holds in the reports that were read; the rest
comes from software that audits real reports (both read 2026-11-28)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from hotline.core.disclosure.annual_report import (
    CARRIED_IN,
    CARRIED_OUT,
    KINDS,
    NEW,
    RESULT_ROWS,
    TOTAL_RESULTS,
    ApplicationsTable,
    ReportTables,
)
from hotline.core.disclosure.case_files import ContestKind, has_words
from hotline.core.disclosure.report_documents import FIGURES, PART_TITLES, PROSE_PARTS, PreparedReport

SHORTEST_PROBLEMS = 10
"""Characters that part five must have."""
_NOTHING = frozenset({"无", "没有", "暂无"})


@dataclass(frozen=True)
class ReportFinding:
    """What a check found; a report with a finding that ``blocks`` cannot be submitted."""

    rule: int
    message: str
    blocks: bool


def check_report(
    tables: ReportTables,
    prose: Mapping[str, str],
    figures: Mapping[str, str],
    before: PreparedReport | None = None,
    counted_before: ApplicationsTable | None = None,
) -> list[ReportFinding]:
    """The checks that a report can fail: (1) and (2) of each column and (6) of what is empty block, (5) of what was
    carried over and (7) to (10) of what is told warn. (3) and (4), the sums of rows, hold by the way of counting.

    ``before`` is last year's report where it is frozen; ``counted_before`` is last year's table 三 as the records have
    it, for an office that did not freeze one."""
    copied = before.tables.applications if before and before.tables else counted_before
    return [
        *_check_columns(tables.applications),
        *_check_empty(prose, figures),
        *(_check_carried(tables.applications, copied) if copied else ()),
        *_check_fees(tables.fees, prose),
        *_check_prose_numbers(tables, prose),
        *_check_problems(prose),
        *(_check_in_force(before, figures) if before else ()),
    ]


def _check_columns(table: ApplicationsTable) -> Iterator[ReportFinding]:
    for kind in KINDS:
        came = table.cell(NEW, kind) + table.cell(CARRIED_IN, kind)
        went = table.cell(TOTAL_RESULTS, kind) + table.cell(CARRIED_OUT, kind)
        if came != went:
            message = f"{kind.value}：新收加结转{came}件，办结加结转下年{went}件，不相等。"
            yield ReportFinding(1, message, True)
        results = sum(table.cell(row, kind) for row in RESULT_ROWS)
        if results != table.cell(TOTAL_RESULTS, kind):
            yield ReportFinding(2, f"{kind.value}：各项结果合计{results}件，与总计不相等。", True)


def _check_empty(prose: Mapping[str, str], figures: Mapping[str, str]) -> Iterator[ReportFinding]:
    empty = [label for key, label in FIGURES.items() if not figures.get(key)]
    if empty:
        yield ReportFinding(6, f"表二还有{len(empty)}个数没有填，没有就写0：{'、'.join(empty)}。", True)
    for part in PROSE_PARTS:
        if not has_words(prose.get(part.key, "")):
            yield ReportFinding(6, f"“{PART_TITLES[part.part]}{part.title}”还没有写。", True)


def _check_carried(table: ApplicationsTable, before: ApplicationsTable) -> Iterator[ReportFinding]:
    for kind in KINDS:
        carried = table.cell(CARRIED_IN, kind)
        if before.cell(CARRIED_OUT, kind) != carried:
            message = f"{kind.value}：上年结转{carried}件，上年报告写的是{before.cell(CARRIED_OUT, kind)}件。"
            yield ReportFinding(5, message, False)


def _check_fees(fees: int, prose: Mapping[str, str]) -> Iterator[ReportFinding]:
    if fees and f"{fees}" not in re.findall(r"[0-9]+", _plain(prose.get("other", ""))):
        yield ReportFinding(7, f"本年收取信息处理费{fees}元，要在“六、其他需要报告的事项”里写明。", False)


_Count = Callable[[ReportTables], int]


def _row(row: str) -> _Count:
    return lambda tables: tables.applications.total(row)


def _group(start: str) -> _Count:
    return lambda tables: sum(tables.applications.total(row) for row in RESULT_ROWS if row.startswith(start))


_TOLD: tuple[tuple[str, str, _Count], ...] = (
    ("新收", r"新收(?:到)?[^0-9,;。、]{0,16}([0-9]+)件", _row(NEW)),
    ("上年结转", r"上年(?:度)?结转[^0-9,;。、]{0,16}([0-9]+)件", _row(CARRIED_IN)),
    ("办结", r"办结[^0-9,;。、]{0,10}([0-9]+)件", _row(TOTAL_RESULTS)),
    ("结转下年度", r"结转下(?:一)?年(?:度)?[^0-9,;。、]{0,10}([0-9]+)件", _row(CARRIED_OUT)),
    ("予以公开", r"予以公开[^0-9,;。、]{0,4}([0-9]+)件", _row("3.1")),
    ("部分公开", r"部分公开[^0-9,;。、]{0,4}([0-9]+)件", _row("3.2")),
    ("不予公开", r"不予公开[^0-9,;。、]{0,4}([0-9]+)件", _group("3.3.")),
    ("无法提供", r"无法提供[^0-9,;。、]{0,4}([0-9]+)件", _group("3.4.")),
    ("不予处理", r"不予处理[^0-9,;。、]{0,4}([0-9]+)件", _group("3.5.")),
    ("行政复议", r"行政复议(?:案件)?([0-9]+)件", lambda tables: tables.contests.total(ContestKind.REVIEW)),
)
"""What the prose may say of the tables: name, pattern with the number, and the number of the tables."""


def _check_prose_numbers(tables: ReportTables, prose: Mapping[str, str]) -> Iterator[ReportFinding]:
    text = _plain("\n".join(prose.values()))
    for name, pattern, count in _TOLD:
        expected = count(tables)
        for told in dict.fromkeys(int(number[:9]) for number in re.findall(pattern, text)):
            if told != expected:
                yield ReportFinding(8, f"文字里写{name}{told}件，表里是{expected}件，请看一看哪个对。", False)


def _check_problems(prose: Mapping[str, str]) -> Iterator[ReportFinding]:
    problems = prose.get("problems", "").strip()
    if problems and (len(problems) < SHORTEST_PROBLEMS or problems.rstrip("。.") in _NOTHING):
        yield ReportFinding(9, "“五、存在的主要问题及改进情况”不能写“无”，也不能少于10个字。", False)


def _check_in_force(before: PreparedReport, figures: Mapping[str, str]) -> Iterator[ReportFinding]:
    """What is in force is what was, with what was made and without what was repealed."""
    for name, label in (("rules", "规章"), ("norms", "行政规范性文件")):
        typed = [before.value(f"{name}_valid"), *(figures.get(f"{name}_{one}", "") for one in ("made", "repealed"))]
        valid = figures.get(f"{name}_valid", "")
        if not all(typed) or not valid:
            continue
        was, made, repealed = map(int, typed)
        if int(valid) != was + made - repealed:
            told = f"{label}：上年有效{was}件，加制发{made}件，减废止{repealed}件，是{was + made - repealed}件"
            yield ReportFinding(10, f"{told}，表里写现行有效{valid}件，请看一看。", False)


def _plain(text: str) -> str:
    """``text`` in half width, without spaces and the marks between thousands."""
    return re.sub(r"(?<=[0-9]),(?=[0-9]{3})|[ \t]", "", unicodedata.normalize("NFKC", text))
