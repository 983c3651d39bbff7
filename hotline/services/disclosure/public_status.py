"""How an application stands, for whoever knows its number and query code: on the web, by text and by phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hotline.core.disclosure.applications import CODE_DIGITS, Application, ApplicationAction
from hotline.core.disclosure.case_files import Letter, LetterKind
from hotline.core.disclosure.clocks import ClockReading
from hotline.core.disclosure.stages import ANSWERED, STAGES, ApplicationStage, only_digits, written_number
from hotline.core.opening_hours import add_working_days
from hotline.services.disclosure.applications import digest_code, read_answer_clock
from hotline.services.disclosure.letters import list_letters
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_ASKED_BY = {
    ApplicationStage.CORRECTING: ApplicationAction.ASK_CORRECTION,
    ApplicationStage.CHARGING: ApplicationAction.CHARGE,
    ApplicationStage.EXPLAINING: ApplicationAction.ASK_REASONS,
}


LOOKUPS_AN_HOUR = 20
"""Number and code that one telephone may key within an hour; texts have the same limit of their own."""


@dataclass(frozen=True)
class AwaitedStep:
    """What the office waits for from the applicant: what it wrote, when, and the last day counted from then.

    The letter gives the period from the day on which it arrives, which the office does not know, so ``until`` is the
    earliest that it can end. None where no period is set. ``yuan`` is the fee."""

    words: str
    asked_on: date
    working_days: int
    until: date | None
    yuan: int


@dataclass(frozen=True)
class PublicStatus:
    """An application without who applied. ``reply`` is the letter with the answer, which names the applicant: None
    until it was sent. ``clock`` is None while the day of receipt is not confirmed. ``member`` is the name of the member
    office that answers, "" for the office that runs the line."""

    number: str
    stage: ApplicationStage
    received_on: date | None
    clock: ClockReading | None
    awaited: AwaitedStep | None
    sent_on: date | None
    reply: Letter | None
    member: str = ""

    def is_late(self, today: date) -> bool:
        """Whether the answer is still owed after its last day."""
        return self.sent_on is None and self.clock is not None and self.clock.is_overdue(today)


def find_status(line: Line, number: str, query_code: str) -> PublicStatus | None:
    """How the application stands; None where there is none with this number and code, or either is not well formed.

    Both may be written with full-width digits and spaces. Whoever calls this throttles it. Raises Unavailable."""
    number, code = written_number(number), only_digits(query_code)
    if not number or len(code) != CODE_DIGITS:
        return None
    with line.records.reading() as unit:
        application = unit.applications.find_by_code(number, digest_code(number, code))
        status = None if application is None else _status(line, unit, application)
    if application is not None and status is not None and status.reply is not None:
        _note_reply_shown(line, application)
    return status


def _note_reply_shown(line: Line, application: Application) -> None:
    """Keep that the applicant has the reply, once for each sending: who read it cannot be told that it was not sent."""
    sent, shown = application.find_last(ApplicationAction.SEND), application.reply_shown_at
    if sent is not None and (shown is None or shown < sent.at):
        with line.records.writing() as unit:
            unit.applications.note_reply_shown(application.number, line.now())


def find_status_again(line: Line, number: str) -> PublicStatus | None:
    """How the application stands now, for who has shown its query code in the same call, so that the code need not be
    in the addresses of the steps that follow. Raises Unavailable."""
    with line.records.reading() as unit:
        application = unit.applications.find(written_number(number))
        return None if application is None else _status(line, unit, application)


def has_lookups_left(line: Line, caller: str) -> bool:
    """Count a look-up by telephone, and tell whether ``caller`` is within the limit of an hour. Withheld numbers share
    one. The number is kept as a keyed hash. Raises Unavailable."""
    hour = line.now().replace(minute=0, second=0, microsecond=0)
    key = line.owner_of(f"looking up applications: {caller} {hour.isoformat()}")
    with line.records.writing() as unit:
        return unit.rate_counters.add(key, 1, hour + timedelta(hours=1)) <= LOOKUPS_AN_HOUR


def _status(line: Line, unit: Unit, application: Application) -> PublicStatus:
    stage = STAGES[application.state]
    is_answered = stage in ANSWERED
    sent = application.find_last(ApplicationAction.SEND) if is_answered else None
    return PublicStatus(
        number=application.number,
        stage=stage,
        received_on=application.received_on,
        clock=read_answer_clock(line, application),
        awaited=_awaited(line, application, stage),
        sent_on=sent.day if sent else None,
        reply=_find_reply(line, unit, application.number) if is_answered else None,
        member=unit.office.office_name(application.office_code) if application.office_code else "",
    )


def _awaited(line: Line, application: Application, stage: ApplicationStage) -> AwaitedStep | None:
    asked = application.find_last(_ASKED_BY[stage]) if stage in _ASKED_BY else None
    if asked is None:
        return None
    until = add_working_days(asked.day, asked.working_days, line.is_workday) if asked.working_days else None
    return AwaitedStep(asked.words, asked.day, asked.working_days, until, asked.yuan)


def _find_reply(line: Line, unit: Unit, number: str) -> Letter | None:
    letters = list_letters(line, unit, number)
    return next((letter for letter in reversed(letters) if letter.kind is LetterKind.REPLY), None)
