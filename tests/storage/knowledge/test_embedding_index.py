"""Sentence embeddings in a knowledge file, and which of them are copied into the next file."""

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


class FakeEmbedder:
    """Gives each text a vector except those in ``refused``, and records what it was requested to embed."""

    def __init__(self, *refused, model=MODEL, most=math.inf):
        self.model = model
        self.most = most
        self.refused = refused
        self.embedded = []

    def texts(self, wordings, answer):
        return (*wordings, f"passage: {answer}") if answer else wordings

    def read(self, texts):
        self.embedded += texts
        return {text: vector_of(text) for text in texts if text not in self.refused}


class Opened(EmbeddingTable):
    def __init__(self, path, query):
        super().__init__(query)
        self.path = path
        self.read = partial(read_vectors, query)


@pytest.fixture
def make_file(tmp_path):
    def make(entries, items=(), phrases="", **filling):
        """An open file with ``entries``, given as (number, wordings, answer), and their vectors."""
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


def fill(path, embedder=None, serving=None):
    embedding_index.fill(path, embedder or FakeEmbedder(), serving)


def open_file(path):
    connection = sqlite3.connect(path)
    return Opened(path, lambda query, values: connection.execute(query, values).fetchall())


def test_vectors_are_returned_in_the_order_of_the_keys(make_file):
    file = make_file([(101, ["甲", "乙乙"], "答"), (102, ["丙丙丙"], "")], items=[(1, "通知")])
    assert file.read("entry", [102, 101]) == [
        vector_of("丙丙丙"),
        vector_of("甲") + vector_of("乙乙") + vector_of("passage: 答"),
    ]
    assert file.read("item", [1]) == [vector_of("通知")]
    assert (file.model, file.complete) == (MODEL, True)


def test_too_many_documents_to_embed_now_are_not_even_read(make_file):
    embedder = FakeEmbedder(most=1)
    requested = []
    embedder.texts = lambda wordings, answer: requested.append(wordings) or wordings
    found = make_file([(101, ("复议收费吗？",), ""), (102, ("多久？",), "")], embedder=embedder)
    assert not found.complete
    assert requested == embedder.embedded == []


def test_packed_answers_are_embedded_like_plain_ones(make_file):
    plain, packed = (FakeEmbedder(), FakeEmbedder())
    entries = [(101, ("复议收费吗？",), "不收费。"), (102, ("多久？",), "")]
    make_file(entries, embedder=plain)
    make_file(entries, embedder=packed, phrases="收费")
    assert packed.embedded == plain.embedded
    assert "passage: 不收费。" in packed.embedded


def test_a_file_that_never_had_vectors_has_no_model(tmp_path):
    write_tables(tmp_path / "old.db", [(101, ["甲"], "")], [])
    file = open_file(tmp_path / "old.db")
    assert (file.model, file.complete) == ("", False)
    assert embedding_index.list_missing(tmp_path / "old.db", FakeEmbedder()) == ["甲"]


def test_only_changed_texts_are_embedded_for_the_next_file(make_file):
    before = make_file([(101, ["甲", "乙"], ""), (102, ["丙"], "答")])
    embedder = FakeEmbedder()
    changed = [(101, ["乙", "丁"], ""), (102, ["丙"], "答"), (103, ["戊"], "")]
    after = make_file(changed, embedder=embedder, serving=before)
    assert embedder.embedded == ["丁", "戊"]
    assert after.read("entry", [101]) == [vector_of("乙") + vector_of("丁")]
    assert after.complete


def test_vectors_of_another_model_are_not_copied(make_file):
    before = make_file([(101, ["甲"], "")])
    embedder = FakeEmbedder(model="another")
    after = make_file([(101, ["甲"], "")], embedder=embedder, serving=before)
    assert embedder.embedded == ["甲"]
    assert after.model == "another"
    assert embedding_index.list_missing(before.path, FakeEmbedder(model="another")) == ["甲"]


def test_a_document_with_a_text_that_is_not_embedded_gets_no_vectors_and_is_listed(make_file):
    file = make_file([(101, ["甲"], ""), (102, ["乙", "丙"], "")], embedder=FakeEmbedder("丙"))
    assert not file.complete
    assert embedding_index.list_missing(file.path, FakeEmbedder()) == ["乙", "丙"]
    with pytest.raises(KeyError):
        file.read("entry", [102])


def test_only_missing_vectors_are_added_to_a_file(make_file):
    file = make_file([(101, ["甲"], ""), (102, ["乙"], "")], embedder=FakeEmbedder("乙"))
    embedder = FakeEmbedder()
    fill(file.path, embedder=embedder)
    assert embedder.embedded == ["乙"]
    assert open_file(file.path).complete


def test_a_changed_document_loses_its_vectors_and_the_copy_is_not_complete(make_file):
    file = make_file([(101, ["甲"], ""), (102, ["乙"], "")])
    connection = sqlite3.connect(file.path)
    connection.execute("delete from entries where number = 101")
    connection.execute("insert into entries values (101, '丁', '')")
    connection.commit()
    assert not open_file(file.path).complete
    embedder = FakeEmbedder()
    fill(file.path, embedder=embedder, serving=make_file([(101, ["甲"], ""), (102, ["乙"], "")]))
    assert embedder.embedded == ["丁"]
    assert open_file(file.path).complete
    assert open_file(file.path).read("entry", [101, 102]) == [vector_of("丁"), vector_of("乙")]
