"""Alerts: each told once when it begins and once when it is over, whoever checks, and told again when a mail failed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.core.alerts import AlertLimits
from hotline.core.errors import PublishFailed
from hotline.core.providers import MailFailed
from hotline.core.texts import TextPurpose
from hotline.services import alerts, outbox
from hotline.services.content import publish
from tests.support.broken import Broken
from tests.support.traffic import Traffic

ROOMY = AlertLimits(free_bytes=0, free_share=0.0)
"""Limits that the disk of whoever runs the tests meets."""


class Post:
    """A mailer that keeps what it sends, or fails."""

    def __init__(self):
        self.mails = []
        self.fails = False

    def send(self, subject, body):
        if self.fails:
            raise MailFailed("邮件服务器没有收下邮件。")
        self.mails.append((subject, body))

    def subjects(self):
        return [subject for subject, _ in self.mails]


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def check(line, post):
    return lambda host="web1", limits=ROOMY: alerts.check(line, post, host, limits)


def let_callers_ring(line, callers, before=0):
    with Traffic(line) as traffic:
        traffic.count = before
        for _ in range(callers):
            traffic.ring(traffic.call(timedelta(minutes=10)), timedelta(minutes=9))


def queue_text(line):
    with line.records.writing() as unit:
        told = {"key": "one", "number": "+8613800138000", "body": "您好", "purpose": TextPurpose.TRACKING}
        outbox.queue(line, unit, **told)


@pytest.fixture
def away(line):
    """A function that takes the records away, and one that brings them back."""
    records = line.folder / "records.db"

    def take():
        line.records.close()
        records.rename(records.with_suffix(".away"))

    def bring():
        records.unlink(missing_ok=True)
        records.with_suffix(".away").replace(records)

    return take, bring


def test_nothing_is_told_while_all_is_well(check, post):
    check()
    assert post.mails == []


def test_transfers_that_nobody_took_are_told_once_and_once_when_they_are_over(line, check, post, clock):
    let_callers_ring(line, 2)
    check()
    assert post.mails == []
    let_callers_ring(line, 1, before=2)
    for _ in range(3):
        check()
        clock.advance(60)
    ((subject, body),) = post.mails
    assert subject == "【热线告警】转人工没有人接（web1）"
    assert body.startswith("最近一小时有3个要转人工的来电没有人接。")
    assert body.endswith("时间：2026-11-23 10:00\n主机：web1")
    clock.advance(3600)
    check()
    check()
    assert post.subjects()[1:] == ["【热线恢复】转人工没有人接（web1）"]


def test_a_transfer_that_still_rings_is_not_told_of(line, check, post):
    with Traffic(line) as traffic:
        for _ in range(5):
            traffic.ring(traffic.call(timedelta(0)), timedelta(0))
    check()
    assert post.mails == []


def test_a_text_that_waits_ten_minutes_is_told_of(line, check, post, clock):
    line = replace(line, senders={"twilio": Broken(MailFailed("no"))})
    queue_text(line)
    clock.advance(9 * 60)
    check()
    assert post.mails == []
    clock.advance(60)
    check()
    assert post.mails[0][1].startswith("有1条短信还没有发出去，最早的一条已经等了10分钟。")
    assert "+86" not in post.mails[0][1]
    assert "您好" not in post.mails[0][1]


def test_a_publish_that_fails_is_told_of_and_one_that_is_only_due_is_not(line, check, post):
    publish.mark_pending(line)
    check()
    assert post.mails == []
    knowledge = line.folder / "knowledge"
    knowledge.rename(line.folder / "gone")
    knowledge.touch()
    with pytest.raises(PublishFailed):
        publish.publish(line)
    knowledge.unlink()
    (line.folder / "gone").rename(knowledge)
    check()
    publish.publish(line)
    check()
    assert post.subjects() == ["【热线告警】内容发布失败（web1）", "【热线恢复】内容发布失败（web1）"]


def test_a_disk_that_is_nearly_full_is_told_of_by_each_host_for_itself(check, post):
    full = AlertLimits(free_bytes=10**18)
    check("web1", full)
    check("web2", ROOMY)
    check("web1", full)
    assert post.subjects() == ["【热线告警】磁盘快满了（web1）"]
    check("web2", full)
    check("web1", ROOMY)
    assert post.subjects()[1:] == ["【热线告警】磁盘快满了（web2）", "【热线恢复】磁盘快满了（web1）"]


def test_a_mail_that_failed_is_sent_by_the_next_check(line, check, post, clock):
    let_callers_ring(line, 3)
    post.fails = True
    check()
    post.fails = False
    clock.advance(60)
    check()
    assert post.subjects() == ["【热线告警】转人工没有人接（web1）"]


def test_what_ended_before_it_could_be_told_is_not_told_at_all(line, check, post, clock):
    let_callers_ring(line, 3)
    post.fails = True
    check()
    clock.advance(3600)
    post.fails = False
    check()
    assert post.mails == []


def test_of_processes_that_check_at_the_same_moment_one_tells(line, check, post):
    let_callers_ring(line, 3)
    with ThreadPoolExecutor(8) as processes:
        list(processes.map(lambda serial: check(f"web{serial}"), range(8)))
    assert len(post.mails) == 1


def test_a_change_that_a_killed_process_had_claimed_is_told_by_another(line, check, post, clock):
    let_callers_ring(line, 3)
    with line.records.writing() as unit:
        assert unit.alerts.claim("untaken transfers", True, line.now(), line.now() + alerts.CLAIM)
    check()
    assert post.mails == []
    clock.advance(alerts.CLAIM.total_seconds())
    check()
    assert len(post.mails) == 1


def test_a_claim_of_a_clock_that_ran_ahead_does_not_hold(line, check, post, clock):
    let_callers_ring(line, 3)
    clock.advance(86_400)
    with line.records.writing() as unit:
        assert unit.alerts.claim("untaken transfers", True, line.now(), line.now() + alerts.CLAIM)
    clock.advance(-86_400)
    check()
    assert len(post.mails) == 1


@pytest.mark.sqlite("a file that is taken away and brought back")
def test_records_that_stay_down_are_told_of_once_and_once_when_they_are_back(check, post, clock, away):
    take, bring = away
    take()
    check()
    assert post.mails == []
    for _ in range(3):
        clock.advance(60)
        check()
    assert post.subjects() == ["【热线告警】记录库连不上（web1）"]
    assert post.mails[0][1].endswith("时间：2026-11-23 10:00\n主机：web1")
    bring()
    post.fails = True
    check()
    post.fails = False
    check()
    check()
    assert post.subjects()[1:] == ["【热线恢复】记录库连不上（web1）"]


@pytest.mark.sqlite("a file that is taken away and brought back")
def test_records_that_are_back_within_a_minute_are_not_told_of(check, post, clock, away):
    take, bring = away
    take()
    check()
    clock.advance(20)
    check()
    bring()
    check()
    clock.advance(60)
    check()
    assert post.mails == []


@pytest.mark.sqlite("a file that is taken away and brought back")
def test_of_the_processes_of_a_host_one_tells_that_the_records_are_down(check, post, clock, away):
    away[0]()
    check()
    clock.advance(60)
    with ThreadPoolExecutor(8) as processes:
        list(processes.map(lambda _: check(), range(8)))
    assert len(post.mails) == 1


def test_a_trial_says_that_it_is_one(line, post):
    alerts.send_trial(post, "web1", line.now())
    assert post.mails[0][0] == "【热线试发】web1"
