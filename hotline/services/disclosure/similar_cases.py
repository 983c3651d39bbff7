"""What is known before work on an application begins: the same applicant's month, the same words answered before, and
what is published that may answer it already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline.core.disclosure.application_life import require_own
from hotline.core.disclosure.applications import OPEN_STATES, Application, ApplicationState
from hotline.core.disclosure.fees import Fee, fee_by_items
from hotline.core.errors import HotlineError
from hotline.core.permissions import Permission, Staff
from hotline.services.content import catalogue_search
from hotline.services.disclosure.applications import get_by_number, seen_by
from hotline.services.line import Line
from hotline.services.questions import explain

if TYPE_CHECKING:
    from hotline.core.catalogue import CatalogueItem
    from hotline.core.entries import Entry

MOST_SHOWN = 5
QUESTION_CHARACTERS = 200
"""Characters of a description with which the published content is searched."""
_ANSWERED = tuple(state for state in ApplicationState if state not in OPEN_STATES)


@dataclass(frozen=True)
class MonthCount:
    """The applications of one applicant in a calendar month: this one is number ``place`` of ``total``, and ``fee`` is
    what it would cost by items (国办函〔2020〕109号 第四条)."""

    place: int
    total: int
    fee: Fee


@dataclass(frozen=True)
class PublishedAlready:
    """Published entries and catalogue items that may hold what is asked for (第三十六条第（一）项)."""

    entries: tuple[Entry, ...] = ()
    items: tuple[CatalogueItem, ...] = ()


def count_month(line: Line, actor: Staff, number: str) -> MonthCount | None:
    """How often the applicant applied to the same office in the month of this application; None where the identity was
    erased. Each office counts its own: the scale of fees is that of one 行政机关."""
    actor.require(Permission.READ_APPLICATIONS)
    with line.records.reading() as unit:
        application = get_by_number(unit, number)
        require_own(actor, application)
        applicant = application.applicant
        if applicant is None or not applicant.identity:
            return None
        others = unit.applications.list_of_applicant(applicant.name, applicant.identity, application.office_code)
    month = [one.number for one in others if _month_of(one) == _month_of(application)]
    place = month.index(number) + 1
    return MonthCount(place, len(month), fee_by_items(1, earlier=place - 1))


def list_answered_alike(line: Line, actor: Staff, application: Application) -> list[Application]:
    """Applications with the same words that were answered, the newest first."""
    actor.require(Permission.READ_APPLICATIONS)
    words = application.wanted.description.strip("。. \n")
    with line.records.reading() as unit:
        found, _ = unit.applications.list_applications(
            states=_ANSWERED, own=actor.own_part, words=words, limit=MOST_SHOWN + 1
        )
    others = [seen_by(actor, one) for one in found if one.number != application.number]
    return others[:MOST_SHOWN]


def find_published(line: Line, actor: Staff, application: Application) -> PublishedAlready:
    """What the matcher finds for the description; nothing while there is no published content to search."""
    actor.require(Permission.READ_APPLICATIONS)
    words = application.wanted.description[:QUESTION_CHARACTERS]
    try:
        candidates = explain.explain(line, words).candidates
        hits = catalogue_search.search_catalogue(line.knowledge, words)
        items = catalogue_search.read_items(line.knowledge, (*hits.keys, *hits.related)[:MOST_SHOWN])
    except HotlineError:
        return PublishedAlready()
    entries = tuple(one.match.entry for one in candidates if one.match.entry and one.is_shown)
    return PublishedAlready(entries, tuple(items))


def _month_of(application: Application) -> tuple[int, int]:
    return application.came_on.year, application.came_on.month
