"""Addresses of recordings that open for a short time and to nobody who was not given them: a provider signs what it
reports, and not what it fetches to play."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

OPEN_FOR = timedelta(minutes=10)
_SIGNS = 32


def seal(tracking: str, key: str, now: datetime) -> str:
    """A name for the recording of the message ``tracking`` that ``key`` opens until OPEN_FOR after ``now``."""
    told = f"{tracking}-{int((now + OPEN_FOR).timestamp())}"
    return f"{told}-{_sign(told, key)}"


def unseal(sealed: str, key: str, now: datetime) -> str | None:
    """The tracking number in ``sealed``; None when it is too old or was not made with ``key``."""
    told, _, signature = sealed.rpartition("-")
    if not hmac.compare_digest(signature.encode(), _sign(told, key).encode()):
        return None
    tracking, _, until = told.partition("-")
    return tracking if now.timestamp() <= int(until) else None


def _sign(told: str, key: str) -> str:
    return hmac.new(key.encode(), f"recording {told}".encode(), hashlib.sha256).hexdigest()[:_SIGNS]
