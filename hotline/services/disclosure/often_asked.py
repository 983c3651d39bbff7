"""Information that several people applied for, which the office may disclose to all (第四十四条)."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.core.disclosure.application_life import require_own
from hotline.core.disclosure.applications import Application
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.disclosure.repeated_requests import group_requests
from hotline.core.errors import NotFound
from hotline.core.permissions import Permission, Staff
from hotline.services.disclosure.applications import seen_by
from hotline.services.line import Line

MOST_COMPARED = 1_000
"""The newest applications, which are compared with one another: those of two years in an office of this size."""
LEAST_APPLICANTS = 2
"""The law says 多个申请人."""
_NO_INFORMATION = frozenset({ReplyOutcome.PETITION, ReplyOutcome.NOT_OURS, ReplyOutcome.OTHER_RECORDS})
"""Outcomes that say it was not this office's information."""


@dataclass(frozen=True)
class OftenAsked:
    """Applications for the same information, the newest first; ``applicants`` counts who asked.

    ``outcome`` is what the newest reply of them said, None while nobody was answered."""

    applications: tuple[Application, ...]
    applicants: int
    outcome: ReplyOutcome | None


def list_often_asked(line: Line, actor: Staff) -> list[OftenAsked]:
    """What several applicants asked for and no document is registered for, the most asked first.

    A liaison officer gets what belongs to the own department."""
    actor.require(Permission.READ_APPLICATIONS)
    actor.require(Permission.PROPOSE_DOCUMENTS)
    with line.records.reading() as unit:
        found, _ = unit.applications.list_applications(own=actor.own_part, limit=MOST_COMPARED)
        replies = unit.case_files.list_replies([one.number for one in found])
        registered = unit.documents.list_asked_for()
    outcomes = {number: written[-1].outcome for number, written in replies.items() if written}
    found = [one for one in found if outcomes.get(one.number) not in _NO_INFORMATION]
    asked = []
    for group in group_requests([one.wanted.description for one in found]):
        alike = [found[place] for place in group]
        names = {one.applicant.name for one in alike if one.applicant}
        if len(names) < LEAST_APPLICANTS or registered & {one.number for one in alike}:
            continue
        newest = next((outcomes[one.number] for one in alike if one.number in outcomes), None)
        asked.append(OftenAsked(tuple(seen_by(actor, one) for one in alike), len(names), newest))
    return sorted(asked, key=lambda one: -one.applicants)


def describe_asked(line: Line, actor: Staff, number: str) -> Application:
    """The application ``number``, from which a document is registered. Raises NotFound."""
    with line.records.reading() as unit:
        application = unit.applications.find(number)
    if application is None:
        raise NotFound("没有这件申请。")
    require_own(actor, application)
    return seen_by(actor, application)
