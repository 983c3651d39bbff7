"""How many questions are found among three choices by the telephone keys of their first letters.

Run `python -m hotline.evaluation.asked_by_initials` on what is published in HOTLINE_VAR."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline.core.entries import Entry
from hotline.matching.text.initial_keys import initial_keys
from hotline.settings import Places
from hotline.storage.knowledge.initials_index import FEWEST
from hotline.storage.knowledge.versions import VersionStore

if TYPE_CHECKING:
    from hotline.storage.knowledge.reader import KnowledgeFile

CHOICES = 3
"""How many choices the telephone reads."""
FIRST_CHARACTERS = 4


@dataclass(frozen=True)
class FoundByInitials:
    """Of ``keyed`` attempts of one ``kind``, how many had the entry meant ``first`` and how many among the choices."""

    kind: str
    keyed: int
    among: int
    first: int

    def __str__(self) -> str:
        return f"{self.kind}: {self.among} of {self.keyed} among {CHOICES} choices, {self.first} first"


def measure(knowledge: KnowledgeFile, entries: Sequence[Entry]) -> list[FoundByInitials]:
    """Look for each of ``entries`` by its keywords, its question and its similar questions, as they might be keyed."""
    questions = [(entry.number, entry.question) for entry in entries]
    similar = [(entry.number, wording) for entry in entries for wording in entry.similar_questions]
    firsts = [(entry.number, entry.keywords[0]) for entry in entries if entry.keywords]
    keywords = [(entry.number, word) for entry in entries for word in entry.keywords]
    return [
        _measure(knowledge, "subject word", _key(firsts)),
        _measure(knowledge, "any keyword", _key(keywords)),
        _measure(knowledge, "question, first four characters", _key(questions, FIRST_CHARACTERS)),
        _measure(knowledge, "question, all characters", _key(questions)),
        _measure(knowledge, "similar question, first four characters", _key(similar, FIRST_CHARACTERS)),
        _measure(knowledge, "similar question, all characters", _key(similar)),
    ]


def _key(meant: Iterable[tuple[int, str]], most: int | None = None) -> Iterator[tuple[int, str]]:
    """The keys of the first ``most`` characters of each text with the entry it means; texts of one letter are left out,
    because the line asks for two."""
    keyed = ((number, initial_keys(text)[:most]) for number, text in meant)
    return ((number, keys) for number, keys in keyed if len(keys) >= FEWEST)


def _measure(knowledge: KnowledgeFile, kind: str, keyed: Iterator[tuple[int, str]]) -> FoundByInitials:
    places = [(number, knowledge.find_by_initials(keys, CHOICES)) for number, keys in keyed]
    among = sum(number in found for number, found in places)
    first = sum(found[:1] == [number] for number, found in places)
    return FoundByInitials(kind, len(places), among, first)


def main() -> None:
    """Print the measures of what is published."""
    knowledge = VersionStore(Places.from_env(os.environ).knowledge).current()
    for measured in measure(knowledge, knowledge.list_entries()):
        sys.stdout.write(f"{measured}\n")


if __name__ == "__main__":
    main()
