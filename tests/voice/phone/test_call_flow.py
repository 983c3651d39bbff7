"""The table of what follows each intent at each place of a call."""

import pytest

from voice.phone.call_flow import ACTIONS, ANY
from voice.phone.call_state import Place
from voice.phone.intents import EVERYWHERE, KEYS, NUMBERS, Intent
from voice.phone.spoken_intents import spoken_at

ALWAYS = {Intent.ASK, Intent.SILENCE, Intent.WRONG_KEY, Intent.TRACKED}
BEFORE_THE_TABLE = {Intent.EMERGENCY}
"""What is acted on before the table is read."""


@pytest.mark.parametrize("place", list(Place))
def test_everything_a_caller_can_do_or_say_at_a_place_has_an_action(place):
    intents = {*EVERYWHERE.values(), *KEYS.get(place, {}).values(), *spoken_at(place), *ALWAYS} - BEFORE_THE_TABLE
    if place in NUMBERS:
        intents.add(Intent.KEYED)
    assert all(ACTIONS.keys() & {(place, intent), (place, ANY), (ANY, intent)} for intent in intents)
