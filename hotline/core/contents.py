"""Everything published at one moment, as the knowledge file is built from it, and the version that names the file."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import Enum

from hotline.core.catalogue import CatalogueItem
from hotline.core.departments import Department, Office
from hotline.core.entries import OFFICE_NUMBERS, Entry, Topic


@dataclass(frozen=True)
class KnowledgeVersion:
    """``number`` grows by one with every publish; ``content_hash`` is equal where the published content is equal."""

    number: int
    built_at: datetime
    content_hash: str


@dataclass(frozen=True)
class Contents:
    """What the public is told: entries staff published and those generated from the office's particulars.

    ``synonyms`` are (colloquial, official) pairs, ``dictionary`` terms that stay whole, ``stop_words`` words that say
    nothing, ``most_asked`` entry numbers with the most asked first."""

    office: Office
    departments: tuple[Department, ...]
    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]
    items: tuple[CatalogueItem, ...]
    synonyms: tuple[tuple[str, str], ...]
    dictionary: tuple[str, ...]
    stop_words: tuple[str, ...]
    most_asked: tuple[int, ...]


def content_hash(contents: Contents) -> str:
    """SHA-256 of everything staff published; what follows from it or changes by itself is left out: the entries
    generated from the office's particulars, and the order of the most asked."""
    written = tuple(entry for entry in contents.entries if entry.number not in OFFICE_NUMBERS)
    told = asdict(replace(contents, entries=written, most_asked=()))
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)
