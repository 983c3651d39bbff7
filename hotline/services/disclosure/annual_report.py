"""The cases from which the annual report of a year is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hotline.core.disclosure.annual_report import ReportCase
from hotline.core.disclosure.answer_clock import find_first_answer
from hotline.core.disclosure.application_life import DRAFTS
from hotline.core.disclosure.applications import Application
from hotline.core.disclosure.case_files import Contest, Reply
from hotline.core.permissions import Permission, Staff
from hotline.services.line import Line


@dataclass(frozen=True)
class YearCases:
    """What the report of a year is counted from, read once: every application received until its end, how each counts,
    and all reviews and suits with
    the number of their application."""

    applications: list[Application]
    cases: list[ReportCase]
    contests: list[tuple[str, Contest]]


def read_year_cases(line: Line, actor: Staff, year: int) -> YearCases:
    """The cases of the office of ``actor`` until the end of ``year``; those of the year before are among them.

    An application counts under its first answer; one that a court sent back does not count again."""
    actor.require(Permission.READ_REPORT)
    with line.records.reading() as unit:
        applications = unit.applications.list_received_until(date(year, 12, 31), actor.office_code)
        replies = unit.case_files.list_replies([application.number for application in applications])
        cases = [_case(application, replies[application.number]) for application in applications]
        numbers = {application.number for application in applications}
        contests = [one for one in unit.case_files.list_all_contests() if one[0] in numbers]
        return YearCases(applications, cases, contests)


def _case(application: Application, replies: list[Reply]) -> ReportCase:
    """``replies`` are the wordings of its reply, the oldest first: each step that writes one keeps one.

    They are counted by the steps and not by time, which a clock that was set back would confuse."""
    answer = find_first_answer(application)
    until = answer.serial if answer else 0
    counted = replies[: sum(event.action in DRAFTS for event in application.standing if event.serial <= until)]
    return ReportCase(
        number=application.number,
        kind=application.applicant_kind,
        received_on=application.came_on,
        answered_on=answer.day if answer and counted else None,
        report_row=counted[-1].report_row if counted else "",
    )
