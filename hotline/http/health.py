"""Two pages for machines: ``/healthz`` for a proxy that sends requests here, ``/readyz`` for monitoring."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Flask, Response, current_app, jsonify

from hotline.core.errors import Unavailable
from hotline.http.rate_limits import limiter
from hotline.services import monitoring
from hotline.services.line import STAFF_PATIENCE, Line


def add_health_pages(app: Flask) -> None:
    """Register ``/healthz`` and ``/readyz``, without a limit: a balancer asks for several hosts from one address."""
    limiter.exempt(_healthz)
    limiter.exempt(_readyz)
    app.add_url_rule("/healthz", "healthz", _healthz)
    app.add_url_rule("/readyz", "readyz", _readyz)


def _healthz() -> tuple[Response, int]:
    """Status 200 while there is a knowledge file to answer from, else 503; with its version number, whether the records
    database can be reached, and the name of this host."""
    line = cast(Line, current_app.extensions["hotline"])
    try:
        version = line.knowledge.version.number
    except Unavailable:
        return jsonify(status="nothing published", knowledge_version=None, host=line.host), 503
    about = {"knowledge_version": version, "records": line.records.reachable(), "host": line.host}
    return jsonify(status="ok", **about), 200


def _readyz() -> tuple[Response, int]:
    """Status 200 when everything is in order, else 503 with what is not.

    A line whose records are down still answers citizens, so no proxy should take a host out for this page."""
    line = cast(Line, current_app.extensions["hotline"])
    line = replace(line, records=line.records.patient(STAFF_PATIENCE))
    problems = monitoring.find_problems(line)
    host = monitoring.read_host(line)
    published = host.version and host.version.built_at.isoformat(timespec="seconds")
    about = {"free_bytes": host.free_bytes, "published_at": published, "host": line.host}
    return jsonify(status="not ready" if problems else "ready", problems=problems, **about), 503 if problems else 200
