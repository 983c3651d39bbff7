"""`hotline reload` under load: new code serves, no request is lost, and code that cannot start changes nothing."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.bench.driving import Drive, Plan
from tests.support.fixed_values import TOKEN
from tests.support.program_copy import ProgramCopy
from tests.support.servers import free_port, serving_environment, wait_for

pytestmark = pytest.mark.servers
HOTLINE = str(Path(sys.executable).with_name("hotline"))
OLD, NEW = "没有这个页面", "这一页已经没有了"
LONGEST, PACE = 300, 12
"""Seconds of load, which ends earlier, once the reload is over; and webhooks a second, of calls and of texts each."""


class Visitor(Thread):
    """Asks whether the line is alive again and again, each time by a new connection."""

    def __init__(self, base):
        super().__init__()
        self.base, self.statuses, self.errors, self.enough = base, Counter(), [], Event()

    def run(self):
        while not self.enough.wait(0.05):
            try:
                self.statuses[urllib.request.urlopen(f"{self.base}/healthz", timeout=20).status] += 1
            except urllib.error.HTTPError as refused:
                self.statuses[refused.code] += 1
            except OSError as error:
                self.errors.append(str(error))


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def copy(tmp_path):
    return ProgramCopy(tmp_path / "copy")


@pytest.fixture
def notified(tmp_path):
    """A socket that takes what a service tells systemd."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(tmp_path / "notify"))
        told.setblocking(False)
        yield told


@pytest.fixture
def environment(line, port, notified):
    line.records.close()
    return serving_environment(line.folder, port) | {"NOTIFY_SOCKET": notified.getsockname()}


@pytest.fixture
def workers():
    return 1


@pytest.fixture
def server(environment, copy, port, line, workers):
    """The process of a server that runs from the copy; its successors are stopped too."""
    command = [*copy.command, "serve", "--workers", str(workers), "--bind", f"127.0.0.1:{port}"]
    with (line.folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=copy.folder, stdout=subprocess.DEVNULL, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        Thread(target=process.wait).start()  # reaped as soon as it ends, as by systemd: until then it counts as alive
        yield process
    finally:
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(served_by(line, port), signal.SIGTERM)
        process.terminate()
        process.wait(60)
        until = time.monotonic() + 60
        while (line.folder / f"server-{port}.pid").exists() and time.monotonic() < until:
            time.sleep(0.1)


def served_by(line, port):
    return int((line.folder / f"server-{port}.pid").read_text())


def reload(environment, port):
    command = [HOTLINE, "reload", "--bind", f"127.0.0.1:{port}", "--wait", "200"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def title_of_a_missing_page(port):
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/no-such-page", timeout=20)
    return missing.value.read().decode()


def drive(base, which):
    """Calls and texts by kept connections, and a visitor with new ones, until ``Drive.plan`` is over."""
    plan = Plan(callers=2, seconds=LONGEST, pace=PACE, texts=which == "texts", seed=len(which))
    return Drive(base, TOKEN, plan)


def load(base, meanwhile):
    """What ``meanwhile`` returns, and the drives and the visitor that were at work around it."""
    drives, visitor = [drive(base, "calls"), drive(base, "texts")], Visitor(base)
    threads = [Thread(target=one.run) for one in drives]
    for thread in [*threads, visitor]:
        thread.start()
    time.sleep(2)
    try:
        result = meanwhile()
        time.sleep(3)  # and some more on the new code
    finally:
        for one in drives:
            one.plan = replace(one.plan, seconds=0)
        visitor.enough.set()
        for thread in [*threads, visitor]:
            thread.join()
    return result, drives, visitor


@pytest.mark.parametrize("workers", [2])
def test_a_reload_under_load_serves_the_new_code_and_loses_no_request(server, copy, environment, port, line, notified):
    base = f"http://127.0.0.1:{port}"
    assert OLD in title_of_a_missing_page(port)
    copy.change("hotline/http/errors_and_headers.py", OLD, NEW)
    done, (calls, texts), visitor = load(base, lambda: reload(environment, port))
    assert done.returncode == 0, done.stderr
    successor = served_by(line, port)
    assert done.stdout == f"Reloaded: process {successor} serves 127.0.0.1:{port} with the code installed now.\n"
    assert successor != server.pid
    assert server.wait(20) == 0
    assert NEW in title_of_a_missing_page(port)

    assert calls.errors == texts.errors == visitor.errors == []
    assert set(visitor.statuses) == {200}
    assert len(calls.acknowledged) > 50
    with sqlite3.connect(line.folder / "records.db") as database:
        stored = Counter(row[0] for row in database.execute("SELECT delivery FROM incoming_texts"))
    database.close()
    assert stored == Counter(f"message:{fields['MessageSid']}" for _, fields in texts.acknowledged)
    told = [notified.recv(4096).decode() for _ in range(3)]
    assert f"MAINPID={successor}" in told, "systemd follows the new process"


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("hotline/app.py", "def create_app(", "def create_app(:"),
        ("hotline/app.py", "    ask.warm(line)\n", '    raise RuntimeError("broken")\n'),
        ("hotline/http/health.py", "    line = cast(", '    raise KeyError("broken")\n    line = cast('),
    ],
    ids=["does not import", "makes no application", "answers no page"],
)
def test_broken_code_leaves_the_code_before_serving_and_the_command_says_so(
    server, copy, environment, port, line, module, old, new
):
    undo = copy.change(module, old, new)
    refused, (calls, texts), visitor = load(f"http://127.0.0.1:{port}", lambda: reload(environment, port))
    assert refused.returncode == 1
    assert "The new code did not start" in refused.stderr
    assert f"process {server.pid} goes on serving" in refused.stderr
    assert calls.errors == texts.errors == visitor.errors == []
    assert set(visitor.statuses) == {200}
    assert server.poll() is None
    assert served_by(line, port) == server.pid
    assert OLD in title_of_a_missing_page(port)

    undo()
    mended = reload(environment, port)
    assert mended.returncode == 0, mended.stderr
    assert server.wait(20) == 0


def test_a_second_reload_follows_the_first(server, environment, port, line):
    pids = [server.pid]
    for _ in range(2):
        done = reload(environment, port)
        assert done.returncode == 0, done.stderr
        pids.append(served_by(line, port))
    assert len(set(pids)) == 3
    assert OLD in title_of_a_missing_page(port)


def test_a_reload_of_a_server_that_does_not_run_is_refused(environment, port):
    refused = reload(environment, port)
    assert refused.returncode == 1
    assert f"No server of this data folder runs on 127.0.0.1:{port}" in refused.stderr
