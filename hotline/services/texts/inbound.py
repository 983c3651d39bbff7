"""One inbound text: what is known of its sender is read, and its reply is kept with everything that follows from it.

The channel plans the reply between the two. A text reads the records once and writes them once, so a citizen waits at
most once for another writer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel
from hotline.core.errors import Conflict, NotFound, Unavailable
from hotline.core.masking import mask_number, mask_numbers
from hotline.core.messages import Message
from hotline.core.texts import HELD_BACK, RecentTexts, TextPurpose, TextReply
from hotline.services import messages, outbox, public_notices
from hotline.services.line import Line
from hotline.services.outbox import REPLY_KEY
from hotline.services.questions import ask
from hotline.services.questions.ask import DecidedQuestion
from hotline.services.texts import session
from hotline.services.texts.session import NOTHING_OPEN, TextSession

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_log = logging.getLogger(__name__)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_NO_TEXTS = RecentTexts()


@dataclass(frozen=True)
class InboundText:
    """A text that came in by ``gateway``.

    ``delivery`` identifies it: the same when the gateway delivers it again. ``caller`` is E.164, or "" when the number
    is withheld. ``inline`` tells whether the webhook's response carries the reply; otherwise the outbox sends it.
    ``is_service`` tells that a service sent it and no person; its number is no E.164, "" where it sends under a
    name. ``pictures`` counts what came along and cannot be read."""

    gateway: str
    delivery: str
    caller: str
    body: str
    inline: bool = True
    is_service: bool = False
    pictures: int = 0


@dataclass(frozen=True)
class SenderState:
    """What the records know of a text's sender.

    ``owner`` is a keyed hash of the number, "" when it is withheld. ``reply`` is what the same delivery got before,
    None when the text is new. While the records cannot be reached, ``known`` is false and only ``owner`` is set."""

    owner: str
    known: bool = True
    reply: str | None = None
    recent: RecentTexts = _NO_TEXTS
    session: TextSession = NOTHING_OPEN


@dataclass(frozen=True)
class MessageDraft:
    """A message to leave for staff.

    ``word_reply`` words the reply from the message as it was kept, and from the reason why its answer cannot be texted
    ("" when it can; see ``outbox.refusal``). Where ``adds_to`` is the tracking number of a message that was left just
    before, the words are added to that one instead and ``word_added`` words the reply. ``notice`` is the code of the
    public notice or hearing that it takes part in, and ``word_closed`` words the reply, from the reason, where that is
    closed by now."""

    body: str
    word_reply: Callable[[Message, str], str]
    adds_to: str = ""
    word_added: Callable[[Message], str] | None = None
    notice: str = ""
    word_closed: Callable[[str], str] = str


@dataclass(frozen=True)
class ReplyPlan:
    """A reply, and what is to be kept with it.

    ``words`` is the reply, "" for none. ``unkept`` replaces it while the records cannot be reached, or where a session
    would have to be remembered for a withheld number. ``session`` is what the reply leaves open; None leaves it as it
    was. ``enquiry`` is recorded. ``picked`` is what the sender picked from the choices of the last enquiry: an entry's
    number or an item's index number, "" for no pick. ``message`` is left for staff and words the reply.
    ``opted_out`` is a wish to get no more texts (False: to get them again). ``masked`` is kept in place of the text's
    words, where these name somebody whose name is not kept as long; None keeps them."""

    kind: TextReply
    words: str
    unkept: str
    session: TextSession | None = None
    enquiry: DecidedQuestion | None = None
    picked: str = ""
    message: MessageDraft | None = None
    opted_out: bool | None = None
    masked: str | None = None


def read_sender(line: Line, text: InboundText) -> SenderState:
    """What the records know of the sender of ``text``; only the owner while they cannot be reached."""
    owner, now = line.owner_of(text.caller), line.now()
    try:
        with line.records.reading() as unit:
            return SenderState(
                owner=owner,
                reply=unit.deliveries.find(text.delivery),
                recent=_count_recent(unit, owner, text, now),
                session=session.recall(unit, owner, now) if owner else NOTHING_OPEN,
            )
    except Unavailable:
        _log.warning("the records cannot be read; answering a text without them", exc_info=True)
        return SenderState(owner, known=False)


def keep_reply(line: Line, text: InboundText, sender: SenderState, plan: ReplyPlan) -> str:
    """Keep the text, its reply and what follows from it in one transaction; return the words to reply with.

    Two deliveries of one text may come here at the same moment. Both get the reply that was kept first, and what is
    kept carries the delivery's key or is the same the second time. While the records cannot be reached, the citizen
    gets ``plan.unkept``. Raises Unavailable where the reply would have to be queued: the gateway delivers again."""
    try:
        with line.records.writing() as unit:
            return _keep(line, unit, text, sender, plan)
    except Unavailable:
        if not text.inline:
            raise
        _log.warning("a text could not be kept", exc_info=True)
        return plan.unkept


def _count_recent(unit: Unit, owner: str, text: InboundText, now: datetime) -> RecentTexts:
    """Texts of this owner in the last day; none for a withheld number, because its senders must not share a limit."""
    if not owner:
        return _NO_TEXTS
    since = {"day_ago": now - _DAY, "hour_ago": now - _HOUR, "minute_ago": now - _MINUTE}
    return unit.incoming.count_recent(owner, _masked_body(text), **since)


def _keep(line: Line, unit: Unit, text: InboundText, sender: SenderState, plan: ReplyPlan) -> str:
    now, plan = line.now(), _withhold(text, plan)
    enquiry = _keep_enquiry(line, unit, text, sender, plan)
    words, left, kind = _keep_message(line, unit, text, plan)
    _keep_wish(unit, sender, plan, now)
    words = words if _remember(unit, sender, _opened(plan, sender, enquiry, left, now), now) else plan.unkept
    new = unit.incoming.add(
        gateway=text.gateway,
        delivery=text.delivery,
        owner=sender.owner,
        caller=mask_number(text.caller),
        body=_masked_body(text) if plan.masked is None else plan.masked,
        received_at=now,
        replied_at=now if words and text.inline else None,
        reply_kind=kind,
        enquiry_id=enquiry,
    )
    if new and words and text.caller and not text.inline:
        unit.texts.queue(
            REPLY_KEY + text.delivery,
            gateway=text.gateway,
            number=text.caller,
            body=words,
            purpose=TextPurpose.REPLY,
            at=now,
        )
    return unit.deliveries.keep(text.delivery, words, now)


def _withhold(text: InboundText, plan: ReplyPlan) -> ReplyPlan:
    """``plan``, unless its reply cannot be sent: then nothing counts as answered, and only a message is still left."""
    if text.inline or text.caller or plan.message or plan.kind in HELD_BACK:
        return plan
    return ReplyPlan(TextReply.NONE, "", "")


def _keep_enquiry(line: Line, unit: Unit, text: InboundText, sender: SenderState, plan: ReplyPlan) -> int | None:
    """Record the question or the pick; the id of the enquiry that the text belongs to, None for any other text."""
    if plan.enquiry is not None:
        return ask.record(
            line,
            plan.enquiry,
            channel=Channel.SMS,
            caller=text.caller,
            conversation="",  # enquiries are kept for good: this would tell which came from one telephone
            delivery=text.delivery,
            unit=unit,
        )
    if not plan.picked:
        return None
    enquiry = sender.session.enquiry
    if enquiry is not None and plan.picked.isdecimal():  # an item has no votes to count
        unit.enquiries.pick(enquiry, int(plan.picked))
    return enquiry


def _keep_message(line: Line, unit: Unit, text: InboundText, plan: ReplyPlan) -> tuple[str, str, TextReply]:
    """Keep the message of ``plan``, if it has one; the reply's words, the tracking number, and what the reply is.

    A notice that was closed since the reply was planned takes no message, and the reply says why."""
    if plan.message is None:
        return plan.words, "", plan.kind
    try:
        return *_add_or_leave(line, unit, text, plan.message), plan.kind
    except (Conflict, NotFound) as closed:
        if not plan.message.notice:
            raise
        return plan.message.word_closed(str(closed)), "", TextReply.TOLD


def _add_or_leave(line: Line, unit: Unit, text: InboundText, draft: MessageDraft) -> tuple[str, str]:
    """Leave the message for staff, or add to it; the words that say so, and its tracking number."""
    if draft.adds_to and draft.word_added:
        added = messages.add_to_message(line, unit, draft.adds_to, draft.body, text.delivery)
        if added is not None:
            return draft.word_added(added), added.tracking_number
    message = _leave(line, unit, text, draft)
    words = draft.word_reply(message, outbox.refusal(line, unit, text.caller, TextPurpose.MESSAGE_ANSWER))
    return words, "" if draft.notice else message.tracking_number


def _leave(line: Line, unit: Unit, text: InboundText, draft: MessageDraft) -> Message:
    if draft.notice:
        return public_notices.take_part(
            *(line, draft.notice),
            channel=Channel.SMS,
            body=draft.body,
            caller=text.caller,
            delivery=text.delivery,
            unit=unit,
        )
    return messages.leave_message(
        line, channel=Channel.SMS, body=draft.body, caller=text.caller, delivery=text.delivery, unit=unit
    )


def _keep_wish(unit: Unit, sender: SenderState, plan: ReplyPlan, now: datetime) -> None:
    if plan.opted_out and sender.owner:
        unit.incoming.opt_out(sender.owner, now)
    elif plan.opted_out is False:
        unit.incoming.opt_in(sender.owner)


def _opened(plan: ReplyPlan, sender: SenderState, enquiry: int | None, left: str, now: datetime) -> TextSession | None:
    """The session that the reply leaves open, None for the same as before.

    Choices remember which enquiry they were offered for. The message ``left`` just now takes further texts for some
    minutes, whatever else is asked between them."""
    if left and sender.owner:
        until = (now + session.ADDITIONS).isoformat()
        return replace(plan.session or sender.session, left=left, left_until=until)
    opened = plan.session
    if opened is None:
        return None
    if plan.enquiry is not None and plan.kind is TextReply.OFFERED:
        opened = replace(opened, enquiry=enquiry)
    return replace(opened, left=sender.session.left, left_until=sender.session.left_until)


def _remember(unit: Unit, sender: SenderState, opened: TextSession | None, now: datetime) -> bool:
    """Remember ``opened`` for the sender's next text; False where that is needed and the number is withheld."""
    if opened is None or (not sender.owner and opened == NOTHING_OPEN):
        return True
    if not sender.owner:
        return False
    session.remember(unit, sender.owner, opened, now)
    return True


def _masked_body(text: InboundText) -> str:
    return mask_numbers(text.body.strip())
