"""Keys and words become intents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.phone.call_state import CallState, Place
from voice.phone.intents import CallerInput, Intent
from voice.phone.spoken_intents import understand

PLACES = st.sampled_from(list(Place))


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize(("key", "intent"), [("0", Intent.OPERATOR), ("*", Intent.REPEAT), ("#", Intent.MENU)])
def test_zero_star_and_hash_mean_the_same_at_every_prompt(place, key, intent):
    assert understand(CallState(place), CallerInput(keys=key)).intent is intent


@given(PLACES, st.text(max_size=30), st.text(max_size=600))
def test_whatever_a_caller_does_is_one_intent(place, keys, speech):
    heard = understand(CallState(place), CallerInput(keys, speech))
    assert isinstance(heard.intent, Intent)
    assert len(heard.text) <= 500


@pytest.mark.parametrize(
    ("speech", "intent"),
    [
        ("转人工。", Intent.OPERATOR),
        ("再说一遍", Intent.REPEAT),
        ("听不见！", Intent.LOUDER),
        ("听不清楚。", Intent.LOUDER),
        ("主菜单", Intent.MENU),
        ("我要留言", Intent.MESSAGE),
        ("人工智能的问题", Intent.ASK),
        ("😀", Intent.SILENCE),
        ("", Intent.SILENCE),
        ("   ", Intent.SILENCE),
    ],
)
def test_a_caller_can_say_what_the_keys_do(speech, intent):
    assert understand(CallState(), CallerInput(speech=speech)).intent is intent


@pytest.mark.parametrize("speech", ["一", "第一个。", "按一", "选1", "1"])
def test_a_choice_can_be_said_by_its_number(speech):
    heard = understand(CallState(Place.CHOICES), CallerInput(speech=speech))
    assert (heard.intent, heard.pick) == (Intent.PICK, "1")


@pytest.mark.parametrize("keys", ["102", "102#", "102##", "#102", "#102#", "102*"])
def test_an_entry_number_is_keyed_with_or_without_hash_and_star_beside_it(keys):
    heard = understand(CallState(Place.NUMBER), CallerInput(keys=keys))
    assert (heard.intent, heard.text) == (Intent.KEYED, "102")


@pytest.mark.parametrize(
    ("place", "number"), [(Place.TRACKING, "12345678"), (Place.TRACKING, "00000000"), (Place.ITEM, "202600040")]
)
@pytest.mark.parametrize("form", ["{}", "{}##", "#{}", "{}*"])
def test_so_are_a_tracking_number_and_the_number_of_an_item(place, number, form):
    heard = understand(CallState(place), CallerInput(keys=form.format(number)))
    assert (heard.intent, heard.text) == (Intent.KEYED, number)


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize(
    ("keys", "intent"),
    [
        ("00", Intent.OPERATOR),
        ("00#", Intent.OPERATOR),
        ("0#", Intent.OPERATOR),
        ("##", Intent.MENU),
        ("**", Intent.REPEAT),
        ("*#", Intent.REPEAT),
    ],
)
def test_a_key_pressed_twice_or_with_hash_after_it_means_the_same_at_every_prompt(place, keys, intent):
    assert understand(CallState(place), CallerInput(keys=keys)).intent is intent


@pytest.mark.parametrize(
    ("place", "keys", "intent"),
    [
        (Place.MENU, "1#", Intent.TOPICS),
        (Place.ENTRIES, "9#", Intent.MORE),
        (Place.AFTER, "2##", Intent.SOLVED),
        (Place.MENU, "11#", Intent.WRONG_KEY),
    ],
)
def test_hash_after_the_key_of_a_menu_is_ignored(place, keys, intent):
    assert understand(CallState(place), CallerInput(keys=keys)).intent is intent
    heard = understand(CallState(Place.CHOICES), CallerInput(keys="2#"))
    assert (heard.intent, heard.pick) == (Intent.PICK, "2")


@pytest.mark.parametrize("keys", ["1", "12", "1024", "002", "10*", "1#02", "10#2"])
def test_keys_that_are_no_number_are_wrong_keys(keys):
    assert understand(CallState(Place.NUMBER), CallerInput(keys=keys)).intent is Intent.WRONG_KEY


def test_keys_count_when_words_arrive_with_them():
    assert understand(CallState(), CallerInput(keys="1", speech="复议")).intent is Intent.TOPICS


@pytest.mark.parametrize("place", [Place.MENU, Place.ENTRIES, Place.CHOICES, Place.ANSWER])
def test_none_of_these_hello_goodbye_and_a_person_are_no_questions(place):
    said = {"都不是": Intent.NONE_OF_THESE, "喂": Intent.HELLO, "再见": Intent.GOODBYE, "按零": Intent.OPERATOR}
    assert {words: understand(CallState(place), CallerInput(speech=words)).intent for words in said} == said
