"""SMS Gateway for Android: an app that makes a telephone with a SIM card the gateway of a county office.

Webhooks and their signature: https://docs.sms-gate.app/features/webhooks/
Sending, with an id of our own, which is refused (409) when it was used before:
https://docs.sms-gate.app/features/sending-messages/ (both read 2026-11-23, with the app's source of 2026-07-14).

The app posts one envelope a request, and after it was offline many requests in quick succession; a list of envelopes
is read too. It repeats a request for two days until it is answered 2xx.

Versions up to 1.51 and later ones too report one received text in two envelopes that differ in their ids alone:
https://github.com/capcom6/android-sms-gateway/issues/291, 301, 310 and 372. A payload names its sender ``phoneNumber``
in versions before 2026 and ``sender`` since (issues 300 and 319; all read 2026-11-29)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import Request, Response

from hotline.core.providers import SendFailed
from hotline.core.texts import Receipt, TextState
from voice.gateways.http_client import ProviderResponse, ProviderUnreachable, send_request
from voice.gateways.protocol import ReceivedText, received, strip_controls

WINDOW_SECONDS = 300
"""How far the time of a webhook may be from ours. Each attempt of the app carries its own time."""
MOST_ENVELOPES = 20
"""The app handles at most so many at a time; further ones in a list are ignored."""
_MOST_IDS = 5
"""Ids tried for one text. Each costs two requests, and all must be over before another worker takes the text over."""
_TTL_SECONDS = 86_400
"""The telephone gives up a text that it could not send for a day."""
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
"""Errors of the telephone or its network, not of the text: https://docs.sms-gate.app/faq/errors/"""


@dataclass(frozen=True)
class Android:
    """Texts by SMS Gateway for Android: https://docs.sms-gate.app/features/webhooks/ and
    https://docs.sms-gate.app/features/sending-messages/.

    ``signing_key`` signs the app's webhooks. ``api_url``, ``user`` and ``password`` are those of its API. ``now``
    returns an aware time."""

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
        """Whether the app signed this body, no more than WINDOW_SECONDS ago or ahead."""
        sent_at = request.headers.get("X-Timestamp", "")
        if not (sent_at.isascii() and sent_at.isdecimal() and len(sent_at) <= 12):
            return False
        if abs(self.now().timestamp() - int(sent_at)) > WINDOW_SECONDS:
            return False
        signed = request.get_data() + sent_at.encode()
        expected = hmac.new(self.signing_key.encode(), signed, hashlib.sha256).hexdigest()
        signature = request.headers.get("X-Signature", "").strip().lower()
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))

    def read_texts(self, request: Request) -> tuple[ReceivedText, ...]:
        return tuple(
            received(_delivery(envelope, payload), _sender(payload), *_content(event, payload))
            for event, envelope, payload in _envelopes(request)
            if event in ("sms:received", "mms:received")
        )

    def build_response(self, reply: str, key: str) -> Response:
        """A bare acknowledgement: the app does not send the response on."""
        return Response("", mimetype="text/plain")

    def send(self, number: str, body: str, key: str) -> str:
        """The id under which the telephone has the text.

        The ids of a text follow from its ``key``. A text that the telephone still has, or has sent, is not given to it
        again. A text that it failed to send is given to it under the next id.

        Raises SendFailed."""
        text = {"textMessage": {"text": body}, "phoneNumbers": [number], "ttl": _TTL_SECONDS}
        for serial in range(_MOST_IDS):
            text_id = hashlib.sha256(f"{key} {serial}".encode()).hexdigest()[:32]
            response = self._request("/messages", json.dumps({"id": text_id, **text}).encode())
            if response.status in (200, 201, 202):
                return text_id
            if response.status != 409:
                passing = response.status >= 500 or response.status in (401, 403, 429)
                raise SendFailed(str(response.status), passing=passing)
            if _get_text(_parse_object(self._request(f"/messages/{text_id}").body), "state") != "Failed":
                return text_id
        raise SendFailed("409", passing=False)

    def read_receipts(self, request: Request) -> tuple[Receipt, ...]:
        return tuple(
            _receipt(event, payload)
            for event, _, payload in _envelopes(request)
            if event in _STATES and _get_text(payload, "messageId")
        )

    def _request(self, path: str, body: bytes | None = None) -> ProviderResponse:
        try:
            headers = {"Content-Type": "application/json"} if body else {}
            return send_request(self.api_url + path, body, headers=headers, login=(self.user, self.password))
        except ProviderUnreachable as error:
            raise SendFailed("unreachable", passing=True) from error


def _envelopes(request: Request) -> Iterator[tuple[str, dict[str, object], dict[str, object]]]:
    """For each envelope its event, the envelope itself and its payload; anything that is no envelope is left out."""
    parsed = _parse(request.get_data())
    for envelope in (parsed if isinstance(parsed, list) else [parsed])[:MOST_ENVELOPES]:
        if isinstance(envelope, dict) and isinstance(envelope.get("payload"), dict):
            yield _get_text(envelope, "event"), envelope, envelope["payload"]


def _receipt(event: str, payload: dict[str, object]) -> Receipt:
    """A text of several parts is reported part by part in the same words, so the first report decides."""
    reason = strip_controls(_get_text(payload, "reason")) if event == "sms:failed" else ""
    status = f"{event} {reason}".strip()[:100]
    return Receipt(
        strip_controls(_get_text(payload, "messageId"))[:100],
        _STATES[event],
        status,
        passing=reason.startswith(_TEMPORARY_ERRORS),
    )


def _content(event: str, payload: dict[str, object]) -> tuple[str, int]:
    """The words of a text and how many pictures came along. Of an MMS the app tells only that it came.

    Source: https://docs.sms-gate.app/features/mms/ (read 2026-11-29)"""
    return ("", 1) if event == "mms:received" else (_get_text(payload, "message"), 0)


def _sender(payload: dict[str, object]) -> str:
    """Who sent a received text, under the present or the former name of the field; "" where neither is there."""
    return _get_text(payload, "sender").strip() or _get_text(payload, "phoneNumber").strip()


def _delivery(envelope: dict[str, object], payload: dict[str, object]) -> str:
    """What identifies a text: its sender, its id and the second in which the telephone received it.

    The app derives the id of a text from its words, so two equal texts have the same and the time tells them apart. A
    payload without an id is identified by its words instead. Where no time is given the envelope's id has to do, which
    stays the same when the app repeats a request, but not when it reports one text twice."""
    received_at = _second(_get_text(payload, "receivedAt"))
    if received_at:
        text_id = _get_text(payload, "messageId") or _get_text(payload, "message")
        return f"android:text:{_digest([_sender(payload), text_id, received_at])}"
    envelope_id = strip_controls(_get_text(envelope, "id"))[:64]
    return f"android:{envelope_id or _digest(envelope)}"


def _second(moment: str) -> str:
    """``moment`` to the second in UTC, so that it is equal with and without milliseconds; else as it is written.

    >>> _second("2026-01-19T21:11:52.031+01:00"), _second("2026-01-19T20:11:52Z"), _second("soon")
    ('2026-01-19T20:11:52+00:00', '2026-01-19T20:11:52+00:00', 'soon')
    """
    try:
        return datetime.fromisoformat(moment).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return moment


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _get_text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _parse_object(body: bytes) -> dict[str, object]:
    parsed = _parse(body)
    return parsed if isinstance(parsed, dict) else {}


def _parse(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
