"""Public notices, hearings and briefings by text: the list, one of them, and taking part."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from hotline.core.errors import NotFound
from hotline.core.messages import MESSAGE_LIMIT, MessagePurpose
from hotline.core.public_notices import NoticeKind, PublicNotice, name_held_at
from hotline.core.texts import TextReply
from hotline.services import public_notices
from hotline.services.texts.inbound import MessageDraft, ReplyPlan
from voice import outgoing_texts
from voice.phrases import TEXT
from voice.sms.context import TextContext, split, tell
from voice.sms.notice_requests import NoticeRequest, find_bare_code, find_request

if TYPE_CHECKING:
    from hotline.core.messages import Message

_PURPOSES = {"意见": MessagePurpose.COMMENT, "报名": MessagePurpose.REGISTRATION}
_EXAMPLES = {"意见": ("公示", "我不同意这样办"), "报名": ("听证", "张三，住幸福路")}
MOST_LISTED = 9


def reply(context: TextContext, body: str) -> ReplyPlan:
    """Reply to a text in which ``find_request`` finds a request."""
    wanted = find_request(body) or NoticeRequest(kind=NoticeKind.NOTICE)
    if wanted.kind:
        return _list(context, wanted.kind)
    if wanted.word and not wanted.code:
        kind, example = _EXAMPLES[wanted.word]
        return tell(TEXT("notices.which", word=wanted.word, example=example, kind=kind))
    try:
        notice = public_notices.get_notice(context.line, wanted.code)
    except NotFound:
        return _without_name(tell(TEXT("notices.missing", code=wanted.code)), wanted)
    if not wanted.word:
        bare = find_bare_code(context.text.body)
        return _without_name(_tell_one(context, notice), bare or wanted)
    plan, is_comment = _take_part(context, notice, wanted), notice.section is NoticeKind.NOTICE
    return plan if is_comment and wanted.word == "意见" else _without_name(plan, wanted)


def _without_name(plan: ReplyPlan, wanted: NoticeRequest) -> ReplyPlan:
    """``plan``, where of a text that may register somebody only the command is kept, not the name."""
    return replace(plan, masked=f"{wanted.word}*") if wanted.rest else plan


def complete(context: TextContext, body: str) -> str:
    """``body``, with the command before it that is meant where it only begins with the code of a notice: to comment on
    a public notice where words follow, else to be told of the notice."""
    bare = find_bare_code(body)
    if bare is None or bare.code not in {one.code for one in public_notices.list_notices(context.line)}:
        return body
    notice = public_notices.get_notice(context.line, bare.code)
    is_comment = bool(bare.rest) and notice.section is NoticeKind.NOTICE
    return f"意见{bare.code} {bare.rest}" if is_comment else f"{notice.genre}{bare.code}"


def _list(context: TextContext, kind: NoticeKind) -> ReplyPlan:
    found = public_notices.list_current(context.line, kind)
    if not found:
        return tell(TEXT("notices.none", kind=kind.value, number=context.number))
    lines = [TEXT("notices.line", code=one.code, title=one.title) for one in found]
    words, _ = outgoing_texts.list_lines(TEXT("notices.intro", kind=kind.value), lines, most=MOST_LISTED)
    return tell(words)


def _tell_one(context: TextContext, notice: PublicNotice) -> ReplyPlan:
    parts, unkept = split(context, _word(context, notice))
    return tell(parts[0], unkept=unkept, session=replace(context.session, rest=parts[1:], topic=""))


def _word(context: TextContext, notice: PublicNotice) -> str:
    today = context.line.now().date()
    over = notice.is_over(today) and notice.section is not NoticeKind.BRIEFING
    told = [f"{notice.title}。", TEXT("notices.over", kind=notice.genre) if over else "", notice.matter]
    if notice.section is NoticeKind.NOTICE:
        told += [TEXT("notices.period", until=notice.ends_on), TEXT("notices.place", place=notice.place)]
    if notice.section is NoticeKind.HEARING:
        held, until = name_held_at(notice.held_at), notice.register_until
        told.append(TEXT("notices.held", held_at=held, place=notice.place, seats=notice.seats, until=until))
    if notice.result:
        told.append(TEXT("notices.result", result=notice.result))
    if notice.is_open(today):
        is_hearing = notice.section is NoticeKind.HEARING
        told.append(TEXT("notices.register_how" if is_hearing else "notices.comment_how", code=notice.code))
    return "\n".join(filter(None, told))


def _take_part(context: TextContext, notice: PublicNotice, wanted: NoticeRequest) -> ReplyPlan:
    """Leave the comment or the registration; where that may not be, say why, and keep nothing."""
    today = context.line.now().date()
    purpose = public_notices.purpose_of(notice)
    if not notice.is_open(today):
        why = public_notices.word_closed(notice, today)
        return tell(_word_closed(context, why))
    word = next(word for word, meant in _PURPOSES.items() if meant is purpose)
    if not wanted.rest or word != wanted.word:
        what = "您的姓名和情况" if purpose is MessagePurpose.REGISTRATION else "您的意见"
        example = _EXAMPLES[word][1]
        return tell(TEXT("notices.empty", what=what, word=word, code=notice.code, example=example))

    def word_reply(message: Message, _refusal: str) -> str:
        return outgoing_texts.word_tracking(message, context.number)

    draft = MessageDraft(
        wanted.rest[:MESSAGE_LIMIT], word_reply, notice=notice.code, word_closed=partial(_word_closed, context)
    )
    return ReplyPlan(TextReply.MESSAGE, "", TEXT("notices.unread", number=context.number), message=draft)


def _word_closed(context: TextContext, why: str) -> str:
    return TEXT("notices.closed", why=why, number=context.number)
