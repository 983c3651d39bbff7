"""The spelling index of published pairs, written and read."""

import sqlite3

from hotline.matching.text.terms import analyse
from hotline.storage.knowledge.index_writer import Document
from hotline.storage.knowledge.spelling_index import SpellingWriter, read_spellings


def test_pairs_are_indexed_by_sound_and_by_first_letters_with_their_counts():
    connection = sqlite3.connect(":memory:")
    writer = SpellingWriter(connection, analyse)
    documents = [Document(1, ("复议收费", "复议"), "不收费"), Document(2, ("附议wifi",), "")]
    assert list(writer.counting(documents)) == documents
    writer.write()

    def spelt(*spellings):
        return read_spellings(lambda query, values: connection.execute(query, values).fetchall(), spellings)

    assert spelt("fuyi", "=sf", '"wifi', "none") == {
        "fuyi": {"复议": 2, "附议": 1},
        "=sf": {"收费": 1},
        '"wifi': {"": 1},
    }
    assert spelt() == {}
    assert len(spelt(*map(str, range(2_000)), "fuyi")) == 1
