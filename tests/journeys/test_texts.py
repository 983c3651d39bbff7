"""Whole exchanges of texts, with real signatures, as citizens send them."""

from datetime import timedelta

import pytest

from hotline.core.enquiries import Channel
from hotline.matching.decision import Kind
from hotline.services.content import published
from hotline.services.questions import ask
from voice.phrases import TEXT

UNCLEAR = ("收费吗", "不服怎么办", "复议", "要多久")
"""Questions that fit several entries; which of them are unclear enough for choices is the matching's affair."""
UNKNOWN = "火星上种土豆用什么肥料"


@pytest.fixture
def unclear(line):
    """A question that gets choices, and the entries it offers."""
    for question in UNCLEAR:
        decision = ask.decide(line, question).decision
        if decision.kind is Kind.CHOICES and all(match.entry for match in decision.matches[:3]):
            return question, [match.entry.number for match in decision.matches if match.entry]
    raise AssertionError("no question is unclear any more")


def text_of(line, number):
    return published.get_entry(line.knowledge, number).text


def test_a_question_gets_the_text_wording(text, line):
    assert text("申请行政复议收费吗") == [text_of(line, 105)]


@pytest.mark.parametrize("body", ["102", "１０２", " 102 "])
def test_a_number_gets_its_entry(text, line, body):
    assert text(body) == [text_of(line, 102)]


def test_an_unclear_question_gets_choices_and_a_digit_picks(text, line, unclear):
    question, offered = unclear
    choices, picked = text(question, "2")
    assert choices.startswith(TEXT("choices.intro") + "\n1.")
    assert picked == text_of(line, offered[1])


def test_another_choice_can_be_picked_from_the_same_list(text, line, unclear):
    question, offered = unclear
    assert text(question, "1", "2")[1:] == [text_of(line, number) for number in offered[:2]]


def test_choices_are_forgotten_after_half_an_hour(text, clock, unclear):
    text(unclear[0])
    clock.now += timedelta(minutes=31)
    assert text("1") == [TEXT("help.no_choice")]


def test_a_digit_from_another_telephone_picks_nothing(text, unclear):
    text(unclear[0])
    assert text("1", caller="+8613900139000") == [TEXT("help.no_choice")]


def test_a_digit_without_choices_is_told_how_to_ask(text):
    assert text("5") == [TEXT("help.no_choice")]


def test_a_digit_beyond_the_choices_is_told_how_many_there_are_and_they_stay_open(text, line, unclear):
    question, offered = unclear
    choices, beyond, picked = text(question, "9", "1")
    most = len(choices.splitlines()) - 1
    assert beyond == f"请回复1到{most}当中的一个数字；都不是，请换个说法再发一次。"
    assert picked == text_of(line, offered[0])


def test_a_digit_beyond_the_topics_is_told_how_many_there_are(text, line):
    assert text("目录", "9")[1] == TEXT("choices.beyond", most=len(line.knowledge.topics()))


@pytest.mark.parametrize("body", ["帮助", "菜单", "help", "?", "", "😀😀", "\x00\x07"])
def test_help_and_nothing_readable_get_the_explanation(text, body):
    assert "102" in text(body)[0]
    assert "96128" in text(body)[0]


def test_an_unknown_question_is_kept_and_a_person_is_named(text, kept):
    (reply,) = text(UNKNOWN)
    assert reply == TEXT("nothing.kept", number="96128")
    (enquiry,) = kept("unanswered")
    assert (enquiry.channel, enquiry.question) == (Channel.SMS, UNKNOWN)


def test_an_unknown_number_is_told_as_a_number(text):
    assert text("777") == [TEXT("nothing.number", asked=777, number="96128")]


def test_a_text_delivered_twice_gets_the_same_reply_and_is_kept_once(text_twice, kept, unclear):
    text_twice(UNKNOWN, unclear[0], "1")
    assert len(kept("unanswered")) == 1


def test_none_of_these_and_zero_name_a_person_and_are_kept_as_no_question(text, kept, unclear):
    hours = TEXT("person.hours", number="96128", morning="08:30-12:00", afternoon="14:00-17:30")
    person = hours + TEXT("person.there")
    other = TEXT("nothing.other", number="96128")
    assert text(unclear[0], "都不是", "0", "人工", "谢谢")[1:] == [other, person, person, TEXT("help.thanks")]
    assert not kept("unanswered")


def test_a_choice_withdrawn_meanwhile_is_told_and_not_sent(text, withdraw, unclear):
    question, offered = unclear
    text(question)
    withdraw(offered[0])
    assert text("1") == [TEXT("help.gone")]
