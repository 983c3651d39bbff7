"""Alerts by e-mail: the mail server, and from whom and to whom they go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hotline.settings.checks import UnsafeSettings, is_loopback

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""How the connection is encrypted -> the usual port: RFC 6409 and RFC 8314."""
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_VARIABLES = (
    "HOTLINE_SMTP_HOST",
    "HOTLINE_SMTP_PORT",
    "HOTLINE_SMTP_USER",
    "HOTLINE_SMTP_PASSWORD",
    "HOTLINE_SMTP_TLS",
    "HOTLINE_ALERT_FROM",
    "HOTLINE_ALERT_TO",
    "HOTLINE_ALERT_TRANSFERS",
)


@dataclass(frozen=True)
class AlertSettings:
    """``tls`` is one of PORTS. ``user`` is "" where the mail server asks for no name."""

    smtp_host: str
    smtp_port: int
    user: str
    password: str = field(repr=False)
    tls: str
    sender: str
    receivers: tuple[str, ...]
    untaken_transfers: int
    """How many transfers that nobody took in an hour are told of."""

    def __post_init__(self) -> None:
        if self.tls not in PORTS:
            raise UnsafeSettings("HOTLINE_SMTP_TLS must be starttls, tls or none.")
        if not re.fullmatch(r"[A-Za-z0-9.:-]+", self.smtp_host):
            raise UnsafeSettings("HOTLINE_SMTP_HOST must be the name of the mail server that alerts are sent through.")
        if self.tls == "none" and not is_loopback(self.smtp_host):
            raise UnsafeSettings("HOTLINE_SMTP_TLS may be none only for a mail server on this machine.")
        if bool(self.user) != bool(self.password):
            raise UnsafeSettings("HOTLINE_SMTP_USER and HOTLINE_SMTP_PASSWORD go together: one of them is missing.")
        if not _ADDRESS.fullmatch(self.sender):
            raise UnsafeSettings("HOTLINE_ALERT_FROM must be the e-mail address that alerts come from.")
        if not self.receivers or not all(map(_ADDRESS.fullmatch, self.receivers)):
            raise UnsafeSettings(
                "HOTLINE_ALERT_TO must be the e-mail addresses that alerts go to, with commas between."
            )


def read_alerts(environ: Mapping[str, str]) -> AlertSettings | None:
    """None when none of the variables is set: then no alert is sent. Raises UnsafeSettings, naming the variable."""
    if not any(environ.get(variable) for variable in _VARIABLES):
        return None
    tls = environ.get("HOTLINE_SMTP_TLS") or "starttls"
    port = environ.get("HOTLINE_SMTP_PORT") or str(PORTS.get(tls, 0))
    receivers = (address.strip() for address in (environ.get("HOTLINE_ALERT_TO") or "").split(","))
    return AlertSettings(
        smtp_host=environ.get("HOTLINE_SMTP_HOST") or "",
        smtp_port=_read_number("HOTLINE_SMTP_PORT", port, 65_535) if tls in PORTS else 0,
        user=environ.get("HOTLINE_SMTP_USER") or "",
        password=environ.get("HOTLINE_SMTP_PASSWORD") or "",
        tls=tls,
        sender=environ.get("HOTLINE_ALERT_FROM") or "",
        receivers=tuple(dict.fromkeys(address for address in receivers if address)),
        untaken_transfers=_read_number("HOTLINE_ALERT_TRANSFERS", environ.get("HOTLINE_ALERT_TRANSFERS") or "3", 1_000),
    )


def _read_number(variable: str, value: str, most: int) -> int:
    if not re.fullmatch("[0-9]{1,5}", value) or not 1 <= int(value) <= most:
        raise UnsafeSettings(f"{variable} must be a number, 1 to {most}.")
    return int(value)
