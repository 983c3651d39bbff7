"""Texts that go out: queued together with what they tell of, sent by a provider, tried again while that may help.

A text is sent at least once: a process that is killed after the provider took a text and before that is written down
leaves it to another process, which sends it again. Two processes never send the same text at the same moment."""

from __future__ import annotations

import logging
from collections.abc import Callable, Set
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotline.core.errors import Unavailable
from hotline.core.providers import SendFailed
from hotline.core.texts import (
    NO_GATEWAY,
    NO_MOBILE,
    OPTED_OUT,
    OutgoingText,
    Receipt,
    TextPurpose,
    TextState,
    takes_texts,
)
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit

_log = logging.getLogger(__name__)

WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
"""How long after each try that failed for now the next one comes; after the last of them there is none."""
MOST_TRIES = len(WAITS) + 1
LEASE = timedelta(minutes=2)
"""How long a text belongs to the process that sends it; no provider is waited for so long."""
_TIMES_TO_KEEP = 8
"""How often keeping how a try went is tried, each as long as a writer waits for others; shorter than the lease."""
_ASKED_FOR = frozenset({TextPurpose.REPLY, TextPurpose.ANSWER})
"""What goes also to somebody who wants no texts of our own accord."""
REPLY_KEY = "reply:"
"""The key of a reply is this and the delivery of the text that it replies to."""


def queue(
    line: Line, unit: Unit, *, key: str, number: str, body: str, purpose: TextPurpose, tracking: str = ""
) -> OutgoingText:
    """Have ``body`` sent to ``number`` (E.164) when ``unit`` is committed; once, however often ``key`` is queued.

    What must or can not be sent is kept as FAILED, with ``error`` saying why: to no mobile telephone, to somebody who
    wants no texts (but for an answer that they asked for just now), or where nobody sends texts."""
    return unit.texts.queue(
        key,
        gateway=line.text_gateway,
        number=number,
        body=body,
        purpose=purpose,
        tracking=tracking,
        at=line.now(),
        refused=refusal(line, unit, number, purpose),
    )


def refusal(line: Line, unit: Unit, number: str, purpose: TextPurpose) -> str:
    """Why a text to ``number`` must or can not be sent; "" when it can."""
    if not takes_texts(number):
        return NO_MOBILE
    if purpose not in _ASKED_FOR and unit.incoming.is_opted_out(line.owner_of(number)):
        return OPTED_OUT
    return "" if line.text_gateway in line.senders else NO_GATEWAY


def deliver_due(line: Line) -> int:
    """Send every text that is due now, one after the other; how many were tried.

    A gateway that fails for now gets no more until the next time: one that nobody can reach keeps the texts of another
    waiting for one try, and not for each of its own."""
    with line.records.reading() as unit:
        if not unit.texts.is_any_due(line.now()):
            return 0
    tried = 0
    troubled: set[str] = set()
    while text := _claim(line, troubled):
        if not _send(line, text):
            troubled.add(text.gateway)
        tried += 1
    return tried


def receive(line: Line, gateway: str, receipt: Receipt) -> None:
    """Keep what a provider reports of a text; a repetition changes nothing, and the order they come in neither."""
    now = line.now()
    with line.records.writing() as unit:
        if not unit.texts.keep_receipt(gateway, receipt, now):
            return
        text = unit.texts.find_sent(gateway, receipt.provider_id)
        if text is not None:
            _follow(unit, text, receipt, now)
        elif receipt.state is TextState.FAILED and receipt.passing and gateway in line.senders:
            _send_reply_again(unit, gateway, receipt, now)


def _claim(line: Line, troubled: Set[str]) -> OutgoingText | None:
    now = line.now()
    with line.records.writing() as unit:
        return unit.texts.claim(now, now + LEASE, but_not=troubled)


def _send(line: Line, text: OutgoingText) -> bool:
    """False when it failed for now."""
    if text.tries > MOST_TRIES:  # whoever sent it was killed each time, and nobody could say how it went
        return _put_off(line, text, "given up", passing=False)
    if unwanted := _unwanted(line, text):
        return _put_off(line, text, unwanted, passing=False)
    try:
        sender = line.senders.get(text.gateway)
        if sender is None:
            raise SendFailed(f"{text.gateway} is not set up", passing=True)
        provider_id = sender.send(text.number, text.body, text.key)
    except SendFailed as failure:
        _log.warning("text %d was not taken at try %d: %s", text.id, text.tries, failure)
        return _put_off(line, text, str(failure), passing=failure.passing)
    except Exception as error:  # a mistake of ours may be mended by the next release: the text is not thrown away
        _log.exception("text %d could not be sent at try %d", text.id, text.tries)
        return _put_off(line, text, type(error).__name__, passing=True)
    _settle(line, text, provider_id)
    return True


def _unwanted(line: Line, text: OutgoingText) -> str:
    """Why ``text`` must not go out any more: since it was queued its receiver may have wished for no texts."""
    if not text.number:
        return NO_MOBILE  # erased after so long
    if text.purpose in _ASKED_FOR:
        return ""
    with line.records.reading() as unit:
        return OPTED_OUT if unit.incoming.is_opted_out(line.owner_of(text.number)) else ""


def _settle(line: Line, text: OutgoingText, provider_id: str) -> None:
    now = line.now()

    def settle(unit: Unit) -> None:
        if not unit.texts.mark_sent(text, provider_id, now):
            return
        if text.purpose is TextPurpose.REPLY:
            unit.incoming.mark_replied(text.key.removeprefix(REPLY_KEY), now)
        for receipt in unit.texts.list_receipts(text.gateway, provider_id):  # reported before we came to write it down
            sent = unit.texts.find_sent(text.gateway, provider_id)
            if sent is not None:
                _follow(unit, sent, receipt, now)

    _keep(line, settle)


def _put_off(line: Line, text: OutgoingText, error: str, *, passing: bool) -> bool:
    now = line.now()
    again = _next_try(text.tries, now) if passing else None
    _keep(line, lambda unit: unit.texts.mark_failed(text, error, now, again=again))
    return not passing


def _keep(line: Line, write: Callable[[Unit], None]) -> None:
    """Keep how a try went, though others write for long: what is not kept as sent would be sent again."""
    for _ in range(_TIMES_TO_KEEP - 1):
        try:
            with line.records.writing() as unit:
                return write(unit)
        except Unavailable:
            _log.warning("how a text went could not be kept, once more", exc_info=True)
    with line.records.writing() as unit:
        return write(unit)


def _follow(unit: Unit, text: OutgoingText, receipt: Receipt, now: datetime) -> None:
    """What was reported of ``text`` becomes its state; what was delivered stays delivered, what failed for good failed,
    unless it is delivered after all."""
    if receipt.state is TextState.DELIVERED and text.state is not TextState.DELIVERED:
        unit.texts.mark_delivered(text, now)
    elif receipt.state is TextState.FAILED and text.state is TextState.SENT:
        again = _next_try(text.tries, now) if receipt.passing else None
        unit.texts.mark_failed(text, receipt.status, now, again=again)


def _send_reply_again(unit: Unit, gateway: str, receipt: Receipt, now: datetime) -> None:
    """Queue a reply that went out in the answer to a webhook and did not arrive; of anything else nothing is known."""
    key = receipt.provider_id
    words = unit.deliveries.find(key.removeprefix(REPLY_KEY)) if key.startswith(REPLY_KEY) else None
    if words and receipt.number:
        unit.texts.queue(
            key,
            gateway=gateway,
            number=receipt.number,
            body=words,
            purpose=TextPurpose.REPLY,
            at=now,
            due_at=now + WAITS[0],
        )


def _next_try(tries: int, now: datetime) -> datetime | None:
    """When a text is tried again after ``tries`` tries; None when it has been tried often enough."""
    return now + WAITS[tries - 1] if tries < MOST_TRIES else None
