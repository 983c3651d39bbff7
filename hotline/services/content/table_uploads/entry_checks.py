"""Checks the rows of entries, of their similar questions and legal bases, and of referrals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hotline.core.entries import REFERRAL_NUMBERS, Entry, LegalBasis, check_submission, is_entry_number
from hotline.core.review import OPEN, Revision, Status
from hotline.services.content.csv_import import keep_unlisted
from hotline.services.content.sample_left import SEED
from hotline.services.content.table_uploads.row_checks import (
    NOTHING,
    CheckContext,
    CheckedRow,
    RowStanding,
    drop_faults,
)
from hotline.storage.csv_tables.dataset_folder import make_referral

if TYPE_CHECKING:
    from hotline.storage.csv_tables.staged_upload import StagedRow
    from hotline.storage.records.unit_of_work import Unit

PARTS = ("similar_questions", "legal_bases")
"""The tables that hold a part of an entry; the value is also the field."""


def check_entries(context: CheckContext, unit: Unit, rows: Sequence[StagedRow]) -> list[CheckedRow]:
    """Check rows of entries. An entry without rows in a table of PARTS keeps that part as it is published."""
    standings = _read_standings(unit, [row.key for row in rows])
    parts = _read_parts(context, [row.key for row in rows])
    checked = []
    for row in rows:
        values, faults = row.parse()
        if not faults and values["number"] in REFERRAL_NUMBERS:
            faults = {"number": "转介不写在这张表里，请写在转介的表里。"}
        if faults:
            context.has_wrong_numbers |= "number" in faults
            checked.append(context.wrong(row, faults))
            continue
        standing = standings.get(row.key, NOTHING)
        told = standing.published or standing.withdrawn
        kept = {part: getattr(told, part) if isinstance(told, Entry) else () for part in PARTS}
        given, bad = parts.get(row.key, ({}, ()))
        entry = Entry(**{**values, **kept, **given})
        problems = check_submission(entry, context.today)
        if "number" in problems:
            context.has_wrong_numbers, bad = True, PARTS
        checked.append(context.judge(row, entry, standing, drop_faults(problems, bad), entry.question))
    return checked


def check_parts(context: CheckContext, unit: Unit, rows: Sequence[StagedRow]) -> list[CheckedRow]:
    """The first rows of entries that stand in a table of PARTS alone: the published entry takes the new part."""
    standings = _read_standings(unit, [row.key for row in rows])
    parts = _read_parts(context, [row.key for row in rows])
    checked = []
    for row in rows:
        standing = standings.get(row.key, NOTHING)
        given, bad = parts.get(row.key, ({}, ()))
        if not isinstance(standing.published, Entry):
            if not bad and not context.has_wrong_numbers:
                checked.append(context.wrong(row, {"number": f"没有编号为{row.key}的问答。"}))
            continue
        changes: dict[str, Any] = given
        entry = replace(standing.published, **changes)
        problems = drop_faults(check_submission(entry, context.today), bad)
        whole = replace(row, table="entries")
        checked.append(context.judge(whole, entry, standing, problems, entry.question))
    return checked


def check_part_rows(context: CheckContext, unit: Unit, rows: Sequence[StagedRow]) -> list[CheckedRow]:
    """The wrong ones among the rows of a table of PARTS; the others are told with their entry."""
    return [context.wrong(row, faults) for row in rows if (faults := row.parse()[1])]


def check_referrals(context: CheckContext, unit: Unit, rows: Sequence[StagedRow]) -> list[CheckedRow]:
    """Check rows of referrals. The table has no column for some fields: they stay as they are published."""
    standings = _read_standings(unit, [row.key for row in rows])
    city = unit.office.office().city
    checked = []
    for row in rows:
        values, faults = row.parse()
        if not faults and values["number"] not in REFERRAL_NUMBERS:
            faults = {"number": "转介的编号应当是900000到998999。"}
        if faults:
            checked.append(context.wrong(row, faults))
            continue
        standing = standings.get(row.key, NOTHING)
        told = standing.published or standing.withdrawn
        referral = keep_unlisted(make_referral(values, city), told if isinstance(told, Entry) else None)
        problems = check_submission(referral, context.today)
        checked.append(context.judge(row, referral, standing, problems, referral.question))
    return checked


def _read_parts(
    context: CheckContext, keys: Sequence[str]
) -> dict[str, tuple[dict[str, tuple[Any, ...]], tuple[str, ...]]]:
    """Key -> the parts that the upload has of its entry, and the names of parts with a wrong row."""
    parts: dict[str, tuple[dict[str, tuple[Any, ...]], tuple[str, ...]]] = {}
    for table in PARTS:
        for key, rows in context.staged.rows_of_keys(table, keys).items():
            given, bad = parts.get(key, ({}, ()))
            parsed = [row.parse() for row in rows]
            made = tuple(_make_part(table, values) for values, faults in parsed if not faults)
            has_wrong = (table,) if any(faults for _, faults in parsed) else ()
            parts[key] = ({**given, table: made}, (*bad, *has_wrong))
    return parts


def _make_part(table: str, values: dict[str, Any]) -> object:
    if table == "similar_questions":
        return values["question"]
    return LegalBasis(values["title"], values["article"], values["in_force"])


def _read_standings(unit: Unit, keys: Sequence[str]) -> dict[str, RowStanding]:
    """What stands under each number; keys that are none have been reported."""
    numbers = {int(key) for key in keys if key.isascii() and key.isdecimal() and is_entry_number(int(key[:7]))}
    by_number: dict[int, dict[Status, Revision]] = {}
    for revision in unit.entries.list_current(numbers):
        by_number.setdefault(revision.entry.number, {})[revision.status] = revision
    standings = {}
    for number, found in by_number.items():
        published = found.get(Status.PUBLISHED)
        opened = next((found[status] for status in OPEN if status in found), None)
        withdrawn = found.get(Status.WITHDRAWN)
        standings[str(number)] = RowStanding(
            published=published.entry if published else None,
            open=opened.entry if opened else None,
            open_by=opened.changed_by if opened else "",
            withdrawn=withdrawn.entry if withdrawn else None,
            is_sample=published is not None and published.author == SEED,
        )
    return standings
