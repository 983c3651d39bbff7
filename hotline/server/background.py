"""Background jobs of a server process: hourly retention, and every second the outbox and the records."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event

from hotline.services import outbox, retention
from hotline.services.content import embed, publish
from hotline.services.line import Line

log = logging.getLogger(__name__)

HOUR = 3600.0
SECOND = 1.0
"""Both in seconds."""


def run_hourly_jobs(line: Line, wait: Callable[[float], bool]) -> None:
    """Erase every hour the personal data whose retention period is over, and compute missing sentence embeddings.

    ``wait(seconds)`` waits and returns True when the job is to stop."""
    while not wait(HOUR):
        try:
            retention.erase_expired(line)
            retention.delete_recordings(line)
        except Exception:  # any error: numbers must be erased in the next hour even if this hour failed
            log.warning("not all that is past its time was erased this hour", exc_info=True)
        embed_published(line)


def deliver_texts(line: Line, wait: Callable[[float], bool], is_stopping: Callable[[], bool] = lambda: False) -> None:
    """Send every second the texts that are due; ``wait`` as above. No text is begun once ``is_stopping``.

    Of failures in a row only the first and the recovery are logged."""
    failing = False
    while not wait(SECOND):
        try:
            outbox.deliver_due(line, is_stopping)
        except Exception:  # any error: texts must not stop for good because one second failed
            if not failing:
                log.warning("no texts can be sent now", exc_info=True)
            failing = True
        else:
            if failing:
                log.warning("texts can be sent again")
            failing = False


def settle_records(line: Line, wait: Callable[[float], bool]) -> None:
    """Flush committed records to disk every second, so that a power cut loses one second at most; ``wait`` as above."""
    while not wait(SECOND):
        try:
            line.records.settle()
        except Exception:  # any error: flushing must not stop for good because one second failed
            log.debug("nothing was settled this second", exc_info=True)


def embed_published(line: Line) -> None:
    """Compute the sentence embeddings that the knowledge file lacks, if any, and publish it with them."""
    try:
        if publish.publish_embeddings(line, _log_progress):
            log.info("matching by %s", embed.check_readiness(line).value)
    except Exception:  # any error: until the next hour questions are matched by words alone
        log.warning("what is published could not be read for its meaning", exc_info=True)


def _log_progress(done: int, of: int) -> None:
    if done % max(1, of // 10) == 0:
        log.info("%d of %d published texts read for their meaning", done, of)


def run_slow_jobs(line: Line) -> None:
    """Compute missing sentence embeddings now, then run the hourly jobs for good, in a thread of a worker process."""
    log.info("matching by %s", embed.check_readiness(line).value)
    embed_published(line)
    run_hourly_jobs(line, Event().wait)
