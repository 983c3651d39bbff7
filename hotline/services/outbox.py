"""The outbox: outgoing texts are queued in the transaction they belong to, then sent, and retried on passing failures.

A text is sent at least once. A process that is killed after the provider took a text, and before that was recorded,
leaves the text to another process, which sends it again. Two processes never send the same text at the same time."""

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
    is_mobile_number,
)
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_log = logging.getLogger(__name__)

WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
"""The wait after each try that failed for a passing reason; after the last of them there is no further try."""
MOST_TRIES = len(WAITS) + 1
LEASE = timedelta(minutes=2)
"""How long a claimed text belongs to the process that sends it: longer than any provider is waited for."""
LATEST = WAITS[-1] + timedelta(hours=1)
"""No text waits longer for its next try. One that seems to was queued while a clock was wrong."""
_RECORD_TRIES = 8
"""Attempts to write the result of one send. Each waits for other writers; all together take less time than LEASE."""
_REQUESTED = frozenset({TextPurpose.REPLY, TextPurpose.ANSWER})
"""Texts that the citizen just asked for: they go also to somebody who opted out."""
REPLY_KEY = "reply:"
"""The outbox key of a reply is this prefix and the delivery of the text that it replies to."""


def queue(
    line: Line, unit: Unit, *, key: str, number: str, body: str, purpose: TextPurpose, tracking: str = ""
) -> OutgoingText:
    """Queue ``body`` for ``number`` (E.164) in the transaction of ``unit``; once, however often ``key`` is queued.

    A text that must not or cannot be sent is stored as FAILED with the reason in ``error``: the number is no mobile
    telephone, its owner opted out (unless they just asked for this text), or no gateway sends texts."""
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
    """Why a text to ``number`` must not or cannot be sent (a code of core.texts); "" when it can."""
    if not is_mobile_number(number):
        return NO_MOBILE
    if purpose not in _REQUESTED and unit.incoming.is_opted_out(line.owner_of(number)):
        return OPTED_OUT
    return "" if line.text_gateway in line.senders else NO_GATEWAY


def deliver_due(line: Line, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Send all texts that are due now, one after the other, until ``is_stopping``; the number of tries.

    A gateway that fails for a passing reason gets no more texts in this run, so an unreachable gateway delays the
    others by one try and not by one for each of its texts."""
    with line.records.reading() as unit:
        if not unit.texts.is_any_due(line.now(), line.now() + LATEST):
            return 0
    tried = 0
    troubled: set[str] = set()
    while not is_stopping() and (text := _claim(line, troubled)):
        if not _send(line, text):
            troubled.add(text.gateway)
        tried += 1
    return tried


def receive(line: Line, gateway: str, receipt: Receipt) -> None:
    """Record a delivery receipt. Repeated receipts change nothing, and they may arrive in any order."""
    now = line.now()
    with line.records.writing() as unit:
        if not unit.texts.add_receipt(gateway, receipt, now):
            return
        text = unit.texts.find_sent(gateway, receipt.provider_id)
        if text is not None:
            _apply_receipt(unit, text, receipt, now)
        elif receipt.state is TextState.FAILED and receipt.passing and gateway in line.senders:
            _send_reply_again(unit, gateway, receipt, now)


def _claim(line: Line, troubled: Set[str]) -> OutgoingText | None:
    now = line.now()
    with line.records.writing() as unit:
        return unit.texts.claim(now, now + LEASE, now + LATEST, but_not=troubled)


def _send(line: Line, text: OutgoingText) -> bool:
    """Try to send ``text`` once; False when the gateway failed for a passing reason."""
    if text.tries > MOST_TRIES:  # each process that sent it was killed before it could record the result
        return _record_failure(line, text, "given up", passing=False)
    if unwanted := _unwanted(line, text):
        return _record_failure(line, text, unwanted, passing=False)
    try:
        sender = line.senders.get(text.gateway)
        if sender is None:
            raise SendFailed(f"{text.gateway} is not set up", passing=True)
        provider_id = sender.send(text.number, text.body, text.key)
    except SendFailed as failure:
        _log.warning("text %d was not taken at try %d: %s", text.id, text.tries, failure)
        return _record_failure(line, text, str(failure), passing=failure.passing)
    except Exception as error:  # our own error, which the next release may mend: retry
        _log.exception("text %d could not be sent at try %d", text.id, text.tries)
        return _record_failure(line, text, type(error).__name__, passing=True)
    _record_sent(line, text, provider_id)
    return True


def _unwanted(line: Line, text: OutgoingText) -> str:
    """Why ``text`` must not go out any more, "" when it may: its receiver may have opted out since it was queued."""
    if not text.number:
        return NO_MOBILE  # retention erased it
    if text.purpose in _REQUESTED:
        return ""
    with line.records.reading() as unit:
        return OPTED_OUT if unit.incoming.is_opted_out(line.owner_of(text.number)) else ""


def _record_sent(line: Line, text: OutgoingText, provider_id: str) -> None:
    now = line.now()

    def record(unit: Unit) -> None:
        if not unit.texts.mark_sent(text, provider_id, now):
            return
        if text.purpose is TextPurpose.REPLY:
            unit.incoming.mark_replied(text.key.removeprefix(REPLY_KEY), now)
        for receipt in unit.texts.list_receipts(text.gateway, provider_id):  # came before the sending was recorded
            sent = unit.texts.find_sent(text.gateway, provider_id)
            if sent is not None:
                _apply_receipt(unit, sent, receipt, now)

    _record(line, record)


def _record_failure(line: Line, text: OutgoingText, error: str, *, passing: bool) -> bool:
    now = line.now()
    again = _next_try(text.tries, now) if passing else None
    _record(line, lambda unit: unit.texts.mark_failed(text, error, now, again=again))
    return not passing


def _record(line: Line, write: Callable[[Unit], None]) -> None:
    """Record the result of a try, and retry while others write for long: an unrecorded text would be sent again."""
    for _ in range(_RECORD_TRIES - 1):
        try:
            with line.records.writing() as unit:
                return write(unit)
        except Unavailable:
            _log.warning("the result of sending a text could not be recorded, trying again", exc_info=True)
    with line.records.writing() as unit:
        return write(unit)


def _apply_receipt(unit: Unit, text: OutgoingText, receipt: Receipt, now: datetime) -> None:
    """Apply a receipt to ``text``. DELIVERED is final; FAILED is final unless a later receipt says delivered.

    A text whose words were erased since is not sent again."""
    if receipt.state is TextState.DELIVERED and text.state is not TextState.DELIVERED:
        unit.texts.mark_delivered(text, now)
    elif receipt.state is TextState.FAILED and text.state is TextState.SENT:
        again = _next_try(text.tries, now) if receipt.passing and text.body else None
        unit.texts.mark_failed(text, receipt.status, now, again=again)


def _send_reply_again(unit: Unit, gateway: str, receipt: Receipt, now: datetime) -> None:
    """Queue a reply that a webhook's response carried and that did not arrive; ignore any other text."""
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
    """The moment of the next try after ``tries`` tries; None after the last."""
    return now + WAITS[tries - 1] if tries < MOST_TRIES else None
