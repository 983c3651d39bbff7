"""How often one network may ask: a limit for every page, and the decorator that gives a view a tighter one.

All processes and hosts count together, in the records database or in Redis or Valkey. Limits slow down floods and
guessing; they are no exact quota (see ``hotline.services.shared_counters``)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse
from limits.errors import ConfigurationError, StorageError
from limits.storage import Storage, storage_from_string

from hotline.core.errors import Unavailable
from hotline.core.ip_addresses import networks_of
from hotline.services.shared_counters import RateCounters, RecordsCounter, SharedCounter
from hotline.settings.checks import UnsafeSettings

if TYPE_CHECKING:
    from limits.strategies import RateLimiter

    from hotline.services.line import Line

WIDE = 10
"""How many times a subscriber's limit all of the wide network around it may use (``networks_of``)."""
UNSIGNED = parse("60/minute")
"""Webhooks without the provider's signature that are refused with a line in the log; more are refused without."""
REDIS_SECONDS = 1
"""How long Redis may take to connect or to answer."""


class RedisCounter:
    """Counts in Redis or Valkey, which speaks the same protocol, by the script of the package ``limits``."""

    def __init__(self, url: str, line: Line) -> None:
        """Raises UnsafeSettings when the package ``redis`` is missing. Connects when it first counts."""
        timeouts = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
        try:
            storage = storage_from_string(url.replace("valkey://", "redis://", 1), wrap_exceptions=True, **timeouts)
        except ConfigurationError as error:
            raise UnsafeSettings(
                "HOTLINE_LIMITS：请先安装redis：pip install 'hotline[redis]' (counting there needs the extra redis)"
            ) from error
        self._storage, self._line = cast(Storage, storage), line

    def add(self, key: str, hits: int, ends_at: datetime) -> int:
        # A window's key is used in its window alone; the second more is for hosts whose clocks differ.
        seconds = max(1, round((ends_at - self._line.now()).total_seconds()) + 1)
        try:
            return self._storage.incr(self._line.owner_of(key), seconds, hits)
        except StorageError as error:
            raise Unavailable(f"Redis: {error.storage_error}") from error


class NetworkWindows:
    """The strategy by which Flask-Limiter counts: each hit for the network of its subscriber and for the one around it.

    The wide network is hit only while the subscriber is within the limit, so that nobody uses up what is their
    neighbours'. Flask-Limiter calls no other methods than these two."""

    def __init__(self, counters: RateCounters) -> None:
        self._counters = counters

    def hit(self, item: RateLimitItem, address: str, scope: str, *, cost: int = 1) -> bool:
        """Count a request from ``address`` to ``scope``; whether it is within the limit ``item``.

        A request from a wide network over its limit is not counted, so that it writes nothing."""
        subscriber, wide = _counters_of(item, address, scope)
        return self._counters.has_room(*wide, cost) and all(
            self._counters.hit(*counter, cost) for counter in (subscriber, wide)
        )

    def test(self, item: RateLimitItem, address: str, scope: str, *, cost: int = 1) -> bool:
        """Whether ``hit`` would return True."""
        return all(self._counters.has_room(*counter, cost) for counter in _counters_of(item, address, scope))


class LimiterByApplication(Limiter):
    """A ``Limiter`` that keeps separate counters for each application of the process.

    The views are decorated when they are imported, so all applications share this one object. Flask-Limiter by itself
    would count the requests of all of them together, in the storage of the application that was made last."""

    def init_app(self, app: Flask) -> None:
        """Limit the requests to ``app``. Raises UnsafeSettings."""
        super().init_app(app)
        line, limits = cast("Line", app.extensions["hotline"]), app.config["SETTINGS"].limits
        shared: SharedCounter = RecordsCounter(line) if limits == "records" else RedisCounter(limits, line)
        app.extensions["rate_limit_counters"] = NetworkWindows(RateCounters(shared, line.now))

    @property
    def limiter(self) -> RateLimiter:
        return cast("RateLimiter", current_app.extensions["rate_limit_counters"])


limiter = LimiterByApplication(get_remote_address, default_limits=["240/minute"], storage_uri="memory://")


def count_unsigned() -> bool:
    """Count a webhook that its provider did not sign; whether its network is within the limit of such requests."""
    return limiter.limiter.hit(UNSIGNED, get_remote_address(), "unsigned")


def _counters_of(item: RateLimitItem, address: str, scope: str) -> list[tuple[str, int, int]]:
    """(key, limit, seconds of the window) of the counters that a request is counted by, the subscriber's first."""
    networks, counters = networks_of(address), []
    for network, times in ((networks.subscriber, 1), (networks.wide, WIDE)):
        most, seconds = item.amount * times, item.get_expiry()
        counters.append((f"{scope}/{network}/{most}/{seconds}", most, seconds))
    return counters
