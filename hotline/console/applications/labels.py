"""How staff see what belongs to an application: colours of states and marks, weekdays, and keys for addresses."""

from __future__ import annotations

from datetime import date

from hotline.console.blueprint import console
from hotline.core.disclosure.applications import ApplicationAction, ApplicationState
from hotline.core.disclosure.marks import ApplicationMark

WEEKDAYS = "一二三四五六日"
_S = ApplicationState
_GREEN = frozenset({_S.SENT, _S.DELIVERED, _S.ARCHIVED})
_AMBER = frozenset({_S.REGISTERED, _S.SUBMITTED, _S.DECIDED, _S.CONTESTED})
_RED_MARKS = frozenset({ApplicationMark.LATE, ApplicationMark.ALARM})
_GREY_MARKS = frozenset({ApplicationMark.PAUSED, ApplicationMark.PROVISIONAL})


@console.app_template_filter("colour")
def colour_badge(member: ApplicationState | ApplicationMark) -> str:
    """The colour of a badge: green once answered, amber where a step of ours is due, red where today counts."""
    if isinstance(member, ApplicationState):
        return "green" if member in _GREEN else "amber" if member in _AMBER else "grey"
    return "red" if member in _RED_MARKS else "grey" if member in _GREY_MARKS else "amber"


@console.app_template_filter("weekday")
def name_weekday(day: date) -> str:
    """星期一 to 星期日."""
    return f"星期{WEEKDAYS[day.weekday()]}"


def key_of(member: ApplicationAction | ApplicationState) -> str:
    """A step or a state as an address has it: "ask_correction"."""
    return member.name.lower()
