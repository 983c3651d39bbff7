"""Answering a webhook delivery once: a repeated delivery gets the reply recorded for the first."""

from __future__ import annotations

import logging
from collections.abc import Callable

from hotline.core.errors import Unavailable
from hotline.services.line import Line

_log = logging.getLogger(__name__)


def answer_once(line: Line, key: str | None, produce: Callable[[], str]) -> str:
    """The reply recorded for the delivery ``key``; for a new delivery what ``produce`` returns, which is recorded.

    A delivery without a key (None) is always produced. When a delivery arrives twice at the same moment, ``produce``
    may run twice, and both get the reply that was recorded first; so rows that ``produce`` writes must carry the key
    too. While the records are down ``produce`` answers and nothing is recorded."""
    if key is None:
        return produce()
    try:
        with line.records.reading() as unit:
            recorded = unit.deliveries.find(key)
    except Unavailable:
        _log.warning("recorded replies cannot be read; answering without them", exc_info=True)
        return produce()
    if recorded is not None:
        return recorded
    reply = produce()
    try:
        with line.records.writing() as unit:
            return unit.deliveries.keep(key, reply, line.now())
    except Unavailable:
        _log.warning("a reply could not be recorded for repeated deliveries", exc_info=True)
        return reply
