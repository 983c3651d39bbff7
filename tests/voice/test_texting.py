"""What a text asks for, and replies cut as a network cuts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.wordings import segments, sms_parts, utf16_units
from voice import texting
from voice.texting import Aim

TEXTS = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("复议。😀𠮷\n")), max_size=400)


@given(TEXTS)
def test_parts_join_to_the_whole_and_each_fits_its_message(text):
    parts = segments(text)
    assert "".join(parts) == text
    assert all(utf16_units(part) <= (70 if len(parts) == 1 else 67) for part in parts)
    for part in parts:
        part.encode("utf-16-le")  # a surrogate pair cut in half could not be encoded


@given(TEXTS)
def test_a_fitted_reply_takes_at_most_three_parts_and_keeps_a_short_one_whole(text):
    fitted = texting.fit(text)
    assert len(segments(fitted)) <= 3
    if len(segments(text)) <= 3:
        assert fitted == text
    else:
        assert fitted


@given(st.lists(TEXTS.filter(bool), min_size=2, max_size=8))
def test_a_list_of_choices_never_takes_more_than_three_parts(choices):
    text, shown = texting.list_choices("请选择：", choices)
    assert len(segments(text)) <= 3
    assert text == "\n".join(["请选择：", *choices[:shown]])
    assert shown <= 5


def test_a_long_reply_ends_at_the_end_of_a_sentence():
    assert texting.fit("甲" * 150 + "。" + "乙" * 100) == "甲" * 150 + "。"


def test_seventy_characters_are_one_part_and_seventy_one_are_two():
    assert [len(segments("字" * length)) for length in (0, 70, 71, 134, 135)] == [0, 1, 2, 2, 3]
    assert sms_parts("字" * 134) == 2


@pytest.mark.parametrize(
    "body", ["", "  ", "帮助", "菜单", "help", "HELP", "?", "？", "😀😀", "...", "\x00\x07", "你好"]
)
def test_an_empty_text_an_emoji_or_a_word_for_help_asks_for_help(body):
    assert texting.understand(body).aim is Aim.HELP


@pytest.mark.parametrize(
    ("body", "pick"), [("第一个", 1), ("①", 1), ("选2", 2), ("1", 1), ("５", 5), (" 3 ", 3), ("2。", 2)]
)
def test_a_lone_digit_is_a_pick(body, pick):
    assert texting.understand(body) == texting.Wanted(Aim.PICK, pick=pick)


@pytest.mark.parametrize("body", ["102", "6", "复议收费吗", "<b>复议</b>", "1 2"])
def test_anything_else_is_a_question(body):
    assert texting.understand(body) == texting.Wanted(Aim.ASK, question=body)


def test_only_the_first_500_characters_of_a_text_are_looked_at():
    assert len(texting.understand("复" * 10_000).question) == 500


@pytest.mark.parametrize(
    ("body", "aim"),
    [("都不是", Aim.PERSON), ("人工", Aim.PERSON), ("0", Aim.PERSON), ("谢谢！", Aim.THANKS), ("喂", Aim.HELP)],
)
def test_everyday_words_are_no_question(body, aim):
    assert texting.understand(body).aim is aim
