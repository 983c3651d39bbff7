"""A public notice, a hearing or a briefing on the telephone: read in parts, and taken part in by a recording."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel
from hotline.core.errors import Conflict, NotFound, Unavailable
from hotline.core.messages import MessagePurpose
from hotline.core.public_notices import NoticeKind, PublicNotice, is_notice_code, name_held_at
from hotline.core.typed_days import parse_day
from hotline.services import messages, public_notices
from voice.phone import prompts
from voice.phone.call_state import Place
from voice.phone.context import Transition
from voice.phrases import PHONE
from voice.speech.chunks import cut

if TYPE_CHECKING:
    from datetime import date

    from hotline.core.messages import Message
    from voice.phone.actions import Step
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext, Reply


PART = "1"
"""The ``topic`` of a call state in which the caller records a part in the notice, and no ordinary message about it."""


def read(context: CallContext, state: CallState, lead: str) -> list[Step]:
    """Read the part ``state.page`` of the notice, and offer to take part while that may be done."""
    notice, today = public_notices.get_notice(context.line, state.subject), context.line.now().date()
    parts = parts_of(notice, today)
    page = min(state.page, len(parts) - 1)
    more = PHONE("notice.next") if page < len(parts) - 1 else ""
    text = "" if prompts.is_reminded(state) else parts[page]
    return prompts.listen(state, lead, text, more, _offer(notice, today), prompts.prompt(state))


def read_next_part(context: CallContext, state: CallState) -> Transition | None:
    """Read the next part; None after the last."""
    notice = public_notices.get_notice(context.line, state.subject)
    page = state.page + 1
    if page >= len(parts_of(notice, context.line.now().date())):
        return None
    return Transition(state.go(Place.NOTICE, page=page, subject=state.subject))


def take_part(context: CallContext, state: CallState) -> Reply | None:
    """Record a comment or a registration. Outside the time for it a key is told why; None for words, which then leave
    an ordinary message."""
    notice, today = public_notices.get_notice(context.line, state.subject), context.line.now().date()
    if notice.is_open(today):
        registers = public_notices.purpose_of(notice) is MessagePurpose.REGISTRATION
        invite = PHONE("notice.registration_invite" if registers else "notice.comment_invite")
        return prompts.message(replace(state, topic=PART), invite)
    if context.heard.text:
        return None
    closed = PHONE("notice.closed", why=public_notices.word_closed(notice, today))
    return Transition(replace(state, silences=1, wrong_keys=0), closed)


def leave(context: CallContext, state: CallState, delivery: str) -> Message | None:
    """Store what was recorded as a part in the notice that the caller was hearing; None for an ordinary message.

    What comes too late, or while the notice cannot be looked up, is kept as a message that says so: no recording is
    lost."""
    if state.topic != PART or not is_notice_code(state.subject):
        return None
    call = context.call
    try:
        title = public_notices.get_notice(context.line, state.subject).title
        return public_notices.take_part(
            *(context.line, state.subject),
            channel=Channel.PHONE,
            body=PHONE("written.notice", code=state.subject, title=title),
            caller=call.caller,
            recording=call.recording,
            conversation=call.id,
            delivery=delivery,
        )
    except (Conflict, NotFound, Unavailable):
        return messages.leave_message(
            context.line,
            channel=Channel.PHONE,
            body=PHONE("written.notice_late", code=state.subject),
            caller=call.caller,
            recording=call.recording,
            conversation=call.id,
            delivery=delivery,
        )


def word_kept(context: CallContext, state: CallState) -> str:
    """That the recording is kept, and what it is: what comes too late is a message."""
    try:
        notice = public_notices.get_notice(context.line, state.subject) if state.topic == PART else None
    except (NotFound, Unavailable):
        notice = None
    if notice is None or not notice.is_open(context.line.now().date()):
        kept: str = PHONE("review.kept")
        return kept
    registers = public_notices.purpose_of(notice) is MessagePurpose.REGISTRATION
    told: str = PHONE("review.kept_registration" if registers else "review.kept_comment")
    return told


def parts_of(notice: PublicNotice, today: date) -> tuple[str, ...]:
    """What the notice says, in parts of at most 25 seconds; one that is over says so first."""
    over = notice.is_over(today) and notice.section is not NoticeKind.BRIEFING
    told = f"{notice.title.rstrip('。')}。"
    told += PHONE("notice.over", kind=notice.genre) if over else ""
    told += _sentence(notice.matter) + _facts(notice)
    return cut(told + (PHONE("notice.result", result=_sentence(notice.result)) if notice.result else ""))


def _facts(notice: PublicNotice) -> str:
    match notice.section:
        case NoticeKind.NOTICE:
            told: str = PHONE("notice.period", first=_say(notice.starts_on), last=_say(notice.ends_on))
            return told + PHONE("notice.place", place=notice.place)
        case NoticeKind.HEARING:
            held = PHONE("notice.held", moment=name_held_at(notice.held_at), place=notice.place)
            return held + PHONE("notice.seats", seats=notice.seats, last=_say(notice.register_until))
        case NoticeKind.BRIEFING:
            return ""


def _offer(notice: PublicNotice, today: date) -> str:
    if not notice.is_open(today):
        return ""
    registers = public_notices.purpose_of(notice) is MessagePurpose.REGISTRATION
    return PHONE("notice.registration" if registers else "notice.comment")


def _say(text: str) -> str:
    day = parse_day(text)
    return f"{day.month}月{day.day}号" if day else text


def _sentence(text: str) -> str:
    return text if text[-1:] in "。！？）" else f"{text}。"
