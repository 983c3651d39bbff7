"""Random tokens, of which only the hash is kept, so that a copy of the records opens nothing."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline.services.line import Line

TOKEN_BYTES = 32


def draw_token(line: Line) -> str:
    """A token that nobody can guess, of characters that a URL may have."""
    drawn = line.draw(1 << 8 * TOKEN_BYTES).to_bytes(TOKEN_BYTES, "big")
    return urlsafe_b64encode(drawn).decode().rstrip("=")


def hash_token(token: str) -> str:
    """What is kept of a token. It is random, so a hash without salt cannot be reversed by trying."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
