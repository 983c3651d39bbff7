"""Everything the tables of faq_data hold, as it is loaded into the records and written out of them."""

from dataclasses import dataclass

from hotline.core.catalogue import CatalogueItem
from hotline.core.departments import Department, Office
from hotline.core.entries import Entry, Topic
from hotline.core.word_lists import StopWord, Synonym, Term


@dataclass(frozen=True)
class Tables:
    """Rows in the order of their tables; an entry carries its similar questions and legal bases."""

    office: Office
    departments: tuple[Department, ...]
    topics: tuple[Topic, ...]
    synonyms: tuple[Synonym, ...]
    dictionary: tuple[Term, ...]
    stop_words: tuple[StopWord, ...]
    entries: tuple[Entry, ...]
    catalogue: tuple[CatalogueItem, ...]
