"""Background jobs of a server process: hourly retention, and every second the outbox, the records, uploaded tables and
what other hosts publish; every minute what is approved for a day."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from threading import Event

from hotline.server import logs
from hotline.services import leases, outbox, retention
from hotline.services.content import attachments, due_publications, embed, publish
from hotline.services.content.follow import Follower
from hotline.services.content.lost_records import migrate_records
from hotline.services.content.table_uploads import background_work
from hotline.services.disclosure import case_materials
from hotline.services.line import Line
from hotline.storage.files.local_copy import LocalCopy

log = logging.getLogger(__name__)

HOUR = 3600.0
MINUTE = 60.0
SECOND = 1.0
MIGRATE_EVERY = 5.0
REFRESH_EVERY = 10.0
"""All in seconds."""


class FailureLog:
    """Logs the first of failures in a row with ``failed``, and the success after it with ``recovered``, if any.

    ``traced`` logs the traceback; else the error's own words follow."""

    def __init__(self, failed: str, recovered: str = "", *, traced: bool = True) -> None:
        self._failed = failed
        self._recovered = recovered
        self._traced = traced
        self.is_failing = False

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Do the block, and go on whatever error it raises: a job must not stop for good because it failed once."""
        try:
            yield
        except Exception as error:
            if not self.is_failing and self._traced:
                log.warning(self._failed, exc_info=True)
            elif not self.is_failing:
                log.warning("%s: %s", self._failed, error)
            self.is_failing = True
        else:
            if self.is_failing and self._recovered:
                log.warning(self._recovered)
            self.is_failing = False


def run_hourly_jobs(line: Line, wait: Callable[[float], bool]) -> None:
    """Erase every hour the personal data whose retention period is over, and compute missing sentence embeddings.

    Erasing is done by one process of one host, computing by one process of each host.

    ``wait(seconds)`` waits and returns True when the job is to stop."""
    while not wait(HOUR):
        try:
            if leases.take_lease(line, "retention", f"{line.host}:{os.getpid()}", timedelta(seconds=HOUR)):
                retention.run(line)
                retention.delete_recordings(line)
                if not retention.is_held(line):
                    attachments.delete_orphans(line)
                    case_materials.erase_identities(line, line.now() - retention.IDENTITIES)
        except Exception:  # any error: numbers must be erased in the next hour even if this hour failed
            log.warning("not all that is past its time was erased this hour", exc_info=True)
        _delete_stray_copies(line)
        embed_published(line)


def _delete_stray_copies(line: Line) -> None:
    """Each host deletes its own copies of what was erased, unless the clock may be wrong."""
    try:
        if not retention.is_held(line):
            attachments.delete_stray_copies(line)
    except Exception:  # as above: the next hour tries again
        log.warning("not all copies of erased files were deleted this hour", exc_info=True)


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
    failures = FailureLog("no texts can be sent now", "texts can be sent again")
    while not wait(SECOND):
        with failures.attempt():
            outbox.deliver_due(line, is_stopping)


def prepare_records(line: Line, wait: Callable[[float], bool]) -> None:
    """Migrate the records database as soon as it can be reached, where it could not be at the start; ``wait`` as above.

    Until then the service answers from the knowledge file. Of failures in a row only the first is logged."""
    failures = FailureLog("the records database cannot be migrated yet", "the records database is back and migrated")
    while True:
        with failures.attempt():
            migrate_records(line)
        if not failures.is_failing or wait(MIGRATE_EVERY):
            return


def follow_published(line: Line, wait: Callable[[float], bool]) -> None:
    """Serve within seconds what was published on another host, and publish again what failed; ``wait`` as above.

    PostgreSQL tells at once when there is something; it is looked for every second all the same. Of errors in a row
    only the first is logged."""
    follower = Follower(line)
    failures = FailureLog("published versions could not be followed this second")
    has_waited = False
    with closing(follower):
        while not wait(0.0 if has_waited else SECOND):
            has_waited = False
            with failures.attempt():
                follower.step()
                has_waited = follower.await_version(SECOND)


def publish_due(line: Line, wait: Callable[[float], bool]) -> None:
    """Publish every minute what was approved for a day that has begun; ``wait`` as above.

    One process of all hosts does it. Of failures in a row only the first and the recovery are logged."""
    failures = FailureLog("what is due cannot be published now", "what is due is published again")
    while True:
        with failures.attempt():
            due_publications.publish_due(line, f"{line.host}:{os.getpid()}")
        if wait(MINUTE):
            return


def check_uploads(line: Line, wait: Callable[[float], bool]) -> None:
    """Check every second the tables that staff uploaded, and submit those that they confirmed; ``wait`` as above.

    One process of all hosts works on an upload. Of failures in a row only the first and the recovery are logged."""
    failures = FailureLog("uploaded tables cannot be checked now", "uploaded tables are checked again")
    while not wait(SECOND):
        with failures.attempt():
            background_work.work_off_due(line, f"{line.host}:{os.getpid()}")


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
    failed = "the file store cannot be read; recorded prompts are played from the copy"
    failures = FailureLog(failed, "the file store can be read again", traced=False)
    while True:
        with failures.attempt():
            copy.refresh()
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
