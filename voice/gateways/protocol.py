"""Gateways join the line to a provider: verify that a request is the provider's, read it, answer it, send.

What a provider sends is typed at the door; nothing behind the door knows a provider's names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from flask import Request, Response

from hotline.core.calls import AttemptResult
from hotline.core.providers import TextSender
from hotline.core.texts import Receipt

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class CallWebhook:
    """One webhook of a call; ``caller`` is E.164 or "" when withheld, ``delivery`` the same for a repeated webhook.

    ``confidence`` is how sure the recogniser is of ``speech``, 0 to 1, and 1 where it does not say. ``rang`` is how
    ringing somebody for the caller went and ``leg`` the call's other end, each None or "" where nobody was rung;
    ``ended`` is how this leg itself ended, None while it goes on. ``recording`` is the URL of what was recorded (""
    when nothing was), ``recording_key`` names that recording."""

    id: str
    delivery: str
    caller: str
    keys: str = ""
    speech: str = ""
    confidence: float = 1.0
    rang: AttemptResult | None = None
    leg: str = ""
    ended: AttemptResult | None = None
    recording: str = ""
    recording_key: str = ""


@dataclass(frozen=True)
class CallEnd:
    """How a call from ``caller`` (E.164, "" when withheld) ended: ``status`` is one of those of
    ``hotline.core.calls.Call``, ``seconds`` None when not told."""

    id: str
    caller: str
    status: str
    seconds: int | None


@dataclass(frozen=True)
class PlaybackFailure:
    """The provider could not play the document of ``url`` in ``call``: ``code`` is its own word for why,
    ``voice_refused`` whether it was for the voice, its language or its speed. Each "" where it does not say."""

    call: str
    code: str
    url: str
    voice_refused: bool


@dataclass(frozen=True)
class ReceivedText:
    """One text message that came in; ``delivery`` is the same when it is delivered again."""

    delivery: str
    caller: str
    body: str


class TextGateway(TextSender, Protocol):
    """A provider of text messages; every method takes any request that was verified, and raises on none."""

    @property
    def inline(self) -> bool:
        """Whether ``build_response`` carries the reply; where it does not, a reply goes out by ``send``."""

    def verify(self, request: Request) -> bool:
        """Whether ``request`` is the provider's own; nothing in it is looked at before."""

    def read_texts(self, request: Request) -> tuple[ReceivedText, ...]:
        """The texts that ``request`` brings: one at most where the gateway answers inline."""

    def build_response(self, reply: str, key: str) -> Response:
        """The response that makes the provider send ``reply``; "" sends nothing. Receipts bear ``key`` as their id."""

    def read_receipts(self, request: Request) -> tuple[Receipt, ...]:
        """Delivery receipts, each under the id that ``send`` returned or the key that ``build_response`` was given.

        Empty when the request reports something else."""


def strip_controls(words: str) -> str:
    """``words`` with a space for each control character: nobody types one, and PostgreSQL keeps no NUL.

    Halves of a surrogate pair, which JSON can hold and UTF-8 cannot, go the same way.

    >>> strip_controls("复\\0议\\ud83d")
    '复 议 '
    """
    return _CONTROL.sub(" ", words)
