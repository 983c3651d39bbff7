"""Checks of what is reached over the network: the public URL with its proxy and clock, and the gateways."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from urllib.parse import urlsplit

from hotline.cli.doctor.finding import Finding, Patient, Verdict
from hotline.cli.doctor.inside import CLOCK_OFF
from hotline.settings import Settings
from voice.gateways.http_client import run_with_deadline

SECONDS = 5
"""How long each address is waited for."""


def check_public_url(patient: Patient) -> Iterator[Finding]:
    """Whether our own public URL answers, has the headers that only the hotline sets, and tells our time."""
    if patient.settings is None:
        return
    url = patient.settings.public_url
    try:
        status, headers = run_with_deadline(lambda: _ask(url, "/healthz"), SECONDS)
    except (OSError, ValueError, http.client.HTTPException) as error:
        says = f"{url} does not answer from here: {error or 'it takes too long'}."
        remedy = "Start the server and the proxy. Where this machine cannot see its own public address, ask elsewhere."
        yield Finding("public url", Verdict.WRONG, says, remedy)
        return
    yield from _check_answer(url, status, headers)
    if told := headers.get("Date"):
        yield from _check_date(url, told, patient.now)


def _check_answer(url: str, status: int, headers: http.client.HTTPMessage) -> Iterator[Finding]:
    if "default-src 'none'" not in (headers.get("Content-Security-Policy") or ""):
        says = f"Something else than the hotline answers at {url} (status {status})."
        yield Finding("public url", Verdict.WRONG, says, "Have the proxy pass everything on: see `hotline deploy`.")
    elif status != 200:
        says = f"{url}/healthz answers {status}: the hotline runs and has nothing to answer from."
        yield Finding("public url", Verdict.WRONG, says, "Run `hotline publish`.")
    elif url.startswith("https://") and not headers.get("Strict-Transport-Security"):
        says = f"{url} answers without Strict-Transport-Security."
        yield Finding("public url", Verdict.WRONG, says, "Have the proxy pass our headers on.")
    else:
        yield Finding("public url", Verdict.OK, f"{url} answers.")


def _check_date(url: str, told: str, now: datetime) -> Iterator[Finding]:
    """Compare the clock with that of the proxy; the Date header has whole seconds (RFC 9110, section 6.6.1)."""
    try:
        apart = abs(parsedate_to_datetime(told) - now)
    except (ValueError, TypeError):
        return
    if apart > CLOCK_OFF + timedelta(seconds=SECONDS):
        says = f"This clock and that of {url} are {apart.total_seconds():.0f} seconds apart."
        yield Finding("clock", Verdict.WRONG, says, "Set the clocks of both machines by the same time server.")


def check_gateways(patient: Patient) -> Iterator[Finding]:
    """Whether each configured gateway takes connections. Nothing is sent but the handshake of TLS."""
    if patient.settings is None:
        return
    for name, url in _gateways(patient.settings):
        try:
            run_with_deadline(partial(_try_connection, url), SECONDS)
        except (OSError, ValueError) as error:
            says = f"{name} at {url} takes no connection: {error or 'it takes too long'}."
            remedy = "Start it, or open the way through the firewall; texts wait meanwhile."
            yield Finding("gateway", Verdict.WRONG, says, remedy)
        else:
            yield Finding("gateway", Verdict.OK, f"{name} at {url} takes connections.")


def _gateways(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.twilio_account:
        yield "Twilio", settings.twilio_account.api_url
    if settings.kannel:
        yield "Kannel", settings.kannel.send_url
    if settings.android:
        yield "SMS Gateway for Android", settings.android.api_url


def _ask(url: str, path: str) -> tuple[int, http.client.HTTPMessage]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    connection.sock = _connect(url)
    try:
        connection.request("GET", path, headers={"Host": parts.netloc, "Connection": "close"})
        response = connection.getresponse()
        response.read(64 * 1024)
        return response.status, response.headers
    finally:
        connection.close()


def _try_connection(url: str) -> None:
    _connect(url).close()


def _connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    tls = parts.scheme == "https"
    raw = socket.create_connection((parts.hostname or "", parts.port or (443 if tls else 80)), timeout=SECONDS)
    if not tls:
        return raw
    return ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname)
