"""Reads the question sets that matching is measured with, and checks their files line by line."""

from __future__ import annotations

import csv
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from hotline.core.entries import Entry
from hotline.core.errors import InvalidInput

Half = Literal["fit", "held"]
FAQ, QUERIES = "faq.jsonl", "queries.jsonl"
ANSWERED = ("questions.csv", "heldout.csv", "right_subjects.csv")
UNANSWERED = ("other_subjects.csv", "other_offices.csv", "near_field.csv")
HALF_OF: Mapping[str, Half] = {"questions.csv": "fit", "heldout.csv": "held"}
FIRST_NUMBER = 1_000_000
"""The number of a set's first entry: above every number that a question can ask for, so that none is taken for one."""


@dataclass(frozen=True)
class LabelledQuestion:
    """A question of a set and the numbers of the entries that answer it."""

    question: str
    relevant: frozenset[int]


@dataclass(frozen=True)
class QuestionSet:
    """The entries of a set and the questions that are put to them."""

    entries: tuple[Entry, ...]
    asked: tuple[LabelledQuestion, ...]


def read_set(faq: Path, queries: Path, field: str) -> QuestionSet:
    """Read a set from two files of JSON lines.

    A line of ``faq`` is ``{"id", "question", "answer"?, "similar"?}``, a line of ``queries`` is ``{"query",
    "relevant": [ids]}``. ``field`` is "q" (an entry has its question and similar questions) or "qa" (its answer too).
    All other fields of an entry stay empty. Raises InvalidInput for a file in another form."""
    rows = list(_read(faq, _check_entry))
    numbers = {row["id"]: number for number, row in enumerate(rows, start=FIRST_NUMBER)}
    asked = _read(queries, lambda row: _check_query(row, numbers))
    return QuestionSet(
        tuple(_entry(numbers[row["id"]], row, field) for row in rows),
        tuple(LabelledQuestion(row["query"], frozenset(numbers[id] for id in row["relevant"])) for row in asked),
    )


def list_sets(folders: Sequence[Path]) -> list[Path]:
    """The folders of all sets: each of ``folders`` that is one itself, else the sets that it holds, by name.

    A set is a folder with faq.jsonl and queries.jsonl. Raises InvalidInput for a folder without any."""
    sets = []
    for folder in folders:
        found = [path for path in (folder, *sorted(folder.iterdir())) if (path / FAQ).is_file()]
        if not found:
            raise InvalidInput({"sets": f"{folder}里没有题集：题集是有{FAQ}和{QUERIES}的文件夹。"})
        sets += found[:1] if found[0] == folder else found
    return sets


def read_folder(folder: Path) -> QuestionSet:
    """Read the set in ``folder``; answers are matched where every entry has one.

    Raises InvalidInput for a file that is missing or in another form."""
    faq, queries = folder / FAQ, folder / QUERIES
    for path in (faq, queries):
        if not path.is_file():
            raise InvalidInput({path.name: f"{folder}里没有{path.name}。"})
    questions = read_set(faq, queries, "qa")
    if all(entry.web_answer for entry in questions.entries):
        return questions
    return replace(questions, entries=tuple(replace(entry, web_answer="") for entry in questions.entries))


def read_golden(path: Path, known: Container[int]) -> tuple[LabelledQuestion, ...]:
    """Read questions from a CSV table with the columns number and question (tests/golden/questions.csv is one).

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


def read_own(folder: Path, half: Half, known: Container[int]) -> tuple[LabelledQuestion, ...]:
    """The questions of one half of the office's own tables in ``folder`` (tests/golden).

    ANSWERED tables have the columns number and question, UNANSWERED ones have a question that no entry answers. Both
    have a column half, but for the tables of HALF_OF, which belong to one half as a whole. Raises InvalidInput for a
    table that is missing or in another form, or with a number that is not ``known``."""
    tables = [_read_own_table(folder / name, known) for name in (*ANSWERED, *UNANSWERED)]
    return tuple(asked for table in tables for half_of_row, asked in table if half_of_row == half)


def _read_own_table(path: Path, known: Container[int]) -> Iterator[tuple[str, LabelledQuestion]]:
    """(half, question) of each row of one of the office's own tables."""
    name, is_answered = path.name, path.name in ANSWERED
    columns = ["number"] * is_answered + ["question"] + ["half"] * (name not in HALF_OF)
    for line, row in enumerate(_read_table(path, columns), start=2):
        half = HALF_OF.get(name) or row["half"]
        if half not in get_args(Half):
            raise InvalidInput({name: f"{name}第{line}行的half应当是fit或者held。"})
        relevant = frozenset({_read_number(row["number"])} if is_answered else ())
        if not all(number in known for number in relevant):
            raise InvalidInput({name: f"{name}第{line}行的编号没有发布。"})
        yield half, LabelledQuestion(row["question"], relevant)


def _read_number(written: str) -> int:
    """An entry's number as written in a table; -1, which no entry has, for anything else."""
    try:
        return int(written)
    except ValueError:
        return -1


def _read_table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV table in which each of ``columns`` is filled in; InvalidInput for another one."""
    if not path.is_file():
        raise InvalidInput({path.name: f"{path.parent}里没有{path.name}。"})
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        if not {*columns} <= {*(reader.fieldnames or ())}:
            raise ValueError("a column is missing")
    except (ValueError, csv.Error) as error:  # UnicodeDecodeError is a ValueError
        form = "、".join(columns)
        raise InvalidInput({path.name: f"{path.name}应当是有{form}这几列的UTF-8表格。"}) from error
    for line, row in enumerate(rows, start=2):
        if not all(row[column] for column in columns):
            raise InvalidInput({path.name: f"{path.name}第{line}行没有填全。"})
    return rows


def spread(asked: Sequence[LabelledQuestion], limit: int | None) -> Sequence[LabelledQuestion]:
    """At most ``limit`` of ``asked``, evenly spread; equal arguments give the same questions.

    >>> [one.question for one in spread([LabelledQuestion(q, frozenset()) for q in "abcdef"], 3)]
    ['a', 'c', 'e']
    """
    if limit is None or limit >= len(asked):
        return asked
    return [asked[place * len(asked) // limit] for place in range(limit)]


def half_of(question: str) -> Half:
    """The half of its set that ``question`` is in, by its SHA-256: "fit" to fit weights on, "held" to report.

    >>> [half_of(question) for question in ("复议要交钱吗", "几点上班", "怎么查律师")]
    ['held', 'held', 'fit']
    """
    return "held" if sha256(question.encode()).digest()[0] % 2 else "fit"


def _read(path: Path, check: Callable[[dict[str, Any]], None]) -> Iterator[dict[str, Any]]:
    """The rows of ``path``, a file of JSON lines.

    Raises InvalidInput, which names the first line that is no JSON object, that ``check`` raises ValueError for, or
    whose id an earlier line has."""
    seen: set[str] = set()
    # Lines end with a line feed alone: a JSON string may hold other line separators, such as U+2028.
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
    value.encode()  # raises UnicodeEncodeError for a lone surrogate, which JSON can hold as an escape


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
