"""Outbound HTTP to a provider: one deadline, one size limit, no redirects, one kind of failure."""

from __future__ import annotations

import hmac
import ssl
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from flask import Request
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from werkzeug.datastructures import Authorization

T = TypeVar("T")

TIMEOUT_SECONDS = 10
"""For a whole request, however many reads it takes."""
LARGEST_ANSWER = 64 * 1024
"""Bytes. What a provider answers to a text is far smaller."""
_CHUNK = 16 * 1024
"""Bytes read at a time."""
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class ProviderUnreachable(Exception):
    """No response, or none that is HTTP; trying again later may help."""


@dataclass(frozen=True)
class ProviderResponse:
    """``mimetype`` is "" where the provider named none."""

    status: int
    body: bytes
    mimetype: str = ""


def run_with_deadline(act: Callable[[], T], seconds: float = TIMEOUT_SECONDS) -> T:
    """What ``act`` returns; TimeoutError when it takes longer than ``seconds``.

    The timeout of a socket, and that of ``requests``, is per read. A provider that sends a byte now and then would
    hold us without end; meanwhile another worker would take the text over and send it twice. So ``act`` runs in a
    thread of its own, which is abandoned at the deadline."""
    done: Future[T] = Future()

    def work() -> None:
        try:
            done.set_result(act())
        except BaseException as error:
            done.set_exception(error)

    Thread(target=work, daemon=True).start()
    return done.result(seconds)


def send_request(
    url: str,
    body: bytes | None = None,
    *,
    method: str = "",
    headers: dict[str, str] | None = None,
    login: tuple[str, str] | None = None,
    largest: int = LARGEST_ANSWER,
    seconds: float = TIMEOUT_SECONDS,
) -> ProviderResponse:
    """POST ``body`` to ``url``, or GET ``url`` when there is no body, unless ``method`` is given; ``login`` is a user
    name and a password.

    A redirect is returned and not followed: following it would hand the password to somebody else. Requests to this
    machine bypass every proxy, whatever the environment says. ``url`` must come from the settings, never from a
    webhook (``hotline.settings.checks.check_api`` checks it).

    Raises ProviderUnreachable when the response is not complete after ``seconds`` or is over ``largest`` bytes."""
    sent = dict(headers or {})
    if login:
        sent["Authorization"] = basic_auth_header(*login)
    try:
        return run_with_deadline(
            lambda: _exchange(method or ("GET" if body is None else "POST"), url, body, sent, largest, seconds), seconds
        )
    except (OSError, ValueError) as error:  # those of ``requests`` are OSErrors, and so is a missed deadline
        raise ProviderUnreachable(str(error)) from error


class _NoRedirects(requests.Session):
    """A session that follows no redirect, nor reads its body, which ``requests`` does without any limit."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


class _SystemTrust(HTTPAdapter):
    """Trusts the certificate authorities that this machine trusts, as Python itself does (SSL_CERT_FILE, SSL_CERT_DIR).

    An office may run its gateway behind an authority of its own, which the list that comes with ``requests`` lacks."""

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str, cert: str | tuple[str, str] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        pool.pop("ca_certs", None)
        return host, {**pool, "ssl_context": ssl.create_default_context()}

    def cert_verify(self, *_arguments: object, **_more: object) -> None:
        """Nothing: the context above verifies, and here ``requests`` would add its own list."""


def _exchange(
    method: str, url: str, body: bytes | None, headers: dict[str, str], largest: int, seconds: float
) -> ProviderResponse:
    with _NoRedirects() as session:
        session.trust_env = False  # a password in ~/.netrc must not be sent
        session.mount("https://", _SystemTrust())
        with session.request(
            method,
            url,
            data=body,
            headers={"Accept-Encoding": "identity", **headers},
            proxies=_proxies(url),
            timeout=seconds,
            stream=True,
        ) as response:
            mimetype = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return ProviderResponse(response.status_code, _read_limited(response, largest), mimetype)


def _proxies(url: str) -> dict[str, str]:
    """HTTP_PROXY and HTTPS_PROXY of the environment; never ALL_PROXY, which is most often a browser's."""
    if urlsplit(url).hostname in _LOOPBACK:
        return {}
    return {scheme: proxy for scheme, proxy in get_environ_proxies(url).items() if scheme != "all"}


def _read_limited(response: requests.Response, largest: int) -> bytes:
    """The body as it came. A provider that accepted a text and cut its response short did accept it, so neither a
    short body nor a wrong Content-Encoding is an error: the text would be sent twice."""
    response.raw.enforce_content_length = False
    response.raw.headers.pop("Content-Encoding", None)
    content = bytearray()
    for chunk in response.iter_content(_CHUNK):
        content += chunk
        if len(content) > largest:
            raise ProviderUnreachable(f"more than {largest} bytes came")
    return bytes(content)


def basic_auth_header(user: str, password: str) -> str:
    """The Authorization header of HTTP basic authentication (RFC 7617, in UTF-8).

    >>> basic_auth_header("hotline", "x")
    'Basic aG90bGluZTp4'
    """
    return Authorization("basic", {"username": user, "password": password}).to_header()


def has_basic_auth(request: Request, user: str, password: str) -> bool:
    """Whether ``request`` carries basic authentication with this name and password; compared in constant time."""
    try:
        sent = request.authorization
    except ValueError:  # werkzeug 3.1 raises it for a header that is not ASCII
        return False
    if sent is None or sent.type != "basic":
        return False
    return hmac.compare_digest(f"{sent.username}:{sent.password}".encode(), f"{user}:{password}".encode())
