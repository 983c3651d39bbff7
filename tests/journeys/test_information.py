"""What the line tells without a question: government information, how a message stands, the departments' telephones."""

import re
from datetime import timedelta

import pytest

from hotline.core.catalogue import Section
from hotline.core.enquiries import Channel
from hotline.core.permissions import Role, Staff
from hotline.core.text_length import speech_seconds
from hotline.services import messages
from hotline.services.content import published
from tests.support.fixed_values import CALLER
from tests.support.heard import last_heard, said
from voice.phone.read_aloud import parts_of
from voice.phrases import PHONE
from voice.speech import numbers
from voice.speech.text_normalisation import speakable

OPERATOR = Staff(1, "operator", "测试", Role.OPERATOR, True)


@pytest.fixture
def dial(dial_twice):
    """Calls with every webhook delivered twice."""
    return dial_twice


def test_the_pages_of_a_list_go_round(dial):
    turns = dial("press:5", "press:1", "press:9", "say:下一页").turns
    assert turns[2].heard == turns[4].heard != turns[3].heard


def test_an_item_is_read_part_by_part_to_its_end(dial, line):
    item = line.knowledge.list_items(Section.HEARINGS, 1)[0]
    parts = parts_of(item)
    assert parts[0] == f"{item.title}。{item.summary}"
    number = item.index_number[-10:].replace("-", "")
    transcript = dial("press:3", "press:4", f"press:{number}#", *["press:1"] * (len(parts) - 1))
    assert [turn.heard[0] for turn in transcript.turns[3:]] == [speakable(part) for part in parts]
    assert all(speech_seconds(speakable(part)) <= 25 for part in parts)


def test_the_guide_is_the_newest_one_in_force(dial, line):
    guide = published.get_newest_item(line.knowledge, "公开指南")
    assert last_heard(dial("press:3", "press:3"))[0] == speakable(parts_of(guide)[0])


@pytest.mark.parametrize("number", ["press:202600040#", "press:202600040", "say:二零二六 零零零四零"])
def test_an_item_is_found_by_its_year_and_number(dial, line, number):
    item = published.get_item(line.knowledge, "00000000-0/2026-00040")
    assert last_heard(dial("press:3", "press:4", number))[0] == speakable(parts_of(item)[0])


def test_an_unknown_item_is_reported_and_another_can_be_keyed(dial):
    heard = last_heard(dial("press:3", "press:4", "press:202699999#"))
    assert heard == [said("item.missing", number="202699999"), PHONE("item.full")]
    assert last_heard(dial("press:3", "press:4", "press:2026#")) == [PHONE("item.wrong"), PHONE("item.full")]


def test_a_question_can_be_said_at_every_place_of_government_information(dial, line):
    answer = speakable(published.get_entry(line.knowledge, 105).spoken)
    for place in (["press:3"], ["press:3", "press:1"], ["press:4"], ["press:5", "press:1"]):
        assert last_heard(dial(*place, "say:申请行政复议收费吗"))[0] == answer


@pytest.fixture
def message(line):
    return messages.leave_message(line, channel=Channel.PHONE, body="请给我回电话，我的低保停了", caller=CALLER)


@pytest.mark.parametrize("said_as", ["press:{}#", "press:{}", "say:{}"])
def test_the_progress_of_a_waiting_message_names_the_time_it_is_due(dial, message, said_as):
    heard = last_heard(dial("press:4", said_as.format(message.tracking_number)))
    assert heard == [said("progress.waiting", due="明天上午10点"), PHONE("progress.full")]


def test_a_tracking_number_can_be_said_digit_by_digit(dial, message):
    assert "正在办理" in last_heard(dial("say:查进度", f"say:{numbers.digits(message.tracking_number)}"))[0]


def test_the_progress_of_an_overdue_message_offers_an_operator(dial, message, clock):
    clock.now += timedelta(days=3)
    assert last_heard(dial("press:4", f"press:{message.tracking_number}#"))[0] == said("progress.late")


def test_the_answer_to_a_message_is_read_in_parts_without_the_message_itself(dial, line, message):
    messages.answer_message(
        line, OPERATOR, message.tracking_number, "可以申请行政复议，六十日内提出。" * 20, compose_text=str
    )
    transcript = dial("press:4", f"press:{message.tracking_number}#", "press:1", "press:1", "press:*", "press:1")
    parts = [turn.heard[0] for turn in transcript.turns[2:]]
    assert parts[0].startswith("您的留言已经答复了。答复是：可以申请行政复议")
    assert all(speech_seconds(part) <= 25 for part in parts[:3])
    assert parts[3] == parts[2], "a star repeats the part"
    assert transcript.turns[2].heard[1] == PHONE("answer.next")
    assert "低保" not in transcript.heard()
    assert "138" not in transcript.heard()
    assert not re.search("一三八", transcript.heard())


def test_an_unknown_tracking_number_is_reported_and_after_three_an_operator_is_dialled(dial, message):
    wrong = f"{(int(message.tracking_number) + 1) % 10**8:08}"
    transcript = dial("press:4", *[f"press:{wrong}#"] * 3)
    missing = said("tracking.missing", number=numbers.tracking(wrong))
    assert "，" in numbers.tracking(wrong), "read in two groups, as it was when it was given out"
    assert transcript.turns[2].heard == [missing, PHONE("tracking.full")]
    assert last_heard(transcript)[:2] == [PHONE("trouble.lost"), PHONE("operator.ringing")]


@pytest.mark.parametrize("wrong", ["press:123#", "say:一二三"])
def test_digits_that_are_no_tracking_number_are_told_what_one_is(dial, wrong):
    assert last_heard(dial("press:4", wrong)) == [PHONE("tracking.wrong"), PHONE("tracking.full")]


def test_departments_telephones_are_listed_by_pages_and_read_twice(dial, line):
    departments = line.knowledge.departments()
    transcript = dial("press:5", "press:1", "press:9", "press:3", "press:1")
    assert all(department.name in transcript.turns[2].heard[0] for department in departments[:4])
    told = transcript.turns[4].heard
    telephone = numbers.telephone(departments[6].telephone)
    assert told[0].startswith(departments[6].name)
    assert [telephone in sentence for sentence in told] == [False, True, True, False]
    assert transcript.turns[5].heard == transcript.turns[3].heard, "1 leads back to the page"


def test_no_telephone_of_a_liaison_officer_is_read_to_a_caller(dial, line):
    heard = dial("press:5", "press:1", *["press:1", "press:1", "press:9", "press:2"]).heard()
    for department in line.knowledge.departments():
        assert numbers.telephone(department.liaison_line) not in heard
