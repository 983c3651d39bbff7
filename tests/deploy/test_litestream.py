"""Litestream replicates the records that two processes write and check-point, until the whole machine dies."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from hotline.storage.records.database import Records
from tests.support.fixed_values import ROOT

pytestmark = pytest.mark.servers
LITESTREAM = str(Path(sys.executable).with_name("litestream"))
BEHIND = 5
"""Seconds that the replica may be behind: Litestream looks for changes, and copies them, once a second each."""
WRITER = """
import sys, time
from datetime import UTC, datetime
from itertools import count
from hotline.storage.records.database import Records
records = Records.open(sys.argv[1])
for turn in count():
    key = f"{sys.argv[2]}-{turn:06d}"
    with records.writing() as unit:
        unit.deliveries.keep(key, "reply" * 500, datetime.now(UTC))
    print(key, time.monotonic(), flush=True)
    if turn % 10 == 0:
        records.settle()  # a checkpoint: the service makes one a second, here are many
    time.sleep(0.005)
"""


@pytest.fixture
def environment(tmp_path):
    (tmp_path / "var").mkdir()
    return {**os.environ, "HOTLINE_VAR": str(tmp_path / "var"), "LITESTREAM_REPLICA": str(tmp_path / "replica")}


def litestream(command, *arguments):
    return [LITESTREAM, command, "-config", str(ROOT / "hotline" / "deploy" / "litestream.yml"), *arguments]


def _start(stack, command, **options):
    """A process that is killed at the end of ``stack``, whatever ends it: a writer would write for ever."""
    process = stack.enter_context(subprocess.Popen(command, **options))
    stack.callback(process.kill)
    return process


def write_until_the_machine_dies(url, environment, folder, seconds):
    """Two writers and Litestream, all killed at once; what was committed, as {key: monotonic time}, and when they
    were killed."""
    with ExitStack() as stack:
        logs = [stack.enter_context((folder / f"writer-{number}").open("w+")) for number in "12"]
        commands = [[sys.executable, "-c", WRITER, url, log.name[-1]] for log in logs]
        writers = [_start(stack, command, stdout=log) for command, log in zip(commands, logs, strict=True)]
        told = stack.enter_context((folder / "litestream.log").open("w"))
        replicating = _start(stack, litestream("replicate"), env=environment, stdout=told)
        time.sleep(seconds)
        assert [process.poll() for process in (*writers, replicating)] == [None] * 3
        for process in (*writers, replicating):
            process.kill()
        killed_at = time.monotonic()
        written = {}
        for log in logs:
            log.seek(0)
            rows = (row.split() for row in log if row.endswith("\n"))
            written |= {key: float(at) for key, at in rows}
    return written, killed_at


def test_what_was_committed_seconds_before_the_machine_died_is_restored(environment, tmp_path):
    url = f"sqlite:///{tmp_path / 'var' / 'records.db'}"
    records = Records.open(url)
    records.migrate()
    records.close()
    written, killed_at = write_until_the_machine_dies(url, environment, tmp_path, seconds=40)
    restored = tmp_path / "restored" / "records.db"
    restored.parent.mkdir()
    restore = litestream("restore", "-integrity-check", "full", "-o", str(restored), f"{tmp_path}/var/records.db")
    subprocess.run(restore, env=environment, check=True)
    with closing(sqlite3.connect(restored)) as database:
        kept = {key for (key,) in database.execute("SELECT key FROM deliveries")}
    due = {key for key, at in written.items() if at < killed_at - BEHIND}
    assert len(due) > 100
    assert not due - kept
    again = Records.open(f"sqlite:///{restored}")
    again.migrate()
    with again.writing() as unit:
        assert unit.deliveries.find(min(due)) == "reply" * 500
    again.close()
