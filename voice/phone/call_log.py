"""What a step of a call is in the journal: in a word what the caller was told, and what the call came to; pure."""

from __future__ import annotations

from collections.abc import Sequence

from hotline.core.calls import CallOutcome
from voice.phone.actions import Dial, GoTo, JoinConference, Listen, Record, Step
from voice.phone.call_state import CallState, Place

GOODBYE = "goodbye"
KEPT = "kept"
"""Nobody is told anything: a recording that was reported is kept."""
_READING = frozenset({Place.ANSWER, Place.AFTER})
_CAME_TO = {
    Place.ANSWER: CallOutcome.ANSWERED,
    Place.AFTER: CallOutcome.ANSWERED,
    Place.OFFICE: CallOutcome.INFORMED,
    Place.DEPARTMENT: CallOutcome.INFORMED,
    Place.PROGRESS: CallOutcome.INFORMED,
    Place.NOTHING: CallOutcome.UNANSWERED,
}


def told(steps: Sequence[Step]) -> str:
    """The entry or item that is read, else the place the caller comes to, or goodbye where the call ends."""
    arrival = _arrival(steps)
    if arrival is None:
        return GOODBYE
    return arrival.subject if arrival.place in _READING else arrival.place.value


def came_to(state: CallState, steps: Sequence[Step]) -> CallOutcome | None:
    """What the call comes to when ``steps`` follow on what the caller did at ``state``; None for nothing new.

    That a person or a message was reached shows later, and is kept where it shows."""
    arrival = _arrival(steps)
    if arrival is None or (arrival.place, arrival.subject) == (state.place, state.subject):
        return None
    if state.place in _READING and arrival.subject == state.subject:
        return None  # the same answer goes on, or was heard and did not help
    if arrival.place is Place.NOTHING and arrival.silences:
        return None  # nobody asked anything: a person is offered to somebody silent
    if state.place is Place.CHOICES and arrival.place in _READING:
        return CallOutcome.CHOSEN
    return _CAME_TO.get(arrival.place)


def _arrival(steps: Sequence[Step]) -> CallState | None:
    """Where the caller's next doing arrives."""
    return next((step.to for step in steps if isinstance(step, Listen | Dial | JoinConference | Record | GoTo)), None)
