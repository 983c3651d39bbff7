"""The checks of the annual report, rule by rule, and that a table counted from cases never fails its arithmetic."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.disclosure.annual_report import (
    CARRIED_IN,
    CARRIED_OUT,
    KINDS,
    NEW,
    RESULT_ROWS,
    TOTAL_RESULTS,
    ReportCase,
    ReportTables,
    compare_tables,
    count_applications,
    count_contests,
)
from hotline.core.disclosure.applications import ApplicantKind
from hotline.core.disclosure.case_files import Contest, ContestKind, ContestResult
from hotline.core.disclosure.report_checks import check_report
from hotline.core.disclosure.report_documents import PreparedReport, ReportAction, ReportState, TypedFigure
from tests.support.annual_reports import WHOLE_FIGURES, WHOLE_PROSE


def tables_of(cases=(), contests=(), fees=0, year=2025):
    return ReportTables(count_applications(year, cases), count_contests(year, contests), fees)


def report(tables=None, **figures):
    """Last year's frozen report."""
    return PreparedReport(
        year=2024,
        version=3,
        action=ReportAction.FREEZE,
        state=ReportState.FROZEN,
        prose=WHOLE_PROSE,
        figures={key: TypedFigure(value, "zhang") for key, value in (WHOLE_FIGURES | figures).items()},
        tables=tables or tables_of(year=2024),
        item="",
        writers=(),
        comment="",
        changed_by="li",
        changed_at=datetime(2025, 1, 20),
    )


def found_in(tables, prose=(), figures=(), before=None, counted_before=None):
    found = check_report(tables, WHOLE_PROSE | dict(prose), WHOLE_FIGURES | dict(figures), before, counted_before)
    return [(one.rule, one.blocks) for one in found], "".join(one.message for one in found)


answered = ReportCase("2025-00001", ApplicantKind.PERSON, date(2025, 2, 3), date(2025, 2, 20), "3.1")
days = st.dates(date(2023, 6, 1), date(2027, 6, 1))


@st.composite
def cases(draw):
    received, answered_on = draw(days), draw(st.none() | days)
    is_answered = answered_on is not None and answered_on >= received
    row = draw(st.sampled_from(RESULT_ROWS)) if is_answered else ""
    number = f"{received.year}-{draw(st.integers(0, 99_999)):05d}"
    return ReportCase(number, draw(st.sampled_from(KINDS)), received, answered_on if is_answered else None, row)


@given(st.lists(cases(), max_size=30))
def test_a_table_counted_from_cases_passes_its_arithmetic_in_every_column_and_row(counted):
    for year in (2024, 2025, 2026):
        table = count_applications(year, counted)
        before = count_applications(year - 1, counted)
        for kind in KINDS:
            came = table.cell(NEW, kind) + table.cell(CARRIED_IN, kind)
            assert came == table.cell(TOTAL_RESULTS, kind) + table.cell(CARRIED_OUT, kind)
            assert table.cell(TOTAL_RESULTS, kind) == sum(table.cell(row, kind) for row in RESULT_ROWS)
            assert table.cell(CARRIED_IN, kind) == before.cell(CARRIED_OUT, kind)
        tables = ReportTables(table, count_contests(year, []))
        assert check_report(tables, WHOLE_PROSE, WHOLE_FIGURES, None, before) == []


@given(st.lists(cases(), max_size=20), st.lists(cases(), max_size=20))
def test_what_changed_tells_exactly_what_must_be_added_and_taken_away(some, others):
    then, now = tables_of(some), tables_of(others)
    for cell in compare_tables(then, now):
        assert sorted([*cell.then, *cell.added]) == sorted([*cell.now, *cell.gone])
        assert cell.added or cell.gone
    assert (compare_tables(then, now) == []) == (compare_tables(now, then) == [])


@given(st.lists(st.tuples(st.sampled_from(ContestKind), days, st.none() | days, st.sampled_from(ContestResult))))
def test_each_contest_stands_once_in_each_year_from_its_beginning_to_its_end(drawn):
    contests = [
        (str(place), Contest(place, kind, taken, result, end if end and end >= taken else None))
        for place, (kind, taken, end, result) in enumerate(drawn)
        if result is not ContestResult.PENDING or not end
    ]
    for year in range(2023, 2028):
        table = count_contests(year, contests)
        expected = [
            number for number, one in contests if one.taken_on.year <= year <= (one.decided_on or date(9999, 1, 1)).year
        ]
        assert sorted(number for numbers in table.cases.values() for number in numbers) == sorted(expected)


def test_a_whole_report_that_adds_up_has_no_finding():
    assert found_in(tables_of([answered])) == ([], "")


def test_a_result_without_a_row_of_the_form_blocks():
    lost = ReportCase("2025-00001", ApplicantKind.PERSON, date(2025, 2, 3), date(2025, 2, 20), "3.9")
    rules, message = found_in(tables_of([lost]))
    assert rules == [(2, True)]
    assert "自然人：各项结果合计0件，与总计不相等" in message


def test_what_was_carried_over_otherwise_last_year_is_warned_of_by_the_frozen_report_first():
    carried = ReportCase("2024-00001", ApplicantKind.PERSON, date(2024, 12, 3), date(2025, 1, 20), "3.1")
    assert found_in(tables_of([carried]), before=report())[0] == [(5, False)]
    assert found_in(tables_of([carried]), before=report(tables_of([carried], year=2024)))[0] == []
    counted = count_applications(2024, [])
    rules, message = found_in(tables_of([carried]), counted_before=counted)
    assert rules == [(5, False)]
    assert "上年结转1件，上年报告写的是0件" in message


def test_an_empty_figure_or_part_blocks_and_all_are_named():
    rules, message = found_in(tables_of(), prose={"platform": " 。"}, figures={"licences": "", "charges": ""})
    assert rules == [(6, True), (6, True)]
    assert "表二还有2个数没有填" in message
    assert "行政许可：本年处理决定数量、行政事业性收费" in message
    assert "“一、总体情况（四）政府信息公开平台建设”还没有写" in message


@pytest.mark.parametrize(
    ("told", "rules"),
    [
        ("本年收取信息处理费400元。", []),
        ("本年收取信息处理费４００元。", []),
        ("本年收取信息处理费1400元。", [(7, False)]),
        ("没有其他需要报告的事项。", [(7, False)]),
    ],
)
def test_a_fee_must_be_told_in_part_six(told, rules):
    assert found_in(tables_of(fees=400), prose={"other": told})[0] == rules


@pytest.mark.parametrize(
    ("told", "is_right"),
    [
        ("全年新收政府信息公开申请1件，办结1件，结转下年度0件。", True),
        ("新收申请 1 件；予以公开１件。", True),
        ("新收申请1,201件。", False),
        ("新收申请2件。", False),
        ("上年结转3件。", False),
        ("不予公开1件。", False),
        ("行政复议2件。", False),
        ("公开了2件大事，新收集意见30条。", True),
    ],
)
def test_numbers_in_the_prose_are_held_against_the_tables(told, is_right):
    rules, message = found_in(tables_of([answered]), prose={"applications": told})
    assert rules == ([] if is_right else [(8, False)]), message


@pytest.mark.parametrize("told", ["无", "没有。", "没有问题"])
def test_part_five_says_more_than_that_there_is_nothing(told):
    assert found_in(tables_of(), prose={"problems": told})[0] == [(9, False)]


def test_what_is_in_force_follows_from_last_year():
    figures = {"norms_made": "3", "norms_repealed": "2", "norms_valid": "17"}
    assert found_in(tables_of(), figures=figures, before=report(norms_valid="16"))[0] == []
    rules, message = found_in(tables_of(), figures=figures, before=report(norms_valid="20"))
    assert rules == [(10, False)]
    assert "上年有效20件，加制发3件，减废止2件，是21件，表里写现行有效17件" in message
