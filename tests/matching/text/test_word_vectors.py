"""Word vectors: what is near in meaning, words that the table does not have, and their form in bytes."""

import re
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hotline.matching.text import word_vectors
from hotline.matching.text.terms import content_words
from hotline.matching.text.word_vectors import WORD_DIMENSIONS, WordVectors, find_word_vectors, quantise

TABLE = Path(word_vectors.__file__).with_name("word_table")
WORDS, VECTORS = (np.load(TABLE / name) for name in ("words.npy", "vectors.npy"))
UNKNOWN, BEYOND = "ಠ", "😀"
"""Characters before the first and after the last word of the table."""
numbers = st.floats(-1e6, 1e6, width=32, allow_subnormal=False)
vectors = arrays(np.float32, WORD_DIMENSIONS, elements=numbers)


def of(text):
    return find_word_vectors().of_texts([content_words(text)])[0]


def unit(rows):
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        *(("医生", "大夫", "铁路"), ("费用", "价格", "天气"), ("工资", "薪水", "小学"), ("投诉", "举报", "吃饭")),
        *(("房子", "住房", "汽车"), ("老板", "雇主", "河流"), ("身份证", "证件", "足球"), ("复议", "诉讼", "下雨")),
    ],
)
def test_a_word_is_nearer_to_one_of_like_meaning_than_to_another(word, near, far):
    row, *others = find_word_vectors().rows([word, near, far])
    nearness = [float(row @ other) for other in others]
    assert nearness[0] > nearness[1] + 0.2


def test_a_text_is_nearer_to_one_of_like_meaning_without_a_word_in_common():
    asked, near, far = of("老板欠薪"), of("用人单位拖延支付工资"), of("小学几点放学")
    assert asked @ near > asked @ far + 0.2


def test_a_looked_up_word_has_its_row_of_the_table():
    places = [0, 1, 30_000, len(WORDS) - 1]
    rows = find_word_vectors().rows([str(word) for word in WORDS[places]])
    assert rows.dtype == np.float32
    assert rows == pytest.approx(unit(VECTORS[places].astype(np.float32)), abs=1e-6)


def test_a_word_that_is_not_in_the_table_is_the_sum_of_its_characters():
    found = find_word_vectors()
    word = "医铁费薪"
    assert word not in WORDS
    assert found.rows(["医生", word])[1] == pytest.approx(unit(found.rows(list(word)).sum(axis=0)), abs=1e-6)


def test_a_word_longer_than_those_of_the_table_is_not_taken_for_its_beginning():
    found = find_word_vectors()
    (longest,) = [str(word) for word in WORDS if word == "中国共产党"]
    whole, beginning = found.rows([f"{longest}员", longest])
    assert whole == pytest.approx(unit(found.rows([*longest, "员"]).sum(axis=0)), abs=1e-6)
    assert not np.allclose(whole, beginning)


def test_an_unknown_character_adds_nothing_to_a_word():
    found = find_word_vectors()
    assert found.rows([f"医{UNKNOWN}"]) == pytest.approx(found.rows(["医"]), abs=1e-6)


def test_a_text_without_any_known_word_is_zeros():
    found = find_word_vectors()
    for words in ([], [""], [UNKNOWN], [BEYOND], ["wifi", UNKNOWN * 9]):
        assert found.rows(words).shape == (len(words), WORD_DIMENSIONS)
        assert found.of_texts([words])[0].shape == (WORD_DIMENSIONS,)
        assert not found.rows(words).any()
        assert not found.of_texts([words])[0].any()


def test_the_vector_of_a_text_is_a_unit_vector():
    assert np.linalg.norm(of("复议要交钱吗")) == pytest.approx(1)


def test_a_frequent_word_weighs_less_than_a_rare_one():
    found = find_word_vectors()
    text = found.of_texts([["的", "医生"]])[0]
    frequent, rare = found.rows(["的", "医生"]) @ text
    assert rare > 0.95 > frequent


def test_a_word_that_is_said_twice_weighs_twice():
    found = find_word_vectors()
    once, twice = found.of_texts([["医生", "费用"]])[0], found.of_texts([["医生", "费用", "医生"]])[0]
    (doctor,) = found.rows(["医生"])
    assert doctor @ twice > doctor @ once


@given(vectors)
def test_a_vector_keeps_its_direction_in_bytes(vector):
    data = WordVectors.encode(vector)
    (row,) = WordVectors.decode(data)
    assert len(data) == WORD_DIMENSIONS
    if vector.any():
        assert np.abs(np.frombuffer(data, np.int8)).max() == 127
        assert unit(vector.astype(np.float64)) @ row >= 0.999
    else:
        assert not row.any()


@given(st.lists(vectors, max_size=4))
def test_joined_bytes_are_decoded_one_by_one(several):
    data = b"".join(map(WordVectors.encode, several))
    rows = WordVectors.decode(data)
    assert rows.dtype == np.float32
    assert rows.shape == (len(several), WORD_DIMENSIONS)
    assert np.allclose(np.linalg.norm(rows, axis=1), [vector.any() for vector in several], atol=1e-5)


def test_the_smallest_and_the_largest_numbers_keep_their_direction():
    row = np.linspace(-1, 1, WORD_DIMENSIONS, dtype=np.float32)
    assert np.array_equal(quantise(row * np.float32(1e38)), quantise(row))
    assert np.array_equal(quantise(row * np.float32(1e-37)), quantise(row))


def test_the_words_of_the_table_are_sorted_chinese_and_short():
    assert len(WORDS) == len(VECTORS) == 60_000
    assert WORDS.dtype == "<U5"
    assert bool((WORDS[:-1] < WORDS[1:]).all())
    assert all(re.fullmatch("[一-鿿]{1,5}", word) for word in WORDS.tolist())


def test_every_row_of_the_table_has_a_direction():
    assert VECTORS.dtype == np.int8
    assert VECTORS.shape[1] == WORD_DIMENSIONS
    assert bool((np.abs(VECTORS).max(axis=1) == 127).all())


def test_the_table_takes_at_most_12_megabytes():
    assert sum(path.stat().st_size for path in TABLE.iterdir()) <= 12_000_000


def test_the_table_is_mapped_and_never_copied():
    tracemalloc.start()
    try:
        WordVectors.read(TABLE).rows(["医生", "大夫们"])
        assert tracemalloc.get_traced_memory()[1] < 500_000
    finally:
        tracemalloc.stop()
