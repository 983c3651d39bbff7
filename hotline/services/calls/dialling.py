"""Dialling staff for a caller who wants a person: whom, in which order, and how each attempt went."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.core import opening_hours
from hotline.core.calls import Attempt, AttemptKind, AttemptResult, CallOutcome, OutboundLeg
from hotline.core.departments import MOST_OFFICERS
from hotline.core.errors import NotFound, Unavailable
from hotline.core.masking import mask_number, mask_numbers
from hotline.core.opening_hours import name_moment
from hotline.services.content import published
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DialTarget:
    """Somebody whom the line can dial; ``department`` is a code, "" for the operators and the office itself."""

    kind: AttemptKind
    department: str
    name: str
    telephone: str


def is_staffed(line: Line) -> bool:
    """Whether the office is staffed now; True where its opening hours cannot be read."""
    office, now = line.knowledge.office, line.now()
    return not opening_hours.shifts(office) or opening_hours.is_staffed(office, now, line.is_workday, line.closings)


def next_opening(line: Line) -> str:
    """When the office opens next, in words such as 明天上午8点30分; "" where the calendar does not reach so far."""
    now = line.now()
    opening = opening_hours.next_opening(line.knowledge.office, now, line.is_workday, line.closings)
    return name_moment(opening, now) if opening else ""


def list_stages(line: Line, pool: Sequence[str], department: str) -> list[tuple[DialTarget, ...]]:
    """Whom to dial, in stages: a stage is dialled at once, and the next one when nobody of it takes the call.

    The first stage is ``pool``, the operators' numbers. Each liaison officer of ``department`` (a code) is a stage
    of their own. Without a pool the office's own telephone comes last. No number is dialled twice."""
    stages = [tuple(DialTarget(AttemptKind.OPERATOR, "", "", number) for number in pool)] if pool else []
    stages += [(officer,) for officer in list_officers(line, department) if officer.telephone not in pool]
    office = line.knowledge.office
    if not pool and office.telephone:
        stages.append((DialTarget(AttemptKind.OPERATOR, "", office.name, office.telephone),))
    return stages


def list_officers(line: Line, department: str) -> list[DialTarget]:
    """The liaison officers of ``department`` (a code), each number once; empty where there is no such department."""
    try:
        found = published.get_department(line.knowledge, department) if department else None
    except NotFound:
        found = None
    officers = {officer.telephone: officer for officer in (found.officers if found else ())}
    listed = list(officers.values())[:MOST_OFFICERS]
    return [DialTarget(AttemptKind.LIAISON, department, officer.name, officer.telephone) for officer in listed]


def list_numbers(line: Line, pool: Sequence[str]) -> frozenset[str]:
    """Every number that the line may dial: ``pool``, the office's own, those of departments and of their officers.

    Only ``pool`` while the knowledge file cannot be read."""
    try:
        departments = line.knowledge.departments()
    except Unavailable:
        return frozenset(pool)
    officers = {officer.telephone for department in departments for officer in department.officers}
    telephones = {department.telephone for department in departments} | {line.knowledge.office.telephone}
    return frozenset({*pool, *officers, *telephones} - {""})


def add_attempt(unit: Unit, leg: OutboundLeg, target: DialTarget, at: datetime) -> Attempt:
    """Record that ``target`` is being dialled; the attempt recorded first when the leg's serial is taken already."""
    return unit.attempts.add(
        leg.call,
        leg.serial,
        kind=target.kind,
        department=target.department,
        name=target.name,
        telephone=mask_number(target.telephone),
        enquiry_id=leg.enquiry,
        at=at,
    )


def record_ringing(line: Line, targets: Sequence[tuple[OutboundLeg, DialTarget]]) -> None:
    """Record that each target is being dialled; a repeated webhook changes nothing."""

    def add(unit: Unit) -> None:
        for leg, target in targets:
            add_attempt(unit, leg, target, line.now())

    _write_or_log(line, add)


def record_leg_id(line: Line, leg: OutboundLeg, leg_id: str) -> None:
    """Record ``leg_id``, the provider's id of ``leg``, as soon as it is known."""
    _write_or_log(line, lambda unit: unit.attempts.set_leg(leg.call, leg.serial, leg_id))


def record_answer(line: Line, leg: OutboundLeg, leg_id: str) -> None:
    """Record that the called party takes the call."""

    def answer(unit: Unit) -> None:
        if unit.attempts.answer(leg.call, leg.serial, leg_id, line.now()):
            unit.calls.set_outcome(leg.call, CallOutcome.PERSON)

    _write_or_log(line, answer)


def record_end(line: Line, leg: OutboundLeg, result: AttemptResult, leg_id: str = "") -> None:
    """Record that the attempt is over; ``result`` counts unless the called party took or declined the call before."""

    def settle(unit: Unit) -> None:
        unit.attempts.set_leg(leg.call, leg.serial, leg_id)
        unit.attempts.settle(leg.call, leg.serial, result, line.now())

    _write_or_log(line, settle)


def record_stage_end(line: Line, call: str, serials: Sequence[int], result: AttemptResult, leg_id: str) -> None:
    """Record that dialling a stage is over, whose attempts of ``call`` have ``serials``.

    The provider reports one ``result`` for the whole stage, that of the leg ``leg_id``. When that party took or
    declined the call, the provider stopped ringing the others: they are CANCELED."""

    def settle(unit: Unit) -> None:
        one_decided = result in (AttemptResult.ANSWERED, AttemptResult.DECLINED)
        attempts = [attempt for serial in serials if (attempt := unit.attempts.find(call, serial))]
        for attempt in attempts:
            if attempt.ended_at is None:
                is_reported = attempt.leg == leg_id or len(attempts) == 1
                its_result = result if is_reported or not one_decided else AttemptResult.CANCELED
                unit.attempts.settle(call, attempt.serial, its_result, line.now())

    _write_or_log(line, settle)


def describe_enquiry(line: Line, leg: OutboundLeg) -> str:
    """What the caller asked before ``leg`` was dialled, telephone numbers masked; "" where that is not recorded."""
    if leg.enquiry is None:
        return ""
    try:
        with line.records.reading() as unit:
            enquiry = unit.enquiries.find(leg.enquiry)
    except Unavailable:
        _log.warning("enquiry %s cannot be read", leg.enquiry, exc_info=True)
        return ""
    return describe_question(line, enquiry.question) if enquiry else ""


def describe_question(line: Line, question: str) -> str:
    """``question`` with telephone numbers masked; the entry's question where a caller keyed in an entry's number."""
    if not (question.isascii() and question.isdecimal()):
        return mask_numbers(question)
    try:
        return published.get_entry(line.knowledge, int(question)).question
    except (NotFound, Unavailable):
        return ""


def _write_or_log(line: Line, change: Callable[[Unit], object]) -> None:
    """Write ``change``; a failure is only logged, because people are connected even while the records are down."""
    try:
        with line.records.writing() as unit:
            change(unit)
    except Unavailable:
        _log.warning("how an attempt went could not be recorded", exc_info=True)
