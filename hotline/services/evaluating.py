"""Measuring matching on a question set, loaded into a knowledge file by the code that publishes."""

from __future__ import annotations

import json
import time
from codecs import BOM_UTF8
from collections.abc import Callable, Container, Iterator
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
    rows = list(_read(faq, _check_entry))
    numbers = {row["id"]: number for number, row in enumerate(rows, start=FIRST_NUMBER)}
    asked = list(_read(queries, lambda row: _check_query(row, numbers)))
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


def _read(path: Path, check: Callable[[dict[str, Any]], None]) -> Iterator[dict[str, Any]]:
    """The rows of ``path``; InvalidInput names the first line that ``check`` raises ValueError for, or no JSON."""
    seen: set[str] = set()
    # Lines end with a line feed alone: a JSON text may hold any other separator.
    for number, line in enumerate(path.read_bytes().removeprefix(BOM_UTF8).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode())
            if not isinstance(row, dict):
                raise ValueError("不是一个JSON对象")
            check(row)
            if row.get("id") in seen:
                raise ValueError("“id”和前面的一行重复")
        except json.JSONDecodeError as error:
            raise InvalidInput({path.name: f"{path.name}第{number}行不是JSON。"}) from error
        except UnicodeError as error:
            raise InvalidInput({path.name: f"{path.name}第{number}行不是UTF-8文字。"}) from error
        except ValueError as error:
            raise InvalidInput({path.name: f"{path.name}第{number}行{error}。"}) from error
        if "id" in row:
            seen.add(row["id"])
        yield row


def _check_entry(row: dict[str, Any]) -> None:
    for key in ("id", "question"):
        _check_text(row.get(key), key)
    _check_text(row.get("answer", ""), "answer")
    _check_texts(row.get("similar", []), "similar")


def _check_query(row: dict[str, Any], known: Container[str]) -> None:
    _check_text(row.get("query"), "query")
    _check_texts(row.get("relevant"), "relevant")
    unknown = [id for id in row["relevant"] if id not in known]
    if unknown:
        raise ValueError(f"的“relevant”里有没有的问答：{unknown[0]}")


def _check_texts(value: object, key: str) -> None:
    if not isinstance(value, list):
        raise ValueError(f"的“{key}”应当是一列文字")
    for text in value:
        _check_text(text, key)


def _check_text(value: object, key: str) -> None:
    if not isinstance(value, str):
        raise ValueError(f"的“{key}”应当是文字")
    value.encode()  # a lone surrogate, written as an escape, is no text either


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
