"""What a real server counts of its requests: of all its worker processes together, of killed ones too."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from hotline.server.shared_counts import MEMORY, make_folder
from tests.support.servers import free_port, serving_environment, wait_for

pytestmark = pytest.mark.servers
METRICS_TOKEN = "a token that only the monitoring knows 0123456789"


@contextmanager
def counting_server(folder):
    port = free_port()
    command = [str(Path(sys.executable).with_name("hotline")), "serve", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    environment = serving_environment(folder, port) | {"HOTLINE_METRICS_TOKEN": METRICS_TOKEN}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(60)


def read(base):
    request = urllib.request.Request(f"{base}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    families = text_string_to_metric_families(urllib.request.urlopen(request, timeout=20).read().decode())
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def entries_read(base):
    return read(base).get(("hotline_request_seconds_count", "GET", "/entries/<int:number>", "2xx"), 0)


def ask(base, times):
    for _ in range(times):
        urllib.request.urlopen(f"{base}/entries/102", timeout=20).read()


def workers(process):
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=True)
    return [int(pid) for pid in found.stdout.split()]


def folder_of(base):
    (folder,) = MEMORY.glob(f"hotline-{os.getuid()}-127.0.0.1-{base.rpartition(':')[2]}-*")
    return folder


def test_the_requests_of_all_workers_are_counted_and_those_of_killed_workers_too(line):
    line.records.close()
    with counting_server(line.folder) as (base, process):
        ask(base, 60)
        assert entries_read(base) == 60, "whichever process tells"
        assert {entries_read(base) for _ in range(20)} == {60}
        killed = workers(process)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
            time.sleep(2)
        wait_for(base, process)
        ask(base, 10)
        assert entries_read(base) == 70
        assert read(base)["hotline_requests_in_progress",] == 1
        files = [file.name for file in folder_of(base).glob("*.db")]
        assert not any(str(pid) in name for pid in killed for name in files), "their files are gone"
        folder = folder_of(base)
    assert not folder.exists(), "nothing is left of a server that was stopped"


def test_counts_begin_anew_with_each_start(line):
    line.records.close()
    with counting_server(line.folder) as (base, process):
        ask(base, 5)
        left = folder_of(base)
        for pid in [process.pid, *workers(process)]:
            os.kill(pid, signal.SIGKILL)
        process.wait(60)
    assert left.exists()
    new = make_folder(f"127.0.0.1:{base.rpartition(':')[2]}")
    assert not left.exists(), "the next start deletes what a killed server left"
    assert list(new.iterdir()) == []
    beside = make_folder(f"127.0.0.1:{base.rpartition(':')[2]}")
    assert new.exists(), "a server that is being succeeded keeps its counts"
    for folder in (new, beside):
        folder.rmdir()
