"""How the journal names one step of a call: what the caller was told, and the outcome of the call so far; pure."""

from __future__ import annotations

from collections.abc import Sequence

from hotline.core.calls import CallOutcome
from voice import content
from voice.phone.actions import Dial, GoTo, JoinConference, Listen, Record, Step
from voice.phone.call_state import CallState, Place

GOODBYE = "goodbye"
KEPT = "kept"
"""The name of a step in which a reported recording was saved, and nobody was told anything."""
LOST = "lost"
"""The name of a step in which a reported recording turned out to have failed."""
_READING = frozenset({Place.ANSWER, Place.AFTER})
_OUTCOMES = {
    Place.ANSWER: CallOutcome.ANSWERED,
    Place.AFTER: CallOutcome.ANSWERED,
    Place.OFFICE: CallOutcome.INFORMED,
    Place.DEPARTMENT: CallOutcome.INFORMED,
    Place.PROGRESS: CallOutcome.INFORMED,
    Place.NOTICE: CallOutcome.INFORMED,
    Place.APPLICATION_STATUS: CallOutcome.INFORMED,
    Place.NOTHING: CallOutcome.UNANSWERED,
}


def name_destination(steps: Sequence[Step]) -> str:
    """The number of the entry or item that is read, or the place the caller comes to, or GOODBYE at the call's end."""
    next_state = _find_next_state(steps)
    if next_state is None:
        return GOODBYE
    return next_state.subject if next_state.place in _READING else next_state.place.value


def find_outcome(state: CallState, steps: Sequence[Step]) -> CallOutcome | None:
    """The outcome of the call when ``steps`` reply to what the caller did at ``state``; None when it stays the same.

    Conversations with operators and messages are recorded elsewhere, when they have happened."""
    next_state = _find_next_state(steps)
    if next_state is None or (next_state.place, next_state.subject) == (state.place, state.subject):
        return None
    if state.place in _READING and next_state.subject == state.subject:
        return None  # the same answer goes on, or was heard and did not help
    if next_state.place is Place.NOTHING and next_state.silences:
        return None  # a silent caller is offered an operator, and no question stays unanswered
    if next_state.place in _READING and content.is_referral(next_state.subject):
        return CallOutcome.REFERRED
    if state.place is Place.CHOICES and next_state.place in _READING:
        return CallOutcome.CHOSEN
    return _OUTCOMES.get(next_state.place)


def _find_next_state(steps: Sequence[Step]) -> CallState | None:
    """The state to which the next webhook of the call is sent; None when the call ends."""
    return next((step.to for step in steps if isinstance(step, Listen | Dial | JoinConference | Record | GoTo)), None)
