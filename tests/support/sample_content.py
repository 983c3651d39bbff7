"""The sample content of faq_data as a knowledge file, without a records database."""

import math
from datetime import UTC, date, datetime

from hotline.core.contents import Contents
from hotline.core.word_lists import STOP_WORDS
from hotline.matching.text.normalise import fold
from hotline.services.content.embed import find_reader
from hotline.services.content.office_entries import office_entries
from hotline.services.content.publish import compile_contents
from hotline.storage.csv_tables.dataset_folder import read_tables
from hotline.storage.knowledge.versions import VersionStore
from tests.support.fixed_values import ROOT


def publish_sample(folder, encoder=None):
    """The knowledge file of the sample content, in the empty ``folder``; with an ``encoder``, all its texts have
    vectors, which takes half a minute."""
    shelf = VersionStore(folder)
    with shelf.publishing():
        reader = find_reader(encoder, most=math.inf)
        compile_contents(shelf, read_sample(), datetime(2026, 11, 23, tzinfo=UTC), reader=reader)
    return shelf.current()


def read_sample():
    tables = read_tables(ROOT / "faq_data", fold)
    return Contents(
        office=tables.office,
        departments=tables.departments,
        topics=tables.topics,
        entries=(*tables.entries, *tables.referrals, *office_entries(tables.office, date(2026, 11, 23))),
        items=tables.catalogue,
        synonyms=tuple((synonym.colloquial, synonym.official) for synonym in tables.synonyms),
        dictionary=tuple(term.word for term in tables.dictionary),
        stop_words=STOP_WORDS,
        most_asked=(102, 501),
    )
