"""`hotline serve` started while the records cannot be used: it answers from the knowledge file and keeps trying."""

import json
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from hotline.services.content import publish
from tests.support.approvals import take_over_sample
from tests.support.fixed_values import TOKEN
from tests.support.servers import CALLER, free_port, serving_environment, wait_for
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import HttpTransport
from voice.phrases import PHONE

pytestmark = pytest.mark.servers
UNKNOWN = "火星上种土豆用什么肥料"


@contextmanager
def serving(folder, log):
    """`hotline serve` over ``folder``; its address."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("hotline")), "serve", "--workers", "1", "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=serving_environment(folder, port), stdout=file, stderr=file)
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def are_records_back(base):
    for _ in range(200):
        if json.load(urllib.request.urlopen(base + "/healthz", timeout=10))["records"]:
            return True
        time.sleep(0.1)
    return False


def ask(base, question):
    return place_call(
        HttpTransport(base, TOKEN), read_script(["press:2", "press:102", question]), caller=CALLER
    ).heard()


@pytest.mark.parametrize("fault", ["damaged", "locked", "lost"])
def test_it_answers_without_the_records_and_takes_them_up_when_they_are_back(line, tmp_path, fault):
    with line.records.writing() as unit:
        unit.office.rows_of_office.put(replace(line.knowledge.office, sample_notice=""), 0, "li", line.now())
    take_over_sample(line)
    publish.publish(line)
    line.records.settle()
    line.records.close()
    records, log = line.folder / "records.db", tmp_path / "log"
    whole = records.read_bytes()
    holder = sqlite3.connect(records, isolation_level=None)
    if fault == "damaged":
        records.write_bytes(b"no database " * 400)
    elif fault == "lost":
        records.unlink()
    else:
        holder.execute("BEGIN IMMEDIATE")
    with serving(line.folder, log) as base:
        heard = ask(base, f"say:{UNKNOWN}")
        assert "六十日" in heard
        assert PHONE("nothing.kept") not in heard
        assert "records database cannot be used" in log.read_text()
        assert records.exists() == (fault != "lost"), "no empty database takes the place of one that is lost"
        if fault != "locked":
            records.with_name("restored.db").write_bytes(whole)
            records.with_name("restored.db").rename(records)
        else:
            holder.execute("ROLLBACK")
        assert are_records_back(base)
        time.sleep(1.5)  # the circuit breaker probes each second
        assert PHONE("nothing.kept") in ask(base, f"say:{UNKNOWN}")
    holder.close()
