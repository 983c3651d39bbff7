"""How often one address may ask: a limit for every page, and the decorator that gives a view a tighter one.

Each process counts in its own memory, so the limits slow down floods and are no exact quota."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Flask, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from hotline.core.ip_addresses import networks_of

if TYPE_CHECKING:
    from limits.strategies import RateLimiter


class LimiterByApplication(Limiter):
    """A ``Limiter`` that keeps separate counters for each application of the process.

    The views are decorated when they are imported, so all applications share this one object. Flask-Limiter by itself
    would count the requests of all of them together, in the storage of the application that was made last."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        app.extensions["rate_limit_counters"] = super().limiter

    @property
    def limiter(self) -> RateLimiter:
        return cast("RateLimiter", current_app.extensions["rate_limit_counters"])


limiter = LimiterByApplication(
    lambda: networks_of(get_remote_address()).subscriber, default_limits=["240/minute"], storage_uri="memory://"
)
