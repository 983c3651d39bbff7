"""Twilio: webhooks verified by their signature, read into our own types, texts answered with TwiML.

Signatures: https://www.twilio.com/docs/usage/webhooks/webhooks-security
Gather: https://www.twilio.com/docs/voice/twiml/gather · Record: https://www.twilio.com/docs/voice/twiml/record"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

from flask import Request, Response
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from voice.gateways import Call, Text
from voice.numbers import normalise

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ANSWERED = frozenset({"completed", "answered"})


@dataclass(frozen=True)
class Twilio:
    """``public_url`` is the address Twilio calls, without a path; behind a proxy ours would look different."""

    auth_token: str
    public_url: str

    def __post_init__(self) -> None:
        if not self.auth_token:  # RequestValidator("") would accept what anybody signs with an empty token
            raise ValueError("Twilio's auth token is missing.")

    @cached_property
    def _validator(self) -> RequestValidator:
        return RequestValidator(self.auth_token)

    def verify(self, request: Request) -> bool:
        """Whether Twilio signed this URL with this query string and these parameters."""
        signature = request.headers.get("X-Twilio-Signature", "")
        return bool(signature) and self._validator.validate(self.url_of(request), request.form, signature)

    def url_of(self, request: Request) -> str:
        """The URL as Twilio requested it."""
        query = request.query_string.decode("latin-1")
        return self.public_url + request.root_path + request.path + (f"?{query}" if query else "")

    def read_call(self, request: Request) -> Call:
        """Type the webhook of a call's step."""
        form = request.form
        recording = form.get("RecordingUrl", "")
        return Call(
            id=form.get("CallSid", ""),
            delivery=self._delivery(request),
            caller=normalise(form.get("From", "")),
            keys=form.get("Digits", ""),
            speech=_readable(form.get("SpeechResult", "")),
            confidence=_share(form.get("Confidence", "")),
            dial_answered=form.get("DialCallStatus", "") in _ANSWERED,
            recording="" if form.get("RecordingDuration") == "0" else recording,
            recording_key=f"recording:{form.get('RecordingSid') or recording}",
        )

    def read_text(self, request: Request) -> Text:
        form = request.form
        sid = form.get("MessageSid", "")
        return Text(
            delivery=f"message:{sid}" if sid else self._delivery(request),
            caller=normalise(form.get("From", "")),
            body=_readable(form.get("Body", "")),
        )

    def answer_text(self, reply: str) -> Response:
        """TwiML: https://www.twilio.com/docs/messaging/twiml/message"""
        document = MessagingResponse()
        if reply:
            document.message(reply)
        return Response(str(document), mimetype="text/xml")

    def _delivery(self, request: Request) -> str:
        """Twilio's own token of a delivery; where it sends none, a digest of everything that names the step."""
        token = request.headers.get("I-Twilio-Idempotency-Token")
        if token:
            return f"token:{token[:100]}"
        digest = hashlib.sha256(self.url_of(request).encode())
        for name, value in sorted(request.form.items(multi=True)):
            digest.update(f"\0{name}\0{value}".encode("utf-8", "replace"))
        return f"digest:{digest.hexdigest()}"


def _share(text: str) -> float:
    """A share from 0 to 1; 1 where none is given.

    >>> _share("0.31"), _share(""), _share("nan")
    (0.31, 1.0, 1.0)
    """
    return float(text) if re.fullmatch(r"0?\.[0-9]+|0", text) else 1.0


def _readable(words: str) -> str:
    """``words`` with a space for each control character: nobody types one, and PostgreSQL keeps no NUL.

    >>> _readable("复\\0议")
    '复 议'
    """
    return _CONTROL.sub(" ", words)
