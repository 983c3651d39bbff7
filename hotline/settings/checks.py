"""Checks that a setting is safe: secrets that nobody can guess, URLs on which nobody can listen in."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

SECRET_LENGTH = 32
"""The fewest characters of a secret."""


class UnsafeSettings(Exception):
    """The service would not work or not be safe with these settings; the message names the variable and what to do."""


def is_loopback(host: str) -> bool:
    """Whether ``host`` is a name or address of this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """The host of an http or https URL that has no path, query or user name; "" for any other URL."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    written = f"[{host}]" if ":" in host else host
    allowed = {f"{scheme}://{written}" + (f":{port}" if port else "") for scheme in ("http", "https")}
    return host if url.lower() in allowed else ""


def check_api(variable: str, url: str) -> None:
    """Raise UnsafeSettings unless ``url`` is https or on this machine, because passwords are sent to it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)) if host else False
    plain = host and not (parts.username or parts.password or parts.query or parts.fragment) and port != 0
    if not (safe and plain):
        raise UnsafeSettings(
            f"{variable} must be an https:// address, or http:// on this machine, without a name or password in it."
        )


def check_limits(place: str) -> None:
    """Raise UnsafeSettings unless ``place`` is ``records`` or the URL of a Redis or Valkey server."""
    try:
        parts = urlsplit(place)
        is_server = parts.scheme in ("redis", "rediss", "valkey") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_server = False
    if place != "records" and not is_server:
        raise UnsafeSettings(
            "HOTLINE_LIMITS must be records, or the URL of a Redis or Valkey server such as redis://127.0.0.1:6379/0."
        )


def check_secret(variable: str, value: str) -> None:
    """Raise UnsafeSettings unless ``value`` is long and varied enough that nobody can guess it."""
    if not value:
        raise UnsafeSettings(
            f"{variable} is not set. Without it anybody could forge requests or sign in; "
            "`hotline demo` makes one for trying things out."
        )
    if len(value) < SECRET_LENGTH or len(set(value)) < 8:
        raise UnsafeSettings(
            f"{variable} is too weak: it needs at least {SECRET_LENGTH} random characters, "
            "for example from `python3 -c 'import secrets; print(secrets.token_hex(32))'`."
        )
