"""Replies about reaching staff: telephone and hours, messages and their progress, and opting out of texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.core.errors import Unavailable
from hotline.core.masking import mask_numbers
from hotline.core.messages import MESSAGE_LIMIT, TRACKING_DIGITS, Message, MessageState
from hotline.core.opening_hours import is_staffed, name_moment, next_opening, shifts
from hotline.core.text_length import segments
from hotline.core.texts import OPTED_OUT, TextReply
from hotline.services import messages
from hotline.services.questions import ask
from hotline.services.sayings.emergencies import find_emergencies
from hotline.services.texts.inbound import MessageDraft, ReplyPlan
from hotline.services.texts.session import NOTHING_OPEN, TextSession
from voice import outgoing_texts
from voice.outgoing_texts import day
from voice.phrases import TEXT
from voice.sms.context import TextContext, announce, split, tell

if TYPE_CHECKING:
    from hotline.core.departments import Office

_LONGEST_QUOTED = 30
"""Characters."""


def help_text(context: TextContext) -> ReplyPlan:
    """Reply with what can be texted to the line."""
    office = context.line.knowledge.office
    told = TEXT("help.text", line=office.line_name, number=office.line_number)
    return tell(outgoing_texts.fit(told, TEXT("help.person", number=office.line_number)))


def person(context: TextContext) -> ReplyPlan:
    """Reply with the telephone number, the opening hours, and whether the office is staffed now."""
    office, now = context.line.knowledge.office, context.line.now()
    if len(shifts(office)) < 2:
        told = TEXT("person.number", number=office.line_number) + TEXT("person.message")
        return tell(outgoing_texts.fit(announce(context, told), TEXT("help.person", number=office.line_number)))
    hours = {"morning": office.morning_hours, "afternoon": office.afternoon_hours}
    opened = TEXT("person.hours", number=office.line_number, **hours)
    if is_staffed(office, now, context.line.is_workday, context.line.closings):
        told = opened + TEXT("person.there")
    else:
        told = opened + _away(context, office, now) + TEXT("person.message")
    return tell(outgoing_texts.fit(announce(context, told), TEXT("help.person", number=office.line_number)))


def emergency(context: TextContext, words: str, *, is_message: bool) -> ReplyPlan:
    """Tell which number to ring for the most pressing danger in ``words``, and record them for staff.

    Words that are a message, or follow one, are kept as a message too, because only messages have a number to call."""
    told = TEXT(f"emergency.{find_emergencies(words)[0].value}")
    plan = ReplyPlan(TextReply.TOLD, told, told, enquiry=ask.note_emergency(context.line, words))
    left = leave(context, words)
    if left.message is None or not (is_message or context.session.left or context.session.awaiting):
        return plan
    plan = replace(plan, unkept=f"{told}\n{left.unkept}")
    if context.session.left:
        return replace(plan, message=_adding(context, left, lambda tracking: _also(told, "message.also", tracking)))
    draft = MessageDraft(
        left.message.body, lambda message, _: _also(told, "message.also_left", message.tracking_number)
    )
    return replace(plan, message=draft, session=NOTHING_OPEN)


def leave(context: TextContext, words: str) -> ReplyPlan:
    """Leave a message for staff: ``words``, else the question that found no answer, else the words of the next text."""
    unanswered = "" if context.session.subject else context.session.question
    body = (words or unanswered)[:MESSAGE_LIMIT]
    if not body:
        return tell(TEXT("message.ask"), unkept=TEXT("message.how"), session=TextSession(awaiting=True))
    what = TEXT("message.words") if words else TEXT("message.question", question=short(mask_numbers(body)))

    def word_reply(message: Message, refusal: str) -> str:
        tracking, due = message.tracking_number, _due(context, message)
        how = _how_answered(refusal, tracking, context.number)
        return TEXT("message.kept", what=what, tracking=tracking, due=due, how=how)

    unkept = TEXT("message.unkept", number=context.number)
    return ReplyPlan(TextReply.MESSAGE, "", unkept, NOTHING_OPEN, message=MessageDraft(body, word_reply))


def add(context: TextContext, words: str) -> ReplyPlan:
    """Add ``words`` to the message that their sender left just before, or leave them where that is too late."""
    plan = leave(context, words)
    return replace(
        plan, session=None, message=_adding(context, plan, lambda tracking: TEXT("message.added", tracking=tracking))
    )


def answer_and_add(context: TextContext, answered: ReplyPlan, words: str) -> ReplyPlan:
    """The reply ``answered`` to a question, which is added to the message that its sender left just before as well."""

    def word_both(tracking: str) -> str:
        return _also(answered.words, "message.also", tracking)

    return replace(answered, message=_adding(context, leave(context, words), word_both))


def _also(told: str, sentence: str, tracking: str) -> str:
    """``told``, and that the words are kept in the message ``tracking`` as well, where both fit into one reply."""
    both = f"{told}\n{TEXT(sentence, tracking=tracking)}"
    return both if len(segments(both)) <= outgoing_texts.MOST_PARTS else told


def _adding(context: TextContext, left: ReplyPlan, word_added: Callable[[str], str]) -> MessageDraft | None:
    if left.message is None:
        return None
    adds_to = context.session.left
    return replace(left.message, adds_to=adds_to, word_added=lambda message: word_added(message.tracking_number))


def progress(context: TextContext, tracking: str) -> ReplyPlan:
    """Reply with the progress of the message under ``tracking``, or else of this sender's latest message."""
    try:
        message = _find(context, tracking)
    except Unavailable:
        return tell(TEXT("progress.unread", number=context.number))
    if message is None:
        missing = TEXT("progress.missing", tracking=tracking, number=context.number)
        return tell(missing if tracking else TEXT("progress.ask"))
    parts, unkept = split(context, _word_progress(context, message))
    return tell(parts[0], unkept=unkept, session=replace(context.session, rest=parts[1:], topic=""))


def _word_progress(context: TextContext, message: Message) -> str:
    now = context.line.now()
    told = {"day": day(message.received_at.astimezone(now.tzinfo)), "tracking": message.tracking_number}
    if message.state is not MessageState.WAITING:
        return TEXT("progress.answered", answer=message.answer, **told)
    if message.notice:
        return outgoing_texts.word_tracking(message, context.number)
    if message.due_at < now:
        return TEXT("progress.late", number=context.number, **told)
    return TEXT("progress.waiting", due=_due(context, message), **told)


def opt_out() -> ReplyPlan:
    """Stop texts that the sender did not just ask for.

    工业和信息化部令第31号《通信短信息服务管理规定》 (in force since 2015-06-30) forbids commercial texts to whoever
    refused them, and forbids hindering a refusal. Replies to a citizen's own texts are no such texts and go on."""
    return ReplyPlan(TextReply.TOLD, TEXT("wish.out"), TEXT("wish.unkept"), opted_out=True)


def opt_in() -> ReplyPlan:
    """Allow texts that the sender did not just ask for again."""
    return ReplyPlan(TextReply.TOLD, TEXT("wish.in"), TEXT("wish.unkept"), opted_out=False)


def _away(context: TextContext, office: Office, now: datetime) -> str:
    opening = next_opening(office, now, context.line.is_workday, context.line.closings)
    return TEXT("person.away", when=name_moment(opening, now)) if opening else ""


def short(question: str) -> str:
    """The beginning of ``question``, enough for its sender to recognise it."""
    return question if len(question) <= _LONGEST_QUOTED else question[:_LONGEST_QUOTED] + "…"


def _due(context: TextContext, message: Message) -> str:
    """The moment by which the message is answered, as people name it; provisional while a decree may change it."""
    now = context.line.now()
    provisional = "（暂定）" if messages.is_due_provisional(context.line, message) else ""
    return name_moment(message.due_at.astimezone(now.tzinfo), now) + provisional


def _how_answered(refusal: str, tracking: str, number: str) -> str:
    """How the sender learns the answer: by text, unless ``refusal`` says why none can be sent (``outbox.refusal``)."""
    if not refusal:
        return TEXT("message.by_text")
    if refusal == OPTED_OUT:
        return TEXT("message.opted_out", tracking=tracking)
    return TEXT("message.by_number", tracking=tracking, number=number)


def _find(context: TextContext, tracking: str) -> Message | None:
    if not tracking:
        return messages.find_latest_message(context.line, context.text.caller)
    return messages.find_message(context.line, tracking) if len(tracking) == TRACKING_DIGITS else None
