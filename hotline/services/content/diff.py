"""The difference between two versions of an entry, an item and the like, field by field: what was added and removed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

from hotline.core.attachments import Attachment
from hotline.core.entries import Entry, LegalBasis
from hotline.core.proposals import Proposed

ALIKE = 0.5
"""Two sentences of at least this ratio (difflib, 0 to 1) count as one edited sentence, else as removed and added."""
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
    """How one field differs. ``field`` is its name; the parts, in order, hold the old text and the new."""

    field: str
    parts: tuple[DiffPart, ...]


Compared = Entry | Proposed


def compare(old: Compared | None, new: Compared) -> list[FieldChange]:
    """The fields of ``new`` that differ from ``old``; without ``old``, every field that is not empty."""
    return compare_wordings(word(old) if old else {}, word(new))


def word(value: Compared) -> dict[str, str]:
    """Each field of ``value`` as text, by its name."""
    return {field.name: _text(getattr(value, field.name)) for field in fields(value)}


def compare_wordings(old: Mapping[str, str], new: Mapping[str, str]) -> list[FieldChange]:
    """The fields of ``new`` whose text differs from ``old``, as ``word`` makes both."""
    texts = [(name, old.get(name, ""), text) for name, text in new.items()]
    return [FieldChange(name, _compare_texts(before, after)) for name, before, after in texts if before != after]


def _text(value: object) -> str:
    """A field as text; a tuple has a line for each member."""
    if isinstance(value, tuple):
        return "\n".join(map(_text, value))
    if isinstance(value, LegalBasis):
        return f"{value.title} {value.article} {value.in_force}"
    if isinstance(value, Attachment):  # two files may have one name and one size
        return f"{value.name}（{value.about}，校验码{value.digest[:8]}）{value.description}"
    return str(value.value) if isinstance(value, Enum) else str(value)


def _compare_texts(old: str, new: str) -> tuple[DiffPart, ...]:
    """Compare sentence by sentence, because people read sentences, and edited sentences word by word."""
    before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    parts: list[DiffPart] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for operation, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        removed, added = before[old_start:old_end], after[new_start:new_end]
        if operation == "replace" and len(removed) == len(added):
            for old_sentence, new_sentence in zip(removed, added, strict=True):
                parts.extend(_compare_sentences(old_sentence, new_sentence))
        elif operation == "replace":
            parts.extend(_compare_sentences("".join(removed), "".join(added)))
        else:
            parts.extend(_parts(operation, removed, added))
    return tuple(_join(parts))


def _compare_sentences(old: str, new: str) -> Iterator[DiffPart]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        yield from _parts("replace", [old], [new])
        return
    for operation, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        yield from _parts(operation, before[old_start:old_end], after[new_start:new_end])


def _parts(operation: str, before: Sequence[str], after: Sequence[str]) -> Iterator[DiffPart]:
    if operation == "equal":
        yield DiffPart(DiffKind.SAME, "".join(after))
        return
    yield DiffPart(DiffKind.REMOVED, "".join(before))
    yield DiffPart(DiffKind.ADDED, "".join(after))


def _join(parts: Sequence[DiffPart]) -> Iterator[DiffPart]:
    """Join neighbouring parts of one kind. Between two unchanged parts, all that was removed comes before all that was
    added."""
    for _, run in groupby((part for part in parts if part.text), key=lambda part: part.kind is DiffKind.SAME):
        neighbours = list(run)
        for kind in (DiffKind.SAME, DiffKind.REMOVED, DiffKind.ADDED):
            text = "".join(part.text for part in neighbours if part.kind is kind)
            if text:
                yield DiffPart(kind, text)
