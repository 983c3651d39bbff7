"""A server that is told to stop while the provider takes a text: the text is sent once, and known to be sent."""

import json
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from hotline.core.texts import TextPurpose
from hotline.services import outbox
from tests.support.provider_api import StandIn, standing_in
from tests.support.servers import free_port, serving_environment, wait_for

pytestmark = pytest.mark.servers
TAKES = 4
"""Seconds in which the provider takes a text."""


class SlowProvider(StandIn):
    def answer(self, asked):
        time.sleep(TAKES)
        return 201, "application/json", json.dumps({"sid": "SM" + "1" * 32, "status": "queued"}).encode()


def queue_texts(line, count):
    line = replace(line, senders={"twilio": None})
    with line.records.writing() as unit:
        for key in range(count):
            told = {"key": str(key), "number": "+8613800138000", "body": "您好", "purpose": TextPurpose.TRACKING}
            outbox.queue(line, unit, **told)
    line.records.close()


def test_a_text_being_sent_when_the_server_stops_is_sent_once(line):
    queue_texts(line, 3)
    port = free_port()
    with standing_in(SlowProvider()) as provider:
        account = {"HOTLINE_TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "HOTLINE_TWILIO_NUMBER": "+8687112345678"}
        environment = serving_environment(line.folder, port) | account | {"HOTLINE_TWILIO_API_URL": provider.url}
        command = [str(Path(sys.executable).with_name("hotline")), "serve", "--workers", "1"]
        process = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], env=environment)
        try:
            wait_for(f"http://127.0.0.1:{port}", process)
            until = time.monotonic() + 60
            while not provider.asked and time.monotonic() < until:
                time.sleep(0.05)
        finally:
            process.terminate()
        assert process.wait(60) == 0
        assert len(provider.asked) == 1, "no other text was begun"
    with sqlite3.connect(line.folder / "records.db") as database:
        states = [row[0] for row in database.execute("SELECT state FROM outgoing_texts ORDER BY id")]
    database.close()
    assert states == ["sent", "waiting", "waiting"]
