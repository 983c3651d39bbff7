"""Figures for a monitoring system, as Prometheus text at ``/metrics``; counted in the records, so all processes agree.

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

COUNTED = {"incoming_texts": ("reply", "Texts that came in, by what they got.")}
"""Kind -> label and what it is: these only grow."""
STANDING = {
    "calls": ("outcome", "Calls that came in, by what they came to so far."),
    "attempts": ("result", "People rung for callers, by how it goes."),
    "enquiries": ("outcome", "Questions on all channels, by what came of them so far."),
    "outgoing_texts": ("state", "Texts to send or sent, by how far they got."),
    "messages": ("state", "Messages for staff, by whether they were answered."),
}
"""The same of what changes from one state to another: a counter that falls would be taken for one begun anew."""


def add_metrics(app: Flask, token: str) -> None:
    """Register ``/metrics`` for whoever shows ``token`` as a bearer; without a token there is no such page."""
    if not token:
        return

    def metrics() -> Response:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not compare_digest(shown.encode(), token.encode()):
            abort(401)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(LineCollector(app.extensions["hotline"]))
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    app.add_url_rule("/metrics", "metrics", metrics)


class LineCollector(Collector):
    """Counts when it is asked; while the records are down it says so and counts nothing."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def collect(self) -> Iterator[Metric]:
        try:
            totals = reports.totals(self._line)
        except Unavailable:
            totals = {}
        yield GaugeMetricFamily("hotline_records_reachable", "1 while the records can be read.", float(bool(totals)))
        yield GaugeMetricFamily("hotline_knowledge_version", "The number of the version served.", self._version())
        for kind, (label, told) in COUNTED.items() if totals else ():
            family = CounterMetricFamily(f"hotline_{kind}", told, labels=[label])
            for code, times in totals[kind].items():
                family.add_metric([code], times)
            yield family
        for kind, (label, told) in STANDING.items() if totals else ():
            gauge = GaugeMetricFamily(f"hotline_{kind}", told, labels=[label])
            for code, times in totals[kind].items():
                gauge.add_metric([code], times)
            yield gauge

    def _version(self) -> float:
        try:
            return self._line.knowledge.version.number
        except Unavailable:
            return 0
