"""Two servers are one text line: each goes on where the other left off, and together they send an answer once."""

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from hotline.core.permissions import Role
from hotline.services import browsing
from tests.conftest import PASSWORD, TOKEN
from tests.servers import Browser, two_servers
from tests.standin import standing_in
from voice.phrases import TEXT
from voice.texts import send_texts
from voice.transports import HttpTransport

CALLER = "+8613800138000"
ACCOUNT = "AC" + "0" * 32
ANSWER = "".join(f"第{number}样材料请到一楼窗口当面交给工作人员。" for number in range(1, 21))
TAKEN = json.dumps({"sid": "SM" + "1" * 32, "status": "queued"}).encode()


@dataclass
class Line:
    """The two servers, and what Twilio was asked to send."""

    servers: list
    twilio: object

    def text(self, at, body):
        (exchange,) = send_texts(HttpTransport(self.servers[0], TOKEN, server=self.servers[at]), [body], caller=CALLER)
        return exchange.replies[0]

    def report(self, at, status):
        told = {"MessageSid": "SM" + "1" * 32, "MessageStatus": status}
        transport = HttpTransport(self.servers[0], TOKEN, server=self.servers[at])
        assert transport.post(f"{self.servers[0]}/sms/twilio/receipt", told).status == 200


@contextmanager
def serving(folder):
    with standing_in() as twilio:
        twilio.answers = [(201, "application/json", TAKEN)]
        account = {"HOTLINE_TWILIO_ACCOUNT_SID": ACCOUNT, "HOTLINE_TWILIO_NUMBER": "+8687112345678"}
        with two_servers(folder, HOTLINE_TWILIO_API_URL=twilio.url, **account) as servers:
            yield Line(servers, twilio)


def wait_until(happened, seconds):
    """Fails when it does not happen in so many seconds."""
    for _ in range(seconds * 10):
        if happened():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen")


@pytest.fixture
def folder(line):
    line.records.close()
    return line.folder


def test_one_server_goes_on_where_the_other_left_off_and_an_answer_is_sent_once(line, folder):
    entry = browsing.get_entry(line, 102)
    with serving(folder) as hotline:
        assert "1." in hotline.text(0, "目录")
        assert f"102 {entry.question}" in hotline.text(1, "1")
        assert hotline.text(0, "102") == entry.text
        assert hotline.text(1, "留言") == TEXT("message.ask")
        tracking = hotline.text(0, "要带什么材料？").partition("查询号")[2][:8]

        operator = Browser(hotline.servers[1])
        operator.send("/console/sign-in", "/console/sign-in", name=Role.OPERATOR.value, password=PASSWORD)
        page = f"/console/messages/{tracking}"
        operator.send(page, page, answer=ANSWER)
        wait_until(lambda: "已经用短信发出" in operator.get(page), 20)
        for at in (0, 1):
            hotline.report(at, "delivered")
        assert "已经用短信送到" in operator.get(page)
        (sent,) = [asked.form for asked in hotline.twilio.asked]
        assert sent["To"] == CALLER
        assert sent["Body"].endswith(TEXT("progress.whole", tracking=tracking))

        first, second, third = hotline.text(0, f"进度{tracking}"), hotline.text(1, "更多"), hotline.text(0, "更多")
        assert first.endswith(TEXT("more.part", part=1, parts=3))
        assert second.endswith(TEXT("more.part", part=2, parts=3))
        told = "".join(reply.partition("\n回复更多")[0] for reply in (first, second, third))
        assert told.endswith(ANSWER)
        assert hotline.text(1, "退订") == TEXT("wish.out")
        assert "恢复" in hotline.text(0, "留言：还有一件事。")
