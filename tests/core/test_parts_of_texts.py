"""The parts in which a text message is shown begin with no mark, and nothing of the message is lost or too long."""

from hypothesis import example, given
from hypothesis import strategies as st

from hotline.core.text_length import legible_segments, segments, utf16_units

MARKS = "。，、；：？！）》〉”’」』】〕］…"
texts = st.text(st.sampled_from("字六十日𠮷ab1" + MARKS), max_size=300)


@given(texts)
def test_the_shown_parts_join_to_the_whole_fit_their_messages_and_are_no_more_than_are_sent(text):
    shown = legible_segments(text)
    assert "".join(shown) == text
    assert all(utf16_units(part) <= (70 if len(shown) == 1 else 67) for part in shown)
    assert len(shown) == len(segments(text))


@given(st.integers(0, 400), st.sampled_from(MARKS))
@example(place=201, mark="】")
def test_no_part_begins_with_a_mark_unless_the_parts_are_full_to_the_last_character(place, mark):
    text = "字" * place + mark + "字" * 20
    is_full = len(text) % 67 == 0
    assert is_full or all(part[0] != mark for part in legible_segments(text)[1:])
