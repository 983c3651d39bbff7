"""What the office configures, read from the environment once; refuses what is missing or unsafe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

SECRET_LENGTH = 32
DEMO_URL = "http://127.0.0.1:8096"


class UnsafeSettings(Exception):
    """The settings would not work or not be safe; the message names the variable and what to do."""


@dataclass(frozen=True)
class Places:
    """Where things are kept: ``var`` holds the knowledge files and, by default, the records database."""

    var: Path
    database_url: str = field(repr=False)
    """May hold a password."""
    by_meaning: bool = False
    """Whether questions are matched by meaning too, where the extra ``semantic`` is installed."""

    @property
    def knowledge(self) -> Path:
        """The folder of the knowledge files."""
        return self.var / "knowledge"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Places:
        var = Path(environ.get("HOTLINE_VAR") or "var").absolute()
        matching = environ.get("HOTLINE_MATCHING") or "meaning"
        if matching not in ("words", "meaning"):
            raise UnsafeSettings("HOTLINE_MATCHING must be words or meaning.")
        database_url = environ.get("HOTLINE_DATABASE_URL") or f"sqlite:///{var / 'records.db'}"
        return cls(var, database_url, by_meaning=matching == "meaning")


@dataclass(frozen=True)
class Settings:
    """Everything a serving process needs; secrets stay out of its ``repr``."""

    places: Places
    public_url: str
    secret_key: str = field(repr=False)
    twilio_auth_token: str = field(repr=False)
    demo: bool = False
    voice: str = "Polly.Zhiyu"
    voice_language: str = "cmn-CN"
    speech_language: str = "cmn-Hans-CN"
    operator_line: str = ""
    trusted_proxies: int = 0

    def __post_init__(self) -> None:
        _check_secret("HOTLINE_SECRET_KEY", self.secret_key)
        _check_secret("HOTLINE_TWILIO_AUTH_TOKEN", self.twilio_auth_token)
        host = _host(self.public_url)
        if not self.https and not is_loopback(host):
            raise UnsafeSettings("HOTLINE_PUBLIC_URL must begin with https:// unless it is this machine.")
        if self.demo and not is_loopback(host):
            raise UnsafeSettings("The demo serves this machine only; its HOTLINE_PUBLIC_URL must be on 127.0.0.1.")

    @classmethod
    def from_env(cls, environ: Mapping[str, str], *, demo_secrets: Mapping[str, str] | None = None) -> Settings:
        """Read every ``HOTLINE_`` variable; ``demo_secrets`` stand in for secrets that the demo generated.

        Raises UnsafeSettings, which names the variable, when one is missing, weak or contradictory.
        """
        secrets = {**(demo_secrets or {}), **{name: value for name, value in environ.items() if value}}
        chosen = {name: environ[variable] for name, variable in _OPTIONAL.items() if environ.get(variable)}
        return cls(
            places=Places.from_env(environ),
            public_url=(environ.get("HOTLINE_PUBLIC_URL") or (DEMO_URL if demo_secrets else "")).rstrip("/"),
            secret_key=secrets.get("HOTLINE_SECRET_KEY", ""),
            twilio_auth_token=secrets.get("HOTLINE_TWILIO_AUTH_TOKEN", ""),
            demo=demo_secrets is not None,
            trusted_proxies=_count(environ, "HOTLINE_TRUSTED_PROXIES"),
            **chosen,
        )

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")


_OPTIONAL = {
    "voice": "HOTLINE_VOICE",
    "voice_language": "HOTLINE_VOICE_LANGUAGE",
    "speech_language": "HOTLINE_SPEECH_LANGUAGE",
    "operator_line": "HOTLINE_OPERATOR_LINE",
}


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _host(public_url: str) -> str:
    """The host of an address that is a scheme, a host and perhaps a port, and nothing else."""
    try:
        parts = urlsplit(public_url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    written = f"[{host}]" if ":" in host else host
    places = {f"{scheme}://{written}" + (f":{port}" if port else "") for scheme in ("http", "https")}
    if not host or public_url.lower() not in places:
        raise UnsafeSettings(
            "HOTLINE_PUBLIC_URL must be the address the public and the provider use, "
            "such as https://96128.example.gov.cn, without a path."
        )
    return host


def _check_secret(variable: str, value: str) -> None:
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


def _count(environ: Mapping[str, str], variable: str) -> int:
    value = environ.get(variable) or "0"
    if value not in set("012345"):
        raise UnsafeSettings(f"{variable} must be the number of proxies in front of the service, 0 to 5.")
    return int(value)
