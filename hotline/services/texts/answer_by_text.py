"""Answers that callers hear, sent to their telephone as a text when they ask for it."""

from __future__ import annotations

import logging

from hotline.core.errors import Unavailable
from hotline.core.texts import TextPurpose, TextState, is_mobile_number
from hotline.services import outbox
from hotline.services.line import Line

_log = logging.getLogger(__name__)


def can_have(line: Line, number: str) -> bool:
    """Whether a caller from ``number`` is offered the answer as a text.

    False for a withheld number, one that takes no texts or whose owner opted out, and where no gateway sends texts."""
    if line.text_gateway not in line.senders or not is_mobile_number(number):
        return False
    try:
        with line.records.reading() as unit:
            return not unit.incoming.is_opted_out(line.owner_of(number))
    except Unavailable:
        _log.warning("opt-outs cannot be read; no text is offered", exc_info=True)
        return False


def forward(line: Line, number: str, body: str, *, conversation: str, subject: str) -> bool:
    """Queue ``body``, the answer on ``subject``, for ``number``: once a ``conversation``, however often asked for.

    False when it will not be sent."""
    try:
        with line.records.writing() as unit:
            text = outbox.queue(
                line,
                unit,
                key=key(conversation, subject),
                number=number,
                body=body,
                purpose=TextPurpose.ANSWER,
            )
    except Unavailable:
        _log.warning("an answer could not be queued as a text", exc_info=True)
        return False
    return text.state is not TextState.FAILED


def key(conversation: str, subject: str) -> str:
    """The outbox key of the answer on ``subject``; with "" as subject, the prefix of a conversation's keys."""
    return f"answer:{conversation}:{subject}"
