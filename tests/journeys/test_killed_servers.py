"""Every server process is killed in the middle of calls, messages and texts: what was acknowledged is kept."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text

from tests.bench.driving import RECORD, TEXTS, Drive, Plan, parameters
from tests.support.fixed_values import TOKEN
from tests.support.records_database import database_of
from tests.support.servers import free_port, serving_environment, wait_for

pytestmark = pytest.mark.servers
ENOUGH, TEXTS_ENOUGH = 90, 20
"""Webhooks of calls, and texts, that are acknowledged before the kill."""
LONGEST = 120
"""Seconds after which they are killed whatever was acknowledged by then."""


@contextmanager
def killable_server(folder):
    """The address of a server of two processes, and a function that kills both and their parent at once."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("hotline")), "serve", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        command, env=serving_environment(folder, port), stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}", lambda: os.killpg(process.pid, signal.SIGKILL)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)


@pytest.fixture
def killed(line):
    """What was acknowledged before the kill, calls and texts, and the records left behind."""
    line.records.close()
    with killable_server(line.folder) as (base, kill):
        calls, texts = (
            Drive(base, TOKEN, Plan(callers=3, seconds=LONGEST, texts=only, seed=int(only))) for only in (False, True)
        )
        drives = [Thread(target=drive.run) for drive in (calls, texts)]
        for drive in drives:
            drive.start()
        until = time.monotonic() + LONGEST
        while time.monotonic() < until and (len(calls.acknowledged) < ENOUGH or len(texts.acknowledged) < TEXTS_ENOUGH):
            time.sleep(0.01)
        kill()
        for drive in drives:
            drive.join()
    assert len(calls.errors) == len(texts.errors) == 3, "every caller was in the middle of something"
    with database_of(line) as database:
        yield calls.acknowledged, texts.acknowledged, database


def column(database, query):
    return list(database.scalars(text(query)))


def test_nothing_acknowledged_is_lost_when_all_processes_are_killed(killed):
    calls, texts, database = killed
    steps = Counter(fields["CallSid"] for path, fields in calls if not path.startswith("/voice/status"))
    assert steps.total() >= ENOUGH // 2
    assert steps <= Counter(column(database, "SELECT call_id FROM call_steps"))

    ended = {fields["CallSid"] for path, fields in calls if path.startswith("/voice/status")}
    assert ended
    assert ended <= set(column(database, "SELECT id FROM calls WHERE ended_at IS NOT NULL"))

    recorded = {fields["RecordingUrl"] for _, fields in calls if "RecordingUrl" in fields}
    assert recorded
    assert recorded <= set(column(database, "SELECT recording FROM messages"))

    asked = Counter(fields["CallSid"] for _, fields in calls if fields.get("SpeechResult", "我要留言") != "我要留言")
    assert asked <= Counter(column(database, "SELECT conversation FROM enquiries"))

    texted = {fields["MessageSid"] for _, fields in texts}
    assert len(texted) >= TEXTS_ENOUGH // 2
    assert {f"message:{sid}" for sid in texted} <= set(column(database, "SELECT delivery FROM incoming_texts"))
    assert database.dialect.name == "postgresql" or column(database, "PRAGMA integrity_check") == ["ok"]


def test_the_driven_scripts_are_what_callers_do():
    assert parameters(RECORD, "CA1")["RecordingUrl"].endswith("CA1")
    assert parameters("", "CA1") == {}
    assert parameters("1", "CA1") == {"Digits": "1"}
    assert "SpeechResult" in parameters(TEXTS[0], "CA1")
