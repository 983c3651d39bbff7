"""A text that is no question: what it means depends on the reply before it, and it is not kept as a question."""

from dataclasses import replace

import pytest

from hotline.app import create_app
from hotline.core.enquiries import Outcome
from hotline.core.errors import Unavailable
from hotline.services.content import published
from tests.support.broken import Broken
from tests.support.fixed_values import CALLER
from voice.handset.sms import send_texts
from voice.handset.transports import LocalTransport
from voice.phrases import TEXT

NO_ANSWER = "火星上种土豆用什么肥料"


@pytest.mark.parametrize("words", ["收到谢谢", "知道了，谢谢", "好的，收到", "OK谢谢", "晓得了"])
def test_thanks_are_thanked_for_and_not_kept(text, kept, words):
    assert text("复议收费吗", words)[1] == TEXT("help.thanks")
    assert not kept("unanswered")


@pytest.mark.parametrize("words", ["好", "要得", "可以", "好，留言", "留言"])
def test_agreement_after_the_offer_of_a_message_leaves_the_question(text, kept, words):
    text(NO_ANSWER, words)
    assert [message.body for message in kept("messages")] == [NO_ANSWER]


def test_refused_choices_and_then_a_message_leave_the_question_and_not_the_refusal(text, kept):
    text("公开", "不是这个", "都不是", "留言")
    assert [message.body for message in kept("messages")] == ["公开"]


def test_thanks_after_a_message_are_no_message(text, kept):
    assert text("留言 请给我回电话", "收到，谢谢")[1] == TEXT("help.thanks")
    assert len(kept("messages")) == 1


@pytest.mark.parametrize("words", ["1谢谢", "1，谢谢", "01", "壹", "❶", "数字1", "第一个"])
def test_a_choice_is_picked_in_many_ways(text, words):
    assert text("公开", words)[1] == text("公开", "1")[1]


def test_two_digits_at_once_pick_nothing_and_the_choices_stay(text):
    told, picked = text("公开", "1和2", "1")[1:]
    assert told.startswith("请回复1到")
    assert picked == text("公开", "1")[1]


@pytest.mark.parametrize("words", ["1️⃣0️⃣2️⃣", "一零二", "请查102", "编号：１０２"])
def test_an_entry_is_found_by_its_number(text, line, words):
    assert text(words) == [published.get_entry(line.knowledge, 102).text]


@pytest.mark.parametrize("words", ["回T退订", "TD退订", "退订短信", "不要再给我发短信了", "别发短信了"])
def test_the_wish_for_no_more_texts_is_heard_in_plain_words(text, words):
    assert text(words) == [TEXT("wish.out")]


def test_an_answer_is_sent_again(text):
    first, again = text("复议收费吗", "再发一次")
    assert again == first


def test_a_message_after_an_answer_is_asked_for_and_is_not_the_question_that_was_answered(text, kept):
    assert text("复议收费吗", "留言")[1] == TEXT("message.ask")
    assert not kept("messages")


def test_a_question_that_leaves_its_subject_out_is_understood_within_the_last_answer(text, line):
    assert text("申请行政复议的期限是多久", "那要交多少钱呢")[1] == published.get_entry(line.knowledge, 105).text


def test_who_is_in_danger_gets_the_number_to_ring_and_is_kept_for_staff(text, line):
    assert "12356" in text("我不想活了")[0]
    with line.records.reading() as unit:
        (kept,) = unit.enquiries.list_emergencies(since=line.now().replace(year=2000), limit=5)
    assert kept.outcome is Outcome.EMERGENCY


def test_of_two_questions_in_one_the_first_is_answered_and_the_second_can_be_picked(text, line):
    first, second = text("申请行政复议收费吗？多久能出结果", "1")
    assert first.startswith(published.get_entry(line.knowledge, 105).text)
    assert second == published.get_entry(line.knowledge, 106).text


@pytest.mark.parametrize("words", ["请给我回电话", "还是没解决，打电话没人接", "尽快回复我", "我家在三组一零五号"])
def test_words_of_a_message_that_was_announced_are_taken_for_no_saying(text, kept, words):
    text("留言", words)
    assert [message.body for message in kept("messages")] == [words]


@pytest.mark.parametrize("words", ["他妈的", "老公你把电视关小点", "再说一遍", "等一下", "谢谢"])
def test_a_saying_does_not_end_the_wait_for_a_message(text, kept, words):
    text("留言", words, "请回电话")
    assert [message.body for message in kept("messages")] == ["请回电话"]


def test_the_wish_for_no_more_texts_is_heard_while_a_message_is_awaited(text, kept):
    assert text("留言", "请你们不要再发短信了")[1] == TEXT("wish.out")
    assert not kept("messages")


@pytest.mark.parametrize("words", ["谢谢", "进度", "999", "退订", "着火了"])
def test_agreement_with_something_else_leaves_no_message_but_the_command_still_does(text, kept, words):
    text(NO_ANSWER, words, "好")
    assert not kept("messages")
    text("留言")
    assert [message.body for message in kept("messages")] == [NO_ANSWER]


def test_who_refuses_the_offer_of_a_message_is_not_offered_it_again(text, kept):
    refused, agreed = text(NO_ANSWER, "不用了", "好")[1:]
    assert (refused, agreed) == (TEXT("help.cancelled"), TEXT("help.yes"))
    assert not kept("messages")
    text("留言")
    assert [message.body for message in kept("messages")] == [NO_ANSWER]


@pytest.mark.parametrize("texts", [["留言 我老公打我，请给我回电话"], ["留言", "我老公打我，请给我回电话"]])
def test_danger_in_a_message_is_told_the_number_and_the_message_is_kept(text, kept, line, texts):
    reply = text(*texts)[-1]
    (message,) = kept("messages")
    assert "110" in reply
    assert TEXT("message.also_left", tracking=message.tracking_number) in reply
    assert "我老公打我" in message.body
    with line.records.reading() as unit:
        assert len(unit.enquiries.list_emergencies(since=line.now().replace(year=2000), limit=5)) == 1


def test_danger_right_after_a_message_is_added_to_it(text, kept):
    reply = text("留言 请回电话", "我老公打我")[-1]
    (message,) = kept("messages")
    assert message.body == "请回电话\n我老公打我"
    assert TEXT("message.also", tracking=message.tracking_number) in reply


@pytest.mark.parametrize(
    "words", ["那要带什么", "那要多少钱", "好久能办好", "要本人去吗", "地址在哪里", "他们几点上班"]
)
def test_a_question_that_goes_on_about_a_referral_is_sent_there_again_and_not_answered_by_our_own(text, kept, words):
    referred, again = text("残疾证在哪里办", words)
    assert again == referred
    assert not kept("unanswered")


def test_a_question_of_its_own_after_a_referral_is_answered(text, line):
    assert text("残疾证在哪里办", "申请行政复议收费吗")[1] == published.get_entry(line.knowledge, 105).text
    referred, hours = text("残疾证去哪里办", "你们几点上班")
    assert hours != referred


def test_a_question_for_another_office_right_after_a_message_is_sent_on(text, kept):
    reply = text("留言 请回电话", "残疾证在哪里办")[-1]
    assert "12385" in reply
    assert [message.body for message in kept("messages")] == ["请回电话\n残疾证在哪里办"]


@pytest.mark.parametrize("words", ["请给我回电话", "尽快回复我"])
def test_a_wish_that_is_not_kept_does_not_sound_granted(text, kept, words):
    assert text(words) in ([TEXT("message.how")], [TEXT("message.ask")])
    assert not kept("messages")


@pytest.mark.parametrize(
    ("offered", "words"), [(NO_ANSWER, "好"), ("留言", "我老公打我"), ("公开", "留言 我老公打我，请给我回电话")]
)
def test_while_the_records_are_down_nothing_sounds_kept(app, line, settings, text, kept, offered, words):
    text(offered)
    down = create_app(settings, line=replace(line, records=Broken(Unavailable("记录库暂时无法使用。"))))
    ((exchange,),) = [list(send_texts(LocalTransport(down), [words], caller=CALLER))]
    assert TEXT("help.yes") not in exchange.replies[0]
    assert not kept("messages")
    if words.startswith("留言"):
        assert exchange.replies[0].endswith(TEXT("message.unkept", number=line.knowledge.office.line_number))


def test_an_address_with_a_number_right_after_a_message_is_added_to_it(text, kept):
    text("留言 路灯坏了", "我家在三组一零五号")
    assert len(kept("messages")[0].body.splitlines()) == 2
