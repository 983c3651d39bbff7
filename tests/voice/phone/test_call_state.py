"""A call state survives its URL, and nonsense in a URL leads to the main menu."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.phone.call_state import CallState, Place

SUBJECTS = st.one_of(st.integers(100, 999).map(str), st.just("00000000-0/2026-00001"))
STATES = st.builds(
    CallState,
    place=st.sampled_from(list(Place)),
    topic=st.sampled_from(["", "1", "5"]),
    page=st.integers(0, 9),
    subject=st.one_of(st.just(""), SUBJECTS),
    choices=st.lists(SUBJECTS, max_size=3).map(tuple),
    enquiry=st.one_of(st.none(), st.integers(0, 10**9 - 1)),
    silences=st.integers(0, 3),
    wrong_keys=st.integers(0, 3),
    keyed=st.integers(0, 2 * 10**9),
    turns=st.integers(0, 60),
)


@given(STATES)
def test_a_state_reads_back_from_its_own_url(state):
    assert CallState.from_query(state.place.value, state.to_query()) == state


@given(st.text(max_size=20), st.dictionaries(st.sampled_from(["topic", "page", "subject", "choices"]), st.text()))
def test_any_other_url_gives_a_state_too(place, query):
    assert isinstance(CallState.from_query(place, query), CallState)


@pytest.mark.parametrize(
    "query",
    [
        {"page": "-1"},
        {"page": "٣"},
        {"silences": "many"},
        {"subject": "../../etc/passwd"},
        {"topic": "12"},
        {"choices": "101,102,103,104"},
        {"enquiry": "1 OR 1=1"},
        {"turns": "x"},
    ],
)
def test_nonsense_in_a_url_is_the_main_menu(query):
    assert CallState.from_query("entries", {"turns": "4", **query}).place is Place.MENU


def test_nonsense_does_not_reset_the_count_of_turns():
    assert CallState.from_query("entries", {"page": "x", "turns": "59"}) == CallState(turns=59)
    assert CallState.from_query("no-such-place", {"turns": "59"}) == CallState(turns=59)
