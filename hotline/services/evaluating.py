"""Measuring matching on a question set, loaded into a knowledge file by the code that publishes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline.core.contents import Contents
from hotline.core.departments import Office
from hotline.core.entries import Entry
from hotline.core.errors import InvalidInput
from hotline.matching import warming
from hotline.matching.decision import decide, search
from hotline.matching.evaluation import Answered, Evaluation, place_of, summarise
from hotline.matching.normalise import normalise
from hotline.services.publishing import compile_contents

if TYPE_CHECKING:
    from hotline.storage.knowledge import Knowledge
    from hotline.storage.shelf import Shelf

FIRST_NUMBER = 100_000
"""Where a set's entries are numbered from: above every number that a question may name."""


def evaluate(shelf: Shelf, faq: Path, queries: Path, field: str) -> Evaluation:
    """Put ``queries`` to the entries of ``faq`` (forms: shared/eval/README.md), published on the empty ``shelf``.

    ``field`` is "q" (entries are their questions and similar questions) or "qa" (their answers too). A set has no
    spoken or text wordings, topics or departments: those stay empty, and what an entry of the office must have to
    be published is not asked of it. Raises InvalidInput for a file in another form."""
    rows, asked = list(_read(faq, "question")), list(_read(queries, "query"))
    numbers = {row["id"]: number for number, row in enumerate(rows, start=FIRST_NUMBER)}
    entries = tuple(_entry(numbers[row["id"]], row, field) for row in rows)
    warming.warm()
    started = time.perf_counter()
    with shelf.publishing():
        compile_contents(shelf, _contents(entries), datetime.now(UTC))
    build_seconds = time.perf_counter() - started
    knowledge = shelf.current()
    answered = [_ask(knowledge, query["query"], {numbers[id] for id in query["relevant"]}) for query in asked]
    return summarise(answered, entries=len(entries), build_seconds=build_seconds)


def _ask(knowledge: Knowledge, question: str, relevant: set[int]) -> Answered:
    started = time.perf_counter()
    findings = search(normalise(question), knowledge)
    decide(findings, knowledge)
    seconds = time.perf_counter() - started
    return Answered(place_of(relevant, [fit.key for fit in findings.entries]), seconds)


def _read(path: Path, required: str) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        try:
            row = json.loads(text)
            row[required] + ""
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInput({path.name: f"{path.name}第{number}行不是带有“{required}”的JSON。"}) from error
        yield row


def _entry(number: int, row: dict[str, Any], field: str) -> Entry:
    return Entry(
        number=number,
        question=row["question"],
        web_answer=row.get("answer", "") if field == "qa" else "",
        spoken="",
        text="",
        similar_questions=tuple(row.get("similar", ())),
        keywords=(),
        topic="",
        department="",
        legal_bases=(),
        effective_date=date.min,
        review_date=date.max,
    )


def _contents(entries: tuple[Entry, ...]) -> Contents:
    nowhere = Office(*[""] * len(Office.__dataclass_fields__))
    return Contents(nowhere, (), (), entries, (), (), (), ())
