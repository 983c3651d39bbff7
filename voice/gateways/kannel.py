"""Kannel, the open SMS gateway in Debian: an operator's SMPP line or a GSM modem behind HTTP on this machine.

Source: Kannel 1.4.5 user guide, chapters 7 and 10 (Debian package kannel-docs), and tests with it on 2026-11-23. Its
sms-service posts each text in the charset that Content-Type names, which is UTF-16BE for UCS-2; the escape %a would
destroy Chinese. It posts again with the same id unless it is answered 200 or 202. It reports receipts by GET."""

from __future__ import annotations

import codecs
import hashlib
import logging
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Request, Response
from werkzeug.exceptions import UnsupportedMediaType

from hotline.core.providers import SendFailed
from hotline.core.texts import Receipt, TextState
from voice.gateways.http_client import ProviderUnreachable, has_basic_auth, send_request
from voice.gateways.protocol import ReceivedText, received, strip_controls

_log = logging.getLogger(__name__)
USER = "kannel"
"""The user name in the URLs that Kannel requests; the shared secret is its password."""
_UCS2 = "2"
"""The value of X-Kannel-Coding for 16-bit characters."""
_RECEIPT_MASK = "27"
"""The sum of the receipts we ask for: 1 delivered to the telephone, 2 not delivered, 8 taken by the network, 16 refused
by it. Not 4, queued by the network."""
_STATES = {
    "1": (TextState.DELIVERED, "delivered"),
    "2": (TextState.FAILED, "undelivered"),
    "8": (TextState.SENT, "sent"),
    "16": (TextState.FAILED, "refused"),
}
"""Failures are final: Kannel and the network have already tried for as long as the text was valid."""
_CODECS = {
    "utf-16-be": "utf-16be utf-16 ucs-2 ucs2 ucs-2be iso-10646-ucs-2 iso-10646 csunicode",
    "utf-16-le": "utf-16le ucs-2le",
    "gb18030": "gbk gb2312 gb18030 gb-2312 gb_2312-80 csgb2312 cp936 ms936 windows-936",
    "big5": "big5 big5-hkscs cp950",
    "utf-8": "utf-8 utf8 us-ascii ascii",
    "latin-1": "iso-8859-1 latin1",
    "cp1252": "windows-1252 cp1252",
}
_CHARSETS = {charset: codec for codec, charsets in _CODECS.items() for charset in charsets.split()}
"""Charset, as an SMSC or Kannel's ``alt-charset`` names it -> codec. GB18030 contains GBK and GB2312; 16-bit characters
are in network order unless a byte order mark says otherwise (RFC 2781, 4.3). Names: the IANA registry of character
sets, https://www.iana.org/assignments/character-sets (read 2026-11-29)."""
_MARKS = {codecs.BOM_UTF16_BE: "utf-16-be", codecs.BOM_UTF16_LE: "utf-16-le"}


@dataclass(frozen=True)
class Kannel:
    """Texts by Kannel 1.4.5 (user guide, chapters 7 and 10, in the Debian package kannel-docs).

    Kannel requests us at ``public_url`` with the password ``secret``. We send by its sendsms service at ``send_url``,
    as ``user`` with ``password``."""

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
        """Whether the request carries the shared secret, by HTTP basic authentication."""
        return has_basic_auth(request, USER, self.secret)

    def read_texts(self, request: Request) -> tuple[ReceivedText, ...]:
        if request.mimetype != "text/plain":
            return ()  # application/octet-stream is binary, such as a ring tone
        body, sender = request.get_data(), request.headers.get("X-Kannel-From", "")
        charset = request.mimetype_params.get("charset", "").strip().lower() or "utf-8"
        codec = _CHARSETS.get(charset)
        if codec is None:  # decoded by a guess, it would be kept and answered as a question of strange characters
            _log.error("a text in the charset %.40r was refused: it is none that is known", charset)
            raise UnsupportedMediaType(f"The charset {charset[:40]!r} is not known.")
        return (received(_delivery(request, body), sender, _decode(body, codec)),)

    def build_response(self, reply: str, key: str) -> Response:
        """Kannel sends nothing for an empty body, because its service is configured with ``omit-empty``."""
        response = Response(reply, content_type="text/plain; charset=UTF-8")
        response.headers["X-Kannel-Coding"] = _UCS2
        if key:
            response.headers["X-Kannel-DLR-Mask"] = _RECEIPT_MASK
            response.headers["X-Kannel-DLR-Url"] = self._receipt_url(key)
        return response

    def send(self, number: str, body: str, key: str) -> str:
        headers = {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-Kannel-Username": self.user,
            "X-Kannel-Password": self.password,
            "X-Kannel-To": number,
            "X-Kannel-Coding": _UCS2,
            "X-Kannel-DLR-Mask": _RECEIPT_MASK,
            "X-Kannel-DLR-Url": self._receipt_url(key),
        }
        try:
            answer = send_request(self.send_url, body.encode(), headers=headers)
        except ProviderUnreachable as error:
            raise SendFailed("unreachable", passing=True) from error
        if answer.status != 202:
            # 403 means a wrong password or address. The office can correct that, and the text should go out then.
            raise SendFailed(str(answer.status), passing=answer.status >= 500 or answer.status == 403)
        return key

    def read_receipts(self, request: Request) -> tuple[Receipt, ...]:
        status = request.args.get("status", "")
        key = _decode_key(request.args.get("key", ""))
        return (Receipt(key, *_STATES[status]),) if key and status in _STATES else ()

    def _receipt_url(self, key: str) -> str:
        """Kannel replaces %d by the status. Any other % would be an escape of its own too, so ``key`` is in hex."""
        ours = urlsplit(self.public_url)
        url = f"{ours.scheme}://{USER}:{self.secret}@{ours.netloc}/sms/{self.name}/receipt"
        return f"{url}?key={key.encode().hex()}&status=%d"


def _decode(body: bytes, codec: str) -> str:
    """The text of ``body``; a byte order mark, which tells the order of its bytes, is left out.

    >>> [_decode(bytes.fromhex(body), "utf-16-be") for body in ("4e0d670d", "feff4e0d670d", "fffe0d4e0d67")]
    ['不服', '不服', '不服']
    """
    if codec.startswith("utf-16") and body[:2] in _MARKS:
        body, codec = body[2:], _MARKS[body[:2]]
    return body.decode(codec, "replace").removeprefix("\ufeff")


def _delivery(request: Request, body: bytes) -> str:
    """Kannel's id of the text; a digest of the text and its headers where ``post-url`` was configured without %I."""
    kannel_id = request.args.get("id", "")
    if kannel_id:
        return f"kannel:{strip_controls(kannel_id)[:64]}"
    headers = [request.headers.get(name, "") for name in ("X-Kannel-From", "X-Kannel-To", "X-Kannel-Time")]
    digest = hashlib.sha256("\0".join(headers).encode("utf-8", "replace") + body)
    return f"kannel:{digest.hexdigest()}"


def _decode_key(key_in_hex: str) -> str:
    """The key of a receipt, as ``_receipt_url`` encoded it; "" for anything else.

    >>> _decode_key("不".encode().hex()), _decode_key("不")
    ('不', '')
    """
    try:
        return strip_controls(bytes.fromhex(key_in_hex).decode())[:200]
    except ValueError:
        return ""
