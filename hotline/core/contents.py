"""Everything published at one moment, as the knowledge file is built from it, and the version that names the file."""

from dataclasses import dataclass
from datetime import datetime

from hotline.core.catalogue import CatalogueItem
from hotline.core.departments import Department, Office
from hotline.core.entries import Entry, Topic


@dataclass(frozen=True)
class KnowledgeVersion:
    """``number`` grows by one with every publish; ``content_hash`` is equal where the published content is equal."""

    number: int
    built_at: datetime
    content_hash: str


@dataclass(frozen=True)
class Contents:
    """What the public is told: entries staff published and those generated from the office's particulars.

    ``synonyms`` are (colloquial, official) pairs, ``dictionary`` terms that stay whole, ``most_asked`` entry numbers
    with the most asked first."""

    office: Office
    departments: tuple[Department, ...]
    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]
    items: tuple[CatalogueItem, ...]
    synonyms: tuple[tuple[str, str], ...]
    dictionary: tuple[str, ...]
    most_asked: tuple[int, ...]
