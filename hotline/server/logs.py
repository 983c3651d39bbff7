"""The log of a server: what goes into it, in which form, and how often. It is written to standard error."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Hashable
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from gunicorn.glogging import Logger

from hotline.core.errors import RecordsDown
from hotline.server.log_limits import MOST_ALIKE, MOST_REFUSALS, RepeatLimiter
from hotline.server.log_lines import FORMATS, cut, message_of

if TYPE_CHECKING:
    from hotline.storage.records.outage import Outage

_log = logging.getLogger(__name__)
_OURS = ("hotline", "voice")
_THEIR_BEGINNING = 24
"""Characters. Other packages log messages that are put together already, without a template. Those that begin alike are
of one kind, such as gunicorn's "Invalid request from ip=127.0.0.1: ..."."""


class LimitedHandler(logging.StreamHandler[TextIO]):
    """Writes records as lines, but not all: repetitions are counted, and so is what fails while the records are down.

    A record below WARNING is always written, and so is one logged with ``extra={"kept": True}``, of which the log has
    the only copy. ``monotonic`` returns seconds."""

    def __init__(self, stream: TextIO, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        self.outage: Outage | None = None
        self._monotonic = monotonic
        self._limiter = RepeatLimiter()

    def emit(self, record: logging.LogRecord) -> None:
        """Called with the handler's lock held."""
        self._close_windows()
        if self._is_written(record):
            super().emit(record)

    def tell_left_out(self) -> None:
        """Write the counts of the windows that are over. To be called now and then: silence may follow a flood."""
        self.acquire()
        try:
            self._close_windows()
        finally:
            self.release()

    def _close_windows(self) -> None:
        for example, times in self._limiter.close_windows(self._monotonic()):
            message = "left out %d lines like this one: %s"
            arguments = (times, example)
            super().emit(logging.LogRecord(_log.name, logging.WARNING, __file__, 0, message, arguments, None))

    def _is_written(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING or getattr(record, "kept", False):
            return True
        if self.outage and _is_of_outage(record) and self.outage.count(str(record.msg)):
            return False
        most = MOST_REFUSALS if str(record.msg).startswith(("refused ", "Invalid request")) else MOST_ALIKE
        return self._limiter.admits(_kind(record), cut(message_of(record), 200), self._monotonic(), most)


class ForwardingLogger(Logger):  # type: ignore[misc]
    """Gunicorn's logger without handlers of its own, so that its lines go the way of ours."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True


def set_up_logs(log_format: str, stream: TextIO | None = None) -> LimitedHandler:
    """Send everything that is logged, warned of or raised in a thread to standard error, in ``log_format``.

    Warnings of other packages and errors that end a thread would be printed in several lines otherwise."""
    handler = LimitedHandler(stream or sys.stderr)
    handler.setFormatter(FORMATS[log_format]())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    logging.getLogger("hotline").setLevel(logging.INFO)
    logging.captureWarnings(True)
    threading.excepthook = _log_thread_error
    return handler


def count_failures_of(outage: Outage) -> None:
    """From now on, count what this process cannot do during ``outage`` in place of logging each failure."""
    for handler in _handlers():
        handler.outage = outage


def tell_left_out() -> None:
    """Write how many lines were left out of those that came too often."""
    for handler in _handlers():
        handler.tell_left_out()


def _handlers() -> list[LimitedHandler]:
    return [handler for handler in logging.getLogger().handlers if isinstance(handler, LimitedHandler)]


def _log_thread_error(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        name = ended.thread.name if ended.thread else "?"
        _log.error("the thread %s ended by an error", name, exc_info=ended.exc_value)


def _is_of_outage(record: logging.LogRecord) -> bool:
    """Whether the error that ``record`` tells of is, or was raised from, one that the records are down."""
    error = record.exc_info[1] if record.exc_info else None
    while error is not None and not isinstance(error, RecordsDown):
        error = error.__cause__
    return error is not None


def _kind(record: logging.LogRecord) -> Hashable:
    """What records have in common that are of one kind: the template of the message, and the place of the error."""
    is_template = bool(record.args) or record.name.startswith(_OURS)
    template = str(record.msg) if is_template else str(record.msg)[:_THEIR_BEGINNING]
    error = record.exc_info[1] if record.exc_info else None
    return record.name, record.levelno, template, type(error), _innermost(error.__traceback__ if error else None)


def _innermost(trace: TracebackType | None) -> tuple[str, int] | None:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else None
