"""Background jobs of a server process: hourly retention, and every second the outbox, the records and what other hosts
publish."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import timedelta
from threading import Event

from hotline.server import logs
from hotline.services import leases, outbox, retention
from hotline.services.content import embed, publish
from hotline.services.content.follow import Follower
from hotline.services.content.lost_records import migrate_records
from hotline.services.line import Line
from hotline.storage.files.local_copy import LocalCopy

log = logging.getLogger(__name__)

HOUR = 3600.0
MINUTE = 60.0
SECOND = 1.0
MIGRATE_EVERY = 5.0
REFRESH_EVERY = 10.0
"""All in seconds."""


def run_hourly_jobs(line: Line, wait: Callable[[float], bool]) -> None:
    """Erase every hour the personal data whose retention period is over, and compute missing sentence embeddings.

    Erasing is done by one process of one host, computing by one process of each host.

    ``wait(seconds)`` waits and returns True when the job is to stop."""
    while not wait(HOUR):
        try:
            if leases.take_lease(line, "retention", f"{line.host}:{os.getpid()}", timedelta(seconds=HOUR)):
                retention.run(line)
                retention.delete_recordings(line)
        except Exception:  # any error: numbers must be erased in the next hour even if this hour failed
            log.warning("not all that is past its time was erased this hour", exc_info=True)
        embed_published(line)


def run_minutely_jobs(check_alerts: Callable[[], None], wait: Callable[[float], bool]) -> None:
    """Every minute log how many lines of the log were left out, and send the alerts that are due; ``wait`` as above."""
    while not wait(MINUTE):
        logs.tell_left_out()
        try:
            check_alerts()
        except Exception:  # any error: alerts must not stop for good because one minute failed
            log.warning("not all alerts could be checked this minute", exc_info=True)


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


def prepare_records(line: Line, wait: Callable[[float], bool]) -> None:
    """Migrate the records database as soon as it can be reached, where it could not be at the start; ``wait`` as above.

    Until then the service answers from the knowledge file. Of failures in a row only the first is logged."""
    failing = False
    while True:
        try:
            migrate_records(line)
        except Exception:  # any error: once it is mended, the service must go on with its records
            if not failing:
                log.warning("the records database cannot be migrated yet", exc_info=True)
            failing = True
        else:
            if failing:
                log.warning("the records database is back and migrated")
            return
        if wait(MIGRATE_EVERY):
            return


def follow_published(line: Line, wait: Callable[[float], bool]) -> None:
    """Serve within seconds what was published on another host, and publish again what failed; ``wait`` as above.

    Of errors in a row only the first is logged."""
    follower = Follower(line)
    failing = False
    while not wait(SECOND):
        try:
            follower.step()
            failing = False
        except Exception:  # any error: following must not stop for good because one second failed
            if not failing:
                log.warning("published versions could not be followed this second", exc_info=True)
            failing = True


def settle_records(line: Line, wait: Callable[[float], bool]) -> None:
    """Flush committed records to disk every second, so that a power cut loses one second at most; ``wait`` as above."""
    while not wait(SECOND):
        try:
            line.records.settle()
        except Exception:  # any error: flushing must not stop for good because one second failed
            log.debug("nothing was settled this second", exc_info=True)


def refresh_recordings(copy: LocalCopy, wait: Callable[[float], bool]) -> None:
    """Keep this host's copy of the file store as the store is, from now on; ``wait`` as above.

    While the store is down, the copy goes on serving. Of failures in a row only the first is logged."""
    failing = False
    while True:
        try:
            copy.refresh()
        except Exception as error:  # any error: new recordings must be heard once the store is mended
            if not failing:
                log.warning("the file store cannot be read; recorded prompts are played from the copy: %s", error)
            failing = True
        else:
            if failing:
                log.warning("the file store can be read again")
            failing = False
        if wait(REFRESH_EVERY):
            return


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
