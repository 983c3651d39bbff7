"""What the webhooks of calls and of texts take from the running application, and how they refuse a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app
from werkzeug.exceptions import HTTPException, UnsupportedMediaType

if TYPE_CHECKING:
    from hotline.settings import Settings
    from voice.gateways.registry import Gateways


def current_settings() -> Settings:
    return cast("Settings", current_app.config["SETTINGS"])


def current_gateways() -> Gateways:
    return cast("Gateways", current_app.extensions["gateways"])


def refuse_in_plain_text(error: HTTPException) -> tuple[str, int, dict[str, str]]:
    """An HTTP error in plain text: a provider's machine reads it, not a person.

    It says what kind of body is refused, so that the provider's log tells the office what to correct."""
    reason = f": {error.description}" if isinstance(error, UnsupportedMediaType) else ""
    return f"{error.code} {error.name}{reason}\n", error.code or 500, {"Content-Type": "text/plain; charset=utf-8"}
