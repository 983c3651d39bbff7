"""Sounds: characters that people confuse sound the same, others do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.matching.text.pinyin import sounds

CONFUSED = [
    *(("年", "连"), ("男", "蓝"), ("支", "资"), ("吃", "词"), ("诗", "思"), ("音", "英"), ("真", "争"), ("安", "肮")),
    *(("湖", "福"), ("花", "发"), ("灰", "飞"), ("黄", "房"), ("婚", "分"), ("船", "窗"), ("山", "桑")),
]


@pytest.mark.parametrize(("one", "other"), CONFUSED)
def test_characters_that_people_confuse_sound_the_same(one, other):
    assert sounds(f"去{one}吧") == sounds(f"去{other}吧")


@pytest.mark.parametrize(("one", "other"), [("县", "乡"), ("大", "他"), ("公", "空")])
def test_characters_that_nobody_confuses_sound_different(one, other):
    assert sounds(f"去{one}吧") != sounds(f"去{other}吧")


@given(text=st.text(max_size=50))
def test_every_pair_of_characters_has_a_sound(text):
    assert len(sounds(text)) == max(0, len(text) - 1)


@given(text=st.text(max_size=30), place=st.integers(0, 30), pair=st.sampled_from(CONFUSED))
def test_a_confused_character_anywhere_in_a_text_changes_no_sound(text, place, pair):
    one, other = pair
    assert sounds(text[:place] + one + text[place:]) == sounds(text[:place] + other + text[place:])
