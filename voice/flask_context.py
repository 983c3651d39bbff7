"""What the webhooks of calls and of texts take from the running application, and how they refuse a request."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NoReturn, cast

from flask import abort, current_app, request
from werkzeug.exceptions import HTTPException, UnsupportedMediaType

from hotline.http.rate_limits import count_unsigned

if TYPE_CHECKING:
    from hotline.settings import Settings
    from voice.gateways.registry import Gateways


_log = logging.getLogger(__name__)


def current_settings() -> Settings:
    return cast("Settings", current_app.config["SETTINGS"])


def current_gateways() -> Gateways:
    return cast("Gateways", current_app.extensions["gateways"])


def refuse_unsigned() -> NoReturn:
    """Refuse a request that its provider did not sign: with 403 and a line in the log, or with 429 alone where one
    network sends many. A signed request is never refused, whoever else is in the provider's network."""
    if not count_unsigned():
        abort(429)
    _log.warning("refused an unsigned or wrongly signed request to %s", request.path)
    abort(403)


def refuse_in_plain_text(error: HTTPException) -> tuple[str, int, dict[str, str]]:
    """An HTTP error in plain text: a provider's machine reads it, not a person.

    It says what kind of body is refused, so that the provider's log tells the office what to correct."""
    reason = f": {error.description}" if isinstance(error, UnsupportedMediaType) else ""
    return f"{error.code} {error.name}{reason}\n", error.code or 500, {"Content-Type": "text/plain; charset=utf-8"}
