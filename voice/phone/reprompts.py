"""Replies to a caller who says nothing new: silence, a wrong key, "again", "hello", "goodbye", "none of these"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voice.phone import operators, prompts
from voice.phone.call_state import Place
from voice.phone.context import Transition
from voice.phrases import PHONE

if TYPE_CHECKING:
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext, Reply

MOST_SILENCES = 4
"""The 1st silence gets a shorter prompt, the 2nd the keys spelled out, the 3rd the offer of an operator or a message,
the 4th goodbye."""
MOST_WRONG_KEYS = 3
"""The wrong key in a row at which an operator is dialled."""
_WRONG = {Place.NUMBER: "number.wrong", Place.ITEM: "item.wrong", Place.TRACKING: "tracking.wrong"}
_INFORMED_AT = frozenset(
    {Place.ANSWER, Place.AFTER, Place.OFFICE, Place.DEPARTMENT, Place.PROGRESS, Place.CHOICES, Place.NOTHING}
)
"""Places where the caller has been told something."""


def prompt_again(context: CallContext, state: CallState) -> Reply:
    """The caller was silent: prompt in another way each time, then offer an operator, then end the call."""
    silences = state.silences + 1
    if silences >= MOST_SILENCES:
        return prompts.goodbye("trouble.thanks" if state.subject else "trouble.silence")
    if silences == MOST_SILENCES - 1:
        subject = state.subject if state.place in _INFORMED_AT else ""
        offer = state.go(Place.NOTHING, subject=subject, enquiry=state.enquiry)
        return Transition(replace(offer, silences=silences), PHONE("trouble.quiet"))
    return Transition(replace(state, silences=silences))


def skip_details(context: CallContext, state: CallState) -> Transition | None:
    """The caller waited, as told, because they want no more of the answer.

    None after the second or a later part unless the caller was silent before: they get a shorter prompt first."""
    if state.page and not state.silences:
        return None
    return Transition(replace(state, place=Place.AFTER, silences=0))


def say_wrong_key(context: CallContext, state: CallState) -> Reply:
    """The key means nothing at this place: say so. The third time in a row, dial an operator."""
    if state.wrong_keys + 1 >= MOST_WRONG_KEYS:
        return operators.connect(context, state, PHONE("trouble.lost"))
    lead = PHONE(_WRONG.get(state.place, "trouble.wrong_key"))
    return Transition(replace(state, silences=0, wrong_keys=state.wrong_keys + 1), lead)


def repeat(context: CallContext, state: CallState) -> Transition:
    """Say the same again from its start."""
    return Transition(state.stay())


def repeat_answer(context: CallContext, state: CallState) -> Transition:
    """Read the last part of the answer again."""
    return Transition(replace(state.stay(), place=Place.ANSWER))


def prompt_briefly(context: CallContext, state: CallState) -> Transition:
    """The caller only greeted the line: say the short prompt, as after one silence."""
    return Transition(replace(state, silences=1, wrong_keys=0))


def say_goodbye(context: CallContext, state: CallState) -> Reply:
    """End the call when the caller says goodbye; before they were told anything, prompt briefly instead."""
    return prompts.goodbye("trouble.thanks") if state.place in _INFORMED_AT else prompt_briefly(context, state)


def offer_operator(context: CallContext, state: CallState) -> Transition:
    """The caller wants nothing of what was offered: offer an operator or a message."""
    return Transition(state.go(Place.NOTHING, enquiry=state.enquiry), PHONE("nothing.other"))
