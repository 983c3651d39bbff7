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
    ReportTables,
    compare_tables,
    count_applications,
    count_contests,
)
from hotline.core.disclosure.applications import ApplicantKind, ApplicationAction
from hotline.core.disclosure.case_files import Contest, ContestKind, ContestResult
from hotline.core.disclosure.outcomes import RULES, ReplyOutcome
from hotline.core.disclosure.report_checks import check_report
from hotline.core.errors import NotAllowed
from hotline.services.disclosure import year_reports
from tests.support.annual_reports import WHOLE_FIGURES, WHOLE_PROSE
from tests.support.disclosure_desk import CLERK, HEAD, OPERATOR

NO_CONTESTS = count_contests(2025, [])


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
    checked = check_report(ReportTables(tables[2025], NO_CONTESTS), WHOLE_PROSE, WHOLE_FIGURES, None, tables[2024])
    assert checked == []


def test_every_outcome_has_a_row_of_the_form():
    assert {rule.report_row for rule in RULES.values()} == set(RESULT_ROWS)


def test_contests_count_in_the_year_of_their_end_and_as_pending_before():
    contest = Contest(1, ContestKind.REVIEW, date(2025, 12, 1), ContestResult.UPHELD, date(2026, 2, 1))
    known = [("2025-00007", contest)]
    assert count_contests(2025, known).cases == {(ContestKind.REVIEW, ContestResult.PENDING): ("2025-00007",)}
    assert count_contests(2026, known).cell(ContestKind.REVIEW, ContestResult.UPHELD) == 1
    assert count_contests(2026, known).total(ContestKind.REVIEW) == 1
    assert count_contests(2027, known).cases == {}


def test_an_answer_handed_over_counts_in_the_year_of_its_signature(register, on_day, desk_line):
    def rows(year):
        table = year_reports.read_tables(desk_line, CLERK, year)[0].applications
        return {row for (row, _) in table.cases}

    case = register()
    on_day("2026-12-30")
    case.answer(ReplyOutcome.DISCLOSED, way="当面，本人来取", given="一份。")
    on_day("2027-01-06")
    assert rows(2026) == {NEW, CARRIED_OUT}
    assert rows(2027) == {CARRIED_IN, CARRIED_OUT}
    case.do(ApplicationAction.DELIVER)
    assert rows(2026) == {NEW, CARRIED_OUT}
    assert "3.1" in rows(2027)
    case.do(ApplicationAction.TAKE_BACK, HEAD)
    assert rows(2027) == {CARRIED_IN, CARRIED_OUT}


def rows_of(case, year):
    table = year_reports.read_tables(case.line, CLERK, year)[0].applications
    return {row for (row, _), numbers in table.cases.items() if case.number in numbers}


def test_a_reply_in_person_that_is_contested_before_its_signature_is_noted_is_not_counted_as_unanswered(
    register, on_day
):
    case = register()
    on_day("2026-12-15")
    case.answer(ReplyOutcome.DISCLOSED, way="当面，本人来取", given="一份。")
    on_day("2026-12-18")
    case.contest(ContestKind.REVIEW)
    assert rows_of(case, 2026) == {NEW, "3.1", TOTAL_RESULTS}
    assert (case.now.clock.stopped_on, case.now.clock.is_overdue(date(2027, 2, 1))) == (date(2026, 12, 18), False)
    on_day("2027-01-20")
    case.end_contest(ContestResult.UPHELD)
    assert case.now.clock.stopped_on == date(2026, 12, 18)
    case.do(ApplicationAction.DELIVER, day=date(2026, 12, 16))
    assert case.now.clock.stopped_on == date(2026, 12, 16)
    assert rows_of(case, 2027) == set()


def test_a_contest_that_was_taken_back_is_no_answer(register, on_day):
    case = register()
    on_day("2026-12-15")
    case.answer(ReplyOutcome.DISCLOSED, way="当面，本人来取", given="一份。")
    case.contest(ContestKind.REVIEW)
    case.take_back_contest("登记错了")
    assert case.now.clock.stopped_on is None
    assert rows_of(case, 2026) == {NEW, CARRIED_OUT}


def test_the_desk_counts_its_cases_by_their_first_answer(register, on_day):
    answered, open_one, withdrawn = register(), register(), register()
    answered.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    withdrawn.do(ApplicationAction.WITHDRAW)
    on_day("2027-01-15")
    open_one.answer(ReplyOutcome.DISCLOSED, given="一份。")
    table = year_reports.read_tables(answered.line, CLERK, 2026)[0].applications
    kind = ApplicantKind.PERSON
    rows = (NEW, "3.1", "3.3.5", "3.6.3", TOTAL_RESULTS, CARRIED_OUT)
    assert [table.cell(row, kind) for row in rows] == [3, 0, 1, 1, 2, 1]
    assert table.cases[CARRIED_OUT, kind] == (open_one.number,)
    table = year_reports.read_tables(answered.line, CLERK, 2027)[0].applications
    assert [table.cell(row, kind) for row in (NEW, CARRIED_IN, "3.1")] == [0, 1, 1]


def test_what_changed_since_a_copy_is_named_with_its_cases():
    cases = list(simulated_cases(7, 40))
    late = ReportCase("2025-99999", ApplicantKind.PERSON, date(2025, 12, 1), None, "")
    then, now = (ReportTables(count_applications(2025, one), NO_CONTESTS) for one in (cases, [*cases, late]))
    assert compare_tables(then, then) == []
    changed = compare_tables(then, now)
    assert [cell.label for cell in changed] == [
        "一、本年新收政府信息公开申请数量，自然人",
        "四、结转下年度继续办理，自然人",
    ]
    assert all(cell.added == ["2025-99999"] and cell.gone == [] for cell in changed)


def test_only_who_reads_the_report_counts_it(desk_line):
    year_reports.read_tables(desk_line, HEAD, 2026)
    with pytest.raises(NotAllowed):
        year_reports.read_tables(desk_line, OPERATOR, 2026)
