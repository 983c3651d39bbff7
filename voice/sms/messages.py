"""Replies to texts about people: how to reach one, messages for staff and their answers, and who wants no texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel
from hotline.core.errors import Unavailable
from hotline.core.messages import MESSAGE_LIMIT, TRACKING_DIGITS, Message, MessageState
from hotline.core.opening_hours import is_staffed, name_moment, next_opening, shifts
from hotline.core.texts import OPTED_OUT, TextPurpose, TextReply
from hotline.services import messages, outbox
from hotline.services.texts.inbound import DraftReply, Settled
from hotline.services.texts.session import NOTHING, Context
from voice import outgoing_texts
from voice.outgoing_texts import day
from voice.phrases import TEXT
from voice.sms.context import TextContext, split, tell

if TYPE_CHECKING:
    from hotline.core.departments import Office
    from hotline.storage.records.database import Unit

_LONGEST_QUOTED = 30
"""Characters."""


def help_text(chat: TextContext) -> DraftReply:
    """What can be texted."""
    office = chat.line.knowledge.office
    told = TEXT("help.text", line=office.line_name, number=office.line_number)
    return tell(outgoing_texts.fit(told, TEXT("help.person", number=office.line_number)))


def person(chat: TextContext) -> DraftReply:
    """The telephone number, the hours, and whether somebody is there now."""
    office, now = chat.line.knowledge.office, chat.line.now()
    if len(shifts(office)) < 2:
        return tell(TEXT("person.number", number=office.line_number) + TEXT("person.message"))
    hours = {"morning": office.morning_hours, "afternoon": office.afternoon_hours}
    opened = TEXT("person.hours", number=office.line_number, **hours)
    if is_staffed(office, now, chat.line.is_workday):
        return tell(opened + TEXT("person.there"))
    return tell(opened + _away(chat, office, now) + TEXT("person.message"))


def leave(chat: TextContext, words: str) -> DraftReply:
    """A message for staff: ``words``, else the question that found no answer, else what the next text says."""
    body = (words or chat.context.question)[:MESSAGE_LIMIT]
    if not body:
        return tell(TEXT("message.ask"), unkept=TEXT("message.how"), context=Context(awaiting=True))

    def settle(unit: Unit) -> Settled:
        message = messages.leave_message(
            chat.line,
            channel=Channel.SMS,
            body=body,
            caller=chat.text.caller,
            delivery=chat.text.delivery,
            unit=unit,
        )
        what = TEXT("message.words") if words else TEXT("message.question", question=_short(body))
        tracking, due = message.tracking_number, _due(message, chat.line.now())
        how = _how_answered(chat, unit, tracking)
        return Settled(TEXT("message.kept", what=what, tracking=tracking, due=due, how=how), context=NOTHING)

    return DraftReply(TextReply.MESSAGE, TEXT("message.unkept", number=chat.number), settle)


def progress(chat: TextContext, tracking: str) -> DraftReply:
    """What became of the message under ``tracking``, or of the one that this telephone left last."""
    try:
        message = _find(chat, tracking)
    except Unavailable:
        return tell(TEXT("progress.unread", number=chat.number))
    if message is None:
        missing = TEXT("progress.missing", tracking=tracking, number=chat.number)
        return tell(missing if tracking else TEXT("progress.ask"))
    now = chat.line.now()
    parts, unkept = split(chat, word_progress(message, now, chat.number))
    return tell(parts[0], unkept=unkept, context=replace(chat.context, rest=parts[1:], topic=""))


def word_progress(message: Message, now: datetime, number: str) -> str:
    """What is told of ``message`` ``now``; ``number`` is rung when it is late."""
    told = {"day": day(message.received_at.astimezone(now.tzinfo)), "tracking": message.tracking_number}
    if message.state is MessageState.ANSWERED:
        return TEXT("progress.answered", answer=message.answer, **told)
    if message.due_at < now:
        return TEXT("progress.late", number=number, **told)
    return TEXT("progress.waiting", due=_due(message, now), **told)


def opt_out(chat: TextContext) -> DraftReply:
    """No more texts of our own accord.

    工业和信息化部令第31号《通信短信息服务管理规定》 (in force since 2015-06-30) stops commercial texts to who refused
    them and lets nothing stand in a refusal's way; what a citizen asks for by a text of their own is no such text and
    is answered as before."""

    def settle(unit: Unit) -> Settled:
        if chat.before.owner:
            unit.incoming.opt_out(chat.before.owner, chat.line.now())
        return Settled(TEXT("wish.out"))

    return DraftReply(TextReply.TOLD, TEXT("wish.unkept"), settle)


def opt_in(chat: TextContext) -> DraftReply:
    """Texts of our own accord again."""

    def settle(unit: Unit) -> Settled:
        unit.incoming.opt_in(chat.before.owner)
        return Settled(TEXT("wish.in"))

    return DraftReply(TextReply.TOLD, TEXT("wish.unkept"), settle)


def _away(chat: TextContext, office: Office, now: datetime) -> str:
    opening = next_opening(office, now, chat.line.is_workday)
    return TEXT("person.away", when=name_moment(opening, now)) if opening else ""


def _short(question: str) -> str:
    """Enough of ``question`` for its writer to know which one it is."""
    return question if len(question) <= _LONGEST_QUOTED else question[:_LONGEST_QUOTED] + "…"


def _due(message: Message, now: datetime) -> str:
    """Until when it is answered, as people name it."""
    return name_moment(message.due_at.astimezone(now.tzinfo), now)


def _how_answered(chat: TextContext, unit: Unit, tracking: str) -> str:
    """How whoever leaves a message learns the answer."""
    refused = outbox.refusal(chat.line, unit, chat.text.caller, TextPurpose.MESSAGE_ANSWER)
    if not refused:
        return TEXT("message.by_text")
    if refused == OPTED_OUT:
        return TEXT("message.opted_out", tracking=tracking)
    return TEXT("message.by_number", tracking=tracking, number=chat.number)


def _find(chat: TextContext, tracking: str) -> Message | None:
    if not tracking:
        return messages.find_latest_message(chat.line, chat.text.caller)
    return messages.find_message(chat.line, tracking) if len(tracking) == TRACKING_DIGITS else None
