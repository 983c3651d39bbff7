"""A file changed in a copy says the same as one built from nothing, and no crash while it is made is noticed."""

import os
import signal
import sqlite3
import time
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.core.catalogue import Section
from hotline.matching.text.terms import analyse
from hotline.storage.knowledge import builder as compiling
from hotline.storage.knowledge import versions as shelf_module
from hotline.storage.knowledge.versions import VersionStore
from tests.storage.knowledge.test_reader import AT, entry, item, small_contents

QUESTIONS = ("复议收费吗？", "复议要多久？", "律师费谁出", "复议复议复议", "ＡＢＣ１２３", "期限", "行政复議的費用", "")
BODIES = ("不收费。", "六十日内。", "不收费，不收费，复议机关承担。", "请带身份证。")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["entry", "item"]),
        st.integers(0, 5),
        st.sampled_from(QUESTIONS),
        st.sampled_from(BODIES),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


def edited(held, edits):
    """``held`` after each edit puts, replaces or takes out an entry or an item."""
    entries = {one.number: one for one in held.entries}
    items = {one.index_number: one for one in held.items}
    for kind, place, words, body, gone in edits:
        if kind == "entry":
            new = replace(entry(101 + place), question=words, web_answer=body, similar_questions=(words + body,))
            table, key = entries, new.number
        else:
            new = replace(item(place, tuple(Section)[place]), title=words, body=body)
            table, key = items, new.index_number
        if gone:
            table.pop(key, None)
        else:
            table[key] = new
    return replace(held, entries=tuple(entries.values()), items=tuple(items.values()))


def publish(shelf, held, **how):
    with shelf.publishing(), shelf.draft(held, AT, analyse, **how) as draft:
        shelf.install(draft)
    return shelf.current()


def told(knowledge):
    """Everything a file answers, whatever its row numbers are."""
    terms = {term for words in (*QUESTIONS, *BODIES) for term in analyse(words).grams}
    keys = [key for (key,) in knowledge._rows("select id from items")]
    items = {key: item.index_number for key, item in knowledge.items_at(keys).items()}
    answers = []
    for collection, names in ((knowledge.entries, {n: n for n in knowledge.list_numbers()}), (knowledge.items, items)):
        found = collection.postings(sorted(terms))
        counts = sorted((posting.term, posting.short, posting.asked, posting.long) for posting in found)
        stands = {(posting.term, names[posting.first_key + int(id)]) for posting in found for id in posting.ids}
        texts = {names[one.key]: (one.wordings, one.body) for one in collection.read_texts(list(names))}
        sizes = (collection.documents, collection.wordings, collection.body_length, collection.wordings_length)
        answers.append((counts, stands, texts, sizes))
    entries = knowledge.entries_at(knowledge.list_numbers())
    spelt = knowledge.spelt([spelling for (spelling,) in knowledge._rows("select spelling from spellings")])
    return answers, spelt, entries, knowledge.list_items(), knowledge.version.content_hash, knowledge.office


@settings(max_examples=25)
@given(st.lists(EDITS, min_size=1, max_size=4), st.booleans())
def test_a_file_changed_again_and_again_says_what_one_built_from_nothing_says(histories, packed):
    held = small_contents()
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(compiling, "PACKED_FROM", 1 if packed else 1_000)
        patched.setattr(shelf_module, "DRIFT", 100)
        changing = VersionStore(Path(folder) / "changing")
        publish(changing, held)
        patched.setattr(shelf_module, "build", fail)
        for edits in histories:
            held = edited(held, edits)
            changed = publish(changing, held)
        patched.undo()
        assert told(changed) == told(publish(VersionStore(Path(folder) / "whole"), held))


def fail(*_):
    raise AssertionError("built from nothing")


def test_a_file_with_packed_texts_says_what_one_without_says(tmp_path, monkeypatch):
    plain = publish(VersionStore(tmp_path / "plain"), many())
    monkeypatch.setattr(compiling, "PACKED_FROM", 1)
    packed = publish(VersionStore(tmp_path / "packed"), many())
    assert packed.packer.packs
    assert told(packed) == told(plain)
    assert packed._rows("select max(length(web_answer)) from entries") == [(0,)]


@pytest.fixture
def shelf(tmp_path):
    """A shelf that serves enough entries for one to be changed in a copy."""
    shelf = VersionStore(tmp_path)
    publish(shelf, many())
    return shelf


def many(question="复议收费吗？"):
    return replace(small_contents(), entries=(entry(100, question), *(entry(n, f"第{n}问") for n in range(101, 130))))


def test_only_what_changed_is_analysed(shelf):
    asked = []

    def listening(text):
        asked.append(text)
        return analyse(text)

    with shelf.publishing(), shelf.draft(many("律师费谁出？"), AT, listening) as draft:
        assert draft.written == [100]
        shelf.install(draft)
    assert shelf.current().find_entry(100).question == "律师费谁出？"
    assert "第101问" not in asked


def test_a_list_of_words_that_changed_reaches_the_public_without_a_build_from_nothing(shelf, monkeypatch):
    monkeypatch.setattr(shelf_module, "build", fail)
    changed = publish(
        shelf, replace(many(), synonyms=(("打官司", "诉讼"),), dictionary=("复议机关",), most_asked=(100,))
    )
    assert (changed.synonyms, changed.dictionary) == ((("打官司", "诉讼"),), ("复议机关",))
    assert [one.number for one in changed.most_asked(5)] == [100]


def test_an_item_keeps_its_key_while_its_words_change(shelf):
    keys = dict(shelf.current()._rows("select index_number, id from items"))
    changed = publish(shelf, replace(many(), items=(item(9), replace(item(2), title="另一个标题"))))
    now = dict(changed._rows("select index_number, id from items"))
    assert now[item(2).index_number] == keys[item(2).index_number]
    assert set(now) == {item(2).index_number, item(9).index_number}


@pytest.mark.parametrize(
    "reason", ["texts are analysed in another way", "too much was changed", "the serving file is harmed"]
)
def test_a_file_is_built_from_nothing_when_a_changed_copy_would_be_wrong(shelf, reason, monkeypatch):
    def analyse_now(text):
        return analyse(text)

    if reason == "texts are analysed in another way":

        def analyse_now(text):
            return analyse(text[::-1])

    elif reason == "too much was changed":
        monkeypatch.setattr(shelf_module, "DRIFT", 0)
    else:
        path = shelf.current().path
        whole = path.read_bytes()
        path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with shelf.publishing(), shelf.draft(many("律师费谁出？"), AT, analyse_now) as draft:
        assert draft.written is None
        assert draft.changed == 0
        shelf.install(draft)
    assert shelf.current().find_entry(100).question == "律师费谁出？"


def forget(*_):
    """In place of writing entries: writes none, and says so."""
    return iter(())


def stumble(*_):
    raise KeyError("a term that is not there")


@pytest.mark.parametrize("wrong", [stumble, forget])
def test_what_is_approved_reaches_the_public_though_changing_a_copy_fails(shelf, wrong, monkeypatch, caplog):
    rightly = compiling.write_entries
    monkeypatch.setattr(compiling, "write_entries", wrong)

    def build(*how):
        monkeypatch.setattr(compiling, "write_entries", rightly)
        compiling.build(*how)

    monkeypatch.setattr(shelf_module, "build", build)
    changed = publish(shelf, many("律师费谁出？"))
    assert changed.find_entry(100).question == "律师费谁出？"
    assert (changed.version.number, changed.changed) == (2, 0)
    assert "Traceback" in caplog.text


def test_what_no_build_can_write_leaves_the_old_version_serving(shelf, monkeypatch):
    monkeypatch.setattr(compiling, "write_entries", stumble)
    with pytest.raises(KeyError):
        publish(shelf, many("律师费谁出？"))
    assert shelf.current().version.number == 1
    assert list(shelf.folder.glob("*.part")) == []


def hang_in_the_middle(folder):
    """Publish, and stop for ever where rows are deleted and the new ones not yet written."""

    def hang(builder, removed, documents):
        (folder / "hanging").touch()
        time.sleep(600)

    compiling.CollectionBuilder.change = hang
    publish(VersionStore(folder), many("律师费谁出？"))


def test_a_publish_that_is_killed_in_the_middle_of_a_change_leaves_the_old_version_whole(shelf, tmp_path):
    before = told(shelf.current())
    process = get_context("spawn").Process(target=hang_in_the_middle, args=(tmp_path,))
    process.start()
    while not (tmp_path / "hanging").exists():
        assert process.is_alive()
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert [path.name for path in tmp_path.glob("*.part")] == ["knowledge-000002.db.part"]
    assert told(VersionStore(tmp_path).current()) == before
    changed = publish(VersionStore(tmp_path), many("谁来付律师费？"))
    assert (changed.version.number, changed.find_entry(100).question) == (2, "谁来付律师费？")
    assert list(tmp_path.glob("*.part")) == []


def test_the_disk_being_full_in_the_middle_of_a_change_leaves_the_old_version_serving(shelf, monkeypatch):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(compiling.CollectionBuilder, "change", full)
    monkeypatch.setattr(compiling.CollectionBuilder, "write", full)
    with pytest.raises(sqlite3.OperationalError):
        publish(shelf, many("律师费谁出？"))
    assert shelf.current().version.number == 1
    assert list(shelf.folder.glob("*.part")) == []


def test_words_that_fold_otherwise_when_folded_again_are_counted_out_as_they_were_counted_in(shelf):
    contents = many()
    publish(shelf, replace(contents, entries=(*contents.entries, entry(999, "期限是3.5个月，还是两，个月"))))
    changed = publish(shelf, contents)
    assert changed.changed == 2
    every = [spelling for (spelling,) in changed._rows("select spelling from spellings")]
    whole = publish(shelf, contents, whole=True)
    assert changed.spelt(every) == whole.spelt(every)
