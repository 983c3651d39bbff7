"""An answer that a caller hears, sent to their telephone by text when they ask for it."""

from __future__ import annotations

import logging

from hotline.core.errors import Unavailable
from hotline.core.texts import TextPurpose, TextState, takes_texts
from hotline.services import outbox
from hotline.services.line import Line

_log = logging.getLogger(__name__)


def can_have(line: Line, number: str) -> bool:
    """Whether whoever calls from ``number`` is offered an answer by text.

    Not from a withheld number or one that takes no texts, not who wants none, and nobody where no text is sent."""
    if line.text_gateway not in line.senders or not takes_texts(number):
        return False
    try:
        with line.records.reading() as unit:
            return not unit.incoming.is_opted_out(line.owner_of(number))
    except Unavailable:
        _log.warning("who wants no texts cannot be read; none is offered", exc_info=True)
        return False


def forward(line: Line, number: str, body: str, *, conversation: str, subject: str) -> bool:
    """Have ``body``, the answer on ``subject``, sent to ``number``; once in a ``conversation``, however often wished.

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
    """The key of the text that brings the answer on ``subject``; of "", what all of a ``conversation`` begin with."""
    return f"answer:{conversation}:{subject}"
