"""How staff see what belongs to an application: colours of states and marks, weekdays, and keys for addresses."""

from __future__ import annotations

from datetime import date

from hotline.console.blueprint import console
from hotline.core.disclosure.applications import ApplicationAction, ApplicationState
from hotline.core.disclosure.marks import ApplicationMark

WEEKDAYS = "一二三四五六日"
_A = ApplicationAction
_USUAL = frozenset({_A.CONFIRM, _A.SEND, _A.SUBMIT, _A.APPROVE, _A.DRAFT})
_GRAVE = frozenset(
    {_A.WITHDRAW, _A.LAPSE_CORRECTION, _A.LAPSE_PAYMENT, _A.ORDER, _A.DECLARE_UNLAWFUL}
    | {_A.RETURN, _A.TAKE_BACK, _A.TAKE_BACK_CONTEST}
)
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


@console.app_template_filter("step_weight")
def weigh_step(action: ApplicationAction) -> str:
    """The class of a step's button: the usual next step stands out, and one that ends, undoes or goes against the
    office does not look like its opposite."""
    return "" if action in _USUAL else " button-grave" if action in _GRAVE else " button-quiet"


@console.app_template_filter("weekday")
def name_weekday(day: date) -> str:
    """星期一 to 星期日."""
    return f"星期{WEEKDAYS[day.weekday()]}"


def key_of(member: ApplicationAction | ApplicationState) -> str:
    """A step or a state as an address has it: "ask_correction"."""
    return member.name.lower()
