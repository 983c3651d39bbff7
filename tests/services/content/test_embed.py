"""When published texts are embedded, what staff are told of it, and that no publish waits long for it."""

from dataclasses import replace

import pytest

from hotline.core.errors import Unavailable
from hotline.matching.ranking.embeddings import Mode, SentenceEncoder
from hotline.services.content import csv_import, publish
from hotline.services.content.embed import (
    EmbeddingReader,
    EmbeddingReadiness,
    check_readiness,
    compute_embeddings,
    report_nothing,
)
from hotline.services.questions import ask
from tests.support.approvals import add_head, approve_proposals
from tests.support.letter_embeddings import Letters, make_encoder


@pytest.fixture
def engine():
    return Letters()


@pytest.fixture
def meaning_line(small_line, engine):
    return replace(small_line, encoder=make_encoder(engine))


def test_a_publish_embeds_new_texts_and_questions_are_matched_by_meaning(meaning_line, engine):
    publish.publish(meaning_line)
    assert check_readiness(meaning_line) is EmbeddingReadiness.READY
    read = len(engine.seen)
    publish.publish(meaning_line)
    assert len(engine.seen) == read
    assert ask.decide(meaning_line, "复议要交钱吗").decision.mode is Mode.MEANING


def test_texts_published_without_embeddings_are_embedded_later_and_published_again(small_line, meaning_line):
    publish.publish(small_line)
    assert check_readiness(meaning_line) is EmbeddingReadiness.PENDING
    assert ask.decide(meaning_line, "复议要交钱吗").decision.mode is Mode.WORDS
    told = []
    assert publish.publish_embeddings(meaning_line, lambda done, of: told.append((done, of)))
    assert check_readiness(meaning_line) is EmbeddingReadiness.READY
    assert told == [(done, len(told)) for done in range(1, len(told) + 1)]
    assert not publish.publish_embeddings(meaning_line, report_nothing)


def test_a_publish_embeds_a_few_texts_or_none(engine):
    reader = EmbeddingReader(make_encoder(engine), most=2, known={"query: 甲": b"known"})
    assert reader.read(["query: 甲", "query: 乙", "query: 丙", "query: 丁"]) == {"query: 甲": b"known"}
    assert engine.seen == []
    assert list(reader.read(["query: 甲", "query: 乙", "query: 丙"])) == ["query: 甲", "query: 乙", "query: 丙"]


def test_one_process_embeds_at_a_time(small_line, meaning_line):
    publish.publish(small_line)
    with (
        compute_embeddings(meaning_line, report_nothing) as ours,
        compute_embeddings(meaning_line, report_nothing) as theirs,
    ):
        assert ours
        assert not theirs


def test_a_publish_succeeds_when_the_embedding_model_fails(meaning_line, engine):
    publish.publish(meaning_line)
    other = replace(meaning_line, encoder=make_encoder(engine, model="another"))
    other.encoder.warm()
    engine.broken = True
    version = publish.publish(other)
    assert other.shelf.current().version == version
    assert check_readiness(other) is EmbeddingReadiness.PENDING
    assert ask.decide(other, "复议要交钱吗").decision.matches


def test_a_question_is_matched_by_words_when_the_embedding_model_fails(meaning_line, engine):
    publish.publish(meaning_line)
    engine.broken = True
    decision = ask.decide(meaning_line, "复议要交钱吗").decision
    assert decision.mode is Mode.WORDS
    assert decision == ask.decide(replace(meaning_line, encoder=None), "复议要交钱吗").decision


def test_a_model_that_cannot_be_loaded_is_reported_and_questions_are_matched_by_words(small_line):
    def load():
        raise OSError("not for this machine")

    line = replace(small_line, encoder=SentenceEncoder(load, "broken"))
    publish.publish(line)
    assert check_readiness(line) is EmbeddingReadiness.BROKEN
    assert ask.decide(line, "复议要交钱吗").decision.mode is Mode.WORDS


def test_without_the_embedding_package_its_absence_is_reported(small_line):
    publish.publish(small_line)
    assert check_readiness(small_line) is EmbeddingReadiness.ABSENT
    assert small_line.shelf.current().vectors.model == ""


def test_embeddings_are_pending_before_the_first_publish(meaning_line):
    with pytest.raises(Unavailable):
        meaning_line.shelf.current()
    assert check_readiness(meaning_line) is EmbeddingReadiness.PENDING


def test_a_text_that_changed_while_others_were_embedded_is_embedded_too(small_line, meaning_line, engine, folder):
    """Another process publishes another content meanwhile. Its text is then new, as in any other publish."""
    publish.publish(small_line)

    def change_meanwhile(done, of):
        if done == of:
            rename_guide(folder)
            add_head(small_line)
            csv_import.import_tables(small_line, folder, actor="import")
            approve_proposals(small_line)

    assert publish.publish_embeddings(meaning_line, change_meanwhile)
    assert "改过的标题" in engine.seen
    assert check_readiness(meaning_line) is EmbeddingReadiness.READY
    assert meaning_line.shelf.current().version.number == 2


def rename_guide(folder):
    catalogue = folder / "catalogue.csv"
    catalogue.write_text(catalogue.read_text("utf-8").replace("公开指南", "改过的标题"), "utf-8")


def test_after_a_publish_without_the_model_only_the_changed_text_is_embedded(small_line, meaning_line, engine, folder):
    publish.publish(meaning_line)
    rename_guide(folder)
    add_head(small_line)
    assert csv_import.import_tables(small_line, folder, actor="import").proposed
    approve_proposals(small_line)
    assert check_readiness(meaning_line) is EmbeddingReadiness.PENDING
    engine.seen.clear()
    assert publish.publish_embeddings(meaning_line, report_nothing)
    assert engine.seen == ["改过的标题"]
    assert check_readiness(meaning_line) is EmbeddingReadiness.READY
