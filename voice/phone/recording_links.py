"""Sealed names of recordings, for URLs that open for ten minutes and only to whoever was given them.

A provider signs its webhooks, but not the requests by which it fetches a sound to play."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from itsdangerous import BadSignature, Signer

OPEN_FOR = timedelta(minutes=10)


def seal(tracking: str, key: str, now: datetime) -> str:
    """A name for the recording of the message ``tracking``, valid until OPEN_FOR after ``now``; ``key`` signs it.

    >>> seal("12345678", "key", datetime.fromisoformat("2026-11-23T10:00:00+08:00")).partition(".")[0]
    '12345678-1795399800'
    """
    expires = int((now + OPEN_FOR).timestamp())
    return _signer(key).sign(f"{tracking}-{expires}").decode()


def unseal(sealed: str, key: str, now: datetime) -> str | None:
    """The tracking number in ``sealed``; None when the name has expired or was not signed with ``key``.

    The expiry is signed rather than the time of signing, which itsdangerous's own timed signer refuses when it lies
    ahead: the clock of another server may be a second behind."""
    try:
        tracking, _, expires = _signer(key).unsign(sealed).decode().partition("-")
    except BadSignature:
        return None
    return tracking if now.timestamp() <= int(expires) else None


def _signer(key: str) -> Signer:
    return Signer(key, salt="recording", key_derivation="hmac", digest_method=hashlib.sha256)
