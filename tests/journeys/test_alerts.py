"""Alerts of two real servers over one data folder, sent to a real mail server: they send one mail together."""

import time
from datetime import datetime, timedelta

import pytest

from hotline.app import OFFICE_TIME
from tests.support.mail_server import mail_server
from tests.support.servers import two_servers
from tests.support.short_minutes import COMMAND, SHORT_MINUTE
from tests.support.traffic import Traffic

pytestmark = pytest.mark.servers
FIRST_CHECK = 60
"""Seconds in which a server has checked, on a busy machine too."""


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
        with two_servers(line.folder, COMMAND, **alerts):
            until = time.monotonic() + FIRST_CHECK
            while not box.mails and time.monotonic() < until:
                time.sleep(0.5)
            time.sleep(5 * SHORT_MINUTE)  # the other server checks too, and both again
    (alert,) = [mail for mail in box.mails if not mail["Subject"].startswith("【热线待办】")]
    assert alert["Subject"].startswith("【热线告警】转人工没有人接（")
    assert "138" not in alert.get_content()
