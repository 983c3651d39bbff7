"""Limits that are counted in a real Redis.

Run with -m database; Debian's redis-server is needed."""

import subprocess
import time
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter

import pytest
import redis

from hotline.app import create_app, open_line
from hotline.services.shared_counters import PAUSE
from tests.support.servers import free_port

pytestmark = pytest.mark.database


@contextmanager
def running_redis(folder, port):
    """A new server on ``port``, which keeps nothing; stopped by its pid."""
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    client = redis.Redis(port=port)
    try:
        for _ in range(100):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        yield client
    finally:
        client.close()
        process.kill()
        process.wait(20)


def ask(app, times):
    client = app.test_client()
    return [client.get("/console/sign-in").status_code for _ in range(times)]


@pytest.mark.parametrize("scheme", ["redis", "valkey"])
def test_two_hosts_count_together_in_redis_and_keep_no_address_there(settings, line, clock, tmp_path, scheme):
    port = free_port()
    settings = replace(settings, limits=f"{scheme}://127.0.0.1:{port}/0")
    other = open_line(settings.places, now=clock)
    with running_redis(tmp_path, port) as server:
        hosts = [create_app(settings, line=host) for host in (line, other)]
        answers = [status for _ in range(12) for app in hosts for status in ask(app, 1)]
        keys = server.keys()
        seconds = [server.ttl(key) for key in keys]
    other.records.close()
    assert answers == [200] * 20 + [429] * 4
    assert keys
    assert not any(b"127.0.0.1" in key for key in keys)
    assert all(0 < left <= 61 for left in seconds), "a counter must go by itself once its window is over"


def test_without_its_redis_a_host_counts_alone_and_goes_on_together_once_it_is_back(settings, line, clock, tmp_path):
    port = free_port()
    app = create_app(replace(settings, limits=f"redis://127.0.0.1:{port}/0"), line=line)
    began = perf_counter()
    assert ask(app, 21) == [200] * 20 + [429]
    assert perf_counter() - began < 4
    clock.advance(60 + PAUSE)
    with running_redis(tmp_path, port) as server:
        ask(app, 1)
        assert server.keys()
