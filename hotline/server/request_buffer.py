"""One HTTP request as its bytes come in: whether all of it is here, and whether it is refused unread."""

from __future__ import annotations

LARGEST_HEAD = 64 * 1024
"""Bytes of a request's head; gunicorn's parser refuses a request line of more than 8,190 bytes by itself."""
BAD_REQUEST, TOO_LARGE, LENGTH_REQUIRED, FIELDS_TOO_LARGE, UNAVAILABLE = 400, 413, 411, 431, 503
"""Statuses of RFC 9110 (https://www.rfc-editor.org/rfc/rfc9110#name-client-error-4xx) and RFC 6585, read 2026-11-29."""
_END = b"\r\n\r\n"


class RequestBuffer:
    """The bytes of one request, collected until head and body are complete.

    It looks for the end of the head and for the length of the body only; whatever is wrong with a complete head,
    gunicorn's parser finds. A chunked body has no length, so it is refused: no browser, provider or proxy of ours sends
    one (nginx reads a body to its end and passes its length on)."""

    def __init__(self, largest_body: int, larger_path: str = "", larger_body: int = 0) -> None:
        """A body may have ``largest_body`` bytes; one that is posted to ``larger_path`` may have ``larger_body``."""
        self.received = bytearray()
        self.refusal = 0
        """The status with which the request is refused unread, 0 while it is not."""
        self.waits_for_continue = False
        """Whether the client sends its body only after ``100 Continue``."""
        self.is_for_larger = False
        """Whether it is posted to the path that takes larger bodies."""
        self._largest_body = largest_body
        self._larger_path = larger_path.encode()
        self._larger_body = larger_body
        self._needed: int | None = None

    @property
    def is_large(self) -> bool:
        """Whether it has a body that only the one path takes."""
        return self._needed is not None and self._needed > LARGEST_HEAD + self._largest_body

    @property
    def is_complete(self) -> bool:
        return self._needed is not None and len(self.received) >= self._needed

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
        searched = max(0, len(self.received) - len(_END) + 1)
        self.received += part
        if self._needed is not None:
            return
        end = self.received.find(_END, searched)
        if end >= 0:
            self._read_fields(bytes(self.received[:end]), end + len(_END))
        elif len(self.received) > LARGEST_HEAD:
            self.refusal = FIELDS_TOO_LARGE

    def _read_fields(self, head: bytes, body_begins: int) -> None:
        begins, *lines = head.split(b"\r\n")
        fields = [line.partition(b":") for line in lines]
        self.is_for_larger = bool(self._larger_path) and begins.startswith(b"POST " + self._larger_path + b" ")
        largest = self._larger_body if self.is_for_larger else self._largest_body
        told = [(name.strip().lower(), value.strip()) for name, _, value in fields]
        lengths = {value for name, value in told if name == b"content-length"}
        length = _read_length(lengths)
        if length is None:
            self.refusal = BAD_REQUEST
        elif any(name == b"transfer-encoding" for name, _ in told):
            self.refusal = LENGTH_REQUIRED
        elif length > largest:
            self.refusal = TOO_LARGE
        self.waits_for_continue = (b"expect", b"100-continue") in [(name, value.lower()) for name, value in told]
        self._needed = body_begins + (length or 0)


def _read_length(told: set[bytes]) -> int | None:
    """The length that a head tells, 0 where it tells none; None where that is no number, or more than one."""
    if not told:
        return 0
    digits = told.pop()
    if told or not digits.isdigit() or not digits.isascii():
        return None
    return int(digits.lstrip(b"0")[:20] or b"0")
