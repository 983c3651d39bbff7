"""A simulated year at the desk, checked against a second program that reads the raw rows and counts for itself."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from hotline import workday_calendar
from hotline.core.disclosure.annual_report import KINDS, RESULT_ROWS, ROWS
from hotline.core.disclosure.applications import ApplicationAction, ApplicationChannel
from hotline.core.disclosure.case_files import ContestKind, ContestResult
from hotline.core.disclosure.report_checks import check_report
from hotline.core.errors import Unavailable
from hotline.services.disclosure import applications, year_reports
from tests.support import second_count
from tests.support.annual_reports import WHOLE_FIGURES, WHOLE_PROSE
from tests.support.disclosure_desk import CLERK
from tests.support.disclosure_year import SimulatedYear
from tests.support.records_database import database_of

FIRST, LAST = date(2024, 11, 1), date(2026, 2, 10)
NAMED_LAST_DAY = re.compile(r"最后一天是(\d+)年(\d+)月(\d+)日")


def nothing_published():
    raise Unavailable("没有发布。")


def rows_by_case(line, year):
    """The rows of the year's table in which each application counts."""
    rows = {}
    for (row, _), numbers in year_reports.read_tables(line, CLERK, year)[0].applications.cases.items():
        for number in numbers:
            rows.setdefault(number, set()).add(row)
    return rows


@pytest.fixture
def simulate(desk_line, set_clock):
    """Run the year on the days off that were decreed for it, with the tables as they were when each year ended."""

    def simulate(count, seed):
        line = replace(desk_line, known_days=cache(workday_calendar.describe_day), snapshot=nothing_published)
        set_clock.now = set_clock.now.replace(year=FIRST.year)
        ended = {}
        year = SimulatedYear(line, set_clock, seed, lambda new: ended.update({new - 1: rows_by_case(line, new - 1)}))
        year.run(count, FIRST, LAST)
        year.ended = ended
        return year

    return simulate


def check_tables(line):
    """Tables 三 and 四 and the fees of both years agree with the second program, cell by cell, and pass each check."""
    with database_of(line) as connection:
        cases = second_count.read_cases(connection).values()
        contests = {year: second_count.count_table_four(connection, year) for year in (2024, 2025, 2026)}
    for year in (2024, 2025, 2026):
        report, before = year_reports.read_tables(line, CLERK, year)
        table, cells = report.applications, second_count.count_table_three(cases, year)
        for row, _ in ROWS:
            for kind in KINDS:
                assert table.cell(row, kind) == cells[row, kind.value], (year, row, kind)
            assert table.total(row) == sum(cells[row, kind.value] for kind in KINDS)
        for kind in ContestKind:
            for result in ContestResult:
                cell = report.contests.cell(kind, result)
                assert cell == contests[year][kind.value, result.value], (year, kind, result)
        assert report.fees == second_count.sum_fees(cases, year)
        told = WHOLE_PROSE | {"other": f"本年收取信息处理费{report.fees}元，已经全部上缴国库。"}
        assert check_report(report, told, WHOLE_FIGURES, None, before) == []


def check_no_case_has_two_results(line):
    table = year_reports.read_tables(line, CLERK, 2025)[0].applications
    numbers = [number for row in RESULT_ROWS for kind in KINDS for number in table.cases.get((row, kind), ())]
    assert len(numbers) == len(set(numbers))


def check_last_days(line):
    """The last day of each case is that of the second program, and no letter names another."""
    with database_of(line) as connection:
        cases = second_count.read_cases(connection)
        letters = connection.exec_driver_sql("SELECT number, body, made_at FROM application_letters").all()
    for number, case in cases.items():
        clock = applications.get_application(line, CLERK, number).clock
        assert (clock.last_day if clock else None) == case.last_day, number
    named = 0
    for letter in letters:
        until = [step for step in cases[letter.number].steps if step.at <= str(letter.made_at)]
        moments = [place for place, step in enumerate(until, 1) if step.at == until[-1].at]  # steps of the same minute
        possible = {second_count.last_day_of(until[:place]) for place in moments}
        for found in NAMED_LAST_DAY.findall(letter.body):
            assert date(*map(int, found)) in possible, letter.number
            named += 1
    return named


def check_years_that_ended(year):
    """What was counted when a year ended stands, but for cases in which one of its steps was entered, or one was
    taken back, later."""
    with database_of(year.line) as connection:
        cases = second_count.read_cases(connection)
    assert set(year.ended) == {2024, 2025}
    for ended, before in year.ended.items():
        after = rows_by_case(year.line, ended)
        for number in before.keys() | after.keys():
            later = [step for step in cases[number].steps if ended < int(step.at[:4])]
            late = any(step.day.year <= ended or step.action.startswith("撤销误登") for step in later)
            assert late or before.get(number) == after.get(number), number


def test_a_simulated_year_agrees_with_the_second_program(simulate):
    year = simulate(25, 7)
    check_tables(year.line)
    check_no_case_has_two_results(year.line)
    check_last_days(year.line)
    check_years_that_ended(year)


@pytest.mark.fuzz
def test_a_simulated_year_of_400_applications_agrees_with_the_second_program(simulate):
    year = simulate(400, 0)
    assert set(year.taken) >= set(ApplicationAction) | set(ApplicationChannel)
    assert year.refused["Conflict"] > 50
    check_tables(year.line)
    check_no_case_has_two_results(year.line)
    assert check_last_days(year.line) > 10
    check_years_that_ended(year)
