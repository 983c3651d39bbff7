"""Replies about applications for disclosure: how one stands, for whoever texts its number and query code.

Wrong tries are held back by the limit of texts an hour, which counts by a keyed hash of the telephone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.disclosure.stages import find_number_and_code
from hotline.core.errors import Unavailable
from hotline.services.disclosure.public_status import find_status
from voice.outgoing_texts import day
from voice.phrases import TEXT
from voice.sms.context import TextContext, split, tell

if TYPE_CHECKING:
    from hotline.services.disclosure.public_status import AwaitedStep, PublicStatus
    from hotline.services.texts.inbound import ReplyPlan


def status(context: TextContext, words: str) -> ReplyPlan:
    """Reply with the state and the last day, or with the letter once it was sent. A wrong number and a wrong code get
    the same reply."""
    named = find_number_and_code(words)
    if named is None:
        return tell(TEXT("application.ask", number=context.number))
    try:
        found = find_status(context.line, *named)
    except Unavailable:
        return tell(TEXT("application.unread", number=context.number))
    if found is None:
        return tell(TEXT("application.wrong", number=context.number))
    parts, unkept = split(context, _word(context, found))
    return tell(parts[0], unkept=unkept, session=replace(context.session, rest=parts[1:], topic=""))


def _word(context: TextContext, found: PublicStatus) -> str:
    told = {"number": found.number, "state": found.stage.value}
    if found.reply is not None:
        return TEXT("application.reply", letter=found.reply.body, **told)
    late = TEXT("application.late", number=context.number) if found.is_late(context.line.now().date()) else ""
    return TEXT("application.state", **told) + _word_awaited(found.awaited) + _word_days(found) + late


def _word_awaited(awaited: AwaitedStep | None) -> str:
    if awaited is None:
        return ""
    words = awaited.words.rstrip("。")
    if awaited.until is None:
        return TEXT("application.explain", words=words)
    period = {"days": awaited.working_days, "until": day(awaited.until)}
    if awaited.yuan:
        return TEXT("application.pay", yuan=awaited.yuan, **period)
    return TEXT("application.correct", words=words, **period)


def _word_days(found: PublicStatus) -> str:
    if found.clock is None or found.received_on is None:
        return ""
    arrived = TEXT("application.arrived", day=day(found.received_on))
    last_day = found.clock.last_day
    if last_day is None:
        return arrived + TEXT("application.paused")
    key = "application.provisional" if found.clock.is_provisional else "application.last"
    return arrived + TEXT(key, day=f"{last_day.year}年{day(last_day)}")
