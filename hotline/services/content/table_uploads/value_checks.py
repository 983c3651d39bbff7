"""Checks the rows of the tables under review like the catalogue (office, departments, topics too) and of synonyms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hotline.core.catalogue import CatalogueItem
from hotline.core.departments import Department
from hotline.core.proposals import (
    SINGLE_KINDS,
    VALUE_TYPES,
    ProposalKind,
    Proposed,
    check_value,
    key_of_value,
    tidy_value,
    title_of,
)
from hotline.core.review import OPEN, Status
from hotline.core.word_lists import Synonym, WordList, WordRules
from hotline.matching.text.normalise import fold
from hotline.services.content.proposal_steps import keep_untold, rows_of
from hotline.services.content.sample_left import SEED
from hotline.services.content.table_uploads.row_checks import NOTHING, CheckContext, CheckedRow, RowStanding

if TYPE_CHECKING:
    from hotline.storage.csv_tables.staged_upload import StagedRow
    from hotline.storage.records.unit_of_work import Unit


SAMPLE_KINDS = (ProposalKind.CATALOGUE, ProposalKind.DEPARTMENTS, ProposalKind.PUBLIC_NOTICES)
"""Of these no row that came with the program may stay beside a real office (services.content.sample_left)."""


def check_values(context: CheckContext, unit: Unit, rows: Sequence[StagedRow]) -> list[CheckedRow]:
    """Check rows of one of the tables of ProposalKind."""
    kind = ProposalKind(rows[0].table)
    parsed = [row.parse() for row in rows]
    values = [None if faults else tidy_value(_make(kind, cells)) for cells, faults in parsed]
    standings = _read_standings(unit, kind, {key_of_value(value) for value in values if value})
    checked = []
    for row, (_, faults), value in zip(rows, parsed, values, strict=True):
        if value is None:
            checked.append(context.wrong(row, faults))
            continue
        standing = standings.get(key_of_value(value), NOTHING)
        there = standing.published or standing.withdrawn
        value = keep_untold(value, there) if isinstance(there, CatalogueItem | Department) else value
        checked.append(context.judge(row, value, standing, check_value(value), title_of(value)))
    return checked


def check_synonyms(context: CheckContext, unit: Unit, rows: Sequence[StagedRow]) -> list[CheckedRow]:
    """Check rows of synonyms, each against the list as it would be with the rows before it."""
    pairs = {}
    wrong: dict[int, CheckedRow] = {}
    for place, row in enumerate(rows):
        values, faults = row.parse()
        if faults:
            wrong[place] = context.wrong(row, faults)
        else:
            pairs[place] = Synonym(**values)
    replaced = {pair.colloquial for pair in pairs.values()}
    stored = {pair.colloquial: pair for pair in unit.words.list_words(WordList.SYNONYMS)}
    standings = _read_standings(unit, ProposalKind.SYNONYMS, replaced)
    rules = WordRules(WordList.SYNONYMS, fold, (pair for key, pair in stored.items() if key not in replaced))
    checked = []
    for place, row in enumerate(rows):
        if place in wrong:
            checked.append(wrong[place])
            continue
        pair = pairs[place]
        faults = rules.check(pair) | check_value(pair)
        if not faults:
            rules.admit(pair)
        checked.append(context.judge(row, pair, standings.get(pair.colloquial, NOTHING), faults, pair.colloquial))
    return checked


def _make(kind: ProposalKind, values: dict[str, Any]) -> Proposed:
    make: Any = VALUE_TYPES[kind]
    made: Proposed = make(*values.values()) if kind is ProposalKind.TOPICS else make(**values)
    return made


def _read_standings(unit: Unit, kind: ProposalKind, keys: set[str]) -> dict[str, RowStanding]:
    """What stands under each of ``keys`` that anything is known of."""
    # The key of what there is one of is a number in its own table.
    table_keys: set[Any] = {1} if kind in SINGLE_KINDS else set(keys)
    published = {key_of_value(row.value): row for row in rows_of(unit, kind).list_keys(table_keys)}
    newest = {step.key: step for step in unit.proposals.list_newest(kind, keys)}
    standings = {}
    for key in keys & (published.keys() | newest.keys()):
        row, step = published.get(key), newest.get(key)
        is_open = step is not None and step.status in OPEN
        standings[key] = RowStanding(
            published=row.value if row else None,
            open=step.content if step and is_open else None,
            open_by=step.changed_by if step and is_open else "",
            withdrawn=step.content if step and step.status is Status.WITHDRAWN else None,
            is_sample=row is not None and row.changed_by == SEED and kind in SAMPLE_KINDS,
        )
    return standings
