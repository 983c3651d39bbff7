"""Kannel, the open SMS gateway in Debian: an operator's SMPP line or a GSM modem behind HTTP on this machine.

Kannel 1.4.5 user guide, chapters 7 and 10 (Debian package kannel-docs), and what it was seen to do on 2026-11-23: its
service posts a text in the charset its Content-Type names (UTF-16BE when it is UCS-2; the escape %a would destroy
Chinese), asks again with the same id when it is answered other than 200 or 202, and gets receipts by GET."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Request, Response

from hotline.core.providers import SendFailed
from hotline.core.texts import Receipt, TextState
from voice.gateways.http_client import ProviderUnreachable, has_basic_auth, send_request
from voice.gateways.protocol import ReceivedText, strip_controls
from voice.telephone_numbers import normalise

USER = "kannel"
"""Who Kannel says it is, with the shared secret, in the addresses it asks for."""
_UCS2 = "2"
_RECEIPTS = "27"
"""1 delivered to the telephone, 2 not delivered, 8 taken by the network, 16 refused by it; not 4, queued by it."""
_STATES = {
    "1": (TextState.DELIVERED, "delivered"),
    "2": (TextState.FAILED, "undelivered"),
    "8": (TextState.SENT, "sent"),
    "16": (TextState.FAILED, "refused"),
}
"""Those that fail are final: Kannel and the network have already tried for as long as the text was valid."""
_CHARSETS = {"utf-16be": "utf-16-be", "utf-8": "utf-8", "us-ascii": "utf-8"}
_CHARSETS |= {"iso-8859-1": "latin-1", "windows-1252": "cp1252"}


@dataclass(frozen=True)
class Kannel:
    """``public_url`` is where Kannel finds us, ``secret`` what it says then; ``send_url``, ``user`` and ``password``
    are its sendsms."""

    secret: str = field(repr=False)
    public_url: str
    send_url: str
    user: str
    password: str = field(repr=False)
    name: str = "kannel"
    inline: bool = True

    def __post_init__(self) -> None:
        if not self.secret:
            raise ValueError("The secret that Kannel and the hotline share is missing.")

    def verify(self, request: Request) -> bool:
        """Whether the shared secret came with the request (HTTP's basic authentication)."""
        return has_basic_auth(request, USER, self.secret)

    def read_texts(self, request: Request) -> tuple[ReceivedText, ...]:
        if request.mimetype != "text/plain":
            return ()  # application/octet-stream is a ring tone or the like
        body = request.get_data()
        charset = _CHARSETS.get(request.mimetype_params.get("charset", "utf-8").lower(), "utf-8")
        words = strip_controls(body.decode(charset, "replace"))
        return (ReceivedText(_delivery(request, body), normalise(request.headers.get("X-Kannel-From", "")), words),)

    def build_response(self, reply: str, key: str) -> Response:
        """With an empty body Kannel sends nothing (``omit-empty``)."""
        response = Response(reply, content_type="text/plain; charset=UTF-8")
        response.headers["X-Kannel-Coding"] = _UCS2
        if key:
            response.headers["X-Kannel-DLR-Mask"] = _RECEIPTS
            response.headers["X-Kannel-DLR-Url"] = self._receipt_url(key)
        return response

    def send(self, number: str, body: str, key: str) -> str:
        headers = {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-Kannel-Username": self.user,
            "X-Kannel-Password": self.password,
            "X-Kannel-To": number,
            "X-Kannel-Coding": _UCS2,
            "X-Kannel-DLR-Mask": _RECEIPTS,
            "X-Kannel-DLR-Url": self._receipt_url(key),
        }
        try:
            answer = send_request(self.send_url, body.encode(), headers=headers)
        except ProviderUnreachable as error:
            raise SendFailed("unreachable", passing=True) from error
        if answer.status != 202:
            # 403 is a wrong password or address: the office can mend it, and the text should go then.
            raise SendFailed(str(answer.status), passing=answer.status >= 500 or answer.status == 403)
        return key

    def read_receipts(self, request: Request) -> tuple[Receipt, ...]:
        status = request.args.get("status", "")
        key = _plain(request.args.get("key", ""))
        return (Receipt(key, *_STATES[status]),) if key and status in _STATES else ()

    def _receipt_url(self, key: str) -> str:
        """Kannel replaces %d by the status and would take any other % for its own, so the key is written in hex."""
        home = urlsplit(self.public_url)
        place = f"{home.scheme}://{USER}:{self.secret}@{home.netloc}/sms/{self.name}/receipt"
        return f"{place}?key={key.encode().hex()}&status=%d"


def _delivery(request: Request, body: bytes) -> str:
    """Kannel's id of the text; where the service was configured without, a digest of all that names it."""
    told = request.args.get("id", "")
    if told:
        return f"kannel:{strip_controls(told)[:64]}"
    named = [request.headers.get(name, "") for name in ("X-Kannel-From", "X-Kannel-To", "X-Kannel-Time")]
    digest = hashlib.sha256("\0".join(named).encode("utf-8", "replace") + body)
    return f"kannel:{digest.hexdigest()}"


def _plain(key: str) -> str:
    """The key that was written in hex, or "".

    >>> _plain("不".encode().hex()), _plain("不")
    ('不', '')
    """
    try:
        return strip_controls(bytes.fromhex(key).decode())[:200]
    except ValueError:
        return ""
