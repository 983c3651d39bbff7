"""Twilio: webhooks verified by their signature, read into our own types, texts answered with TwiML.

Signatures: https://www.twilio.com/docs/usage/webhooks/webhooks-security and, by a shared key (read 2026-11-23),
https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
Gather: https://www.twilio.com/docs/voice/twiml/gather · Record: https://www.twilio.com/docs/voice/twiml/record
Message: https://www.twilio.com/docs/messaging/twiml/message"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Request, Response
from twilio.request_validator import HMAC_SHA1, RequestValidator, get_signature_algorithm
from twilio.twiml.messaging_response import MessagingResponse

from hotline.core.calls import AttemptResult
from hotline.core.providers import SendFailed
from hotline.core.texts import Receipt, TextState
from voice.gateways.protocol import CallEnd, CallWebhook, PlaybackFailure, ReceivedText, strip_controls
from voice.gateways.twilio.api import TwilioApi, is_temporary
from voice.telephone_numbers import normalise

_ENDED = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
_SECONDS = re.compile(r"[0-9]{1,6}", re.ASCII)
_RANG = {
    "completed": AttemptResult.ANSWERED,
    "answered": AttemptResult.ANSWERED,
    "busy": AttemptResult.BUSY,
    "no-answer": AttemptResult.NO_ANSWER,
    "canceled": AttemptResult.CANCELED,
    "failed": AttemptResult.FAILED,
}
"""https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values (read 2026-11-23); ``answered``: a conference."""
_VOICE_REFUSED = frozenset({"13511", "13512", "13513", "13520"})
"""Say's voice, language, rate, or text with its SSML is invalid: https://www.twilio.com/docs/api/errors, warnings
that "may result in error": https://www.twilio.com/docs/voice/twiml/say (both read 2026-11-23)"""
_STATES = {
    "sent": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "read": TextState.DELIVERED,
    "undelivered": TextState.FAILED,
    "failed": TextState.FAILED,
    "canceled": TextState.FAILED,
}
"""https://www.twilio.com/docs/messaging/api/message-resource#message-status-values, those that say how far it got."""


@dataclass(frozen=True)
class Twilio:
    """``public_url`` is the address Twilio calls, without a path; behind a proxy ours would look different.

    ``shared_key`` is the secret of webhooks that are signed by a shared key ("" refuses these). Without ``api``
    webhooks are answered, and nothing is sent of our own accord."""

    auth_token: str = field(repr=False)
    public_url: str
    shared_key: str = field(default="", repr=False)
    api: TwilioApi | None = None
    name: str = "twilio"
    inline: bool = True

    def __post_init__(self) -> None:
        if not self.auth_token:  # RequestValidator("") would accept what anybody signs with an empty token
            raise ValueError("Twilio's auth token is missing.")

    def verify(self, request: Request) -> bool:
        """Whether Twilio signed this URL with this query string and these parameters, or this body when it is no form.

        The algorithm is the one that the request names; each belongs to one secret, so none can be exchanged."""
        signature = request.headers.get("X-Twilio-Signature", "")
        algorithm = get_signature_algorithm(request.headers.get("X-Twilio-Webhooks-Signature-Settings", ""))
        secret = self.auth_token if algorithm.upper() == HMAC_SHA1 else self.shared_key
        if not signature or not secret:
            return False
        signed = request.form if request.mimetype != "application/json" else _body(request)
        if isinstance(signed, str) and "bodySHA256" not in request.args:
            return False  # the library would take the body for signed
        return bool(RequestValidator(secret).validate(self.url_of(request), signed, signature, algorithm))

    def url_of(self, request: Request) -> str:
        """The URL as Twilio requested it."""
        query = request.query_string.decode("latin-1")
        return self.public_url + request.root_path + request.path + (f"?{query}" if query else "")

    def read_call(self, request: Request) -> CallWebhook:
        """Type the webhook of a call's step."""
        form = request.form
        recording = form.get("RecordingUrl", "")
        return CallWebhook(
            id=form.get("CallSid", ""),
            delivery=self._delivery(request),
            caller=normalise(form.get("From", "")),
            keys=form.get("Digits", ""),
            speech=strip_controls(form.get("SpeechResult", "")),
            confidence=_share(form.get("Confidence", "")),
            rang=_rang(form.get("DialCallStatus", ""), form.get("DialBridged", "")),
            leg=form.get("DialCallSid", ""),
            ended=_RANG.get(form.get("CallStatus", "")),
            recording="" if form.get("RecordingDuration") == "0" else recording,
            recording_key=f"recording:{form.get('RecordingSid') or recording}",
        )

    def read_end(self, request: Request) -> CallEnd | None:
        """How the call ended; None when the report tells of something else.

        Source: https://www.twilio.com/docs/voice/api/call-resource#call-status-values"""
        form = request.form
        status, seconds = form.get("CallStatus", ""), form.get("CallDuration", "")
        if status not in _ENDED:
            return None
        lasted = int(seconds) if _SECONDS.fullmatch(seconds) else None
        return CallEnd(form.get("CallSid", ""), normalise(form.get("From", "")), status, lasted)

    def read_failure(self, request: Request) -> PlaybackFailure:
        """Why the fallback is asked.

        Source: https://www.twilio.com/docs/usage/security/availability-reliability#fallback-urls"""
        call, code, url = (strip_controls(request.form.get(name, "")) for name in ("CallSid", "ErrorCode", "ErrorUrl"))
        return PlaybackFailure(call, code, url, code in _VOICE_REFUSED)

    def read_warning(self, request: Request) -> PlaybackFailure:
        """What the account's debugger tells.

        Source: https://www.twilio.com/docs/usage/troubleshooting/debugging-event-webhooks"""
        try:
            payload = json.loads(request.form.get("Payload", ""))
            call, code = (strip_controls(str(payload.get(name, ""))) for name in ("resource_sid", "error_code"))
            url = strip_controls(str((payload.get("webhook") or {}).get("request", {}).get("url", "")))
        except (ValueError, AttributeError, RecursionError):
            return PlaybackFailure("", "", "", voice_refused=False)
        return PlaybackFailure(call, code, url, call.startswith("CA") and code in _VOICE_REFUSED)

    def read_texts(self, request: Request) -> tuple[ReceivedText, ...]:
        form = request.form
        sid = form.get("MessageSid", "")
        delivery = f"message:{sid}" if sid else self._delivery(request)
        return (ReceivedText(delivery, normalise(form.get("From", "")), strip_controls(form.get("Body", ""))),)

    def build_response(self, reply: str, key: str) -> Response:
        document = MessagingResponse()
        if reply:
            document.message(reply, action=self._receipt_url(key))
        return Response(str(document), mimetype="text/xml")

    def send(self, number: str, body: str, key: str) -> str:
        if self.api is None:
            raise SendFailed("短信网关没有配置账号。", passing=False)
        return self.api.send(number, body, self._receipt_url())

    def read_receipts(self, request: Request) -> tuple[Receipt, ...]:
        """Source: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status (read 2026-11-23)"""
        form = request.form
        status, code = form.get("MessageStatus", ""), form.get("ErrorCode", "")
        sid = request.args.get("key") or form.get("MessageSid", "")
        if status not in _STATES or not sid:
            return ()
        told, number = strip_controls(f"{status} {code}".strip())[:50], normalise(form.get("To", ""))
        return (Receipt(sid[:100], _STATES[status], told, is_temporary(code), number),)

    def _receipt_url(self, key: str = "") -> str:
        return f"{self.public_url}/sms/{self.name}/receipt" + (f"?{urlencode({'key': key})}" if key else "")

    def _delivery(self, request: Request) -> str:
        """Twilio's own token of a delivery, else everything it carries; with its URL, for a token names no other step.

        Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides"""
        digest = hashlib.sha256(self.url_of(request).encode())
        token = request.headers.get("I-Twilio-Idempotency-Token")
        for name, value in [("token", token)] if token else sorted(request.form.items(multi=True)):
            digest.update(f"\0{name}\0{value}".encode("utf-8", "replace"))
        return f"digest:{digest.hexdigest()}"


def _body(request: Request) -> str:
    return request.get_data(as_text=True)


def _rang(status: str, bridged: str) -> AttemptResult | None:
    """Who picks up, hears the whisper and hangs up has completed the call, but was never connected.

    >>> _rang("completed", "false").value, _rang("completed", "true").value, _rang("", "")
    ('declined', 'answered', None)
    """
    result = _RANG.get(status, AttemptResult.FAILED) if status else None
    return AttemptResult.DECLINED if result is AttemptResult.ANSWERED and bridged == "false" else result


def _share(text: str) -> float:
    """A share from 0 to 1; 1 where none is given, which recognisers also tell as 0: "a sentinel value".

    Source: https://cloud.google.com/dotnet/docs/reference/Google.Cloud.Speech.V1/latest (read 2026-11-23)

    >>> _share("0.31"), _share(""), _share("nan"), _share("0.0")
    (0.31, 1.0, 1.0, 1.0)
    """
    return float(text) or 1.0 if re.fullmatch(r"0?\.[0-9]+", text) else 1.0
