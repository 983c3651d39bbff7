"""One text and its reply: what is known before it is thought about, and everything that follows from it kept at once.

A text reads the records once and writes them once, so that a citizen waits at most once for another writer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotline.core.errors import Unavailable
from hotline.core.masking import mask_number, mask_numbers
from hotline.core.texts import Recent, TextPurpose, TextReply
from hotline.services.line import Line
from hotline.services.outbox import REPLY_KEY
from hotline.services.texts import session
from hotline.services.texts.session import NOTHING, Context

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit

_log = logging.getLogger(__name__)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_NEVER = Recent()


@dataclass(frozen=True)
class Incoming:
    """A text that came in by ``gateway``; ``delivery`` is the same when it is delivered again, ``caller`` is E.164 or
    "" when withheld. ``inline`` tells whether the answer to the webhook is the reply; else the outbox sends it."""

    gateway: str
    delivery: str
    caller: str
    body: str
    inline: bool = True


@dataclass(frozen=True)
class Before:
    """What is known of a text's writer; ``owner`` names them without telling the number, "" when it is withheld.

    ``reply`` is what the same delivery got before, None when it is new. All but ``owner`` is unknown, and not
    ``known``, while the records cannot be reached."""

    owner: str
    known: bool = True
    reply: str | None = None
    recent: Recent = _NEVER
    context: Context = NOTHING


@dataclass(frozen=True)
class Settled:
    """What a text gets, and what it leaves open; a ``context`` of None leaves open what was."""

    words: str
    enquiry_id: int | None = None
    context: Context | None = None


@dataclass(frozen=True)
class DraftReply:
    """A reply thought out: ``settle`` keeps what follows from it and gives the words. While nothing can be kept, or
    nothing remembered for a writer without a number, the words are ``unkept``; "" is silence."""

    kind: TextReply
    unkept: str
    settle: Callable[[Unit], Settled]


def look(line: Line, text: Incoming) -> Before:
    """What the records know; nothing of it while they cannot be reached."""
    owner, now = line.owner_of(text.caller), line.now()
    try:
        with line.records.reading() as unit:
            return Before(
                owner=owner,
                reply=unit.deliveries.find(text.delivery),
                recent=_recent(unit, owner, text, now),
                context=session.recall(unit, owner, now) if owner else NOTHING,
            )
    except Unavailable:
        _log.warning("the records cannot be read; answering a text without them", exc_info=True)
        return Before(owner, known=False)


def keep(line: Line, text: Incoming, before: Before, draft: DraftReply) -> str:
    """Keep the text, what follows from it and its reply, all or nothing; the words to answer with.

    Two deliveries of one text at the same moment may both come here, and both get the reply that was kept first; so
    what a draft keeps bears the delivery's key or is the same the second time. While the records cannot be reached the
    citizen is answered all the same, or Unavailable is raised where the reply would have to be queued."""
    try:
        with line.records.writing() as unit:
            return _keep(line, unit, text, before, draft)
    except Unavailable:
        if not text.inline:
            raise
        _log.warning("a text could not be kept", exc_info=True)
        return draft.unkept


def _recent(unit: Unit, owner: str, text: Incoming, now: datetime) -> Recent:
    """Nothing for a withheld number: those who have one are strangers to one another, and share no limit."""
    if not owner:
        return _NEVER
    return unit.incoming.recent(owner, _masked(text), hour_ago=now - _HOUR, minute_ago=now - _MINUTE)


def _keep(line: Line, unit: Unit, text: Incoming, before: Before, draft: DraftReply) -> str:
    now = line.now()
    settled = draft.settle(unit)
    words = _remember(unit, before, draft, settled, now)
    new = unit.incoming.take_in(
        gateway=text.gateway,
        delivery=text.delivery,
        owner=before.owner,
        caller=mask_number(text.caller),
        body=_masked(text),
        received_at=now,
        replied_at=now if words and text.inline else None,
        reply_kind=draft.kind,
        enquiry_id=settled.enquiry_id,
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


def _remember(unit: Unit, before: Before, draft: DraftReply, settled: Settled, now: datetime) -> str:
    """Keep what the reply leaves open; the words, other ones where that would have to be remembered and cannot."""
    if settled.context is None or (not before.owner and settled.context == NOTHING):
        return settled.words
    if not before.owner:
        return draft.unkept
    session.remember(unit, before.owner, settled.context, now)
    return settled.words


def _masked(text: Incoming) -> str:
    return mask_numbers(text.body.strip())
