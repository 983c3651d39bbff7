"""What requests cost and how they end, counted in memory: by route, by method and by kind of status.

Each worker process counts in a file of its own, and the page adds them up (prometheus_client's multiprocess mode,
https://prometheus.github.io/client_python/multiprocess/, read 2026-11-29). The files are where PROMETHEUS_MULTIPROC_DIR
says, which must be set before this module is imported; without it, as in tests, each process counts for itself."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, multiprocess
from prometheus_client.mmap_dict import MmapedDict

disable_created_metrics()  # the time of a start is known without a series for each counter
REGISTRY = CollectorRegistry(auto_describe=False)
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)
"""In seconds; Twilio hangs up on a webhook after 15: https://www.twilio.com/docs/usage/webhooks (read 2026-11-29)."""
SECONDS = Histogram(
    "hotline_request_seconds",
    "Seconds from reading a request to its response.",
    ["method", "route", "status"],
    buckets=BUCKETS,
    registry=REGISTRY,
)
IN_PROGRESS = Gauge(
    "hotline_requests_in_progress",
    "Requests that are being answered.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
ERRORS = Counter(
    "hotline_request_errors",
    "Requests that failed unexpectedly, also where caller or citizen heard an apology.",
    ["method", "route"],
    registry=REGISTRY,
)
SIGN_INS = Counter("hotline_sign_ins", "Sign-ins of staff, by how they ended.", ["result"], registry=REGISTRY)
_REFUSED = {403: "refused", 429: "refused"}
_SIGN_IN_RESULTS = {
    "console.sign_in": {303: "ok", **_REFUSED},
    "console.sign_in_code": {303: "ok", **_REFUSED},
    "console.sign_in_set_up": {200: "ok"},
}
"""Endpoint -> status of the answer to a step of a sign-in -> result."""
_METHODS = frozenset({"GET", "POST", "HEAD", "OPTIONS"})
_NO_ROUTE = "none"
"""The route of requests to URLs that there are not. Raw paths would make a row of each that anybody thinks up."""


def count_requests(app: Flask) -> None:
    """Count every request of ``app``. To be called before others add what runs before a request, so that requests which
    those refuse are counted too."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_leave)


def _begin() -> None:
    g.began = perf_counter()
    IN_PROGRESS.inc()


def _end(response: Response) -> Response:
    began = g.get("began")
    if began is not None:
        method = request.method if request.method in _METHODS else "other"
        route = request.url_rule.rule if request.url_rule else _NO_ROUTE
        SECONDS.labels(method, route, f"{response.status_code // 100}xx").observe(perf_counter() - began)
        if response.status_code >= 500 or g.get("has_failed"):
            ERRORS.labels(method, route).inc()
        if request.method == "POST" and (result := _sign_in_result(response)):
            SIGN_INS.labels(result).inc()
    return response


def _sign_in_result(response: Response) -> str | None:
    """How a sign-in ended; None for its first of two steps, and for whatever is no sign-in."""
    if re.search("/sign-in[/?]", response.location or ""):
        return None
    return _SIGN_IN_RESULTS.get(request.endpoint or "", {}).get(response.status_code)


def _leave(_error: BaseException | None) -> None:
    if g.pop("began", None) is not None:
        IN_PROGRESS.dec()


@contextmanager
def counts_of_all_processes() -> Iterator[CollectorRegistry]:
    """The registry that adds up what all worker processes counted; this process's own where they share no folder."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not folder:
        yield REGISTRY
        return
    registry = CollectorRegistry(auto_describe=False)
    with _lock(Path(folder), fcntl.LOCK_SH):
        multiprocess.MultiProcessCollector(registry, folder)
        yield registry


def keep_counts_of(folder: Path, pid: int) -> None:
    """Add what a worker process that has ended counted to what all before it did, and delete its files: else each
    worker that ever ran would leave its own, and each reading of the page would take longer."""
    multiprocess.mark_process_dead(pid, str(folder))
    with _lock(folder, fcntl.LOCK_EX):
        for kind in ("counter", "histogram"):
            file = folder / f"{kind}_{pid}.db"
            if file.exists():
                _add(file, folder / f"{kind}_0.db")
                file.unlink()


def _add(file: Path, to: Path) -> None:
    sums = MmapedDict(str(to))
    for key, value, _, _ in MmapedDict.read_all_values_from_file(str(file)):
        sums.write_value(key, sums.read_value(key)[0] + value, 0.0)
    sums.close()


@contextmanager
def _lock(folder: Path, kind: int) -> Iterator[None]:
    """Files are added up while nobody reads them: a reading in between would find a count twice or not at all, and
    Prometheus takes a counter that falls for a restart."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, kind)
        yield
