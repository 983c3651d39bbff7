"""Question sets that matching is measured with, read from their files and checked line by line."""

from __future__ import annotations

import csv
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from hotline.core.entries import Entry
from hotline.core.errors import InvalidInput

Half = Literal["fit", "held"]
FIRST_NUMBER = 1_000_000
"""Where a set's entries are numbered from: above every number that a question may name."""


@dataclass(frozen=True)
class LabelledQuestion:
    """A question of a set and the numbers of the entries that answer it."""

    question: str
    relevant: frozenset[int]


@dataclass(frozen=True)
class QuestionSet:
    entries: tuple[Entry, ...]
    asked: tuple[LabelledQuestion, ...]


def read_set(faq: Path, queries: Path, field: str) -> QuestionSet:
    """The set of two files of JSON lines (forms: shared/eval/README.md).

    ``field`` is "q" (entries are their questions and similar questions) or "qa" (their answers too). A set has no
    spoken or text wordings, topics or departments: those stay empty. Raises InvalidInput for a file in another form."""
    rows = list(_read(faq, _check_entry))
    numbers = {row["id"]: number for number, row in enumerate(rows, start=FIRST_NUMBER)}
    asked = _read(queries, lambda row: _check_query(row, numbers))
    return QuestionSet(
        tuple(_entry(numbers[row["id"]], row, field) for row in rows),
        tuple(LabelledQuestion(row["query"], frozenset(numbers[id] for id in row["relevant"])) for row in asked),
    )


def read_golden(path: Path, known: Container[int]) -> tuple[LabelledQuestion, ...]:
    """The questions of a CSV table with the columns number and question, as tests/golden has them.

    Raises InvalidInput for a table in another form, or with a number that is not ``known``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        asked = tuple(LabelledQuestion(row["question"], frozenset({int(row["number"])})) for row in rows)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput({path.name: f"{path.name}应当是有number和question两列的UTF-8表格。"}) from error
    for line, row in enumerate(asked, start=2):
        if not all(number in known for number in row.relevant):
            raise InvalidInput({path.name: f"{path.name}第{line}行的编号没有发布。"})
    return asked


def spread(asked: Sequence[LabelledQuestion], limit: int | None) -> Sequence[LabelledQuestion]:
    """At most ``limit`` of ``asked``, evenly spread and always the same.

    >>> [one.question for one in spread([LabelledQuestion(q, frozenset()) for q in "abcdef"], 3)]
    ['a', 'c', 'e']
    """
    if limit is None or limit >= len(asked):
        return asked
    return [asked[place * len(asked) // limit] for place in range(limit)]


def half_of(question: str) -> Half:
    """Which half of its set ``question`` is in: "fit" (to fit weights on) or "held" (to report), by its SHA-256.

    >>> [half_of(question) for question in ("复议要交钱吗", "几点上班", "怎么查律师")]
    ['held', 'held', 'fit']
    """
    return "held" if sha256(question.encode()).digest()[0] % 2 else "fit"


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
