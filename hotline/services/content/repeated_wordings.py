"""Wordings that two entries of one office must not share: nobody could say which one answers.

Entries of different offices may: the caller is asked which office is meant (matching.offices)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.core.entries import Entry
from hotline.core.member_offices import offices_of

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit


def check_repeats(unit: Unit, entry: Entry) -> dict[str, str]:
    """Field name -> which other published entry has the question, or a similar question, of ``entry``.

    Those that ``entry`` was published with before are left alone, so that what is there already can still be mended."""
    published = unit.entries.find_published(entry.number)
    before = published.entry if published else None
    problems: dict[str, str] = {}
    if before is None or entry.question != before.question:
        same = unit.entries.find_same_questions(entry.number, [entry.question])
        for question, number in _within_office(unit, entry, same).items():
            problems["question"] = f"{number}已经是这个问题：“{question}”。请改那一条，或者把问题写得分得开。"
    known = before.similar_questions if before else ()
    new = [] if entry.is_referral else [one for one in entry.similar_questions if one not in known]
    same = unit.entries.find_same_similar_questions(entry.number, new) if new else {}
    repeated = _within_office(unit, entry, same)
    if repeated:
        told = "；".join(f"{number}已经有“{wording}”" for wording, number in repeated.items())
        problems["similar_questions"] = f"同一个问法只能放在一条问答里：{told}。"
    return problems


def _within_office(unit: Unit, entry: Entry, repeated: dict[str, int]) -> dict[str, int]:
    """Those of ``repeated`` (wording -> number) that are of the office to which ``entry`` belongs."""
    offices = offices_of(unit.office.departments()) if repeated else {}
    if not any(offices.values()):
        return repeated
    current = unit.entries.list_current([*repeated.values()])
    others = {one.entry.number: offices.get(one.entry.department) for one in current}
    return {wording: number for wording, number in repeated.items() if others[number] == offices.get(entry.department)}
