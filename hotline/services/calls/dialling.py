"""Who is rung for a caller who wants a person, in which order, and how each ringing went."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline.core import opening_hours
from hotline.core.calls import AttemptKind, AttemptResult, CallOutcome, OutboundLeg
from hotline.core.departments import MOST_OFFICERS
from hotline.core.errors import NotFound, Unavailable
from hotline.core.masking import mask_number, mask_numbers
from hotline.core.opening_hours import name_moment
from hotline.services.content import published
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DialTarget:
    """Somebody who can be rung; ``department`` is its code, "" for the operators and the office itself."""

    kind: AttemptKind
    department: str
    name: str
    telephone: str


def is_staffed(line: Line) -> bool:
    """Whether somebody is there now; where the office's hours cannot be read, somebody may be."""
    office, now = line.knowledge.office, line.now()
    return not opening_hours.shifts(office) or opening_hours.is_staffed(office, now, line.is_workday)


def next_opening(line: Line) -> str:
    """When somebody is there next, as people name it: 明天上午8点30分; "" where no calendar tells."""
    now = line.now()
    opening = opening_hours.next_opening(line.knowledge.office, now, line.is_workday)
    return name_moment(opening, now) if opening else ""


def list_stages(line: Line, pool: Sequence[str], department: str) -> list[tuple[DialTarget, ...]]:
    """Who is rung one after the other, each stage at once: the operators, then the liaison officers of ``department``
    in order; without operators the office's own telephone comes last. Nobody is rung twice."""
    stages = [tuple(DialTarget(AttemptKind.OPERATOR, "", "", number) for number in pool)] if pool else []
    stages += [(officer,) for officer in list_officers(line, department) if officer.telephone not in pool]
    office = line.knowledge.office
    if not pool and office.telephone:
        stages.append((DialTarget(AttemptKind.OPERATOR, "", office.name, office.telephone),))
    return stages


def list_officers(line: Line, department: str) -> list[DialTarget]:
    """The liaison officers of a department, each once; none where there is no such department."""
    try:
        found = published.get_department(line.knowledge, department) if department else None
    except NotFound:
        found = None
    officers = {officer.telephone: officer for officer in (found.officers if found else ())}
    listed = list(officers.values())[:MOST_OFFICERS]
    return [DialTarget(AttemptKind.LIAISON, department, officer.name, officer.telephone) for officer in listed]


def record_ringing(line: Line, people: Sequence[tuple[OutboundLeg, DialTarget]]) -> None:
    """Keep that ``people`` are being rung; told again it changes nothing."""

    def add(unit: Unit) -> None:
        for rung, person in people:
            unit.attempts.add(
                rung.call,
                rung.serial,
                kind=person.kind,
                department=person.department,
                name=person.name,
                telephone=mask_number(person.telephone),
                enquiry_id=rung.enquiry,
                at=line.now(),
            )

    _write_or_log(line, add)


def record_leg_id(line: Line, rung: OutboundLeg, leg: str) -> None:
    """Whoever was rung has picked up and hears the whisper."""
    _write_or_log(line, lambda unit: unit.attempts.reached(rung.call, rung.serial, leg))


def record_answer(line: Line, rung: OutboundLeg, leg: str) -> None:
    """Whoever was rung takes the call."""

    def answer(unit: Unit) -> None:
        if unit.attempts.answer(rung.call, rung.serial, leg, line.now()):
            unit.calls.came_to(rung.call, CallOutcome.PERSON)

    _write_or_log(line, answer)


def record_end(line: Line, rung: OutboundLeg, result: AttemptResult, leg: str = "") -> None:
    """An attempt is over; ``result`` counts unless whoever was rung took or declined the call."""

    def settle(unit: Unit) -> None:
        unit.attempts.reached(rung.call, rung.serial, leg)
        unit.attempts.settle(rung.call, rung.serial, result, line.now())

    _write_or_log(line, settle)


def record_stage_end(line: Line, call: str, serials: Sequence[int], result: AttemptResult, leg: str) -> None:
    """The ringing of those under ``serials``, all at once, is over; ``result`` is that of ``leg``: where it took or
    declined the call, the others were merely stopped."""

    def settle(unit: Unit) -> None:
        stopped = result in (AttemptResult.ANSWERED, AttemptResult.DECLINED)
        kept = [attempt for serial in serials if (attempt := unit.attempts.find(call, serial))]
        for attempt in kept:
            if attempt.ended_at is None:
                own = attempt.leg == leg or len(kept) == 1
                went = result if own or not stopped else AttemptResult.CANCELED
                unit.attempts.settle(call, attempt.serial, went, line.now())

    _write_or_log(line, settle)


def describe_enquiry(line: Line, rung: OutboundLeg) -> str:
    """What the caller asked before, without telephone numbers; "" where nothing is kept of it."""
    if rung.enquiry is None:
        return ""
    try:
        with line.records.reading() as unit:
            enquiry = unit.enquiries.find(rung.enquiry)
    except Unavailable:
        _log.warning("enquiry %s cannot be read", rung.enquiry, exc_info=True)
        return ""
    return describe_question(line, enquiry.question) if enquiry else ""


def describe_question(line: Line, question: str) -> str:
    """What a caller asked, telephone numbers masked; for a number that was keyed, the question of the entry it has."""
    if not (question.isascii() and question.isdecimal()):
        return mask_numbers(question)
    try:
        return published.get_entry(line.knowledge, int(question)).question
    except (NotFound, Unavailable):
        return ""


def _write_or_log(line: Line, change: Callable[[Unit], object]) -> None:
    """How a call went is kept where it can be; while the records are down people are connected all the same."""
    try:
        with line.records.writing() as unit:
            change(unit)
    except Unavailable:
        _log.warning("how a call went could not be kept", exc_info=True)
