"""Log records as lines: one line a record, nothing in it that could forge another, none longer than a limit.

What a log line must not hold is left out here, whoever wrote it: telephone and identity numbers, the query part of
URLs (it may be a citizen's question), and the words in error messages that are not our own sentences."""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import PurePath

from hotline.core.errors import HotlineError

LONGEST_MESSAGE = 2_000
LONGEST_TRACE = 4_000
"""Both in characters. Of a longer trace the innermost frames stay: they come first."""
_MOST_CAUSES = 4
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\+\d{7,15}|0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|\d{17}[0-9Xx])(?![0-9A-Za-z])")
"""Telephone numbers (E.164, Chinese landlines and mobiles) and identity numbers; not ids of calls with letters."""
_QUERY = re.compile(r"(?<=[\w/%.-])\?[^\s\"'<>]+")
_FOREIGN_WORDS = re.compile(r"[^\x00-\x7f]+")
_SUBJECT = re.compile(r"(?:the )?(call|text) %[sd]")
"""How the template of a message about one call or text begins; the first argument is its id."""


class TextLine(logging.Formatter):
    """``2026-11-29T10:00:00.123+08:00 WARNING hotline.services.outbox: the message``, then the trace, if any."""

    def format(self, record: logging.LogRecord) -> str:
        trace = trace_of(record)
        line = f"{time_of(record)} {record.levelname} {record.name}: {message_of(record)}"
        return f"{line} -- {trace}" if trace else line


class JsonLine(logging.Formatter):
    """One JSON object: time, level, logger, process, message, and where known call, text and trace."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {"time": time_of(record), "level": record.levelname, "logger": record.name}
        told |= {"process": record.process, "message": message_of(record), **_subject(record)}
        trace = trace_of(record)
        return json.dumps(told | ({"trace": trace} if trace else {}), ensure_ascii=False)


FORMATS: dict[str, type[logging.Formatter]] = {"text": TextLine, "json": JsonLine}
"""The values of HOTLINE_LOG."""


def time_of(record: logging.LogRecord) -> str:
    """When it was logged, as ISO 8601 with the machine's time zone."""
    return datetime.fromtimestamp(record.created, UTC).astimezone().isoformat(timespec="milliseconds")


def message_of(record: logging.LogRecord) -> str:
    """The message with its arguments, safe to print in one line. A message that does not fit its arguments is told
    without them, because an error inside the log must not hide what went wrong."""
    try:
        message = record.getMessage()
    except (TypeError, ValueError):
        message = str(record.msg)
    return cut(safe(message), LONGEST_MESSAGE)


def trace_of(record: logging.LogRecord) -> str:
    """The exception of ``record`` with its causes and their frames, the innermost first; "" without one.

    >>> record = logging.LogRecord("a", 40, "", 1, "m", (), (ValueError, ValueError("from +8613800138000"), None))
    >>> trace_of(record)
    'ValueError: from +86*********** []'
    """
    error = record.exc_info[1] if record.exc_info else None
    told: list[str] = []
    while error is not None and len(told) < _MOST_CAUSES:
        frames = reversed(traceback.extract_tb(error.__traceback__))
        where = " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        told.append(f"{type(error).__name__}: {_words_of(error)} [{where}]")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return cut(safe(" because of ".join(told)), LONGEST_TRACE)


def safe(text: str) -> str:
    r"""``text`` without numbers of people and queries of URLs, and with everything escaped that does not print: line
    ends of all kinds, the escapes of terminals, characters that change the direction of writing.

    >>> print(safe("GET /voice/a\nERROR forged\u2028\x1b[2J from 13800138000 at /search?q=我家的事"))
    GET /voice/a\nERROR forged\u2028\x1b[2J from *********** at /search?…
    """
    text = _QUERY.sub("?…", _NUMBER.sub(_stars, text[: LONGEST_TRACE * 4]))
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def cut(text: str, longest: int) -> str:
    """``text``, or its beginning and a sign that it was longer.

    >>> cut("abcdef", 3)
    'abc… (cut)'
    """
    return text if len(text) <= longest else f"{text[:longest]}… (cut)"


def _stars(found: re.Match[str]) -> str:
    number = found[0]
    kept = 3 if number.startswith("+") else 0
    return number[:kept] + "*" * (len(number) - kept)


def _words_of(error: BaseException) -> str:
    """What ``error`` says. Our own errors are written for people; in others, words that are no ASCII were quoted from
    what somebody said, and PostgreSQL's lines after the first may quote a whole row."""
    try:
        words = str(error)
    except Exception:  # an error that cannot even be told must not stop the log
        return "?"
    if isinstance(error, HotlineError):
        return words
    return _FOREIGN_WORDS.sub("…", words.partition("\nDETAIL:")[0])


def _subject(record: logging.LogRecord) -> dict[str, str]:
    found = _SUBJECT.match(str(record.msg))
    if not found or not isinstance(record.args, tuple) or not record.args:
        return {}
    return {found[1]: cut(safe(str(record.args[0])), 100)}


def _short(filename: str) -> str:
    """The end of a path: enough to find the module.

    >>> _short("/srv/hotline/.venv/lib/python3.11/site-packages/sqlalchemy/engine/base.py")
    'sqlalchemy/engine/base.py'
    """
    return "/".join(PurePath(filename).parts[-3:])
