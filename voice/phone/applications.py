"""How an application for disclosure stands: its number and query code are keyed, then it is told and read."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hotline.core.disclosure.stages import count_weekend_days, days_to_the_last, list_uncounted
from hotline.core.errors import NotFound, Unavailable
from hotline.core.text_length import speech_seconds
from hotline.core.work_calendar import DayKind
from hotline.services.disclosure.public_status import find_status, find_status_again, has_lookups_left
from voice.phone import information, prompts
from voice.phone.call_state import CallState, Place
from voice.phone.context import Transition
from voice.phone.intents import APPLICATION_DIGITS
from voice.phrases import PHONE
from voice.speech.chunks import cut

if TYPE_CHECKING:
    from hotline.core.disclosure.clocks import ClockReading
    from hotline.services.disclosure.public_status import AwaitedStep, PublicStatus
    from voice.phone.actions import Step
    from voice.phone.context import CallContext, Reply

_log = logging.getLogger(__name__)
MOST_TRIES = 3
"""Wrong tries of number and code after which the call is ended kindly."""
_COUNTED = "1"
"""The topic of a state where it is told how the last day was counted."""
_LONGEST_COUNT = 18
"""Seconds of holidays and pauses that are named: with the last day it takes about twenty. The others are on the web."""


def take_number_or_message(context: CallContext, state: CallState) -> Transition | None:
    """Nine digits are the number of an application, eight the tracking number of a message."""
    if len(context.heard.text) == APPLICATION_DIGITS:
        return ask_for_code(context, state)
    return information.find_message(context, state)


def ask_for_code(context: CallContext, state: CallState) -> Transition:
    return Transition(replace(state.go(Place.CODE), application=context.heard.text, attempt=state.attempt))


def check_code(context: CallContext, state: CallState) -> Reply:
    """Tell how the application stands. Where number and code do not fit together, ask for both again, twice at most:
    it is not told which of them is wrong."""
    try:
        is_within_limit = has_lookups_left(context.line, context.call.caller)
        found = find_status(context.line, state.application, context.heard.text) if is_within_limit else None
    except Unavailable:
        _log.warning("call %s: applications cannot be read", context.call.id, exc_info=True)
        return Transition(state.go(Place.MENU), PHONE("applied.unreadable"))
    if found is not None:
        return Transition(_at(state))
    tries = state.attempt + 1
    if tries >= MOST_TRIES or not is_within_limit:
        return prompts.goodbye("applied.refused")
    return Transition(replace(state.go(Place.APPLICATION), attempt=tries), PHONE("applied.missing"))


def tell_count(context: CallContext, state: CallState) -> Transition | None:
    """Tell how the last day was counted; None where there is no clock."""
    if _get_status(context, state).clock is None:
        return None
    return Transition(_at(state, topic=_COUNTED))


def read_next_part(context: CallContext, state: CallState) -> Transition | None:
    """Read the first or the next part of the letter; None after the last, and before a letter was sent."""
    page = state.page + 1
    return Transition(_at(state, page=page)) if page <= len(_parts(_get_status(context, state))) else None


def read_status(context: CallContext, state: CallState, lead: str) -> list[Step]:
    """Tell the state and the last day, how that was counted, or a part of the letter.

    Raises NotFound when there is no such application."""
    found = _get_status(context, state)
    parts = _parts(found)
    if state.page:
        text = parts[min(state.page, len(parts)) - 1] if parts else ""
    elif state.topic and found.clock:
        text = _word_count(found.clock, context.line.now().date())
    else:
        text = _word_status(found, context.line.now().date())
    offers = _word_offers(state, found, len(parts))
    return prompts.listen(state, lead, "" if prompts.is_reminded(state) else text, *offers, prompts.prompt(state))


def _at(state: CallState, *, topic: str = "", page: int = 0) -> CallState:
    """A part of what is told of the application. Only ``check_code`` leads here from another place."""
    return replace(state.go(Place.APPLICATION_STATUS, topic=topic, page=page), application=state.application)


def _get_status(context: CallContext, state: CallState) -> PublicStatus:
    found = find_status_again(context.line, state.application)
    if found is None:
        raise NotFound("没有这件申请。")
    return found


def _parts(found: PublicStatus) -> tuple[str, ...]:
    return cut(found.reply.body.replace("您（单位）", "您")) if found.reply else ()


def _word_offers(state: CallState, found: PublicStatus, parts: int) -> list[str]:
    offers: list[str] = [] if found.clock is None or state.topic or state.page else [PHONE("applied.offer_count")]
    if state.page < parts:
        offers.append(PHONE("applied.next" if state.page else "applied.offer_reply"))
    return offers


def _word_status(found: PublicStatus, today: date) -> str:
    told: str = PHONE("applied.state", state=found.stage.value) + _word_awaited(found.awaited, today)
    if found.clock is not None and found.sent_on is None:
        told += _word_last_day(found.clock, today)
    return told + (PHONE("applied.late") if found.is_late(today) else "")


def _word_awaited(awaited: AwaitedStep | None, today: date) -> str:
    if awaited is None:
        return ""
    words = awaited.words.rstrip("。")
    if awaited.until is None:
        return PHONE("applied.explain", words=words)
    period = {"days": str(awaited.working_days), "until": _say_day(awaited.until, today)}
    if awaited.yuan:
        return PHONE("applied.pay", yuan=str(awaited.yuan), **period)
    return PHONE("applied.correct", words=words, **period)


def _word_count(clock: ClockReading, today: date) -> str:
    """From when it was counted, what was left out, and the day on which that ends."""
    days = days_to_the_last(clock)
    told: str = PHONE("applied.from_day", day=_say_day(days[0].day, today), limit=str(clock.limit))
    if weekends := count_weekend_days(days):
        told += PHONE("applied.weekend", days=str(weekends))
    for one in (one for one in list_uncounted(days) if one.reason != DayKind.WEEKEND.value):
        reason = one.reason.partition("（")[0]  # without the article, which is on the calendar's page
        is_same_month = (one.first.year, one.first.month) == (one.last.year, one.last.month)
        first, last = _say_day(one.first, today), f"{one.last.day}号" if is_same_month else _say_day(one.last, today)
        longer = told + PHONE("applied.stretch", first=first, last=last, reason=reason)
        if speech_seconds(longer) > _LONGEST_COUNT:
            told += PHONE("applied.others")
            break
        told = longer
    return told + _word_last_day(clock, today)


def _word_last_day(clock: ClockReading, today: date) -> str:
    if clock.last_day is None:
        return PHONE("applied.paused")
    key = "applied.provisional" if clock.is_provisional else "applied.last"
    return PHONE(key, day=_say_day(clock.last_day, today))


def _say_day(day: date, today: date) -> str:
    """A day as people say it; its year where that is not this one."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}号"
