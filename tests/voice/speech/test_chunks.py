"""Long texts are cut into parts that a listener can follow, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.text_length import speech_seconds
from hotline.services.content.commonmark import plain
from voice.speech.chunks import PART_SECONDS, cut
from voice.speech.text_normalisation import speakable

WRITTEN = st.lists(
    st.one_of(
        st.text("一二三期限决定罚款，、；。！？：\n0123456789.-%元年月日（）《》〔〕aZ@/ ", max_size=60),
        st.sampled_from(["0871-63100000", "2026年11月23日", "示司发〔2026〕11号", "https://sifaju.example/a", "5%"]),
    ),
    max_size=30,
).map("".join)


@given(WRITTEN)
def test_parts_joined_are_the_whole_and_none_is_longer_than_25_seconds(text):
    parts = cut(text)
    assert "".join(parts) == text
    assert all(part and speech_seconds(speakable(part)) <= PART_SECONDS for part in parts)


def test_every_published_answer_is_cut_where_a_sentence_ends(line):
    for entry in line.knowledge.list_entries():
        words = plain(entry.web_answer)
        parts = cut(words)
        assert "".join(parts) == words
        assert all(speech_seconds(speakable(part)) <= PART_SECONDS for part in parts)
        assert all(part.rstrip("”）")[-1] in "。；！？，、：" for part in parts), entry.number


@pytest.mark.parametrize("text", ["", "。", "好。"])
def test_short_texts_are_one_part_or_none(text):
    assert cut(text) == ((text,) if text else ())


def test_a_number_is_never_read_in_two_halves():
    parts = cut("字" * 96 + "0871-63100000，再打。")
    assert parts == ("字" * 96, "0871-63100000，再打。")


def test_a_sentence_too_long_for_one_part_is_cut_at_a_comma():
    assert cut("先" * 60 + "，" + "后" * 60 + "。") == ("先" * 60 + "，", "后" * 60 + "。")
