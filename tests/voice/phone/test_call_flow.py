"""The table of what follows each intent at each place of a call."""

import pytest

from voice.phone.call_flow import ACTIONS, ANY
from voice.phone.call_state import Place
from voice.phone.intents import COMMANDS, EVERYWHERE, KEYS, NUMBERS, Intent

SPOKEN = {Intent.ASK, Intent.HELLO, Intent.GOODBYE, Intent.NONE_OF_THESE, Intent.SILENCE, Intent.WRONG_KEY, *COMMANDS}


@pytest.mark.parametrize("place", list(Place))
def test_everything_a_caller_can_do_at_a_place_has_an_action(place):
    intents = {*EVERYWHERE.values(), *KEYS.get(place, {}).values(), *SPOKEN}
    if place in NUMBERS:
        intents.add(Intent.KEYED)
    assert all(ACTIONS.keys() & {(place, intent), (place, ANY), (ANY, intent)} for intent in intents)
