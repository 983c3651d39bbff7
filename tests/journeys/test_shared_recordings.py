"""Two real hosts and one bucket: a recording that is put there is heard at both within the time of a refresh."""

import time
import urllib.request

import pytest

from hotline.server.background import REFRESH_EVERY
from tests.support.fixed_values import SILENT_SECOND, TOKEN
from tests.support.records_database import database_url
from tests.support.s3_server import start_storage_server
from tests.support.servers import CALLER, several_hosts
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import HttpTransport
from voice.phrases import PHONE
from voice.speech.synthesis import write_wave

pytestmark = pytest.mark.servers
SLACK = 10
"""Seconds more than a refresh, for the fetching on a busy machine."""


@pytest.fixture
def storage(tmp_path):
    server = start_storage_server(tmp_path / "s3.log")
    yield server
    server.stop()


def first_prompts(bases):
    """What a caller hears after the greeting, from each host."""
    calls = [place_call(HttpTransport(bases[0], TOKEN, server=base), read_script([]), caller=CALLER) for base in bases]
    return {call.turns[0].heard[1] for call in calls}


def wait_until(is_so, seconds):
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(0.5)


def test_a_new_recording_is_heard_at_both_hosts_and_stays_when_the_bucket_dies(line, tmp_path, storage):
    folders = [line.folder, tmp_path / "second"]
    write_wave(tmp_path / "menu.first.wav", SILENT_SECOND)
    sound = (tmp_path / "menu.first.wav").read_bytes()
    log = tmp_path / "hosts.log"
    with (
        log.open("wb") as file,
        several_hosts(folders, database_url(line.folder), file, **storage.environment()) as (bases, _),
    ):
        assert first_prompts(bases) == {PHONE("menu.first")}
        storage.store().write("menu.first.wav", sound)
        wait_until(lambda: all("menu.first.wav" in heard for heard in first_prompts(bases)), REFRESH_EVERY + SLACK)
        storage.stop()
        time.sleep(2 * REFRESH_EVERY)
        (heard,) = first_prompts(bases)
        for base in bases:
            path = heard.strip("[]").removeprefix(bases[0])
            assert urllib.request.urlopen(base + path, timeout=5).read() == sound
    lines = [line for line in log.read_text("utf-8").splitlines() if "file store" in line]
    assert len(lines) == len(bases)  # one line an outage and host, though each host has two processes
    assert all("does not answer" in line for line in lines)
    assert storage.access.secret not in log.read_text("utf-8")
