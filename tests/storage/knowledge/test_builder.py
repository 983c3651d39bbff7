"""A changed copy equals a whole build, and a crash while it is written leaves the old version serving."""

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
from hotline.core.entries import REFERRAL_NUMBERS
from hotline.matching.indexing import analyse_for_index
from hotline.storage.knowledge import builder, versions
from hotline.storage.knowledge.versions import VersionStore
from tests.support.small_contents import AT, entry, item, publish, small_contents

QUESTIONS = ("复议收费吗？", "复议要多久？", "律师费谁出", "复议复议复议", "ＡＢＣ１２３", "期限", "行政复議的費用", "")
BODIES = ("不收费。", "六十日内。", "不收费，不收费，复议机关承担。", "请带身份证。")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["entry", "referral", "item"]),
        st.integers(0, 5),
        st.sampled_from(QUESTIONS),
        st.sampled_from(BODIES),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


def edited(contents, edits):
    """``contents`` after each edit has added, replaced or removed an entry or an item."""
    entries = {entry.number: entry for entry in contents.entries}
    items = {item.index_number: item for item in contents.items}
    for kind, place, words, body, is_removed in edits:
        if kind in ("entry", "referral"):
            number = 101 + place if kind == "entry" else 900001 + place
            new = replace(entry(number), question=words, web_answer=body, similar_questions=(words + body,))
            table, key = entries, new.number
        else:
            new = replace(item(place, tuple(Section)[place]), title=words, body=body)
            table, key = items, new.index_number
        if is_removed:
            table.pop(key, None)
        else:
            table[key] = new
    return replace(contents, entries=tuple(entries.values()), items=tuple(items.values()))


def dump_texts(texts):
    """What is stored of a document, but for the lengths, which depend on the whole collection."""
    return texts.wordings, texts.body, texts.word_vectors, texts.subject, texts.asked_for


def dump(knowledge):
    """Everything that can be read from a file, without its row ids."""
    terms = {term for words in (*QUESTIONS, *BODIES) for term in analyse_for_index(words).grams}
    keys = [key for (key,) in knowledge._rows("select id from items")]
    items = {key: item.index_number for key, item in knowledge.items_at(keys).items()}
    collections = []
    referrals = {number: number for number in knowledge.list_numbers() if number in REFERRAL_NUMBERS}
    entries = {number: number for number in knowledge.list_numbers() if number not in referrals}
    for collection, names in (
        *((knowledge.entries, entries), (knowledge.referrals, referrals)),
        (knowledge.items, items),
    ):
        found = collection.postings(sorted(terms))
        counts = sorted((posting.term, posting.short, posting.asked, posting.long) for posting in found)
        occurrences = {(posting.term, names[posting.first_key + int(id)]) for posting in found for id in posting.ids}
        stored = {names[texts.key]: dump_texts(texts) for texts in collection.read_texts(list(names))}
        sizes = (collection.documents, collection.wordings, collection.body_length, collection.wordings_length)
        collections.append((counts, occurrences, stored, sizes))
    entries = knowledge.entries_at(knowledge.list_numbers())
    spelt = knowledge.spelt([spelling for (spelling,) in knowledge._rows("select spelling from spellings")])
    return collections, spelt, entries, knowledge.list_items(), knowledge.version.content_hash, knowledge.office


@settings(max_examples=25)
@given(st.lists(EDITS, min_size=1, max_size=4), st.booleans())
def test_a_file_changed_repeatedly_equals_a_whole_build(histories, packed):
    contents = small_contents()
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(builder, "PACKED_FROM", 1 if packed else 1_000)
        patched.setattr(versions, "DRIFT", 100)
        changing = VersionStore(Path(folder) / "changing")
        publish(changing, contents)
        patched.setattr(versions, "build", fail)
        for edits in histories:
            contents = edited(contents, edits)
            changed = publish(changing, contents)
        patched.undo()
        assert dump(changed) == dump(publish(VersionStore(Path(folder) / "whole"), contents))


def fail(*_):
    raise AssertionError("a whole file was built")


def test_a_file_with_packed_texts_equals_one_without(tmp_path, monkeypatch):
    plain = publish(VersionStore(tmp_path / "plain"), many())
    monkeypatch.setattr(builder, "PACKED_FROM", 1)
    packed = publish(VersionStore(tmp_path / "packed"), many())
    assert packed.packer.packs
    assert dump(packed) == dump(plain)
    assert packed._rows("select max(length(web_answer)) from entries") == [(0,)]


@pytest.fixture
def store(tmp_path):
    """A store whose serving version has enough entries for one of them to be changed in a copy."""
    store = VersionStore(tmp_path)
    publish(store, many())
    return store


def many(question="复议收费吗？"):
    return replace(small_contents(), entries=(entry(100, question), *(entry(n, f"第{n}问") for n in range(101, 130))))


def test_only_changed_texts_are_analysed(store):
    analysed = []

    def analyse_and_record(text):
        analysed.append(text)
        return analyse_for_index(text)

    with store.publishing(), store.draft(many("律师费谁出？"), AT, analyse_and_record) as draft:
        assert draft.written == [100]
        store.install(draft)
    assert store.current().find_entry(100).question == "律师费谁出？"
    assert "第101问" not in analysed


def test_a_changed_word_list_is_published_without_a_whole_build(store, monkeypatch):
    monkeypatch.setattr(versions, "build", fail)
    changed = publish(
        store, replace(many(), synonyms=(("打官司", "诉讼"),), dictionary=("复议机关",), most_asked=(100,))
    )
    assert (changed.synonyms, changed.dictionary) == ((("打官司", "诉讼"),), ("复议机关",))
    assert [found.number for found in changed.most_asked(5)] == [100]


def test_an_item_keeps_its_key_when_its_text_changes(store):
    keys = dict(store.current()._rows("select index_number, id from items"))
    changed = publish(store, replace(many(), items=(item(9), replace(item(2), title="另一个标题"))))
    now = dict(changed._rows("select index_number, id from items"))
    assert now[item(2).index_number] == keys[item(2).index_number]
    assert set(now) == {item(2).index_number, item(9).index_number}


@pytest.mark.parametrize(
    "reason", ["texts are analysed in another way", "too much was changed", "the serving file is harmed"]
)
def test_a_whole_file_is_built_when_a_changed_copy_would_be_wrong(store, reason, monkeypatch):
    def analyse_now(text):
        return analyse_for_index(text)

    if reason == "texts are analysed in another way":

        def analyse_now(text):
            return analyse_for_index(text[::-1])

    elif reason == "too much was changed":
        monkeypatch.setattr(versions, "DRIFT", 0)
    else:
        path = store.current().path
        whole = path.read_bytes()
        path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with store.publishing(), store.draft(many("律师费谁出？"), AT, analyse_now) as draft:
        assert draft.written is None
        assert draft.changed == 0
        store.install(draft)
    assert store.current().find_entry(100).question == "律师费谁出？"


def write_nothing(*_):
    """A replacement for write_entries that writes no entry and reports none."""
    return iter(())


def raise_key_error(*_):
    raise KeyError("a term that is not there")


@pytest.mark.parametrize("replacement", [raise_key_error, write_nothing])
def test_a_whole_file_is_published_when_changing_a_copy_fails(store, replacement, monkeypatch, caplog):
    original = builder.write_entries
    monkeypatch.setattr(builder, "write_entries", replacement)

    def build(*how):
        monkeypatch.setattr(builder, "write_entries", original)
        builder.build(*how)

    monkeypatch.setattr(versions, "build", build)
    changed = publish(store, many("律师费谁出？"))
    assert changed.find_entry(100).question == "律师费谁出？"
    assert (changed.version.number, changed.changed) == (2, 0)
    assert "Traceback" in caplog.text


def test_the_old_version_goes_on_serving_when_no_build_succeeds(store, monkeypatch):
    monkeypatch.setattr(builder, "write_entries", raise_key_error)
    with pytest.raises(KeyError):
        publish(store, many("律师费谁出？"))
    assert store.current().version.number == 1
    assert list(store.folder.glob("*.part")) == []


def hang_in_the_middle(folder):
    """Publish, and hang where the old rows are deleted and the new ones are not written yet."""

    def hang(writer, removed, documents):
        (folder / "hanging").touch()
        time.sleep(600)

    builder.CollectionBuilder.change = hang
    publish(VersionStore(folder), many("律师费谁出？"))


def test_a_publish_killed_while_changing_a_copy_leaves_the_old_version_undamaged(store, tmp_path):
    before = dump(store.current())
    process = get_context("spawn").Process(target=hang_in_the_middle, args=(tmp_path,))
    process.start()
    while not (tmp_path / "hanging").exists():
        assert process.is_alive()
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert [path.name for path in tmp_path.glob("*.part")] == ["knowledge-000002.db.part"]
    assert dump(VersionStore(tmp_path).current()) == before
    changed = publish(VersionStore(tmp_path), many("谁来付律师费？"))
    assert (changed.version.number, changed.find_entry(100).question) == (2, "谁来付律师费？")
    assert list(tmp_path.glob("*.part")) == []


def test_a_full_disk_while_changing_a_copy_leaves_the_old_version_serving(store, monkeypatch):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(builder.CollectionBuilder, "change", full)
    monkeypatch.setattr(builder.CollectionBuilder, "write", full)
    with pytest.raises(sqlite3.OperationalError):
        publish(store, many("律师费谁出？"))
    assert store.current().version.number == 1
    assert list(store.folder.glob("*.part")) == []


def test_removed_texts_are_subtracted_as_they_were_counted_although_folding_twice_changes_them(store):
    contents = many()
    publish(store, replace(contents, entries=(*contents.entries, entry(999, "期限是3.5个月，还是两，个月"))))
    changed = publish(store, contents)
    assert changed.changed == 2
    every = [spelling for (spelling,) in changed._rows("select spelling from spellings")]
    whole = publish(store, contents, whole=True)
    assert changed.spelt(every) == whole.spelt(every)


def test_referrals_are_indexed_apart_and_do_not_change_how_rare_a_word_is_among_the_entries(tmp_path):
    contents = small_contents()
    alone = publish(VersionStore(tmp_path / "alone"), contents)
    referral = replace(entry(900001, "复议复议"), topic="", office="示例市残疾人联合会")
    beside = publish(VersionStore(tmp_path / "beside"), replace(contents, entries=(*contents.entries, referral)))
    assert beside.entries.documents == alone.entries.documents
    assert [p.short for p in beside.entries.postings(["复议"])] == [p.short for p in alone.entries.postings(["复议"])]
    assert [texts.key for texts in beside.referrals.read_texts([900001])] == [900001]
    assert "残疾人联合会" in beside.referrals.read_texts([900001])[0].body
    assert beside.find_entry(900001) == referral
    assert referral not in beside.list_entries()
