"""What the knowledge file keeps of sentence vectors, and what the next file takes over."""

import math
import sqlite3
from functools import partial

import pytest

from hotline.storage.knowledge import embedding_index
from hotline.storage.knowledge.compression import Packer
from hotline.storage.knowledge.embedding_index import EmbeddingTable, read_vectors

MODEL = "letters"


def vector_of(text):
    return bytes([len(text), 7])


class Reader:
    """Gives any text but those in ``refused`` a vector, and remembers what it read."""

    def __init__(self, *refused, model=MODEL, most=math.inf):
        self.model = model
        self.most = most
        self.refused = refused
        self.read_texts = []

    def texts(self, wordings, answer):
        return (*wordings, f"passage: {answer}") if answer else wordings

    def read(self, texts):
        self.read_texts += texts
        return {text: vector_of(text) for text in texts if text not in self.refused}


class Opened(EmbeddingTable):
    def __init__(self, path, query):
        super().__init__(query)
        self.path = path
        self.read = partial(read_vectors, query)


@pytest.fixture
def make_file(tmp_path):
    def make(entries, items=(), phrases="", **filling):
        """A file with ``entries`` as (number, wordings, answer), filled with vectors, and opened."""
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
        write_tables(path, entries, items, phrases)
        fill(path, **filling)
        return open_file(path)

    return make


def write_tables(path, entries, items, phrases=""):
    connection = sqlite3.connect(path)
    connection.executescript(
        "create table entries (number integer, question text, web_answer text);"
        "create table similar_questions (id integer primary key, entry integer, question text);"
        "create table items (id integer, title text);"
        "create table entry_bodies (key integer, text text); create table item_bodies (key integer);"
        "create table phrases (text text);"
    )
    connection.execute("insert into phrases values (?)", (phrases,))
    packer = Packer(phrases)
    for number, (question, *similar), answer in entries:
        kept = "" if packer.packs else answer
        connection.execute("insert into entries values (?, ?, ?)", (number, question, kept))
        connection.execute("insert into entry_bodies values (?, ?)", (number, packer.pack(("", answer, "", ""))))
        rows = ((number, text) for text in similar)
        connection.executemany("insert into similar_questions values (null, ?, ?)", rows)
    connection.executemany("insert into items values (?, ?)", items)
    connection.executemany("insert into item_bodies values (?)", ((key,) for key, _ in items))
    connection.commit()
    connection.close()


def fill(path, reader=None, before=None):
    embedding_index.fill(path, reader or Reader(), before)


def open_file(path):
    connection = sqlite3.connect(path)
    return Opened(path, lambda query, values: connection.execute(query, values).fetchall())


def test_vectors_come_back_in_the_order_asked_for(make_file):
    file = make_file([(101, ["甲", "乙乙"], "答"), (102, ["丙丙丙"], "")], items=[(1, "通知")])
    assert file.read("entry", [102, 101]) == [
        vector_of("丙丙丙"),
        vector_of("甲") + vector_of("乙乙") + vector_of("passage: 答"),
    ]
    assert file.read("item", [1]) == [vector_of("通知")]
    assert (file.model, file.complete) == (MODEL, True)


def test_more_documents_than_may_be_read_now_are_not_even_looked_through(make_file):
    reader = Reader(most=1)
    asked = []
    reader.texts = lambda wordings, answer: asked.append(wordings) or wordings
    found = make_file([(101, ("复议收费吗？",), ""), (102, ("多久？",), "")], reader=reader)
    assert not found.complete
    assert asked == reader.read_texts == []


def test_packed_answers_are_read_as_others_are(make_file):
    plain, packed = (Reader(), Reader())
    entries = [(101, ("复议收费吗？",), "不收费。"), (102, ("多久？",), "")]
    make_file(entries, reader=plain)
    make_file(entries, reader=packed, phrases="收费")
    assert packed.read_texts == plain.read_texts
    assert "passage: 不收费。" in packed.read_texts


def test_a_file_that_never_had_vectors_has_no_model(tmp_path):
    write_tables(tmp_path / "old.db", [(101, ["甲"], "")], [])
    file = open_file(tmp_path / "old.db")
    assert (file.model, file.complete) == ("", False)
    assert embedding_index.list_missing(tmp_path / "old.db", Reader()) == ["甲"]


def test_the_next_file_reads_only_what_changed(make_file):
    before = make_file([(101, ["甲", "乙"], ""), (102, ["丙"], "答")])
    reader = Reader()
    after = make_file([(101, ["乙", "丁"], ""), (102, ["丙"], "答"), (103, ["戊"], "")], reader=reader, before=before)
    assert reader.read_texts == ["丁", "戊"]
    assert after.read("entry", [101]) == [vector_of("乙") + vector_of("丁")]
    assert after.complete


def test_vectors_of_another_model_are_not_taken_over(make_file):
    before = make_file([(101, ["甲"], "")])
    reader = Reader(model="another")
    after = make_file([(101, ["甲"], "")], reader=reader, before=before)
    assert reader.read_texts == ["甲"]
    assert after.model == "another"
    assert embedding_index.list_missing(before.path, Reader(model="another")) == ["甲"]


def test_a_document_of_which_a_text_is_not_read_is_left_without_and_told(make_file):
    file = make_file([(101, ["甲"], ""), (102, ["乙", "丙"], "")], reader=Reader("丙"))
    assert not file.complete
    assert embedding_index.list_missing(file.path, Reader()) == ["乙", "丙"]
    with pytest.raises(KeyError):
        file.read("entry", [102])


def test_a_file_that_has_most_vectors_is_filled_with_the_rest_alone(make_file):
    file = make_file([(101, ["甲"], ""), (102, ["乙"], "")], reader=Reader("乙"))
    reader = Reader()
    fill(file.path, reader=reader)
    assert reader.read_texts == ["乙"]
    assert open_file(file.path).complete


def test_what_is_changed_in_a_copy_loses_its_vectors_and_the_copy_is_not_complete(make_file):
    file = make_file([(101, ["甲"], ""), (102, ["乙"], "")])
    connection = sqlite3.connect(file.path)
    connection.execute("delete from entries where number = 101")
    connection.execute("insert into entries values (101, '丁', '')")
    connection.commit()
    assert not open_file(file.path).complete
    reader = Reader()
    fill(file.path, reader=reader, before=make_file([(101, ["甲"], ""), (102, ["乙"], "")]))
    assert reader.read_texts == ["丁"]
    assert open_file(file.path).complete
    assert open_file(file.path).read("entry", [101, 102]) == [vector_of("丁"), vector_of("乙")]
