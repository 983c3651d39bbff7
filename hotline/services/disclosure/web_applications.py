"""An application made with the web form: registered once however often the form is sent, and confirmed by text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from hotline.core.catalogue import CatalogueItem
from hotline.core.disclosure.answer_clock import clock_events
from hotline.core.disclosure.applications import CODE_DIGITS, Applicant, Application, ApplicationChannel, Wanted
from hotline.core.disclosure.clocks import ClockReading, read_clock
from hotline.core.member_offices import LINE_OFFICE
from hotline.core.texts import TextPurpose, find_mobile_number
from hotline.services import outbox
from hotline.services.content.catalogue_search import read_items, search_catalogue
from hotline.services.disclosure.applications import digest_code, draw_code, register
from hotline.services.line import Line

_SUBMISSION = re.compile("[0-9a-f]{32}")
_SEARCHED = 200
"""Characters of a description by which the catalogue is searched."""
_MOST_FOUND = 5


@dataclass(frozen=True)
class WebReceipt:
    """What an applicant is told on the screen. ``query_code`` is "" where it cannot be told again.

    ``is_repeat``: the same form was sent before, so nothing was registered now. ``is_texted``: number and code go to
    the applicant's mobile telephone too."""

    application: Application
    query_code: str
    clock: ClockReading
    is_repeat: bool
    is_texted: bool


def draw_submission(line: Line) -> str:
    """The number of a form that is about to be shown, which nobody can guess."""
    return f"{line.draw(2**128):032x}"


def is_submission(number: str) -> bool:
    return _SUBMISSION.fullmatch(number) is not None


def apply_on_web(
    line: Line,
    applicant: Applicant,
    wanted: Wanted,
    submission: str,
    compose_text: Callable[[str, str], str],
    office_code: str = LINE_OFFICE,
) -> WebReceipt:
    """Register what a form asks for, and queue the SMS with number and code, in one transaction.

    A form that is sent again (a double click, Back) tells the same number and code: the browser shows only the last
    response. ``compose_text`` words the SMS from both; ``office_code`` names whom they apply to. Raises
    InvalidInput, Unavailable."""
    code = _code_of(line, submission)
    with line.records.writing() as unit:
        registered = register(
            line,
            channel=ApplicationChannel.WEB,
            applicant=applicant,
            wanted=wanted,
            submission=submission,
            office_code=office_code,
            code=code,
            unit=unit,
        )
        application, is_repeat = registered.application, not registered.query_code
        mobile = find_mobile_number(applicant.telephone)
        is_texted = bool(mobile) and not outbox.refusal(line, unit, mobile, TextPurpose.QUERY_CODE)
        if is_repeat:
            is_same = unit.applications.find_by_code(application.number, digest_code(application.number, code))
            code = code if is_same else ""
        elif is_texted:
            key, body = f"application:{application.number}", compose_text(application.number, code)
            outbox.queue(line, unit, key=key, number=mobile, body=body, purpose=TextPurpose.QUERY_CODE)
    clock = read_clock(clock_events(application), line.describe_day)
    return WebReceipt(application, code, clock, is_repeat, is_texted and not is_repeat)


def find_public_already(line: Line, description: str) -> list[CatalogueItem]:
    """Items of the catalogue that may say what ``description`` asks for, the best first. Nothing is recorded."""
    hits = search_catalogue(line.knowledge, description[:_SEARCHED])
    return read_items(line.knowledge, (*hits.keys, *hits.related)[:_MOST_FOUND])


def _code_of(line: Line, submission: str) -> str:
    """The query code of a form: derived with the line's key, so that it is the same when the form comes again, and not
    to be guessed. Drawn where the line has no key."""
    keyed = line.owner_of(f"query code of {submission}")
    return f"{int(keyed, 16) % 10**CODE_DIGITS:0{CODE_DIGITS}d}" if keyed else draw_code(line)
