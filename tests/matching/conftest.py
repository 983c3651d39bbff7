"""A knowledge file with the sample content, built once for all the tests of matching."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from hotline.core.contents import Contents
from hotline.core.word_lists import STOP_WORDS
from hotline.matching.text.normalise import fold
from hotline.matching.text.terms import analyse
from hotline.services.content.office_entries import office_entries
from hotline.storage.csv_tables.dataset_folder import read_tables
from hotline.storage.knowledge.versions import VersionStore

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory):
    tables = read_tables(ROOT / "faq_data", fold)
    contents = Contents(
        office=tables.office,
        departments=tables.departments,
        topics=tables.topics,
        entries=(*tables.entries, *office_entries(tables.office, date(2026, 11, 23))),
        items=tables.catalogue,
        synonyms=tuple((synonym.colloquial, synonym.official) for synonym in tables.synonyms),
        dictionary=tuple(term.word for term in tables.dictionary),
        stop_words=STOP_WORDS,
        most_asked=(102, 501),
    )
    shelf = VersionStore(tmp_path_factory.mktemp("knowledge"))
    with (
        shelf.publishing(),
        shelf.draft(
            contents, datetime(2026, 11, 23, tzinfo=UTC), partial(analyse, dictionary=contents.dictionary)
        ) as k,
    ):
        return shelf.install(k)
