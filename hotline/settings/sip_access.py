"""The office's own line over SIP: where it listens, its account at the trunk, whom it takes calls from, its limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Literal, cast, get_args

from hotline.settings.checks import UnsafeSettings, check_api

LISTEN = "127.0.0.1:5060"
CONTROL = "http://127.0.0.1:8097"
MOST_LINES = 200
Transport = Literal["udp", "tcp", "tls"]
TRANSPORTS: tuple[Transport, ...] = get_args(Transport)
_HOST_AND_PORT = re.compile(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})", re.ASCII)
_USER = re.compile(r"[A-Za-z0-9+._-]{1,64}", re.ASCII)
_TRUNK = re.compile(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?", re.ASCII)


@dataclass(frozen=True)
class SipAccess:
    """What `hotline sip` needs. Peers are the networks from which calls are taken; the trunk is the host, with a port
    or not, to which calls go out, "" where none may."""

    listen: str = LISTEN
    transport: Transport = "udp"
    certificate: Path | None = None
    """A PEM file with the certificate and its key, for TLS."""
    authorities: Path | None = None
    """A PEM file of the authorities that may have signed the trunk's certificate; None for those of the machine."""
    user: str = "96128"
    auth_user: str = ""
    password: str = field(default="", repr=False)
    registrar: str = ""
    trunk: str = ""
    peers: tuple[IPv4Network | IPv6Network, ...] = ()
    lines: int = 20
    """How many callers are answered at once; the next one hears the busy tone."""
    dial_minutes: int = 600
    """How many minutes a day the line may talk on calls that it has made itself."""
    control: str = CONTROL
    """The URL at which the line serves recordings to the application, and takes its commands."""
    server: str = ""
    """Where the application is reached, when not at HOTLINE_PUBLIC_URL."""

    def __post_init__(self) -> None:
        self._check_addresses()
        if self.transport not in TRANSPORTS:
            raise UnsafeSettings(f"HOTLINE_SIP_TRANSPORT must be one of {', '.join(TRANSPORTS)}.")
        if self.transport == "tls" and self.certificate is None:
            raise UnsafeSettings("HOTLINE_SIP_TRANSPORT is tls: HOTLINE_SIP_CERTIFICATE must name a PEM file.")
        for variable, value in (
            ("HOTLINE_SIP_USER", self.user),
            ("HOTLINE_SIP_AUTH_USER", self.auth_user or self.user),
        ):
            if not _USER.fullmatch(value):
                raise UnsafeSettings(f"{variable} must be letters, digits, +, ., - and _, at most 64.")
        if re.search(r'["\\\x00-\x1f\x7f]', self.password):
            raise UnsafeSettings('HOTLINE_SIP_PASSWORD must not contain " or \\ or control characters.')
        if self.registrar and not self.password:
            raise UnsafeSettings("HOTLINE_SIP_REGISTRAR needs HOTLINE_SIP_PASSWORD: nobody registers without one.")
        if not self.listens_on_loopback and not self.peers:
            raise UnsafeSettings(
                "HOTLINE_SIP_PEERS must list the addresses of the trunk: otherwise anybody on the internet could call."
            )

    def _check_addresses(self) -> None:
        found = _HOST_AND_PORT.fullmatch(self.listen)
        try:
            ip_address(found[1].strip("[]") if found else "")
        except ValueError:
            raise UnsafeSettings(
                "HOTLINE_SIP_LISTEN must be an address of this machine and a port, such as 0.0.0.0:5060."
            ) from None
        for variable, host in (("HOTLINE_SIP_REGISTRAR", self.registrar), ("HOTLINE_SIP_TRUNK", self.trunk)):
            if host and not _TRUNK.fullmatch(host):
                raise UnsafeSettings(f"{variable} must be a host, with a port or not.")
        check_api("HOTLINE_SIP_CONTROL", self.control)
        if self.server:
            check_api("HOTLINE_SIP_SERVER", self.server)

    @property
    def address(self) -> str:
        """The address of ``listen``, without its port."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def listens_on_loopback(self) -> bool:
        return ip_address(self.address).is_loopback

    @property
    def listens_everywhere(self) -> bool:
        """Whether the line listens on every address of the machine, so that the stack chooses one for each call."""
        return ip_address(self.address).is_unspecified

    def takes_calls_from(self, source: str) -> bool:
        """Whether ``source``, an address, is one of the peers; without any, this machine alone."""
        try:
            address = ip_address(source)
        except ValueError:
            return False
        return any(address in network for network in self.peers) if self.peers else address.is_loopback


def read_sip(environ: Mapping[str, str]) -> SipAccess:
    """Raises UnsafeSettings, which names the variable, for a value that would not work or not be safe."""

    def text(variable: str, default: str = "") -> str:
        return environ.get(variable) or default

    certificate, authorities = text("HOTLINE_SIP_CERTIFICATE"), text("HOTLINE_SIP_AUTHORITIES")
    registrar = text("HOTLINE_SIP_REGISTRAR")
    return SipAccess(
        listen=text("HOTLINE_SIP_LISTEN", LISTEN),
        transport=cast("Transport", text("HOTLINE_SIP_TRANSPORT", "udp")),
        certificate=Path(certificate).absolute() if certificate else None,
        authorities=Path(authorities).absolute() if authorities else None,
        user=text("HOTLINE_SIP_USER", "96128"),
        auth_user=text("HOTLINE_SIP_AUTH_USER"),
        password=text("HOTLINE_SIP_PASSWORD"),
        registrar=registrar,
        trunk=text("HOTLINE_SIP_TRUNK", registrar),
        peers=_read_peers(text("HOTLINE_SIP_PEERS")),
        lines=_read_number("HOTLINE_SIP_LINES", text("HOTLINE_SIP_LINES", "20"), MOST_LINES),
        dial_minutes=_read_number("HOTLINE_SIP_DIAL_MINUTES", text("HOTLINE_SIP_DIAL_MINUTES", "600"), 100_000),
        control=text("HOTLINE_SIP_CONTROL", CONTROL).rstrip("/"),
        server=text("HOTLINE_SIP_SERVER").rstrip("/"),
    )


def _read_peers(listed: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(peer.strip()) for peer in listed.split(",") if peer.strip())
    except ValueError:
        raise UnsafeSettings(
            "HOTLINE_SIP_PEERS must be addresses or networks with commas between them, such as 10.1.2.3,10.1.4.0/24."
        ) from None


def _read_number(variable: str, value: str, most: int) -> int:
    if not re.fullmatch("[0-9]{1,6}", value, re.ASCII) or not 1 <= int(value) <= most:
        raise UnsafeSettings(f"{variable} must be a whole number, 1 to {most}.")
    return int(value)
