"""Public notices and hearings: what every channel tells of them, and how citizens take part.

A comment or a registration is a message about the notice, so its number, its reply by text, its masking and its erasure
are those of messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.messages import Message, MessagePurpose
from hotline.core.permissions import Permission, Staff
from hotline.core.proposals import ProposalKind
from hotline.core.public_notices import NoticeKind, PublicNotice, Quarter, name_day, sort_notices
from hotline.core.review import Status
from hotline.core.text_length import tidy
from hotline.core.texts import TextPurpose, find_mobile_number
from hotline.services import messages, outbox
from hotline.services.content import proposals
from hotline.services.line import Line
from hotline.services.messages import NoticePart

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

NAME_LIMIT = 40
"""Characters of a name of somebody who registers."""


def list_notices(line: Line, kind: NoticeKind | None = None) -> list[PublicNotice]:
    """All that are published, of ``kind`` alone where one is given: the current first, the newest first."""
    found = (notice for notice in line.knowledge.public_notices if kind in (None, notice.section))
    return sort_notices(found, line.now().date())


def list_current(line: Line, kind: NoticeKind) -> list[PublicNotice]:
    """Those of ``kind`` that are not over, the newest first."""
    return [notice for notice in list_notices(line, kind) if not notice.is_over(line.now().date())]


def get_notice(line: Line, code: str) -> PublicNotice:
    """Raises NotFound where none is published under ``code``."""
    for notice in line.knowledge.public_notices:
        if notice.code == code:
            return notice
    raise NotFound("没有这个编号的公示或者听证。")


def purpose_of(notice: PublicNotice) -> MessagePurpose:
    """What a message that takes part in ``notice`` is for."""
    return MessagePurpose.REGISTRATION if notice.section is NoticeKind.HEARING else MessagePurpose.COMMENT


def word_closed(notice: PublicNotice, today: date) -> str:
    """Why nobody may take part today, in a sentence."""
    if notice.section is NoticeKind.BRIEFING:
        return "通报不收意见。有话要说，请留言。"
    until, what = notice.open_until, "报名" if notice.section is NoticeKind.HEARING else "公示"
    if until and until < today:
        return f"{what}{name_day(until)}已经截止了。"
    return f"{what}还没有开始，{notice.starts_on}起可以提意见。"


def take_part(
    line: Line,
    code: str,
    *,
    channel: Channel,
    body: str,
    caller: str = "",
    recording: str = "",
    conversation: str = "",
    delivery: str | None = None,
    unit: Unit | None = None,
) -> Message:
    """Store a comment on a public notice, or a registration for a hearing, as ``messages.leave_message`` does.

    Raises NotFound for an unknown code, and Conflict, which says why, outside the time for taking part. A delivery that
    was stored in time is acknowledged again later."""
    notice, today = get_notice(line, code), line.now().date()
    if not notice.is_open(today) and not _is_known(line, delivery, unit):
        raise Conflict(word_closed(notice, today))
    return messages.leave_message(
        line,
        channel=channel,
        body=body,
        caller=caller,
        recording=recording,
        conversation=conversation,
        delivery=delivery,
        unit=unit,
        about=NoticePart(notice.code, purpose_of(notice), notice.department, notice.open_until),
    )


def _is_known(line: Line, delivery: str | None, unit: Unit | None) -> bool:
    if delivery is None:
        return False
    if unit is not None:
        return unit.messages.find_delivery(delivery) is not None
    with line.records.reading() as reading:
        return reading.messages.find_delivery(delivery) is not None


def word_registration(name: str, words: str) -> str:
    """The body of a registration. Raises InvalidInput without a name, or with one that is too long."""
    name = " ".join(tidy(name).split())
    if not name:
        raise InvalidInput({"name": "请写您的姓名。"})
    if len(name) > NAME_LIMIT:
        raise InvalidInput({"name": f"姓名最多{NAME_LIMIT}个字。"})
    return f"姓名：{name}\n{tidy(words)}".rstrip()


def take_part_on_web(
    line: Line,
    code: str,
    *,
    body: str,
    telephone: str,
    delivery: str | None,
    compose_text: Callable[[Message, str], str],
) -> Message:
    """The same with a form: stored together with the SMS that tells its number, where a mobile number was given.

    ``compose_text`` words that from the message and the line's own number. Raises as ``take_part`` does."""
    with line.records.writing() as unit:
        message = take_part(
            *(line, code), channel=Channel.WEB, body=body, caller=telephone, delivery=delivery, unit=unit
        )
        mobile = find_mobile_number(telephone)
        if mobile and not outbox.refusal(line, unit, mobile, TextPurpose.TRACKING):
            outbox.queue(
                line,
                unit,
                key=f"tracking:{message.tracking_number}",
                number=mobile,
                body=compose_text(message, line.knowledge.office.line_number),
                purpose=TextPurpose.TRACKING,
                tracking=message.tracking_number,
            )
    return message


def get_told(line: Line, actor: Staff, code: str) -> PublicNotice:
    """The notice as it is published, or was before it was withdrawn. Raises NotFound where it never was."""
    history = proposals.get_history(line, actor, ProposalKind.PUBLIC_NOTICES, code)
    told = history.published or next((one.content for one in history.steps if one.status is Status.WITHDRAWN), None)
    if not isinstance(told, PublicNotice):
        raise NotFound("没有这个编号的公示或者听证。")
    return told


@dataclass(frozen=True)
class NoticeReplies:
    """A notice, how many took part in it, and how many of these wait for a reply."""

    notice: PublicNotice
    total: int
    waiting: int


def list_with_counts(line: Line, actor: Staff) -> list[NoticeReplies]:
    """Every notice that is published, or was and somebody took part in it, with its counts; a liaison officer gets
    those of the own department."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        counts = unit.messages.count_about_notices()
    published = list_notices(line)
    withdrawn = sorted(counts.keys() - {one.code for one in published}, reverse=True)
    # Whose they are is not known before they are read, and one that is another office's is left out, not refused.
    told = [*published, *(get_told(line, replace(actor, office_code=""), code) for code in withdrawn)]
    shown = (one for one in told if actor.own_part is None or actor.own_part.has(one.department))
    return [NoticeReplies(notice, *counts.get(notice.code, (0, 0))) for notice in shown]


def list_replies(line: Line, actor: Staff, code: str) -> list[Message]:
    """Who took part in the notice with this ``code``, in the order in which they came; numbers are masked for those who
    may not see them. Raises NotAllowed for a liaison officer of another department."""
    actor.require(Permission.READ_ENQUIRIES)
    actor.require_department(get_told(line, actor, code).department)
    with line.records.reading() as unit:
        found = unit.messages.list_about_notice(code)
    return found if actor.may(Permission.SEE_NUMBERS) else [message.masked() for message in found]


class DueNoticeKind(Enum):
    """What is owed; the value is what staff read."""

    BRIEFING = "通报还没有发"
    RESULT = "结束了，还没有写结果"
    REPLIES = "结束了，还有意见或者报名没有答复"


@dataclass(frozen=True)
class DueNotice:
    """``day`` is the last day in time; ``notice`` is None for a briefing that nobody has written."""

    kind: DueNoticeKind
    title: str
    day: date
    notice: PublicNotice | None
    is_late: bool = False


def list_due(line: Line, actor: Staff) -> list[DueNotice]:
    """What the office owes of its notices, the earliest first. Nothing where it has never published any.

    No text that was read says by when a result is owed: its day is that on which the notice ended."""
    today = line.now().date()
    rows, published = list_with_counts(line, actor), {one.code for one in line.knowledge.public_notices}
    found = [_briefing_due(line, today)] if line.knowledge.public_notices and actor.own_part is None else []
    for row in (row for row in rows if row.notice.is_over(today) and row.notice.section is not NoticeKind.BRIEFING):
        ended = row.notice.last_day or today
        if row.waiting:
            found.append(DueNotice(DueNoticeKind.REPLIES, row.notice.title, ended, row.notice))
        if not row.notice.has_result and row.notice.code in published:
            found.append(DueNotice(DueNoticeKind.RESULT, row.notice.title, ended, row.notice))
    return sorted((due for due in found if due), key=lambda due: due.day)


def _briefing_due(line: Line, today: date) -> DueNotice | None:
    """The briefing of the last quarter, from the first day after it until it is published."""
    owed = Quarter.of(today).previous
    offices = line.knowledge.department_offices
    own = (one for one in line.knowledge.public_notices if not offices.get(one.department))
    published = {one.quarter for one in own if one.section is NoticeKind.BRIEFING}
    if str(owed) in published:
        return None
    day = owed.briefing_deadline
    return DueNotice(DueNoticeKind.BRIEFING, owed.name, day, None, is_late=today > day)
