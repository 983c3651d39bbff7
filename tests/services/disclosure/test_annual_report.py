"""The annual report of a simulated year: 400 applications with random steps, counted by the program and by hand."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from hotline.core.disclosure.annual_report import (
    CARRIED_IN,
    CARRIED_OUT,
    NEW,
    RESULT_ROWS,
    TOTAL_RESULTS,
    ReportCase,
    check_report,
    count_applications,
    count_contests,
)
from hotline.core.disclosure.applications import ApplicantKind, ApplicationAction
from hotline.core.disclosure.case_files import Contest, ContestKind, ContestResult
from hotline.core.disclosure.outcomes import RULES, ReplyOutcome
from hotline.core.errors import NotAllowed
from hotline.services.disclosure import year_reports
from tests.support.disclosure_desk import CLERK, HEAD, OPERATOR

PROSE = {"五": "存在的主要问题是人手不够，明年培训三次。"}


def simulated_cases(seed, count=400):
    draw = random.Random(seed)
    for place in range(count):
        received = date(2024, 10, 1) + timedelta(days=draw.randrange(460))
        answered = received + timedelta(days=draw.randrange(1, 90)) if draw.random() < 0.9 else None
        row = RULES[draw.choice(list(ReplyOutcome))].report_row if answered else ""
        yield ReportCase(f"{received.year}-{place:05d}", draw.choice(list(ApplicantKind)), received, answered, row)


def count_by_hand(year, cases):
    """A second count: a tally mark for each case and row, by plain conditions on the two days."""
    marks = Counter()
    for case in cases:
        first, last = date(year, 1, 1), date(year, 12, 31)
        if case.received_on > last:
            continue
        was_open_before = case.received_on < first and (case.answered_on is None or case.answered_on >= first)
        is_new = first <= case.received_on <= last
        if is_new:
            marks[NEW, case.kind] += 1
        if was_open_before:
            marks[CARRIED_IN, case.kind] += 1
        if is_new or was_open_before:
            if case.answered_on is not None and case.answered_on <= last:
                marks[case.report_row, case.kind] += 1
                marks[TOTAL_RESULTS, case.kind] += 1
            else:
                marks[CARRIED_OUT, case.kind] += 1
    return marks


@pytest.mark.parametrize("seed", range(5))
def test_each_cell_of_a_simulated_year_agrees_with_a_second_count_and_passes_every_check(seed):
    cases = list(simulated_cases(seed))
    tables = {year: count_applications(year, cases) for year in (2024, 2025)}
    for year, table in tables.items():
        marks = count_by_hand(year, cases)
        for row in (NEW, CARRIED_IN, *RESULT_ROWS, TOTAL_RESULTS, CARRIED_OUT):
            for kind in ApplicantKind:
                assert table.cell(row, kind) == marks[row, kind], (year, row, kind)
    assert check_report(tables[2025], tables[2024], PROSE) == []


def test_every_outcome_has_a_row_of_the_form():
    assert {rule.report_row for rule in RULES.values()} == set(RESULT_ROWS)


def test_a_report_that_does_not_add_up_or_says_nothing_of_its_problems_is_blocked():
    case = ReportCase("2025-00001", ApplicantKind.PERSON, date(2025, 2, 3), date(2025, 2, 20), "3.9")
    found = check_report(count_applications(2025, [case]), None, {"五": "无"})
    assert [(finding.rule, finding.blocks) for finding in found] == [(2, True), (9, True)]


def test_what_was_carried_over_differently_last_year_and_an_untold_fee_are_warned_of():
    case = ReportCase("2024-00001", ApplicantKind.PERSON, date(2024, 12, 3), date(2025, 1, 20), "3.1")
    before = count_applications(2024, [])
    found = check_report(count_applications(2025, [case]), before, PROSE, fees=400)
    assert [(finding.rule, finding.blocks) for finding in found] == [(5, False), (7, False)]
    assert "上年结转1件，上年报告写的是0件" in found[0].message


def test_contests_count_in_the_year_of_their_end_and_as_pending_before():
    contest = Contest(1, ContestKind.REVIEW, date(2025, 12, 1), ContestResult.UPHELD, date(2026, 2, 1))
    assert count_contests(2025, [contest])[ContestKind.REVIEW, ContestResult.PENDING] == 1
    assert count_contests(2026, [contest])[ContestKind.REVIEW, ContestResult.UPHELD] == 1
    assert sum(count_contests(2027, [contest]).values()) == 0


def test_the_desk_counts_its_cases_by_their_first_answer(register, on_day):
    answered, open_one, withdrawn = register(), register(), register()
    answered.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    withdrawn.do(ApplicationAction.WITHDRAW)
    on_day("2027-01-15")
    open_one.answer(ReplyOutcome.DISCLOSED, given="一份。")
    table = year_reports.read_year(answered.line, CLERK, 2026).table
    kind = ApplicantKind.PERSON
    rows = (NEW, "3.1", "3.3.5", "3.6.3", TOTAL_RESULTS, CARRIED_OUT)
    assert [table.cell(row, kind) for row in rows] == [3, 0, 1, 1, 2, 1]
    assert table.cases[CARRIED_OUT, kind] == (open_one.number,)
    table = year_reports.read_year(answered.line, CLERK, 2027).table
    assert [table.cell(row, kind) for row in (NEW, CARRIED_IN, "3.1")] == [0, 1, 1]


@pytest.mark.parametrize("actor", [HEAD, OPERATOR])
def test_only_who_makes_the_report_counts_it(desk_line, actor):
    with pytest.raises(NotAllowed):
        year_reports.read_year(desk_line, actor, 2026)
