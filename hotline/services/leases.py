"""Leases of background jobs that are done once for all hosts: one process holds a job for a time, or dies with it."""

from __future__ import annotations

from datetime import timedelta

from hotline.services.line import Line


def take_lease(line: Line, job: str, holder: str, term: timedelta, longest: timedelta | None = None) -> bool:
    """Have ``holder`` do ``job`` for the next ``term``, or go on doing it. Returns False while another holds it.

    ``holder`` names one process of one host. A holder that died is replaced when its term is over. Where a clock was
    wrong and the lease ends later than two terms from now, it counts as over, so that the job does not wait for years;
    ``longest`` is the longest term that the job is ever taken for, where that is not ``term``. Raises Unavailable."""
    now = line.now()
    with line.records.writing() as unit:
        return unit.leases.take(job, holder, now=now, until=now + term, implausible=now + 2 * (longest or term))
