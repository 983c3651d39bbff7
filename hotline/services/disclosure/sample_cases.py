"""The sample applications of the demo, taken through their steps on the days on which they would have been taken."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from hotline.core.disclosure.applications import Applicant, ApplicantKind, ApplicationAction, ApplicationChannel, Wanted
from hotline.core.disclosure.case_files import SearchDone, WithheldPart
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.services.disclosure import applications, case_files, steps
from hotline.services.disclosure.case_files import DraftReply
from hotline.services.disclosure.steps import StepTaken

if TYPE_CHECKING:
    from hotline.core.permissions import Staff
    from hotline.services.line import Line

AT_WORK = time(10, 0)
IDENTITY = "样本，没有证件"
TELEPHONE = "0000-80000099"


@dataclass(frozen=True)
class SampleCase:
    """A row of ``sample_applications.csv``; ``answered_after`` is in days, None for a case that is open."""

    days_ago: int
    channel: ApplicationChannel
    applicant_kind: ApplicantKind
    name: str
    description: str
    answered_after: int | None
    outcome: ReplyOutcome | None
    reasons: str
    given: str


def read_sample_cases() -> list[SampleCase]:
    text = files("faq_data").joinpath("sample_applications.csv").read_text("utf-8")
    return [_case(row) for row in csv.DictReader(text.splitlines())]


def add_sample_cases(line: Line, clerk: Staff, head: Staff) -> int:
    """Add the sample where there is no application yet, and return how many were added.

    ``clerk`` writes the replies and ``head`` approves them."""
    with line.records.reading() as unit:
        if unit.applications.list_applications(limit=0)[1]:
            return 0
    cases = read_sample_cases()
    for case in cases:
        _add(line, clerk, head, case)
    return len(cases)


def _add(line: Line, clerk: Staff, head: Staff, case: SampleCase) -> None:
    day = line.now().date() - timedelta(days=case.days_ago)
    then = _on(line, day, 0)
    applicant = Applicant(case.applicant_kind, case.name, IDENTITY, telephone=TELEPHONE)
    registered = applications.register(
        then, channel=case.channel, applicant=applicant, wanted=Wanted(case.description), actor=clerk
    )
    number, version = registered.application.number, registered.application.version
    if version == 0:
        action = ApplicationAction.CONFIRM
        version = steps.take_step(then, clerk, number, 0, action, StepTaken(day)).version
    if case.outcome is None or case.answered_after is None:
        return
    later = _on(line, day, case.answered_after)
    if case.outcome is ReplyOutcome.NOT_HELD:
        found = SearchDone("档案室目录、公文系统", "矿权、1998", clerk.full_name, later.now().date(), "没有找到")
        case_files.add_search(later, clerk, number, found)
    _answer(later, clerk, head, number, version, case)


def _answer(line: Line, clerk: Staff, head: Staff, number: str, version: int, case: SampleCase) -> None:
    if case.outcome is None:
        return
    parts = (WithheldPart("身份证号码、住址", ReplyOutcome.THIRD_PARTY),)
    withheld = parts if case.outcome is ReplyOutcome.PARTLY_DISCLOSED else ()
    draft = DraftReply(case.outcome, case.reasons, case.given, withheld)
    application = case_files.write_reply(line, clerk, number, version, draft)
    step = StepTaken(line.now().date(), "邮寄，样本")
    for action, actor in (
        (ApplicationAction.SUBMIT, clerk),
        (ApplicationAction.APPROVE, head),
        (ApplicationAction.SEND, clerk),
    ):
        application = steps.take_step(line, actor, number, application.version, action, step)


def _on(line: Line, day: date, later: int) -> Line:
    """The line as it was at work on the day ``later`` days after ``day``."""
    moment = datetime.combine(day, AT_WORK, line.now().tzinfo) + timedelta(days=later)
    return replace(line, now=lambda: moment)


def _case(row: dict[str, str]) -> SampleCase:
    return SampleCase(
        days_ago=int(row["days_ago"]),
        channel=ApplicationChannel[row["channel"].upper()],
        applicant_kind=ApplicantKind[row["applicant_kind"]],
        name=row["name"],
        description=row["description"],
        answered_after=int(row["answered_after"]) if row["answered_after"] else None,
        outcome=ReplyOutcome[row["outcome"]] if row["outcome"] else None,
        reasons=row["reasons"],
        given=row["given"],
    )
