"""Metrics for a monitoring system at ``/metrics``, in Prometheus' text format.

What the line did is counted in the records database, so that every server process reports the same; requests are
counted in memory (``request_metrics``). Where nobody may read the page, neither is counted.

Format: https://prometheus.io/docs/instrumenting/exposition_formats/ (through the package prometheus-client)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hmac import compare_digest

from flask import Flask, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from hotline.core.errors import Unavailable
from hotline.http.request_metrics import count_requests, counts_of_all_processes
from hotline.services import monitoring, reports
from hotline.services.line import Line

COUNTERS = {"incoming_texts": ("reply", "Texts that came in, by what they got.")}
"""Kind of record -> (label, description). Exported as counters, which only grow: a text keeps the reply it got."""
GAUGES = {
    "calls": ("outcome", "Calls that came in, by what they came to so far."),
    "attempts": ("result", "People rung for callers, by how it goes."),
    "enquiries": ("outcome", "Questions on all channels, by what came of them so far."),
    "outgoing_texts": ("state", "Texts to send or sent, by how far they got."),
    "messages": ("state", "Messages for staff, by whether they were answered."),
}
"""The same. Exported as gauges: a row leaves its state, and Prometheus reads a falling counter as a restart."""


def add_metrics(app: Flask, token: str) -> None:
    """Register ``/metrics``, which asks for ``token`` as a bearer token, and count the requests of ``app`` for it."""

    def metrics() -> Response:
        presented = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not compare_digest(presented.encode(), token.encode()):
            abort(401)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(LineCollector(app.extensions["hotline"]))
        with counts_of_all_processes() as counted:
            body = generate_latest(registry) + generate_latest(counted)
        return Response(body, content_type=CONTENT_TYPE_LATEST)

    count_requests(app)
    app.add_url_rule("/metrics", "metrics", metrics)


class LineCollector(Collector):
    """Reads the state of this host, and counts the rows of the records, at each scrape.

    While the records database is down only what needs no records is reported."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def collect(self) -> Iterator[Metric]:
        yield from self._collect_host()
        try:
            totals, outbox = reports.totals(self._line), monitoring.read_outbox(self._line)
            untaken = monitoring.count_untaken_transfers(self._line)
        except Unavailable:
            yield _gauge("records_reachable", "1 while the records can be read.", 0)
            return
        yield _gauge("records_reachable", "1 while the records can be read.", 1)
        yield _gauge("untaken_transfers", "Transfers of the last hour that nobody took.", untaken)
        yield _gauge("waiting_texts", "Texts that wait to be sent.", outbox.waiting)
        yield _gauge("oldest_text_seconds", "For how long the oldest of them has waited.", self._age(outbox.oldest))
        for kind, (label, description) in COUNTERS.items():
            family = CounterMetricFamily(f"hotline_{kind}", description, labels=[label])
            for code, times in totals[kind].items():
                family.add_metric([code], times)
            yield family
        for kind, (label, description) in GAUGES.items():
            gauge = GaugeMetricFamily(f"hotline_{kind}", description, labels=[label])
            for code, times in totals[kind].items():
                gauge.add_metric([code], times)
            yield gauge

    def _collect_host(self) -> Iterator[Metric]:
        host = monitoring.read_host(self._line)
        yield _gauge(
            "knowledge_version", "The number of the version served.", host.version.number if host.version else 0
        )
        age = self._age(host.version.built_at if host.version else None)
        yield _gauge("published_age_seconds", "How long ago the version served was published.", age)
        yield _gauge("publish_failing", "1 while the last publish failed.", float(host.publish_failing))
        yield _gauge("disk_free_bytes", "What is free on the disk of the data folder.", host.free_bytes)

    def _age(self, moment: datetime | None) -> float:
        """Seconds since ``moment``; 0 where there is none."""
        return 0 if moment is None else (self._line.now() - moment).total_seconds()


def _gauge(name: str, description: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"hotline_{name}", description, value)
