"""Replies to a caller who asks for nothing new: silence, a wrong key, "again", "thanks", "wait", "help me"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voice.phone import operators, prompts
from voice.phone.call_state import Place
from voice.phone.context import Transition
from voice.phrases import PHONE

if TYPE_CHECKING:
    from voice.phone.actions import Step
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext, Reply

MOST_SILENCES = 4
"""The 1st silence gets a shorter prompt, the 2nd the keys spelled out, the 3rd the offer of an operator or a message,
the 4th goodbye."""
MOST_WRONG_KEYS = 3
"""The wrong key in a row at which an operator is dialled."""
WAIT_SECONDS = 20
"""How long the line waits, beside its usual patience, for a caller who asked it to."""
_WRONG = {
    Place.NUMBER: "number.wrong",
    Place.INITIALS: "initials.wrong",
    Place.ITEM: "item.wrong",
    Place.TRACKING: "tracking.wrong",
    Place.APPLICATION: "application.wrong",
    Place.CODE: "code.wrong",
}
_INFORMED_AT = frozenset(
    {
        Place.ANSWER,
        Place.AFTER,
        Place.OFFICE,
        Place.DEPARTMENT,
        Place.PROGRESS,
        Place.APPLICATION_STATUS,
        Place.CHOICES,
        Place.NOTHING,
    }
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
    """End the call."""
    return prompts.goodbye("trouble.thanks")


def end_unless_uninformed(context: CallContext, state: CallState) -> Reply:
    """The caller has no further question: end the call; before they were told anything, prompt briefly instead."""
    return prompts.goodbye("trouble.thanks") if state.place in _INFORMED_AT else prompt_briefly(context, state)


def thank(context: CallContext, state: CallState) -> Transition:
    """The caller thanks, or has understood: a kind word, and whether there is another question."""
    place = Place.AFTER if state.place is Place.ANSWER else state.place
    return Transition(replace(state, place=place, silences=1, wrong_keys=0), PHONE("trouble.welcome"))


def repeat_slowly(context: CallContext, state: CallState) -> Transition:
    """Say the same again from its start, slowly: for who cannot follow, or hears badly."""
    place = Place.ANSWER if state.place is Place.AFTER else state.place
    slow = max(prompts.SLOW_AT, state.repeats + 1)
    return Transition(replace(state.stay(), place=place, repeats=slow), PHONE("trouble.slowly"))


def wait(context: CallContext, state: CallState) -> list[Step]:
    """The caller looks for a pen, or talks to somebody: wait, and listen meanwhile."""
    return prompts.listen(state, PHONE("trouble.take_your_time"), pause=WAIT_SECONDS)


def listen_on(context: CallContext, state: CallState) -> list[Step]:
    """The caller has announced a question: let them go on."""
    return prompts.listen(state, PHONE("trouble.go_on"))


def explain_speaking(context: CallContext, state: CallState) -> list[Step]:
    """The caller cannot press keys, or does not know how to use the line: tell the way without keys, and listen."""
    return prompts.listen(state, PHONE("trouble.keyless"))


def stay_calm(context: CallContext, state: CallState) -> Transition:
    """The caller swears: excuse ourselves and offer a person, and keep what was offered before."""
    return Transition(replace(state, silences=1), PHONE("trouble.calm"))


def ask_for_words(context: CallContext, state: CallState) -> Transition:
    """What was heard was not meant for the line (a television, our own prompt): ask again. It counts as no failure."""
    return Transition(replace(state, silences=1), PHONE("again.unclear"))


def say_no_louder(context: CallContext, state: CallState) -> Transition:
    """The line cannot speak louder: say so, and say the same again slowly."""
    return replace(repeat_slowly(context, state), lead=PHONE("trouble.louder"))


def offer_operator(context: CallContext, state: CallState) -> Transition:
    """The caller wants nothing of what was offered: offer an operator or a message."""
    return Transition(state.go(Place.NOTHING, enquiry=state.enquiry), PHONE("nothing.other"))
