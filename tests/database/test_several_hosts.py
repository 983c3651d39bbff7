"""Several hosts with data folders of their own and one PostgreSQL: one line.

Run with -m database; Debian's postgresql is needed."""

import json
import shutil
import time
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from hotline.app import open_line
from hotline.core.permissions import Role
from hotline.services.content import publish, workflow
from hotline.services.leases import take_lease
from hotline.settings import Places
from hotline.storage.records.database import Records
from tests.support.fixed_values import NOW, TOKEN
from tests.support.servers import CALLER, Browser, approve, heard_everywhere, several_hosts
from tests.support.two_hosts import host_beside
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import HttpTransport

pytestmark = pytest.mark.database
SOON = 3
"""Seconds within which every host says what was approved on one."""
ENTRY = 102
JOBS = "abcde"


@pytest.fixture
def url(seeded):
    """A database of the test's own."""
    server, _ = seeded
    name = f"line{time.monotonic_ns()}"
    server.sql(f"CREATE DATABASE {name} TEMPLATE seeded")
    return server.url(name)


@pytest.fixture
def line(seeded, url, tmp_path):
    """The host sms1, opened in this process."""
    shutil.copytree(seeded[1], tmp_path / "sms1")
    line = open_line(Places(tmp_path / "sms1", url, host="sms1"), now=lambda: NOW)
    yield line
    line.records.close()


@pytest.fixture
def hosts(line, url, tmp_path):
    """The addresses of two hosts and functions that kill them; the second begins with an empty data folder."""
    log = tmp_path / "hosts.log"
    with log.open("w") as told, several_hosts([tmp_path / "sms1", tmp_path / "sms2"], url, told) as running:
        yield running
    print(log.read_text())


class Alternating:
    """A transport that sends each webhook to another server than the one before; ``killed`` after so many no longer
    to the first."""

    def __init__(self, bases, kill=None, after=0):
        self.public_url = bases[0]
        self.transports = [HttpTransport(bases[0], TOKEN, server=base) for base in bases]
        self.kill, self.after, self.posted = kill, after, 0

    def post(self, url, parameters):
        self.posted += 1
        if self.kill and self.posted == self.after:
            self.kill()
            self.transports = self.transports[1:]
        self.transports.append(self.transports.pop(0))
        return self.transports[-1].post(url, parameters)


def version_of(base):
    return json.loads(urllib.request.urlopen(base + "/healthz", timeout=5).read())["knowledge_version"]


def test_what_one_host_approves_or_withdraws_the_other_tells_on_every_channel_within_three_seconds(hosts):
    (first, second), _ = hosts
    assert version_of(first) == version_of(second) == 1
    new = {"web_answer": "网页上的新答复。", "spoken": "电话里的新答复。", "text": "短信里的新答复。"}
    agree = approve(first, ENTRY, new)
    agree()
    time.sleep(SOON)
    for said, words in zip(heard_everywhere(first, second, ENTRY), new.values(), strict=True):
        assert words in said
    assert version_of(first) == version_of(second) == 2
    withdraw_at(second, ENTRY)
    time.sleep(SOON)
    for base in (first, second):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            Browser(base).get(f"/entries/{ENTRY}")
        assert version_of(base) == 3
        call = place_call(HttpTransport(first, TOKEN, server=base), keyed(ENTRY), caller=CALLER)
        assert "电话里的新答复。" not in call.heard()


def withdraw_at(base, number):
    reviewer = Browser(base)
    reviewer.send("/console/sign-in", "/console/sign-in", name=Role.REVIEWER.value, password="a long enough password")
    entry = f"/console/entries/{number}"
    reviewer.send(f"{entry}/withdraw", f"{entry}/withdraw", comment="法已修改")


def keyed(*numbers):
    return read_script(["press:2", *(f"press:{number}#" for number in numbers)])


def test_a_call_steps_alternately_between_the_hosts_and_goes_on_when_one_is_killed(hosts):
    bases, (kill_first, _) = hosts
    script = read_script(["press:2", f"press:{ENTRY}#", "press:1", "press:1"])
    alone = place_call(HttpTransport(bases[0], TOKEN), script, caller=CALLER)
    stepping = Alternating(bases)
    assert place_call(stepping, script, caller=CALLER).heard() == alone.heard()
    assert stepping.posted >= len(script)
    cut = Alternating(bases, kill_first, after=3)
    assert place_call(cut, script, caller=CALLER).heard() == alone.heard()
    assert cut.posted == stepping.posted


def test_approvals_at_the_same_moment_on_two_hosts_get_numbers_of_their_own(line, url, tmp_path):
    people = staff_of(line)
    other = replace(host_beside(line, "sms2", tmp_path / "sms2"), records=Records.open(url))
    numbers = (102, 105, 201, 301)
    submitted = {number: submit(line, people[Role.PUBLISHER], number) for number in numbers}
    begun = Barrier(len(numbers))
    failed = []

    def agree(host, number):
        begun.wait()
        change = workflow.approve(host, people[Role.REVIEWER], number, version=submitted[number].version)
        failed.extend(filter(None, [change.publish_error]))

    threads = [
        Thread(target=agree, args=(host, number)) for host, number in zip([line, other] * 2, numbers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    for host in (line, other):
        publish.publish_pending(host)
        assert {host.knowledge.find_entry(number).text for number in numbers} == {"新的短信"}
    versions = [(host.knowledge.version.number, host.knowledge.version.content_hash) for host in (line, other)]
    assert versions[0] == versions[1]
    assert versions[0][0] == 5
    assert not publish.is_outdated(line)
    other.records.close()


def submit(line, writer, number):
    published = workflow.get_entry(line, writer, number).published
    draft = workflow.save_draft(line, writer, replace(published.entry, text="新的短信"), published.version)
    return workflow.submit(line, writer, number, version=draft.version)


def staff_of(line):
    with line.records.reading() as unit:
        return {role: unit.staff.find_by_name(role.value) for role in Role}


def test_of_two_hosts_that_ask_for_a_job_at_the_same_moment_one_gets_it(line):
    begun = Barrier(8)
    got = []

    def ask(job, holder):
        begun.wait()
        if take_lease(line, job, holder, timedelta(hours=1)):
            got.append(job)

    for job in JOBS:
        threads = [Thread(target=ask, args=(job, f"sms{number}:1")) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert got == list(JOBS)
