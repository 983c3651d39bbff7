"""What a text leaves open is in the records, so one server goes on where the other one left off."""

import pytest

from hotline.core.enquiries import Channel
from hotline.core.permissions import Role, Staff
from hotline.services import browsing, triaging
from tests.conftest import TOKEN
from tests.journeys.conftest import CALLER
from tests.servers import two_servers
from voice.phrases import TEXT
from voice.texts import send_texts
from voice.transports import HttpTransport

ANSWER = "".join(f"第{number}样材料请到一楼窗口当面交给工作人员。" for number in range(1, 21))


@pytest.fixture
def tracking(line):
    """The number of a message with a long answer."""
    left = triaging.leave_message(line, channel=Channel.SMS, body="要带什么材料？", caller=CALLER)
    operator = Staff(1, "operator", "测试", Role.OPERATOR, True)
    return triaging.answer_message(line, operator, left.tracking_number, ANSWER).tracking_number


def test_one_server_goes_on_where_the_other_left_off(line, tracking):
    entry = browsing.get_entry(line, 102)
    line.records.close()
    with two_servers(line.folder) as servers:

        def text(at, body):
            transport = HttpTransport(servers[0], TOKEN, server=servers[at])
            (exchange,) = send_texts(transport, [body], caller=CALLER)
            return exchange.replies[0]

        first, second, third = text(0, f"进度{tracking}"), text(1, "更多"), text(0, "更多")
        assert first.endswith(TEXT("more.part", part=1, parts=3))
        assert second.endswith(TEXT("more.part", part=2, parts=3))
        told = "".join(reply.partition("\n回复更多")[0] for reply in (first, second, third))
        assert told.endswith(ANSWER)
        assert "1." in text(0, "目录")
        assert f"102 {entry.question}" in text(1, "1")
        assert text(0, "102") == entry.text
        assert text(1, "留言") == TEXT("message.ask")
        assert "查询号" in text(0, "村里路灯坏了，请派人来修。")
        assert text(1, "退订") == TEXT("wish.out")
        assert "恢复" in text(0, "留言：还有一件事。")
