"""The readable difference between two versions of an entry: what was added and removed, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

from hotline.core.entries import Entry, LegalBasis

ALIKE = 0.5
"""Sentences at least this much alike are one sentence that was edited; others were removed and written anew."""
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]+|[^。；！？\n]+")
_TOKEN = re.compile(r"\d+|[A-Za-z]+|.", re.DOTALL)


class DiffKind(Enum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class DiffPart:
    kind: DiffKind
    text: str


@dataclass(frozen=True)
class FieldChange:
    """How one field differs: ``field`` is its name in Entry; the parts in order show old and new at once."""

    field: str
    parts: tuple[DiffPart, ...]


def compare(old: Entry | None, new: Entry) -> list[FieldChange]:
    """The fields of ``new`` that differ from ``old``; every field that says something when there is no ``old``."""
    changes = []
    for field in fields(Entry):
        before = _text(getattr(old, field.name)) if old else ""
        after = _text(getattr(new, field.name))
        if before != after:
            changes.append(FieldChange(field.name, _difference(before, after)))
    return changes


def _text(value: object) -> str:
    """A field as lines of text: a list has a line for each member."""
    if isinstance(value, tuple):
        return "\n".join(map(_text, value))
    if isinstance(value, LegalBasis):
        return f"{value.title} {value.article} {value.in_force}"
    return str(value)


def _difference(old: str, new: str) -> tuple[DiffPart, ...]:
    """Sentence by sentence first, for people read sentences; within sentences that are alike, word by word."""
    before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    parts: list[DiffPart] = []
    for operation, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "replace" and b - a == d - c:
            for sentence, rewritten in zip(before[a:b], after[c:d], strict=True):
                parts.extend(_rewritten(sentence, rewritten))
        elif operation == "replace":
            parts.extend(_rewritten("".join(before[a:b]), "".join(after[c:d])))
        else:
            parts.extend(_parts(operation, before[a:b], after[c:d]))
    return tuple(_join(parts))


def _rewritten(old: str, new: str) -> Iterator[DiffPart]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        yield from _parts("replace", [old], [new])
        return
    for operation, a, b, c, d in matcher.get_opcodes():
        yield from _parts(operation, before[a:b], after[c:d])


def _parts(operation: str, before: Sequence[str], after: Sequence[str]) -> Iterator[DiffPart]:
    if operation == "equal":
        yield DiffPart(DiffKind.SAME, "".join(after))
        return
    yield DiffPart(DiffKind.REMOVED, "".join(before))
    yield DiffPart(DiffKind.ADDED, "".join(after))


def _join(parts: Sequence[DiffPart]) -> Iterator[DiffPart]:
    """Neighbours of one kind as one part; where something was rewritten, what was removed comes first."""
    for _, run in groupby((part for part in parts if part.text), key=lambda part: part.kind is DiffKind.SAME):
        neighbours = list(run)
        for kind in (DiffKind.SAME, DiffKind.REMOVED, DiffKind.ADDED):
            text = "".join(part.text for part in neighbours if part.kind is kind)
            if text:
                yield DiffPart(kind, text)
