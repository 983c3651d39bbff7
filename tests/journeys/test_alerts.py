"""Alerts of two real servers over one data folder, sent to a real mail server: they send one mail together."""

import time
from datetime import datetime, timedelta

import pytest

from hotline.app import OFFICE_TIME
from tests.support.mail_server import mail_server
from tests.support.servers import two_servers
from tests.support.traffic import Traffic

pytestmark = pytest.mark.servers
TWO_CHECKS = 150
"""Seconds in which both servers have checked, on a busy machine too."""


def test_two_servers_tell_a_condition_once(line, clock):
    clock.now = datetime.now(OFFICE_TIME)
    with Traffic(line) as traffic:
        for _ in range(3):
            traffic.ring(traffic.call(timedelta(minutes=5)), timedelta(minutes=4))
    line.records.close()
    with mail_server() as (box, port):
        alerts = {
            "HOTLINE_SMTP_HOST": "localhost",
            "HOTLINE_SMTP_PORT": str(port),
            "HOTLINE_SMTP_TLS": "none",
            "HOTLINE_ALERT_FROM": "hotline@example.gov.cn",
            "HOTLINE_ALERT_TO": "zhang@example.gov.cn",
        }
        with two_servers(line.folder, **alerts):
            until = time.monotonic() + TWO_CHECKS
            while not box.mails and time.monotonic() < until:
                time.sleep(0.5)
            time.sleep(15)  # the other server checks too
    assert [subject.partition("（")[0] for subject in box.subjects()] == ["【热线告警】转人工没有人接"]
    assert "138" not in box.mails[0].get_content()
