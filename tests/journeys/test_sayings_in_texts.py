"""A text that is no question: what it means depends on the reply before it, and it is not kept as a question."""

import pytest

from hotline.core.enquiries import Outcome
from hotline.services.content import published
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
