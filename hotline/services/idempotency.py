"""Idempotency of webhooks: a repeated delivery gets the reply that the first one got."""

from __future__ import annotations

import logging
from collections.abc import Callable

from hotline.core.errors import Unavailable
from hotline.services.line import Line

_log = logging.getLogger(__name__)


def once(line: Line, key: str | None, produce: Callable[[], str]) -> str:
    """The reply stored for ``key``, else the reply of ``produce``, which is then stored.

    A delivery without a key (None) is never stored. Two deliveries of one key at the same moment may both call
    ``produce``, and both get the reply that was stored first; so whatever ``produce`` records must carry the key too.
    While the records cannot be reached, the reply of ``produce`` is returned."""
    if key is None:
        return produce()
    try:
        with line.records.reading() as unit:
            stored = unit.deliveries.find(key)
    except Unavailable:
        _log.warning("deliveries cannot be read; answering without them", exc_info=True)
        return produce()
    if stored is not None:
        return stored
    reply = produce()
    try:
        with line.records.writing() as unit:
            return unit.deliveries.keep(key, reply, line.now())
    except Unavailable:
        _log.warning("a reply could not be kept for repeated deliveries", exc_info=True)
        return reply
