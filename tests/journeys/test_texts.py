"""Whole exchanges of texts, with real signatures, as citizens send them."""

from datetime import timedelta

import pytest

from hotline.core.enquiries import Channel
from hotline.matching.decision import Kind
from hotline.services.content import published
from hotline.services.questions import ask
from tests.support.fixed_values import CALLER
from voice.handset.transports import LocalTransport
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


def test_choices_are_remembered_for_a_day_and_then_have_expired(text, line, clock, unclear):
    question, offered = unclear
    text(question)
    clock.now += timedelta(hours=23)
    assert text("2") == [text_of(line, offered[1])]
    clock.now += timedelta(hours=25)
    for _ in range(2):
        assert text("1") == [TEXT("expired.choices", asked=question)]
    assert text("更多") == [TEXT("expired.more", asked=question)]


@pytest.mark.parametrize(
    "between", [(UNKNOWN,), ("777",), ("9",), ("进度99999999",), ("人工",), (UNKNOWN, "777", "帮助")]
)
def test_a_text_that_fails_leaves_the_choices_open(text, line, unclear, between):
    question, offered = unclear
    text(question, *between)
    assert text("1") == [text_of(line, offered[0])]


def test_a_question_that_fails_after_choices_is_the_one_that_is_left_for_staff(text, kept, unclear):
    text(unclear[0], UNKNOWN, "留言")
    assert kept("messages")[0].body == UNKNOWN


def test_a_mistake_of_ours_leaves_the_choices_open(text, line, unclear, monkeypatch):
    question, offered = unclear
    text(question)
    with monkeypatch.context() as patched:
        patched.setattr(ask, "decide", lambda *_, **__: 1 / 0)
        assert text(UNKNOWN) == [TEXT("trouble.sorry")]
    assert text("1") == [text_of(line, offered[0])]


def test_a_pick_after_a_question_that_failed_counts_for_the_choices(text, line, unclear):
    text(unclear[0], UNKNOWN, "1")
    with line.records.reading() as unit:
        (unanswered,) = unit.enquiries.list_unanswered(50)
    assert (unanswered.question, unanswered.picked) == (UNKNOWN, None)


def test_a_number_in_a_question_that_is_repeated_is_masked(text, clock, unclear):
    (choices,) = text(f"{unclear[0]} 13800138000")
    assert choices.startswith(TEXT("choices.intro"))
    clock.now += timedelta(hours=25)
    assert text("1") == [TEXT("expired.choices", asked=f"{unclear[0]} 138****8000")]


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


@pytest.fixture
def send_picture(app):
    """Send pictures, with words or without; the webhook's response."""

    def send(sid, body="", pictures=1):
        told = {"MessageSid": sid, "From": CALLER, "Body": body, "NumMedia": str(pictures)}
        return LocalTransport(app).post("https://hotline.example/sms/twilio", told).body

    return send


@pytest.mark.parametrize("pictures", [1, 3])
@pytest.mark.parametrize("body", ["", " ", "。"])
def test_a_picture_alone_is_told_that_it_cannot_be_seen_and_leaves_the_choices_open(
    text, send_picture, unclear, line, pictures, body
):
    question, offered = unclear
    text(question)
    assert TEXT("help.picture") in send_picture("SM7", body, pictures)
    assert text("1") == [text_of(line, offered[0])]


def test_after_a_picture_a_message_is_still_waited_for(text, send_picture, kept):
    text("留言")
    assert TEXT("help.picture") in send_picture("SM7")
    assert kept("messages") == []
    text("路灯坏了")
    assert kept("messages")[0].body == "路灯坏了"


def test_the_words_beside_a_picture_are_answered(send_picture, line):
    assert text_of(line, 105) in send_picture("SM7", "申请行政复议收费吗")


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
