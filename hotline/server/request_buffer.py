"""One HTTP request as its bytes come in: whether all of it is here, and whether it is refused unread."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import BinaryIO

LARGEST_HEAD = 64 * 1024
"""Bytes of a request's head; gunicorn's parser refuses a request line of more than 8,190 bytes by itself."""
BAD_REQUEST, TOO_LARGE, LENGTH_REQUIRED, FIELDS_TOO_LARGE, BUSY = 400, 413, 411, 431, 503
"""Statuses of RFC 9110 (https://www.rfc-editor.org/rfc/rfc9110#name-client-error-4xx) and RFC 6585, read 2026-11-29."""
_END = b"\r\n\r\n"


class UploadFolder:
    """Where the bodies of uploads are collected on the disk: forms with files, which may have up to ``largest`` bytes.

    Who sends one is not known before all of it is here, so that only a few are collected at once."""

    def __init__(self, folder: Path, *, begins: bytes, largest: int, most: int = 4) -> None:
        self._folder = folder
        self._begins = begins
        self._largest = largest
        self._most = most
        self._open: list[BinaryIO] = []

    def takes(self, head: bytes, length: int) -> bool:
        """Whether a request with this head may have a body of ``length`` bytes."""
        return head.startswith(self._begins) and length <= self._largest

    def open(self) -> BinaryIO | None:
        """A file without a name, which is gone when it is closed; None while there are as many as may be."""
        self._open = [file for file in self._open if not file.closed]
        if len(self._open) >= self._most:
            return None
        self._open.append(tempfile.TemporaryFile(dir=self._folder))  # noqa: SIM115 — closed with its request
        return self._open[-1]


class RequestBuffer:
    """The bytes of one request, collected until head and body are complete. The body of an upload, which is longer than
    ``largest_body``, is collected in a file.

    It looks for the end of the head and for the length of the body only; whatever is wrong with a complete head,
    gunicorn's parser finds. A chunked body has no length, so it is refused: no browser, provider or proxy of ours sends
    one (nginx reads a body to its end and passes its length on)."""

    def __init__(self, largest_body: int, uploads: UploadFolder | None = None) -> None:
        self.received = bytearray()
        """All of the request; of an upload, all that came with its head."""
        self.upload: BinaryIO | None = None
        """The rest of an upload, from its beginning on once it is complete."""
        self.refusal = 0
        """The status with which the request is refused unread, 0 while it is not."""
        self.waits_for_continue = False
        """Whether the client sends its body only after ``100 Continue``."""
        self._largest_body = largest_body
        self._uploads = uploads
        self._needed: int | None = None
        self._held = 0

    @property
    def is_complete(self) -> bool:
        return self._needed is not None and self._held >= self._needed

    def close(self) -> None:
        if self.upload is not None:
            self.upload.close()

    def add(self, part: bytes) -> None:
        """Append what has come in.

        >>> request = RequestBuffer(largest_body=10)
        >>> request.add(b"POST / HTTP/1.1\\r\\nContent-Length: 3\\r\\n")
        >>> request.add(b"\\r\\nab")
        >>> request.is_complete
        False
        >>> request.add(b"c")
        >>> request.is_complete
        True
        """
        self._held += len(part)
        if self.upload is not None:
            self._add_to_upload(self.upload, part)
            return
        searched = max(0, len(self.received) - len(_END) + 1)
        self.received += part
        if self._needed is not None:
            return
        end = self.received.find(_END, searched)
        if end >= 0:
            self._read_fields(bytes(self.received[:end]), end + len(_END))
        elif len(self.received) > LARGEST_HEAD:
            self.refusal = FIELDS_TOO_LARGE

    def _add_to_upload(self, upload: BinaryIO, part: bytes) -> None:
        upload.write(part)
        if self._needed is not None and self._held > self._needed:
            self.refusal = BAD_REQUEST  # nobody sends the next request before an upload is answered
        elif self.is_complete:
            upload.seek(0)

    def _read_fields(self, head: bytes, body_begins: int) -> None:
        fields = [line.partition(b":") for line in head.split(b"\r\n")[1:]]
        told = [(name.strip().lower(), value.strip()) for name, _, value in fields]
        lengths = {value for name, value in told if name == b"content-length"}
        length = _read_length(lengths)
        if length is None:
            self.refusal = BAD_REQUEST
        elif any(name == b"transfer-encoding" for name, _ in told):
            self.refusal = LENGTH_REQUIRED
        elif length > self._largest_body:
            self._expect_upload(head, length)
        self.waits_for_continue = (b"expect", b"100-continue") in [(name, value.lower()) for name, value in told]
        self._needed = body_begins + (length or 0)

    def _expect_upload(self, head: bytes, length: int) -> None:
        if self._uploads is None or not self._uploads.takes(head, length):
            self.refusal = TOO_LARGE
            return
        self.upload = self._uploads.open()
        if self.upload is None:
            self.refusal = BUSY


def _read_length(told: set[bytes]) -> int | None:
    """The length that a head tells, 0 where it tells none; None where that is no number, or more than one."""
    if not told:
        return 0
    digits = told.pop()
    if told or not digits.isdigit() or not digits.isascii():
        return None
    return int(digits.lstrip(b"0")[:20] or b"0")
