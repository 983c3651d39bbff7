"""Answering a webhook delivery once: a repetition gets the reply that the first one got."""

from __future__ import annotations

import logging
from collections.abc import Callable

from hotline.core.errors import Unavailable
from hotline.services.line import Line

_log = logging.getLogger(__name__)


def once(line: Line, key: str | None, produce: Callable[[], str]) -> str:
    """The reply kept for ``key``, else what ``produce`` makes now, kept; None is a delivery without a key.

    Two deliveries of one key at the same moment may both produce, and both get the reply that was kept first;
    so what ``produce`` records must bear the delivery's key too. While the records cannot be reached the citizen
    is answered all the same."""
    if key is None:
        return produce()
    try:
        with line.records.reading() as unit:
            kept = unit.deliveries.find(key)
    except Unavailable:
        _log.warning("deliveries cannot be read; answering without them", exc_info=True)
        return produce()
    if kept is not None:
        return kept
    reply = produce()
    try:
        with line.records.writing() as unit:
            return unit.deliveries.keep(key, reply, line.now())
    except Unavailable:
        _log.warning("a reply could not be kept for repeated deliveries", exc_info=True)
        return reply
