"""What the line needs from a provider of calls or texts: verify a request, read it, answer it, send.

A gateway translates a provider's requests into the types below, and nothing outside ``voice.gateways`` knows a
provider's names. Whoever adds an SMS gateway writes a class with the methods of TextGateway in a module of this package
(``android`` is the plainest model) with its test, its settings in ``hotline.settings.gateways``, a line in
``voice.gateways.registry``, and its rows in hotline/docs/settings.md and in the URLs of voice/README.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from flask import Request, Response

from hotline.core.calls import AttemptResult
from hotline.core.providers import TextSender
from hotline.core.texts import Receipt
from voice.telephone_numbers import find_service_number, normalise

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class CallWebhook:
    """One webhook of a call.

    ``id`` is the provider's id of the leg. ``delivery`` identifies the webhook and is the same when it is delivered
    again. ``caller`` is E.164, or "" when the number is withheld. ``keys`` and ``speech`` are the caller's input, and
    ``confidence`` is the recogniser's for ``speech``, from 0 to 1; 1 where it gives none, 0 where it cannot be read.

    ``rang`` is how dialling somebody for the caller went and ``leg`` the id of that other leg; None and "" where
    nobody was dialled. ``ended`` is how this leg itself ended, None while it goes on. ``recording`` is the URL of a
    recording, "" for none, and ``recording_key`` identifies that recording; ``recording_failed`` says that there should
    be one and is none."""

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
    recording_failed: bool = False


@dataclass(frozen=True)
class CallEnd:
    """How a call ended. ``caller`` is E.164, or "" when withheld. ``status`` is ``completed``, ``busy``,
    ``no-answer``, ``failed`` or ``canceled``; ``seconds`` is the length of the call, None where it is not reported."""

    id: str
    caller: str
    status: str
    seconds: int | None


@dataclass(frozen=True)
class PlaybackFailure:
    """The provider could not play the document of ``url`` to ``call``; each is "" where the provider does not say.

    ``code`` is the provider's error code. ``voice_refused`` says that the voice, its language or its rate is to
    blame."""

    call: str
    code: str
    url: str
    voice_refused: bool


@dataclass(frozen=True)
class ReceivedText:
    """A text message from ``caller`` (E.164, or "" when withheld); ``delivery`` is the same when it comes again.

    ``is_service`` tells that no person sent it: ``caller`` is then a service's number as it is dialled, or "" where
    the sender is a name. ``pictures`` counts what came along and cannot be read: photos, videos, recordings."""

    delivery: str
    caller: str
    body: str
    is_service: bool = False
    pictures: int = 0


def received(delivery: str, sender: str, body: str, pictures: int = 0) -> ReceivedText:
    """A text from ``sender``, as the provider writes it."""
    is_service = find_service_number(sender) is not None
    return ReceivedText(delivery, normalise(sender), strip_controls(body), is_service, pictures)


class TextGateway(TextSender, Protocol):
    """A provider of text messages. Every method but ``verify`` takes verified requests. None raises on any request,
    except that ``read_texts`` may refuse a body that it cannot read with an HTTPException, which names the reason."""

    @property
    def inline(self) -> bool:
        """Whether the response to a webhook carries the reply. Where it does not, the reply goes out by ``send``."""

    def verify(self, request: Request) -> bool:
        """Whether the request comes from the provider. It is called before anything in the request is read."""

    def read_texts(self, request: Request) -> tuple[ReceivedText, ...]:
        """The texts that the request delivers: at most one where the gateway is ``inline``."""

    def build_response(self, reply: str, key: str) -> Response:
        """The response that makes the provider send ``reply``, or nothing for "". Its receipts carry ``key``."""

    def read_receipts(self, request: Request) -> tuple[Receipt, ...]:
        """Delivery receipts, each under the id that ``send`` returned or the key that ``build_response`` was given.

        Empty when the request reports something else."""


def strip_controls(text: str) -> str:
    """``text`` with a space for each control character: nobody types one, and PostgreSQL stores no NUL.

    Lone surrogates are replaced too; JSON can carry them and UTF-8 cannot.

    >>> strip_controls("复\\0议\\ud83d")
    '复 议 '
    """
    return _CONTROL.sub(" ", text)
