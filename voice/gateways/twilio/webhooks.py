"""Twilio's webhooks: their signatures verified, their parameters read, texts answered with TwiML.

Signatures: https://www.twilio.com/docs/usage/webhooks/webhooks-security and, with a shared key (read 2026-11-23),
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
from voice.gateways.protocol import CallEnd, CallWebhook, PlaybackFailure, ReceivedText, received, strip_controls
from voice.gateways.twilio.api import TwilioApi, is_temporary
from voice.telephone_numbers import normalise

_END_STATUSES = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
_SECONDS = re.compile(r"[0-9]{1,6}", re.ASCII)
_CONFIDENCE = re.compile(r"(?:[01]|[01]?\.[0-9]{1,40}|[0-9](?:\.[0-9]{0,40})?[eE][-+]?[0-9]{1,2})", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,3}", re.ASCII)
_RESULTS = {
    "completed": AttemptResult.ANSWERED,
    "answered": AttemptResult.ANSWERED,
    "busy": AttemptResult.BUSY,
    "no-answer": AttemptResult.NO_ANSWER,
    "canceled": AttemptResult.CANCELED,
    "failed": AttemptResult.FAILED,
}
"""DialCallStatus and CallStatus: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values (read 2026-11-23).
``answered`` is the status of a conference."""
_VOICE_REFUSED = frozenset({"13511", "13512", "13513", "13520"})
"""Say has an invalid voice, language, rate, or text with SSML: https://www.twilio.com/docs/api/errors. These are
warnings that "may result in error": https://www.twilio.com/docs/voice/twiml/say (both read 2026-11-23)"""
_STATES = {
    "sent": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "read": TextState.DELIVERED,
    "undelivered": TextState.FAILED,
    "failed": TextState.FAILED,
    "canceled": TextState.FAILED,
}
"""MessageStatus, where it says how far a text got:
https://www.twilio.com/docs/messaging/api/message-resource#message-status-values"""


@dataclass(frozen=True)
class Twilio:
    """Calls and texts by Twilio, signed as https://www.twilio.com/docs/usage/webhooks/webhooks-security describes.

    ``public_url`` is the address that Twilio requests, without a path: signatures cover the URL, and behind a proxy the
    URL that reaches us differs. ``shared_key`` verifies webhooks signed by a shared key; "" refuses them. Without
    ``api`` webhooks are answered, and nothing can be sent outside a response."""

    auth_token: str = field(repr=False)
    public_url: str
    shared_key: str = field(default="", repr=False)
    api: TwilioApi | None = None
    name: str = "twilio"
    inline: bool = True

    def __post_init__(self) -> None:
        if not self.auth_token:  # RequestValidator("") accepts a signature that anybody makes with an empty token
            raise ValueError("Twilio's auth token is missing.")

    def verify(self, request: Request) -> bool:
        """Whether Twilio signed the URL with its query, and the form or else the body.

        The request names the algorithm. Each algorithm has one secret, so a signature made for one is never accepted
        for the other."""
        signature = request.headers.get("X-Twilio-Signature", "")
        algorithm = get_signature_algorithm(request.headers.get("X-Twilio-Webhooks-Signature-Settings", ""))
        secret = self.auth_token if algorithm.upper() == HMAC_SHA1 else self.shared_key
        if not signature or not secret:
            return False
        signed = request.form if request.mimetype != "application/json" else _body(request)
        if isinstance(signed, str) and "bodySHA256" not in request.args:
            return False  # without this parameter the library does not check the body
        return bool(RequestValidator(secret).validate(self.url_of(request), signed, signature, algorithm))

    def url_of(self, request: Request) -> str:
        """The URL as Twilio requested and signed it."""
        query = request.query_string.decode("latin-1")
        return self.public_url + request.root_path + request.path + (f"?{query}" if query else "")

    def read_call(self, request: Request) -> CallWebhook:
        """The parameters of a call's webhook, as the pages of Gather, Record and Dial describe them.

        From is a SIP address where the call came by SIP: https://www.twilio.com/docs/voice/api/sip-twiml (read
        2026-11-29)."""
        form = request.form.to_dict()  # a missing key costs ten times more in the original
        recording = form.get("RecordingUrl", "")
        has_sound = _has_sound(form.get("RecordingStatus", ""), form.get("RecordingDuration", ""))
        return CallWebhook(
            id=strip_controls(form.get("CallSid", "")),
            delivery=self._delivery(request),
            caller=normalise(form.get("From", "")),
            keys=form.get("Digits") or form.get("FinishedOnKey", ""),
            speech=strip_controls(form.get("SpeechResult", "")),
            confidence=_confidence(form.get("Confidence", "")),
            rang=_dial_result(form.get("DialCallStatus", ""), form.get("DialBridged", "")),
            leg=strip_controls(form.get("DialCallSid", "")),
            ended=_RESULTS.get(form.get("CallStatus", "")),
            recording=recording if has_sound else "",
            recording_key=f"recording:{form.get('RecordingSid') or recording}",
            recording_failed=has_sound is False,
        )

    def read_end(self, request: Request) -> CallEnd | None:
        """How the call ended; None for a report of another event.

        Source: https://www.twilio.com/docs/voice/api/call-resource#call-status-values"""
        form = request.form
        status, seconds = form.get("CallStatus", ""), form.get("CallDuration", "")
        if status not in _END_STATUSES:
            return None
        lasted = int(seconds) if _SECONDS.fullmatch(seconds) else None
        return CallEnd(strip_controls(form.get("CallSid", "")), normalise(form.get("From", "")), status, lasted)

    def read_failure(self, request: Request) -> PlaybackFailure:
        """Why Twilio requested the fallback URL.

        Source: https://www.twilio.com/docs/usage/security/availability-reliability#fallback-urls"""
        call, code, url = (strip_controls(request.form.get(name, "")) for name in ("CallSid", "ErrorCode", "ErrorUrl"))
        return PlaybackFailure(call, code, url, code in _VOICE_REFUSED)

    def read_warning(self, request: Request) -> PlaybackFailure:
        """The warning or error that the account's debugger reports; empty where it cannot be read.

        Source: https://www.twilio.com/docs/usage/troubleshooting/debugging-event-webhooks"""
        try:
            payload = json.loads(request.form.get("Payload", ""))
            call, code = (strip_controls(str(payload.get(name, ""))) for name in ("resource_sid", "error_code"))
            url = strip_controls(str((payload.get("webhook") or {}).get("request", {}).get("url", "")))
        except (ValueError, AttributeError, RecursionError):
            return PlaybackFailure("", "", "", voice_refused=False)
        return PlaybackFailure(call, code, url, call.startswith("CA") and code in _VOICE_REFUSED)

    def read_texts(self, request: Request) -> tuple[ReceivedText, ...]:
        """Source: https://www.twilio.com/docs/messaging/guides/webhook-request (read 2026-11-29)"""
        form = request.form
        sid = form.get("MessageSid", "")
        delivery = f"message:{sid}" if sid else self._delivery(request)
        pictures = form.get("NumMedia", "")
        count = int(pictures) if _COUNT.fullmatch(pictures) else 0
        return (received(delivery, form.get("From", ""), form.get("Body", ""), count),)

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
        described, number = strip_controls(f"{status} {code}".strip())[:50], normalise(form.get("To", ""))
        return (Receipt(sid[:100], _STATES[status], described, is_temporary(code), number),)

    def _receipt_url(self, key: str = "") -> str:
        return f"{self.public_url}/sms/{self.name}/receipt" + (f"?{urlencode({'key': key})}" if key else "")

    def _delivery(self, request: Request) -> str:
        """A digest of the URL and Twilio's token of the delivery, or of all parameters where there is no token.

        The URL is part of it, so that a token of one step never brings the reply of another.

        Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides"""
        digest = hashlib.sha256(self.url_of(request).encode())
        token = request.headers.get("I-Twilio-Idempotency-Token")
        for name, value in [("token", token)] if token else sorted(request.form.items(multi=True)):
            digest.update(f"\0{name}\0{value}".encode("utf-8", "replace"))
        return f"digest:{digest.hexdigest()}"


def _body(request: Request) -> str:
    return request.get_data(as_text=True)


def _dial_result(status: str, bridged: str) -> AttemptResult | None:
    """The result of a Dial. Somebody who picks up, hears the whisper and hangs up completed the leg, but declined.

    >>> _dial_result("completed", "false").value, _dial_result("completed", "true").value, _dial_result("", "")
    ('declined', 'answered', None)
    """
    result = _RESULTS.get(status, AttemptResult.FAILED) if status else None
    return AttemptResult.DECLINED if result is AttemptResult.ANSWERED and bridged == "false" else result


def _has_sound(status: str, seconds: str) -> bool | None:
    """Whether a recording can be heard, by its status and length; None while it goes on.

    Twilio reports ``completed`` or, where nothing can be fetched, ``absent``, and -1 for a length it does not know:
    https://www.twilio.com/docs/voice/api/recording and https://www.twilio.com/docs/voice/twiml/record. The caller's own
    next step has no status.

    >>> _has_sound("", "3"), _has_sound("completed", "0"), _has_sound("failed", "-1"), _has_sound("in-progress", "")
    (True, False, False, None)
    """
    if status in ("failed", "absent") or re.fullmatch(r"-[0-9]+|0+", seconds, re.ASCII):
        return False
    return True if status in ("", "completed") else None


def _confidence(text: str) -> float:
    """A recogniser's confidence, from 0 to 1; 1 where it gives none, and 0 where it cannot be read.

    It may have a decimal comma or an exponent. 0.0 is "a sentinel value" for none, source:
    https://cloud.google.com/dotnet/docs/reference/Google.Cloud.Speech.V1/latest (read 2026-11-23). Words of unknown
    confidence are treated like unsure ones: asking 您是想问 costs three seconds, and a wrong answer more.

    >>> _confidence("0.31"), _confidence("0,31"), _confidence("4.5E-2"), _confidence(""), _confidence("0.0")
    (0.31, 0.31, 0.045, 1.0, 1.0)
    >>> _confidence("nan"), _confidence("31"), _confidence("high")
    (0.0, 0.0, 0.0)
    """
    text = text.strip().replace(",", ".")
    if not text:
        return 1.0
    if not _CONFIDENCE.fullmatch(text) or float(text) > 1:
        return 0.0
    return float(text) or 1.0
