"""Numbers are read however people say and write them, and only where nothing else is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.spoken_numbers import read_digits


@pytest.mark.parametrize(
    "words",
    [
        "102",
        "1 0 2",
        "一 零 二",
        "编号 1 0 2",
        "1️⃣0️⃣2️⃣",
        "请查一零二",
        "１０２",
        "一百零二号",
        "102号，谢谢",
        "幺零二",
        "幺洞二",
    ],
)
def test_one_number_is_read(words):
    assert read_digits(words) == ("102",)


@pytest.mark.parametrize("words", ["102和103", "一零二、一零三", "102 103", "102还有103", "102号103号"])
def test_two_numbers_are_read(words):
    assert read_digits(words) == ("102", "103")


@pytest.mark.parametrize("words", ["罚款200元", "十天", "一次", "我被罚了200", "第102条怎么理解", "", "一下"])
def test_a_number_within_a_question_is_none(words):
    assert read_digits(words) == ()


@given(st.text(max_size=40))
def test_any_text_is_read_without_an_error_and_gives_digits(words):
    assert all(number.isdecimal() for number in read_digits(words))


@pytest.mark.parametrize("word", ["查", "请问", "帮我", "那个", "查询号"])
def test_words_around_a_number_may_be_repeated_without_end(word):
    """Every way to cut them into words was tried once: forty of them took longer than a caller lives."""
    assert read_digits(f"x{word * 40}x") == ()
    assert read_digits(f"{word * 40}102{word * 40}") == ("102",)


@pytest.mark.parametrize("words", ["问题102", "查询号码102", "问答一零二"])
def test_the_longest_word_before_a_number_is_taken_off_first(words):
    assert read_digits(words) == ("102",)
