"""Gateways join the line to a provider: verify that a request is the provider's, read it, answer it.

What a provider sends is typed at the door; nothing behind the door knows a provider's names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flask import Request, Response


@dataclass(frozen=True)
class Call:
    """One webhook of a call; ``caller`` is E.164 or "" when withheld, ``delivery`` the same for a repeated webhook.

    ``confidence`` is how sure the recogniser is of ``speech``, 0 to 1, and 1 where it does not say. ``recording`` is
    the URL of what was recorded ("" when nothing was), ``recording_key`` names that recording."""

    id: str
    delivery: str
    caller: str
    keys: str = ""
    speech: str = ""
    confidence: float = 1.0
    dial_answered: bool = False
    recording: str = ""
    recording_key: str = ""


@dataclass(frozen=True)
class Text:
    """One text message that came in; ``delivery`` is the same when it is delivered again."""

    delivery: str
    caller: str
    body: str


class TextGateway(Protocol):
    """A provider of text messages."""

    def verify(self, request: Request) -> bool:
        """Whether ``request`` is the provider's own; nothing in it is looked at before."""

    def read_text(self, request: Request) -> Text: ...

    def answer_text(self, reply: str) -> Response:
        """The response that makes the provider send ``reply``; "" sends nothing."""
