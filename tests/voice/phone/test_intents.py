"""Keys and words become wishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.phone.call_state import Place, Position
from voice.phone.intents import Turn, Wish, understand

PLACES = st.sampled_from(list(Place))


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize(("key", "wish"), [("0", Wish.OPERATOR), ("*", Wish.REPEAT), ("#", Wish.MENU)])
def test_zero_star_and_hash_mean_the_same_at_every_prompt(place, key, wish):
    assert understand(Position(place), Turn(keys=key)).wish is wish


@given(PLACES, st.text(max_size=30), st.text(max_size=600))
def test_whatever_a_caller_does_is_one_wish(place, keys, speech):
    heard = understand(Position(place), Turn(keys, speech))
    assert isinstance(heard.wish, Wish)
    assert len(heard.text) <= 500


@pytest.mark.parametrize(
    ("speech", "wish"),
    [
        ("转人工。", Wish.OPERATOR),
        ("再说一遍", Wish.REPEAT),
        ("听不见！", Wish.REPEAT),
        ("听不清楚。", Wish.REPEAT),
        ("主菜单", Wish.MENU),
        ("我要留言", Wish.MESSAGE),
        ("人工智能的问题", Wish.ASK),
        ("😀", Wish.SILENCE),
        ("", Wish.SILENCE),
        ("   ", Wish.SILENCE),
    ],
)
def test_a_caller_can_say_what_the_keys_do(speech, wish):
    assert understand(Position(), Turn(speech=speech)).wish is wish


@pytest.mark.parametrize("speech", ["一", "第一个。", "按一", "选1", "1"])
def test_a_choice_can_be_said_by_its_number(speech):
    heard = understand(Position(Place.CHOICES), Turn(speech=speech))
    assert (heard.wish, heard.pick) == (Wish.PICK, "1")


@pytest.mark.parametrize("keys", ["102", "102#"])
def test_an_entry_number_is_keyed_with_or_without_hash(keys):
    heard = understand(Position(Place.NUMBER), Turn(keys=keys))
    assert (heard.wish, heard.text) == (Wish.KEYED, "102")


@pytest.mark.parametrize("keys", ["1", "12", "1024", "002", "10*", "##"])
def test_keys_that_are_no_number_are_wrong_keys(keys):
    assert understand(Position(Place.NUMBER), Turn(keys=keys)).wish is Wish.WRONG_KEY


def test_keys_win_over_words_that_arrive_with_them():
    assert understand(Position(), Turn(keys="1", speech="复议")).wish is Wish.TOPICS


@pytest.mark.parametrize(("keys", "wish"), [("0#", Wish.OPERATOR), ("*#", Wish.REPEAT)])
def test_hash_after_another_key_ends_it_where_numbers_are_keyed(keys, wish):
    assert understand(Position(Place.NUMBER), Turn(keys=keys)).wish is wish


@pytest.mark.parametrize("place", [Place.MENU, Place.ENTRIES, Place.CHOICES, Place.ANSWER])
def test_none_of_these_hello_goodbye_and_a_person_are_no_questions(place):
    said = {"都不是": Wish.NONE_OF_THESE, "喂": Wish.HELLO, "再见": Wish.GOODBYE, "按零": Wish.OPERATOR}
    assert {words: understand(Position(place), Turn(speech=words)).wish for words in said} == said
