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
"""Seconds."""
SECOND = 1.0


def keep_house(line: Line, wait: Callable[[float], bool]) -> None:
    """Forget every hour what is past its time; ``wait`` waits some seconds and says whether to stop."""
    while not wait(HOUR):
        try:
            retention.erase_expired(line)
            retention.delete_recordings(line)
        except Exception:  # whatever it is, numbers must not be kept for good because one hour failed
            log.warning("not all that is past its time was erased this hour", exc_info=True)
        understand(line)


def deliver_texts(line: Line, wait: Callable[[float], bool]) -> None:
    """Send every second what is due; ``wait`` as above. Bad times are logged once, when they begin and end."""
    bad = False
    while not wait(SECOND):
        try:
            outbox.deliver_due(line)
        except Exception:  # whatever it is, the next second may be better, and texts must not stop for good
            if not bad:
                log.warning("no texts can be sent now", exc_info=True)
            bad = True
        else:
            if bad:
                log.warning("texts can be sent again")
            bad = False


def settle_records(line: Line, wait: Callable[[float], bool]) -> None:
    """Have what was kept on the disk every second, so that a power cut takes a second at most; ``wait`` as above."""
    while not wait(SECOND):
        try:
            line.records.settle()
        except Exception:  # the next second may be better, and settling must not stop for good
            log.debug("nothing was settled this second", exc_info=True)


def understand(line: Line) -> None:
    """Read for its meaning what is published and not read, if anything, and publish it so."""
    try:
        if publish.publish_embeddings(line, _tell_read):
            log.info("matching by %s", embed.check_readiness(line).value)
    except Exception:  # until the next hour, words alone answer too
        log.warning("what is published could not be read for its meaning", exc_info=True)


def _tell_read(done: int, of: int) -> None:
    if done % max(1, of // 10) == 0:
        log.info("%d of %d published texts read for their meaning", done, of)


def work_beside(line: Line) -> None:
    """What a worker does beside answering: read for its meaning what is unread, then keep house."""
    log.info("matching by %s", embed.check_readiness(line).value)
    understand(line)
    keep_house(line, Event().wait)
