"""How the handset reaches the line: signed webhooks over HTTP, or straight into an application in this process."""

from __future__ import annotations

import http.client
import uuid
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from flask import Flask
from twilio.request_validator import RequestValidator

from voice.handset.script import HandsetError

TIMEOUT_SECONDS = 15
"""As long as Twilio waits: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides"""

LARGEST_DOCUMENT = 16 * 1024 * 1024
"""Bytes of a document or a sound: more than ten minutes of 8 kHz and 16 bits."""


class LineUnreachable(HandsetError):
    """The line did not answer, or not as a provider needs it; the message says what came instead."""


@dataclass(frozen=True)
class WebhookResponse:
    """The line's response to a webhook."""

    status: int
    body: str


class Transport(Protocol):
    """Posts webhooks to the line as the provider does."""

    @property
    def public_url(self) -> str:
        """The line's own HOTLINE_PUBLIC_URL, which signatures cover."""

    def post(self, url: str, parameters: dict[str, str]) -> WebhookResponse: ...


def signed_headers(auth_token: str, url: str, parameters: dict[str, str]) -> dict[str, str]:
    """The headers of a webhook as Twilio sends it."""
    return {
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "X-Twilio-Signature": RequestValidator(auth_token).compute_signature(url, parameters),
        "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
    }


@dataclass(frozen=True)
class HttpTransport:
    """Signed webhooks to a running server; ``server`` is its URL, "" where that is the public one."""

    public_url: str
    auth_token: str
    server: str = ""

    def post(self, url: str, parameters: dict[str, str], more_headers: dict[str, str] | None = None) -> WebhookResponse:
        """Send to the server what Twilio would send to ``url``. Raises LineUnreachable."""
        headers = signed_headers(self.auth_token, url, parameters) | (more_headers or {})
        status, body = self._request("POST", url, urlencode(parameters), headers)
        return WebhookResponse(status, body.decode("utf-8"))

    def fetch(self, url: str) -> bytes:
        """The sound that the line has at ``url``. Raises LineUnreachable."""
        status, body = self._request("GET", url, None, {})
        if status != 200:
            raise LineUnreachable(f"{url} answered {status}")
        return body

    def _request(self, method: str, url: str, form: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
        server, target = urlsplit(self.server or self.public_url), urlsplit(url)
        kind = http.client.HTTPSConnection if server.scheme == "https" else http.client.HTTPConnection
        connection = kind(server.hostname or "", server.port, timeout=TIMEOUT_SECONDS)
        path = target.path + (f"?{target.query}" if target.query else "")
        try:
            connection.request(method, path, form, {"Host": target.netloc, **headers})
            response = connection.getresponse()
            return response.status, response.read(LARGEST_DOCUMENT)
        except (OSError, http.client.HTTPException) as error:
            raise LineUnreachable(f"{server.geturl()} does not answer: {error}") from error
        finally:
            connection.close()


@dataclass(frozen=True)
class LocalTransport:
    """Signed webhooks into an application in this process: only the network is left out."""

    app: Flask

    @property
    def public_url(self) -> str:
        return str(self.app.config["SETTINGS"].public_url)

    def post(self, url: str, parameters: dict[str, str], more_headers: dict[str, str] | None = None) -> WebhookResponse:
        headers = signed_headers(self.app.config["SETTINGS"].twilio_auth_token, url, parameters) | (more_headers or {})
        target = urlsplit(url)
        response = self.app.test_client().post(
            target.path,
            query_string=target.query,
            base_url=f"{target.scheme}://{target.netloc}",
            data=urlencode(parameters),
            headers=headers,
        )
        return WebhookResponse(response.status_code, response.get_data(as_text=True))
