"""Floods and machines that answer texts are held back, people are not."""

from datetime import timedelta

import pytest

from hotline.core.texts import SAME_IN_A_DAY, SAME_IN_A_MINUTE, TEXTS_AN_HOUR, TextReply
from hotline.services.content import published
from voice.handset.sms import send_texts
from voice.handset.transports import LocalTransport
from voice.phrases import TEXT

TOLD = TEXT("limit.told", most=TEXTS_AN_HOUR, number="96128")
NUMBERS = [str(number) for number in (*range(101, 109), *range(201, 207), *range(301, 309))]


@pytest.fixture
def replies(app):
    """Send texts; the replies to each, of which there may be none."""

    def send(*bodies, caller="+8613800138000"):
        return [exchange.replies for exchange in send_texts(LocalTransport(app), bodies, caller=caller)]

    return send


def test_after_twenty_texts_in_an_hour_that_is_told_once_and_then_nothing(replies, kept_texts):
    got = replies(*NUMBERS[:TEXTS_AN_HOUR], "108", "107", "106")
    assert all(len(reply) == 1 for reply in got[:TEXTS_AN_HOUR])
    assert got[TEXTS_AN_HOUR:] == [(TOLD,), (), ()]
    assert [row.reply_kind for row in kept_texts()[TEXTS_AN_HOUR:]] == [TextReply.LIMITED] * 3
    assert [row.replied_at is not None for row in kept_texts()[TEXTS_AN_HOUR:]] == [True, False, False]


def test_an_hour_later_texts_are_answered_again(replies, clock, line):
    replies(*NUMBERS[:TEXTS_AN_HOUR], "108", "107")
    clock.now += timedelta(minutes=61)
    assert replies("108") == [(published.get_entry(line.knowledge, 108).text,)]


def test_the_limit_is_each_telephones_own_and_nobody_is_kept_from_ending_the_texts(replies):
    replies(*NUMBERS[:TEXTS_AN_HOUR], "108")
    assert len(replies("102", caller="+8613900139000")[0]) == 1
    assert replies("退订", "恢复") == [(TEXT("wish.out"),), (TEXT("wish.in"),)]


def test_writers_whose_numbers_are_withheld_share_no_limit(replies):
    assert [len(reply) for reply in replies(*NUMBERS, "102", "102", "102", caller="")] == [1] * (len(NUMBERS) + 3)


def test_the_same_text_three_times_in_a_minute_is_a_machine_and_gets_silence(replies, kept_texts, clock):
    got = replies(*["您好，我现在不方便"] * 4)
    assert [len(reply) for reply in got] == [1] * (SAME_IN_A_MINUTE - 1) + [0, 0]
    assert kept_texts()[-1].reply_kind is TextReply.LOOP
    clock.now += timedelta(seconds=61)
    assert len(replies("您好，我现在不方便")[0]) == 1


@pytest.mark.parametrize("every", [timedelta(seconds=31), timedelta(minutes=61), timedelta(hours=2)])
@pytest.mark.parametrize("body", ["您的话费余额不足10元，请及时充值", "留言 请及时充值", "您的验证码是482913"])
def test_the_same_text_over_hours_is_a_machine(replies, clock, kept_texts, every, body):
    answered = 0
    for _ in range(40):
        answered += len(replies(body)[0])
        clock.now += every
    assert answered < SAME_IN_A_DAY
    assert kept_texts()[-1].reply_kind is TextReply.LOOP


def test_who_asks_the_same_again_every_day_is_answered_every_time(replies, clock):
    for _ in range(8):
        assert len(replies("复议收费吗")[0]) == 1
        clock.now += timedelta(hours=8)


@pytest.mark.parametrize("body", ["1", "更多", "进度", "目录", "留言"])
def test_who_looks_after_something_ten_times_a_day_is_answered_every_time(replies, clock, body):
    for _ in range(10):
        assert len(replies(body)[0]) == 1
        clock.now += timedelta(hours=1)


SERVICES = ["10086", "+8610086", "95588", "10010", "106980095588", "1069012345678901", "12345", "96128", "4001234567"]
NAMES = ["ICBC", "淘宝网", "G-Mail2"]


@pytest.mark.parametrize("sender", SERVICES + NAMES)
@pytest.mark.parametrize("body", ["您的话费余额不足10元", "102", "留言：请缴费", "退订", "怎么申请行政复议"])
def test_a_service_gets_no_reply_and_is_no_enquiry_and_no_message(replies, kept_texts, line, sender, body):
    assert replies(body, caller=sender) == [()]
    with line.records.reading() as unit:
        totals = unit.statistics.totals()
    assert totals["incoming_texts"] == {TextReply.SERVICE.value: 1}
    assert totals["enquiries"] == totals["messages"] == totals["outgoing_texts"] == {}
    assert "+86" not in kept_texts()[0].caller


@pytest.mark.parametrize("sender", ["+8613800138000", "13800138000", "+861063100000", "+12025550123", "anonymous", ""])
def test_a_person_is_no_service(replies, sender):
    assert len(replies("102", caller=sender)[0]) == 1


def test_a_person_may_ask_for_more_and_pick_as_often_as_they_like(replies):
    assert all(len(reply) == 1 for reply in replies("目录", "1", "1", "1", "1", "更多", "更多", "更多", "更多"))


@pytest.mark.parametrize(
    "body",
    [
        "【自动回复】您好，我现在有事不在，稍后联系您。",
        "[自动回复]你好",
        "自动回复：我正在开会",
        "（自動回覆）我不在",
        "Auto-reply: I am away",
        "Automatic reply: out of office",
        "本短信由系统自动发送，请勿回复。",
        TEXT("help.no_choice"),
        TEXT("nothing.kept", number="96128"),
        TEXT("trouble.sorry"),
    ],
)
def test_automatic_replies_and_our_own_sentences_get_silence_and_are_kept(replies, kept_texts, body):
    assert replies(body) == [()]
    assert [(row.reply_kind, row.replied_at) for row in kept_texts()] == [(TextReply.LOOP, None)]


def test_our_own_answer_sent_back_gets_silence(replies, line):
    assert replies(published.get_entry(line.knowledge, 105).text) == [()]


@pytest.mark.parametrize(
    "body", ["自动回复怎么关", "自动售货机要办证吗", "你们的短信是自动回复的吗", "请勿回复是什么意思"]
)
def test_a_persons_question_about_machines_is_answered(replies, body):
    assert len(replies(body)[0]) == 1


def test_silence_is_repeated_as_silence(text_twice):
    assert [exchange.replies for exchange in text_twice("[自动回复]你好")] == [()]
