"""Texts whose reply the webhook's answer does not carry, two deliveries at the same moment, and senseless texters."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hotline.core.errors import Unavailable
from hotline.core.text_length import segments
from hotline.core.texts import TEXTS_AN_HOUR, TextReply, hash_number
from hotline.services import outbox
from hotline.services.content import published
from hotline.services.texts.inbound import InboundText
from tests.support.fixed_values import CALLER
from voice.phrases import TEXT
from voice.sms import replies as text_line
from voice.sms.replies import reply_to

UNKNOWN = "火星上种土豆用什么肥料"


class Modem:
    """A gateway that only sends."""

    name = "modem"

    def __init__(self):
        self.sent = []

    def send(self, number, body, key):
        self.sent.append((number, body))
        return str(len(self.sent))


@pytest.fixture
def modem():
    return Modem()


@pytest.fixture
def joined(line, modem):
    return replace(line, senders={"modem": modem}, owner_of=lambda number: hash_number(number, "a key"))


def by_modem(body, delivery="1", caller=CALLER):
    return InboundText("modem", delivery, caller, body, inline=False)


def test_a_reply_goes_back_by_the_gateway_its_text_came_by_once(joined, modem, kept_texts, clock):
    for _ in range(2):
        reply_to(joined, by_modem("105"))
    assert kept_texts()[0].replied_at is None, "it is not on its way yet"
    clock.now = clock.now.replace(minute=2)
    outbox.deliver_due(joined)
    outbox.deliver_due(joined)
    assert modem.sent == [(CALLER, published.get_entry(joined.knowledge, 105).text)]
    assert kept_texts()[0].replied_at == clock.now


def test_nobody_is_sent_silence_and_nothing_goes_to_a_withheld_number(joined, modem, kept_texts):
    reply_to(joined, by_modem("[自动回复]你好"))
    reply_to(joined, by_modem("102", delivery="2", caller=""))
    assert outbox.deliver_due(joined) == 0
    assert len(kept_texts()) == 2


def test_the_limit_is_told_once_also_while_replies_wait_to_go_out(joined, modem):
    """As when a telephone that was offline hands over everything at once."""
    for number in range(TEXTS_AN_HOUR + 3):
        reply_to(joined, by_modem(f"问题{number}", delivery=str(number)))
    assert outbox.deliver_due(joined) == TEXTS_AN_HOUR + 1


def test_what_cannot_be_kept_is_not_acknowledged_where_the_reply_would_be_lost(joined):
    class Down:
        def __getattr__(self, name):
            raise Unavailable("记录库暂时无法使用。")

    with pytest.raises(Unavailable):
        reply_to(replace(joined, records=Down()), by_modem("102"))


def test_a_mistake_of_ours_is_apologised_for_and_kept(joined, monkeypatch, kept_texts):
    def mistake(*_):
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(text_line, "understand", mistake)
    for _ in range(2):
        assert reply_to(joined, InboundText("twilio", "1", CALLER, "102")) == TEXT("trouble.sorry")
    assert [row.reply_kind for row in kept_texts()] == [TextReply.NONE]


@pytest.mark.parametrize("body", ["102", UNKNOWN, "留言：村里路灯坏了。", "不服怎么办"])
def test_two_deliveries_at_the_same_moment_are_one_text_with_one_reply(joined, kept, kept_texts, monkeypatch, body):
    """Both have looked before either has written."""
    together = Barrier(2)
    draft = text_line.plan_reply

    def wait_and_draft(chat):
        together.wait(10)
        return draft(chat)

    monkeypatch.setattr(text_line, "plan_reply", wait_and_draft)
    replies = []
    both = [
        Thread(target=lambda: replies.append(reply_to(joined, InboundText("twilio", "1", CALLER, body))))
        for _ in range(2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(replies) == 2
    assert replies[0] == replies[1] != ""
    assert len(kept_texts()) == 1
    assert len(kept("messages")) == ("留言" in body)
    assert len(kept("unanswered")) == (body == UNKNOWN)


def test_two_deliveries_of_an_addition_at_the_same_moment_add_once(joined, kept, monkeypatch):
    reply_to(joined, InboundText("twilio", "1", CALLER, "留言：村里路灯坏了。"))
    together = Barrier(2)
    plan = text_line.plan_reply

    def wait_and_plan(context):
        together.wait(10)
        return plan(context)

    monkeypatch.setattr(text_line, "plan_reply", wait_and_plan)
    replies = []
    addition = InboundText("twilio", "2", CALLER, "在青山村三组")
    both = [Thread(target=lambda: replies.append(reply_to(joined, addition))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [message.body for message in kept("messages")] == ["村里路灯坏了。\n在青山村三组"]
    assert replies[0] == replies[1] != ""


COMMANDS = "目录 更多 留言 进度 人工 退订 恢复 帮助 取消 都不是 谢谢 目录2 1 2 3 5 9 0 102 777 12345678 进度1"
SAID = st.one_of(
    st.sampled_from([*COMMANDS.split(), "不服怎么办", UNKNOWN, "", "留言：路灯坏了"]),
    st.text(max_size=30),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SAID, max_size=8), st.sampled_from([CALLER, ""]))
@example(["", "", " "], CALLER)
def test_whatever_is_texted_gets_one_reply_of_three_parts_at_most(joined, clock, bodies, caller):
    run = uuid4()  # drawn by Hypothesis it would come again, and what was texted before be repeated
    clock.now += timedelta(hours=25)  # so that nobody texted in the day before
    for place, body in enumerate(bodies):
        reply = reply_to(joined, InboundText("twilio", f"{run}{place}", caller, body))
        assert 1 <= len(segments(reply)) <= 3 or [told.strip() for told in bodies[:place]].count(body.strip()) >= 2
        assert reply != TEXT("trouble.sorry")
