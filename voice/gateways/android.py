"""SMS Gateway for Android: a telephone with a SIM card as a county office's gateway.

Webhooks and their signature: https://docs.sms-gate.app/features/webhooks/ · Sending, with our own id that is refused
(409) when it was taken before: https://docs.sms-gate.app/features/sending-messages/ (both read 2026-11-23, with the
app's source of 2026-07-14). The app posts one envelope a request, those kept back while it was offline in quick
succession; a list of envelopes is read too. It tries again for two days until it is answered 2xx."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from flask import Request, Response

from hotline.core.providers import SendFailed
from hotline.core.texts import Receipt, TextState
from voice.gateways.http_client import ProviderResponse, ProviderUnreachable, send_request
from voice.gateways.protocol import ReceivedText, strip_controls
from voice.telephone_numbers import normalise

WINDOW_SECONDS = 300
"""How far a webhook's time may be from ours; each attempt of the app bears its own time."""
MOST_ENVELOPES = 20
"""The app works off that many at a time; what a list holds beyond is not read."""
_MOST_IDS = 5
"""Twice as many requests at most, within the time that a sender has a text to itself."""
_KEPT_SECONDS = 86_400
"""What the telephone could not send for a day is not sent any more."""
_STATES = {
    "sms:sent": TextState.SENT,
    "sms:delivered": TextState.DELIVERED,
    "sms:failed": TextState.FAILED,
    "sms:cancelled": TextState.FAILED,
}
_TEMPORARY_ERRORS = (
    "RESULT_ERROR_GENERIC_FAILURE",
    "RESULT_ERROR_RADIO_OFF",
    "RESULT_ERROR_NO_SERVICE",
    "RESULT_ERROR_LIMIT_EXCEEDED",
    "RESULT_RIL_MODEM_ERR",
    "Can't send message: No SIMs found",
)
"""Troubles of the telephone or its network, not of the text: https://docs.sms-gate.app/faq/errors/"""


@dataclass(frozen=True)
class Android:
    """``signing_key`` signs the app's webhooks; ``api_url``, ``user`` and ``password`` are its API's.

    ``now`` gives an aware time."""

    signing_key: str = field(repr=False)
    api_url: str
    user: str
    password: str = field(repr=False)
    now: Callable[[], datetime]
    name: str = "android"
    inline: bool = False

    def __post_init__(self) -> None:
        if not self.signing_key:
            raise ValueError("The signing key of SMS Gateway for Android is missing.")

    def verify(self, request: Request) -> bool:
        """Whether the app signed this body at about this time."""
        told = request.headers.get("X-Timestamp", "")
        if not (told.isascii() and told.isdecimal() and len(told) <= 12):
            return False
        if abs(self.now().timestamp() - int(told)) > WINDOW_SECONDS:
            return False
        expected = hmac.new(self.signing_key.encode(), request.get_data() + told.encode(), hashlib.sha256).hexdigest()
        signature = request.headers.get("X-Signature", "").strip().lower()
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))

    def read_texts(self, request: Request) -> tuple[ReceivedText, ...]:
        return tuple(
            ReceivedText(
                _delivery(envelope),
                normalise(_word(payload, "sender")),
                strip_controls(_word(payload, "message")),
            )
            for event, envelope, payload in _envelopes(request)
            if event == "sms:received"
        )

    def build_response(self, reply: str, key: str) -> Response:
        """An acknowledgement; the app sends nothing of it on."""
        return Response("", mimetype="text/plain")

    def send(self, number: str, body: str, key: str) -> str:
        """The id under which the telephone has the text. One that it had and failed with is given to it under another;
        one that it still has, or has sent, is not given again."""
        text = {"textMessage": {"text": body}, "phoneNumbers": [number], "ttl": _KEPT_SECONDS}
        for serial in range(_MOST_IDS):
            named = hashlib.sha256(f"{key} {serial}".encode()).hexdigest()[:32]
            answer = self._ask("/messages", json.dumps({"id": named, **text}).encode())
            if answer.status in (200, 201, 202):
                return named
            if answer.status != 409:
                passing = answer.status >= 500 or answer.status in (401, 403, 429)
                raise SendFailed(str(answer.status), passing=passing)
            if _word(_object(self._ask(f"/messages/{named}").body), "state") != "Failed":
                return named
        raise SendFailed("409", passing=False)

    def read_receipts(self, request: Request) -> tuple[Receipt, ...]:
        return tuple(
            _receipt(event, payload)
            for event, _, payload in _envelopes(request)
            if event in _STATES and _word(payload, "messageId")
        )

    def _ask(self, place: str, body: bytes | None = None) -> ProviderResponse:
        try:
            headers = {"Content-Type": "application/json"} if body else {}
            return send_request(self.api_url + place, body, headers=headers, login=(self.user, self.password))
        except ProviderUnreachable as error:
            raise SendFailed("unreachable", passing=True) from error


def _envelopes(request: Request) -> Iterator[tuple[str, dict[str, object], dict[str, object]]]:
    """Each envelope's event, itself and its payload; what is none is left out."""
    told = _read(request.get_data())
    for envelope in (told if isinstance(told, list) else [told])[:MOST_ENVELOPES]:
        if isinstance(envelope, dict) and isinstance(envelope.get("payload"), dict):
            yield _word(envelope, "event"), envelope, envelope["payload"]


def _receipt(event: str, payload: dict[str, object]) -> Receipt:
    """A text of several parts is delivered part by part, with the same words; so the first part tells."""
    reason = strip_controls(_word(payload, "reason")) if event == "sms:failed" else ""
    status = f"{event} {reason}".strip()[:100]
    return Receipt(
        strip_controls(_word(payload, "messageId"))[:100],
        _STATES[event],
        status,
        passing=reason.startswith(_TEMPORARY_ERRORS),
    )


def _delivery(envelope: dict[str, object]) -> str:
    """The envelope's own id, the same when it comes again; a text's id is made from its words and not its own."""
    told = strip_controls(_word(envelope, "id"))[:64]
    return f"android:{told or hashlib.sha256(json.dumps(envelope, sort_keys=True).encode()).hexdigest()}"


def _word(holder: dict[str, object], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def _object(body: bytes) -> dict[str, object]:
    told = _read(body)
    return told if isinstance(told, dict) else {}


def _read(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
