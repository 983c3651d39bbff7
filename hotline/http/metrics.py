"""Metrics for a monitoring system at ``/metrics``, in Prometheus' text format.

They are counted in the records database, not in memory, so that every server process reports the same.

Format: https://prometheus.io/docs/instrumenting/exposition_formats/ (through the package prometheus-client)."""

from __future__ import annotations

from collections.abc import Iterator
from hmac import compare_digest

from flask import Flask, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from hotline.core.errors import Unavailable
from hotline.services import reports
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
    """Register ``/metrics``, which asks for ``token`` as a bearer token; without a token there is no such page."""
    if not token:
        return

    def metrics() -> Response:
        presented = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not compare_digest(presented.encode(), token.encode()):
            abort(401)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(LineCollector(app.extensions["hotline"]))
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    app.add_url_rule("/metrics", "metrics", metrics)


class LineCollector(Collector):
    """Counts the rows at each scrape; while the records database is down it reports that alone."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def collect(self) -> Iterator[Metric]:
        try:
            totals = reports.totals(self._line)
        except Unavailable:
            totals = {}
        yield GaugeMetricFamily("hotline_records_reachable", "1 while the records can be read.", float(bool(totals)))
        yield GaugeMetricFamily("hotline_knowledge_version", "The number of the version served.", self._version())
        for kind, (label, description) in COUNTERS.items() if totals else ():
            family = CounterMetricFamily(f"hotline_{kind}", description, labels=[label])
            for code, times in totals[kind].items():
                family.add_metric([code], times)
            yield family
        for kind, (label, description) in GAUGES.items() if totals else ():
            gauge = GaugeMetricFamily(f"hotline_{kind}", description, labels=[label])
            for code, times in totals[kind].items():
                gauge.add_metric([code], times)
            yield gauge

    def _version(self) -> float:
        try:
            return self._line.knowledge.version.number
        except Unavailable:
            return 0
