"""Floods against a real server: what the log grows by, and that nothing sent to the server can forge a line of it."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest

from tests.support.fixed_values import TOKEN
from tests.support.servers import free_port, serving_environment, wait_for
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import HttpTransport

pytestmark = pytest.mark.servers
REQUESTS = 4_000
SOME_KILOBYTES = 8 * 1024
"""What the log may grow by for all of them, in bytes: two server processes that tell a kind of line once a minute."""
FORGED = "2026-11-29T10:00:00.000+08:00 ERROR hotline: forged"


@contextmanager
def logging_server(folder, **more):
    """A server of two processes: its address, and the file that takes its log."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("hotline")), "serve", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    with (folder / "log").open("wb") as log:
        environment = serving_environment(folder, port) | more
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}", folder / "log"
        finally:
            process.terminate()
            process.wait(60)


def send(port, requests):
    """Send raw requests, one connection each, and wait for the end of each answer's first part."""
    for request in requests:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(request)
            connection.recv(64)


def flood(base, *kinds):
    """Send REQUESTS requests, of these kinds by turns, from four threads."""
    port = int(base.rpartition(":")[2])
    mine = [kinds[serial % len(kinds)] for serial in range(REQUESTS // 4)]
    threads = [Thread(target=send, args=(port, mine)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def post(path, headers=""):
    body = "CallSid=CA1&From=%2B8613800138000"
    form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}"
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{form}\r\n{headers}\r\n{body}".encode()


def each_is_a_line(text):
    for line in text.splitlines():
        assert re.match(r"\S+ (INFO|WARNING|ERROR) [\w.]+: ", line), line
        assert datetime.fromisoformat(line.split()[0]).tzinfo


def test_a_flood_of_refused_requests_costs_the_log_some_kilobytes_and_forges_nothing(line):
    line.records.close()
    forging = FORGED.replace(" ", "%20")
    with logging_server(line.folder) as (base, log):
        before = log.stat().st_size
        flood(
            base,
            post(f"/voice/%0A{forging}"),
            post(f"/voice/%E2%80%A8{forging}%1B%5B2J"),
            post(f"/sms/twilio?a=%0D%0A{forging}"),
            b"NO HTTP AT ALL\n" + FORGED.encode() + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\n" + FORGED.encode() + b"\x85\x1b[2J: x\r\n\r\n",
            b"GET /" + b"x" * 9_000 + b" HTTP/1.1\r\n\r\n",
        )
    text = log.read_text("utf-8")
    assert "refused" in text
    assert log.stat().st_size - before < SOME_KILOBYTES
    each_is_a_line(text)
    assert not any(line.startswith(FORGED) for line in re.split(r"[\r\n\x85\u2028\u2029]", text))
    assert "\x1b" not in text
    assert "13800138000" not in text


def call_the_line(base):
    transport = HttpTransport(base, TOKEN)
    for _ in range(15):
        place_call(transport, read_script(["press:2", "press:102#", "press:0"]), caller="+8613800138000")


def outages_in(told, beginning):
    """The first and the last line of each outage that a process tells in lines with this beginning.

    A process that gets no call for some seconds, and reads through a connection that it still has, sees two outages;
    one that is still starting when the records go away tells of those that it cannot migrate.
    """
    by_process = {one["process"]: [] for one in told}
    for one in told:
        if one["message"].startswith(beginning):
            by_process[one["process"]].append(one["message"])
    return [pair for lines in by_process.values() for pair in zip(lines[::2], lines[1::2], strict=True)]


def test_the_log_has_one_line_at_the_beginning_and_one_at_the_end_of_an_outage_of_the_records(line):
    line.records.close()
    records = line.folder / "records.db"
    with logging_server(line.folder, HOTLINE_LOG="json") as (base, log):
        before = log.stat().st_size
        for name in ("records.db-wal", "records.db-shm"):
            (line.folder / name).unlink(missing_ok=True)
        records.rename(line.folder / "away.db")
        call_the_line(base)
        os.replace(line.folder / "away.db", records)
        for _ in range(300):
            said = log.read_text("utf-8")
            begun = said.count("the records cannot be used") + said.count("the records database cannot be migrated")
            if said.count("the records can be used again") + said.count("the records database is back") == begun:
                break
            time.sleep(0.1)
        grown = log.stat().st_size - before
    told = [json.loads(one) for one in log.read_text("utf-8").splitlines()]
    assert grown < SOME_KILOBYTES
    used, migrated = outages_in(told, "the records ca"), outages_in(told, "the records database")
    assert used  # in one process of the two, or both: the system gives the calls to whichever is free
    for began, ended in used:
        assert began.startswith("the records cannot be used: OperationalError")
        assert ended.startswith("the records can be used again after")
    for began, ended in migrated:
        assert began.startswith("the records database cannot be migrated yet")
        assert ended.startswith("the records database is back and migrated")
    assert any("its step" in ended or "the step" in ended for _, ended in used)
    assert not any("trace" in one for one in told if one["message"].startswith("the records ca"))
