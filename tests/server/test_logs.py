"""The server's log: one line a record that nothing can forge, without numbers and words of people, and no flood."""

import io
import json
import logging
import threading
from datetime import datetime

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from hotline.core.errors import RecordsDown, Unavailable
from hotline.server import logs
from hotline.server.log_limits import MOST_ALIKE, MOST_KINDS, WINDOW_SECONDS, RepeatLimiter
from hotline.server.log_lines import LONGEST_MESSAGE, LONGEST_TRACE, JsonLine, TextLine
from hotline.storage.records.outage import QUIET_SECONDS, Outage
from tests.support.set_seconds import Seconds

NUMBER = "+8613800138000"


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def handler(seconds):
    handler = logs.LimitedHandler(io.StringIO(), seconds)
    handler.setFormatter(TextLine())
    return handler


@pytest.fixture
def log(handler):
    """A logger of our own whose lines go to ``handler`` alone."""
    log = logging.getLogger("hotline.tests.of_the_log")
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO)
    yield log
    log.handlers, log.propagate = [], True


def lines(handler):
    return handler.stream.getvalue().splitlines()


def fail(error, depth=0):
    if depth:
        fail(error, depth - 1)
    raise error


def log_error(log, error, message="it failed", *arguments, depth=0, **more):
    try:
        fail(error, depth)
    except type(error):
        log.warning(message, *arguments, exc_info=True, **more)


LINE_ENDS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]


ENDS = [*LINE_ENDS, "\x1b[2J", "\x00", "\ud800", "\u202e"]


@pytest.mark.parametrize("end", ENDS, ids=[f"{ord(end[0]):04x}" for end in ENDS])
def test_nothing_in_an_argument_can_begin_another_line_or_command_a_terminal(log, handler, end):
    # Not logged: pytest would keep a lone surrogate in its report, which xdist cannot send.
    arguments = (f"/voice/a{end}2026-11-29 ERROR forged",)
    handler.handle(log.makeRecord(log.name, logging.WARNING, "", 1, "refused a request to %s", arguments, None))
    (line,) = lines(handler)
    assert line.isprintable()
    assert "forged" in line
    line.encode()


def test_a_line_begins_with_its_time_with_the_zone_then_level_and_logger(log, handler):
    log.warning("说了")
    assert lines(handler)[0].endswith(" WARNING hotline.tests.of_the_log: 说了")
    assert datetime.fromisoformat(lines(handler)[0].split()[0]).tzinfo


def test_a_long_message_is_cut(log, handler):
    log.warning("%s", "x" * 1_000_000)
    assert LONGEST_MESSAGE < len(lines(handler)[0]) < LONGEST_MESSAGE + 100


def test_a_trace_is_on_the_line_of_its_message_with_the_innermost_frame_first(log, handler):
    log_error(log, ValueError("no such\nthing"))
    (line,) = lines(handler)
    assert r"it failed -- ValueError: no such\nthing [tests/server/test_logs.py:" in line
    assert line.index(" fail") < line.index(" log_error")


def test_of_a_long_trace_the_innermost_frames_stay(log, handler):
    log_error(log, ValueError("deep"), depth=500)
    (line,) = lines(handler)
    assert len(line) < LONGEST_TRACE + 200
    assert " -- ValueError: deep [tests/server/test_logs.py:" in line


def test_a_trace_tells_the_causes_too(log, handler):
    try:
        try:
            fail(KeyError("a"))
        except KeyError as error:
            raise Unavailable("记录库暂时无法使用。") from error
    except Unavailable:
        log.warning("it failed", exc_info=True)
    (line,) = lines(handler)
    assert "Unavailable: 记录库暂时无法使用。 [" in line
    assert " because of KeyError: 'a' [" in line


def test_numbers_of_people_are_masked_wherever_they_stand(log, handler):
    log_error(log, ValueError(f"no {NUMBER}"), "from %s, 13912345678, 0871-63165432 and 53010219900101123X", NUMBER)
    (line,) = lines(handler)
    assert not any(number in line for number in ("13800138000", "13912345678", "63165432", "19900101"))


def test_ids_of_calls_and_tracking_numbers_are_not_taken_for_telephone_numbers(log, handler):
    call = "CA" + "13800138000" * 2 + "0123456789"
    log.warning("call %s: message %s", call, "12345678")
    assert f"call {call}: message 12345678" in lines(handler)[0]


def test_what_a_citizen_asked_stays_out_of_the_url_that_failed(log, handler):
    log.warning("Error handling request %s %s", "GET", "/search?q=%E6%88%91&page=2")
    assert lines(handler)[0].endswith("GET /search?…")


def test_words_that_an_error_quotes_stay_out(log, handler):
    log_error(log, ValueError("invalid literal for int(): '我家的宅基地被占了'"))
    assert "宅基地" not in lines(handler)[0]


def test_the_row_that_postgresql_quotes_stays_out(log, handler):
    class NotNullViolation(Exception):
        pass

    detail = NotNullViolation("null value\nDETAIL:  Failing row contains (1, my neighbour at 5 High Street).")
    log_error(log, IntegrityError("INSERT", {}, detail, hide_parameters=True))
    assert "neighbour" not in lines(handler)[0]
    assert "null value" in lines(handler)[0]


def test_a_message_that_does_not_fit_its_arguments_is_told_without_them(log, handler):
    handler.handle(log.makeRecord(log.name, logging.WARNING, "", 1, "%d of %d", ("x",), None))
    assert lines(handler)[0].endswith(": %d of %d")


def test_json_lines_hold_time_level_logger_message_call_and_trace(log, handler):
    handler.setFormatter(JsonLine())
    log_error(log, ValueError("no"), "call %s: a step\nfailed", "CA1")
    log.warning("text %d was not taken", 7)
    first, second = map(json.loads, lines(handler))
    assert (first["level"], first["logger"], first["call"]) == ("WARNING", log.name, "CA1")
    assert first["message"] == r"call CA1: a step\nfailed"
    assert first["trace"].startswith("ValueError: no [")
    assert second["text"] == "7"
    assert "trace" not in second


def test_of_lines_alike_a_few_are_written_and_then_their_number(log, handler, seconds):
    for serial in range(1_000):
        log.warning("call %s: it failed", f"CA{serial}")
    assert len(lines(handler)) == MOST_ALIKE
    seconds.now = WINDOW_SECONDS
    handler.tell_left_out()
    assert lines(handler)[-1].endswith(f"left out {1_000 - MOST_ALIKE} lines like this one: call CA0: it failed")
    log.warning("call %s: it failed", "CA1000")
    assert lines(handler)[-1].endswith("call CA1000: it failed")


def test_of_refused_requests_one_line_a_minute_is_written(log, handler):
    for serial in range(1_000):
        log.warning("refused an unsigned or wrongly signed request to %s", f"/voice/{serial}")
    assert len(lines(handler)) == 1


def test_messages_that_another_package_put_together_are_limited_by_how_they_begin(handler):
    theirs = logging.getLogger("gunicorn.error.of_the_tests")
    theirs.handlers, theirs.propagate = [handler], False
    for serial in range(1_000):
        theirs.warning(f"Invalid request from ip=127.0.0.1: {serial}")
    assert len(lines(handler)) == 1


def test_errors_at_different_places_are_of_different_kinds(log, handler):
    for _ in range(50):
        log_error(log, ValueError("one"))
    try:
        raise ValueError("two")
    except ValueError:
        log.warning("it failed", exc_info=True)
    assert len(lines(handler)) == MOST_ALIKE + 1


def test_who_listened_to_recordings_is_never_left_out(log, handler):
    for serial in range(100):
        log.info("%s listens to the recording of message %s", "zhang", serial)
    assert len(lines(handler)) == 100


def test_what_only_the_log_keeps_is_never_left_out(log, handler):
    for serial in range(100):
        log.error("it could not be kept: %s", serial, extra={"kept": True})
    assert len(lines(handler)) == 100


def test_the_table_of_kinds_is_bounded():
    limiter = RepeatLimiter()
    assert sum(limiter.admits(kind, str(kind), 0.0) for kind in range(10_000)) == MOST_KINDS + MOST_ALIKE
    assert len(limiter._kinds) == MOST_KINDS + 1


def down():
    return OperationalError("SELECT 1", {}, Exception("connection refused\nDETAIL: 13800138000"))


def test_an_outage_is_one_line_at_its_beginning_and_one_at_its_end_with_what_failed(handler, log, seconds):
    outage = handler.outage = Outage(seconds)
    logging.getLogger("hotline.storage.records.outage").addHandler(handler)
    try:
        for serial in range(500):
            outage.failed(down())
            log_error(log, RecordsDown("记录库无法使用。"), "call %s: its step could not be recorded", f"CA{serial}")
        seconds.now = 90
        outage.worked()
        outage.worked()
    finally:
        logging.getLogger("hotline.storage.records.outage").removeHandler(handler)
    began, ended = lines(handler)
    assert "the records cannot be used: Exception: connection refused. What fails is counted" in began
    assert ended.endswith("after 90 s. Failed meanwhile: 500 x call …: its step could not be recorded")


def test_a_failure_that_was_raised_from_the_outage_is_counted_too(handler, log, seconds):
    outage = handler.outage = Outage(seconds)
    outage.failed(down())
    try:
        try:
            fail(RecordsDown("记录库暂时无法使用。"))
        except RecordsDown as error:
            raise KeyError("a") from error
    except KeyError:
        log.error("it failed", exc_info=True)
    log_error(log, Unavailable("电话平台没有回应。"), "the provider failed")
    assert [line.split(": ")[1].split(" -- ")[0] for line in lines(handler)] == ["the provider failed"]


def test_failures_and_successes_by_turns_are_one_outage(seconds, caplog):
    outage = Outage(seconds)
    for _ in range(100):
        outage.failed(down())
        seconds.now += 1
        outage.worked()
    seconds.now += QUIET_SECONDS
    outage.worked()
    assert len(caplog.records) == 2


def test_the_records_tell_of_their_outage(line, caplog):
    records = line.folder / "records.db"
    line.records.close()
    records.rename(records.with_suffix(".away"))
    for _ in range(3):
        with pytest.raises(RecordsDown), line.records.reading() as unit:
            unit.statistics.totals()
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["the records cannot be used"]


def test_an_error_that_ends_a_thread_is_one_line_of_the_log(monkeypatch):
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    handler = logs.set_up_logs("text", io.StringIO())
    logging.captureWarnings(False)
    thread = threading.Thread(target=fail, args=(ValueError("in a thread"),), name="outbox")
    thread.start()
    thread.join()
    (line,) = lines(handler)
    assert "the thread outbox ended by an error -- ValueError: in a thread [" in line
