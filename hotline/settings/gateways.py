"""The office's access to its gateways: Twilio, Kannel and SMS Gateway for Android."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from hotline.settings.checks import UnsafeSettings, check_api, check_secret

TWILIO_API = "https://api.twilio.com"
KANNEL_SENDSMS = "http://127.0.0.1:13013/cgi-bin/sendsms"
"""The URL at which Kannel's smsbox takes texts by default."""


@dataclass(frozen=True)
class TwilioAccount:
    """What Twilio's REST API asks for beside the auth token: it sends texts, makes calls and returns recordings.

    ``number`` is the office's number at Twilio (E.164), from which texts and calls go out."""

    sid: str
    number: str
    api_url: str = TWILIO_API

    def __post_init__(self) -> None:
        if not re.fullmatch("AC[0-9a-f]{32}", self.sid):
            raise UnsafeSettings("HOTLINE_TWILIO_ACCOUNT_SID must be AC and 32 characters, as the console shows it.")
        if not re.fullmatch(r"\+[1-9][0-9]{6,14}", self.number):
            raise UnsafeSettings("HOTLINE_TWILIO_NUMBER must be the office's number there, such as +8687112345678.")
        check_api("HOTLINE_TWILIO_API_URL", self.api_url)


@dataclass(frozen=True)
class KannelAccess:
    """Kannel sends us ``secret`` in its webhook URLs; we send ``user`` and ``password`` to its ``send_url``."""

    secret: str = field(repr=False)
    send_url: str
    user: str
    password: str = field(repr=False)

    def __post_init__(self) -> None:
        check_secret("HOTLINE_KANNEL_SECRET", self.secret)
        if not re.fullmatch("[A-Za-z0-9_-]+", self.secret):
            raise UnsafeSettings("HOTLINE_KANNEL_SECRET stands in Kannel's URLs: letters, digits, - and _ only.")
        check_api("HOTLINE_KANNEL_SEND_URL", self.send_url)
        check_secret("HOTLINE_KANNEL_PASSWORD", self.password)
        if self.password == self.secret:
            raise UnsafeSettings("HOTLINE_KANNEL_PASSWORD and HOTLINE_KANNEL_SECRET must differ.")


@dataclass(frozen=True)
class AndroidAccess:
    """The telephone signs its webhooks with ``signing_key``; its API asks for ``user`` and ``password``.

    The app generates user and password itself (14 characters), so their length is not checked."""

    signing_key: str = field(repr=False)
    api_url: str
    user: str
    password: str = field(repr=False)

    def __post_init__(self) -> None:
        check_secret("HOTLINE_ANDROID_SIGNING_KEY", self.signing_key)
        for variable, value in (("API_URL", self.api_url), ("USER", self.user), ("PASSWORD", self.password)):
            if not value:
                raise UnsafeSettings(f"HOTLINE_ANDROID_{variable} is not set: replies could not be sent.")
        check_api("HOTLINE_ANDROID_API_URL", self.api_url)


@dataclass(frozen=True, kw_only=True)
class TextGatewaySettings:
    """Access to each SMS gateway besides Twilio, None where the office does not use it; the field is named as the
    gateway. ``Settings`` inherits these fields, so a new gateway is added in this module alone."""

    kannel: KannelAccess | None = None
    android: AndroidAccess | None = None

    def text_gateways(self) -> dict[str, bool]:
        """The names of these gateways, and whether each is configured."""
        return {gateway.name: getattr(self, gateway.name) is not None for gateway in fields(TextGatewaySettings)}


def read_text_gateways(environ: Mapping[str, str]) -> TextGatewaySettings:
    """Raises UnsafeSettings, which names the variable, for a gateway that is only partly configured."""
    return TextGatewaySettings(kannel=read_kannel(environ), android=read_android(environ))


def read_twilio_account(environ: Mapping[str, str]) -> TwilioAccount | None:
    """None when no account is configured: calls and texts are answered, nothing is sent outside a webhook response."""
    sid, number = environ.get("HOTLINE_TWILIO_ACCOUNT_SID") or "", environ.get("HOTLINE_TWILIO_NUMBER") or ""
    api_url = environ.get("HOTLINE_TWILIO_API_URL") or ""
    if not (sid or number or api_url):
        return None
    return TwilioAccount(sid, number, (api_url or TWILIO_API).rstrip("/"))


def read_kannel(environ: Mapping[str, str]) -> KannelAccess | None:
    """None when none of the gateway's variables is set."""
    secret, password = environ.get("HOTLINE_KANNEL_SECRET") or "", environ.get("HOTLINE_KANNEL_PASSWORD") or ""
    send_url, user = environ.get("HOTLINE_KANNEL_SEND_URL") or "", environ.get("HOTLINE_KANNEL_USER") or ""
    if not (secret or password or send_url or user):
        return None
    return KannelAccess(secret, send_url or KANNEL_SENDSMS, user or "hotline", password)


def read_android(environ: Mapping[str, str]) -> AndroidAccess | None:
    """None when none of the gateway's variables is set."""
    key, api_url = environ.get("HOTLINE_ANDROID_SIGNING_KEY") or "", environ.get("HOTLINE_ANDROID_API_URL") or ""
    user, password = environ.get("HOTLINE_ANDROID_USER") or "", environ.get("HOTLINE_ANDROID_PASSWORD") or ""
    if not (key or api_url or user or password):
        return None
    return AndroidAccess(key, api_url.rstrip("/"), user, password)
