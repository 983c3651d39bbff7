"""What the office configures: read from environment variables once, and refused when it is missing or unsafe."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hotline.core.departments import is_telephone_number
from hotline.core.permissions import Role
from hotline.settings.alerts import AlertSettings, read_alerts
from hotline.settings.checks import UnsafeSettings, check_limits, check_secret, host_of, is_loopback
from hotline.settings.ears import NO_EARS, PROVIDER, read_ears
from hotline.settings.files import S3Access, read_files
from hotline.settings.gateways import (
    TextGatewaySettings,
    TwilioAccount,
    read_text_gateways,
    read_twilio_account,
)
from hotline.settings.sip_access import SipAccess, read_sip
from hotline.settings.speech import read_speaker

MAX_CALL_MINUTES = 15
SPEECH_PAUSE_SECONDS = 3
KEEP_WORDS_DAYS = 730
DEMO_URL = "http://127.0.0.1:8096"


@dataclass(frozen=True)
class Places:
    """Where things are kept: ``var`` holds the knowledge files and, by default, the records database."""

    var: Path
    database_url: str = field(repr=False)
    """May contain a password, so it stays out of the ``repr``."""
    by_meaning: bool = False
    """Whether questions are also matched by meaning, if there is a model for it."""
    embeddings: Path | None = None
    """The folder of the ONNX sentence encoder that matches by meaning; None for that of the extra ``semantic``."""
    keep_words_days: int = KEEP_WORDS_DAYS
    """After how many days the words of messages and texts are erased."""
    host: str = "localhost"
    """The name of this host among those that share the records database."""
    files: Path | S3Access | None = None
    """The file store of prompts and attachments, which several hosts may share; None for folders in ``var``."""

    @property
    def knowledge(self) -> Path:
        """The folder of the knowledge files."""
        return self.var / "knowledge"

    @property
    def audio(self) -> Path:
        """The folder that recorded prompts are played from. Where they are kept elsewhere, it holds a copy of them."""
        return self.own_audio if self.files is None else self.var / "audio-copy"

    @property
    def own_audio(self) -> Path:
        """The folder of recorded prompts in the data folder, whether or not it is the file store."""
        return self.var / "audio"

    @property
    def speech(self) -> Path:
        """The folder of speech made in advance."""
        return self.var / "speech"

    @property
    def attachments(self) -> Path:
        """The folder of attachments on this host: the store itself, or copies where ``files`` names another."""
        return self.var / "attachments"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Places:
        var = Path(environ.get("HOTLINE_VAR") or "var").absolute()
        matching = environ.get("HOTLINE_MATCHING") or "meaning"
        if matching not in ("words", "meaning"):
            raise UnsafeSettings("HOTLINE_MATCHING must be words or meaning.")
        database_url = environ.get("HOTLINE_DATABASE_URL") or f"sqlite:///{var / 'records.db'}"
        folder = environ.get("HOTLINE_EMBEDDINGS")
        embeddings = Path(folder).absolute() if folder else None
        days = _read_days(environ.get("HOTLINE_KEEP_WORDS_DAYS") or str(KEEP_WORDS_DAYS))
        host = _read_host(environ.get("HOTLINE_HOST", "")) or socket.gethostname()
        return cls(var, database_url, matching == "meaning", embeddings, days, host, read_files(environ))


@dataclass(frozen=True)
class Settings(TextGatewaySettings):
    """Everything a server process needs; secrets stay out of its ``repr``."""

    places: Places
    public_url: str
    secret_key: str = field(repr=False)
    twilio_auth_token: str = field(repr=False)
    demo: bool = False
    voice: str = "Polly.Zhiyu"
    voice_language: str = "cmn-CN"
    speech_language: str = "cmn-Hans-CN"
    operator_lines: tuple[str, ...] = ()
    """Telephone numbers that are dialled all at once for a caller who asks for a person."""
    trusted_proxies: int = 0
    """How many reverse proxies in front of the service set X-Forwarded headers."""
    max_call_minutes: int = MAX_CALL_MINUTES
    """A longer call is ended with a goodbye."""
    speech_pause_seconds: int = SPEECH_PAUSE_SECONDS
    """How long a pause in speech ends what a caller says."""
    ears: str = PROVIDER
    """Who recognises what callers say: PROVIDER, or NO_EARS on a line that callers use by keys alone."""
    speaker: Path | None = None
    """The file of the voice that the office's own line speaks with; None for espeak-ng."""
    voice_gateway: str = "twilio"
    text_gateway: str = "twilio"
    """The gateway that sends texts outside a webhook response. A reply goes back by the gateway its text came from."""
    twilio_account: TwilioAccount | None = None
    sip: SipAccess | None = None
    """The office's own line; None where calls come by Twilio."""
    twilio_shared_key: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    """The bearer token with which a monitoring system reads ``/metrics``; without one there is no such page."""
    log: str = "text"
    """The form of the server's log: ``text``, or ``json`` for one JSON object a line."""
    alerts: AlertSettings | None = None
    """Alerts by e-mail; None where nobody is told anything."""
    second_factor: frozenset[Role] = frozenset()
    """Whoever has one of these roles must have a second factor."""
    limits: str = field(default="records", repr=False)
    """Where limits are counted for all processes: ``records``, or the URL of Redis, which may contain a password."""

    def __post_init__(self) -> None:
        check_secret("HOTLINE_SECRET_KEY", self.secret_key)
        check_secret("HOTLINE_TWILIO_AUTH_TOKEN", self.twilio_auth_token)
        optional = {"HOTLINE_TWILIO_SHARED_KEY": self.twilio_shared_key, "HOTLINE_METRICS_TOKEN": self.metrics_token}
        for variable, secret in optional.items():
            if secret:
                check_secret(variable, secret)
        if self.log not in ("text", "json"):
            raise UnsafeSettings("HOTLINE_LOG must be text or json.")
        check_limits(self.limits)
        self._check_gateways()
        host = host_of(self.public_url)
        if not host:
            raise UnsafeSettings(
                "HOTLINE_PUBLIC_URL must be the address the public and the provider use, "
                "such as https://96128.example.gov.cn, without a path."
            )
        if not self.https and not is_loopback(host):
            raise UnsafeSettings("HOTLINE_PUBLIC_URL must begin with https:// unless it is this machine.")
        if self.demo and not is_loopback(host):
            raise UnsafeSettings("The demo serves this machine only; its HOTLINE_PUBLIC_URL must be on 127.0.0.1.")

    def _check_gateways(self) -> None:
        if self.voice_gateway not in ("twilio", "sip"):
            raise UnsafeSettings("HOTLINE_VOICE_GATEWAY must be twilio or sip.")
        others = self.text_gateways()
        configured = {"twilio": True, **others}
        if self.text_gateway not in configured:
            raise UnsafeSettings(f"HOTLINE_TEXT_GATEWAY must be one of {', '.join(configured)}.")
        if not configured[self.text_gateway]:
            name = self.text_gateway
            raise UnsafeSettings(f"HOTLINE_TEXT_GATEWAY is {name}, but no HOTLINE_{name.upper()}_ setting is there.")
        if self.text_gateway == "twilio" and not self.twilio_account and any(others.values()):
            raise UnsafeSettings(
                "HOTLINE_TEXT_GATEWAY must name the gateway that sends answers; "
                "twilio cannot without HOTLINE_TWILIO_ACCOUNT_SID."
            )

    @classmethod
    def from_env(cls, environ: Mapping[str, str], *, demo_secrets: Mapping[str, str] | None = None) -> Settings:
        """Read every ``HOTLINE_`` variable; ``demo_secrets`` holds the secrets that ``hotline demo`` generated.

        Raises UnsafeSettings, which names the variable, when one is missing, weak or contradicts another.
        """
        secrets = {**(demo_secrets or {}), **{name: value for name, value in environ.items() if value}}
        chosen: dict[str, Any] = {
            name: environ[variable] for name, variable in _OPTIONAL.items() if environ.get(variable)
        }
        return cls(
            places=Places.from_env(environ),
            public_url=(environ.get("HOTLINE_PUBLIC_URL") or (DEMO_URL if demo_secrets else "")).rstrip("/"),
            secret_key=secrets.get("HOTLINE_SECRET_KEY", ""),
            twilio_auth_token=secrets.get("HOTLINE_TWILIO_AUTH_TOKEN", ""),
            demo=demo_secrets is not None,
            trusted_proxies=_read_count(environ, "HOTLINE_TRUSTED_PROXIES"),
            operator_lines=_read_operator_lines(environ.get("HOTLINE_OPERATOR_LINES", "")),
            max_call_minutes=_read_minutes(environ.get("HOTLINE_MAX_CALL_MINUTES") or str(MAX_CALL_MINUTES)),
            speech_pause_seconds=_read_pause(environ.get("HOTLINE_SPEECH_PAUSE") or str(SPEECH_PAUSE_SECONDS)),
            twilio_account=read_twilio_account(environ),
            ears=read_ears(environ),
            speaker=read_speaker(environ),
            sip=read_sip(environ) if environ.get("HOTLINE_VOICE_GATEWAY") == "sip" else None,
            alerts=read_alerts(environ),
            second_factor=_read_roles(environ.get("HOTLINE_SECOND_FACTOR", "")),
            **chosen,
            **vars(read_text_gateways(environ)),
        )

    @property
    def operator_line(self) -> str:
        """The first operator's number, dialled when nothing else works; "" when there are none."""
        return self.operator_lines[0] if self.operator_lines else ""

    @property
    def hears(self) -> bool:
        """Whether what callers say is recognised, so that the line may ask them to speak."""
        return self.ears != NO_EARS

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")


_OPTIONAL = {
    "voice": "HOTLINE_VOICE",
    "voice_language": "HOTLINE_VOICE_LANGUAGE",
    "speech_language": "HOTLINE_SPEECH_LANGUAGE",
    "voice_gateway": "HOTLINE_VOICE_GATEWAY",
    "text_gateway": "HOTLINE_TEXT_GATEWAY",
    "twilio_shared_key": "HOTLINE_TWILIO_SHARED_KEY",
    "metrics_token": "HOTLINE_METRICS_TOKEN",
    "log": "HOTLINE_LOG",
    "limits": "HOTLINE_LIMITS",
}


MOST_OPERATORS = 10
"""Twilio dials at most ten numbers at once: https://www.twilio.com/docs/voice/twiml/number (read 2026-11-23)"""


def _read_operator_lines(listed: str) -> tuple[str, ...]:
    numbers = tuple(dict.fromkeys(line.strip() for line in listed.split(",") if line.strip()))
    if not all(map(is_telephone_number, numbers)) or len(numbers) > MOST_OPERATORS:
        raise UnsafeSettings(
            f"HOTLINE_OPERATOR_LINES must be at most {MOST_OPERATORS} telephone numbers with commas between them, "
            "such as +8687163100001,+8687163100002."
        )
    return numbers


def _read_roles(listed: str) -> frozenset[Role]:
    names = {name.strip() for name in listed.split(",") if name.strip()}
    known = {role.value for role in Role}
    if not names <= known:
        roles = ", ".join(role.value for role in Role)
        raise UnsafeSettings(f"HOTLINE_SECOND_FACTOR must be roles with commas between them, of {roles}.")
    return frozenset(map(Role, names))


def _read_minutes(value: str) -> int:
    if value not in {str(minutes) for minutes in range(3, 121)}:
        raise UnsafeSettings("HOTLINE_MAX_CALL_MINUTES must be a number of minutes, 3 to 120.")
    return int(value)


def _read_pause(value: str) -> int:
    if value not in {str(seconds) for seconds in range(1, 11)}:
        raise UnsafeSettings("HOTLINE_SPEECH_PAUSE must be a whole number of seconds, 1 to 10.")
    return int(value)


def _read_days(value: str) -> int:
    if not re.fullmatch("[0-9]{1,4}", value) or not 30 <= int(value) <= 3_650:
        raise UnsafeSettings("HOTLINE_KEEP_WORDS_DAYS must be a number of days, 30 to 3650.")
    return int(value)


def _read_host(name: str) -> str:
    if not re.fullmatch("([A-Za-z0-9][A-Za-z0-9._-]{0,62})?", name):
        raise UnsafeSettings(
            "HOTLINE_HOST must be the name of this host: 1 to 63 letters, digits, dots, hyphens and underscores."
        )
    return name


def _read_count(environ: Mapping[str, str], variable: str) -> int:
    value = environ.get(variable) or "0"
    if value not in set("012345"):
        raise UnsafeSettings(f"{variable} must be the number of proxies in front of the service, 0 to 5.")
    return int(value)
