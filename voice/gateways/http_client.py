"""Our own requests to a provider: a time limit, a size limit, no redirects, one kind of failure."""

from __future__ import annotations

import base64
import http.client
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from typing import TypeVar
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

T = TypeVar("T")

TIMEOUT_SECONDS = 10
"""For the whole of a request, however many reads it takes."""
LARGEST_ANSWER = 64 * 1024
"""Bytes of what a provider says of a text it was given."""


class ProviderUnreachable(Exception):
    """No answer, or none that is HTTP; trying again later may help."""


@dataclass(frozen=True)
class ProviderResponse:
    """``mimetype`` is "" where none was told."""

    status: int
    body: bytes
    mimetype: str = ""


class _NoRedirect(HTTPRedirectHandler):
    """A provider's API answers where it is asked; following it elsewhere would take the password along."""

    def redirect_request(self, *arguments: object, **more: object) -> None:
        return None


_DIRECT, _BY_PROXY = build_opener(_NoRedirect, ProxyHandler({})), build_opener(_NoRedirect)


def run_with_deadline(act: Callable[[], T], seconds: float = TIMEOUT_SECONDS) -> T:
    """What ``act`` gives; TimeoutError when it takes longer.

    A socket's own timeout is that of one read: who sends a byte now and then would be waited for without end, and a
    text would meanwhile be given to another sender, who sends it again."""
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
    headers: dict[str, str] | None = None,
    login: tuple[str, str] | None = None,
    largest: int = LARGEST_ANSWER,
    seconds: float = TIMEOUT_SECONDS,
) -> ProviderResponse:
    """POST ``body``, or GET without one; ``login`` is a name and a password. ProviderUnreachable when not all has come
    after ``seconds``, or more than ``largest`` bytes. ``url`` comes from the settings alone, never from a request; what
    it asks of this machine passes no proxy, whatever the environment says."""
    request = Request(url, data=body, headers=headers or {})  # noqa: S310 (checked by hotline.safety.check_api)
    if login:
        request.add_header("Authorization", basic_auth_header(*login))
    try:
        answer = run_with_deadline(lambda: _open(request, largest, seconds), seconds)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ProviderUnreachable(str(error)) from error
    if len(answer.body) > largest:
        raise ProviderUnreachable(f"more than {largest} bytes came")
    return answer


def _open(request: Request, largest: int, seconds: float) -> ProviderResponse:
    try:
        opener = _DIRECT if urlsplit(request.full_url).hostname in ("127.0.0.1", "::1", "localhost") else _BY_PROXY
        response = opener.open(request, timeout=seconds)
    except HTTPError as refusal:
        response = refusal
    with response:
        content = response.read(largest + 1)
        mimetype = response.headers.get_content_type() if response.headers.get("Content-Type") else ""
    return ProviderResponse(response.status, content, mimetype)


def basic_auth_header(user: str, password: str) -> str:
    """The header that HTTP's basic authentication sends (RFC 7617, in UTF-8).

    >>> basic_auth_header("hotline", "x")
    'Basic aG90bGluZTp4'
    """
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
