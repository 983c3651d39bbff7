"""Messages for staff, and enquiries without an answer."""

from datetime import date, timedelta

import pytest

from hotline.core.enquiries import Channel, Outcome
from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.messages import MessageState
from hotline.core.permissions import Role
from hotline.services import messages

CALLER = "+8613800138000"


def leave(line, body="想问低保", **other):
    return messages.leave_message(line, channel=Channel.PHONE, body=body, caller=CALLER, **other)


def test_a_message_left_on_friday_is_due_on_monday(small_line):
    message = leave(small_line)
    assert (message.due, message.state) == (date(2026, 11, 23), MessageState.WAITING)
    assert len(message.tracking_number) == 8


def test_a_tracking_number_in_use_is_drawn_again(small_line):
    drawn = iter([7, 7, 8])
    object.__setattr__(small_line, "draw", lambda below: next(drawn))
    assert [leave(small_line).tracking_number for _ in range(2)] == ["00000007", "00000008"]


def test_a_repeated_delivery_stores_one_message(small_line, people):
    assert leave(small_line, delivery="RE1") == leave(small_line, delivery="RE1")
    assert len(messages.list_messages(small_line, people[Role.OPERATOR])) == 1


def test_a_message_needs_words_or_a_recording(small_line):
    with pytest.raises(InvalidInput):
        leave(small_line, " \n")
    with pytest.raises(InvalidInput):
        leave(small_line, "字" * 2001)
    assert leave(small_line, "", recording="https://api.example/RE1").body == ""


def test_callers_numbers_are_masked_for_those_who_may_not_see_them(small_line, people):
    left = leave(small_line)
    assert messages.list_messages(small_line, people[Role.OPERATOR])[0].caller == CALLER
    assert messages.list_messages(small_line, people[Role.REVIEWER])[0].caller == "+86138****8000"
    assert messages.find_message(small_line, left.tracking_number).caller == "+86138****8000"


def test_a_number_in_a_message_is_masked_for_those_who_may_not_see_numbers(small_line, people):
    left = messages.leave_message(small_line, channel=Channel.SMS, body="请打13900001111")
    shown = {role: messages.get_message(small_line, people[role], left.tracking_number).body for role in Role}
    assert shown[Role.OPERATOR] == "请打13900001111"
    assert shown[Role.LIAISON] == shown[Role.REVIEWER] == "请打139****1111"


def test_an_answer_is_found_by_the_tracking_number(small_line, people):
    left = leave(small_line)
    messages.answer_message(
        small_line, people[Role.OPERATOR], left.tracking_number, "请到民政局申请。", compose_text=str
    )
    found = messages.find_message(small_line, left.tracking_number)
    assert (found.state, found.answer, found.answered_at) == (
        MessageState.ANSWERED,
        "请到民政局申请。",
        small_line.now(),
    )
    assert messages.list_messages(small_line, people[Role.OPERATOR], MessageState.WAITING) == []
    assert messages.find_message(small_line, "99999999") is None


def test_a_message_is_answered_once_and_only_with_the_permission(small_line, people):
    number = leave(small_line).tracking_number
    with pytest.raises(NotAllowed):
        messages.answer_message(small_line, people[Role.REVIEWER], number, "好", compose_text=str)
    with pytest.raises(InvalidInput):
        messages.answer_message(small_line, people[Role.OPERATOR], number, " ", compose_text=str)
    with pytest.raises(NotFound):
        messages.answer_message(small_line, people[Role.OPERATOR], "99999999", "好", compose_text=str)
    messages.answer_message(small_line, people[Role.OPERATOR], number, "好", compose_text=str)
    with pytest.raises(Conflict):
        messages.answer_message(small_line, people[Role.OPERATOR], number, "不好", compose_text=str)


def test_unanswered_questions_are_listed_newest_first(small_line, people):
    with small_line.records.writing() as unit:
        for question in ("办护照", "天气"):
            unit.enquiries.add(
                channel=Channel.WEB,
                question=question,
                outcome=Outcome.UNANSWERED,
                confidence=0.0,
                entries=(),
                caller="",
                asked_at=small_line.now(),
                knowledge_version=1,
            )
    with small_line.records.reading() as unit:
        listed = unit.enquiries.list_unanswered(10)
    assert [enquiry.question for enquiry in listed] == ["天气", "办护照"]


def test_a_waiting_message_is_listed_first_however_many_were_answered(small_line, people, monkeypatch, set_clock):
    monkeypatch.setattr(messages, "MESSAGES_SHOWN", 2)
    operator = people[Role.OPERATOR]
    for _ in range(3):
        messages.answer_message(small_line, operator, leave(small_line).tracking_number, "好", compose_text=str)
        set_clock.pass_by(days=1)
    newest = leave(small_line).tracking_number
    listed = messages.list_messages(small_line, operator)
    assert listed[0].tracking_number == newest
    assert listed[1].answered_at == small_line.now() - timedelta(days=1)


def test_a_message_is_found_by_its_tracking_number_however_many_wait_before_it(small_line, people, monkeypatch):
    monkeypatch.setattr(messages, "MESSAGES_SHOWN", 1)
    leave(small_line)
    last = leave(small_line).tracking_number
    assert messages.get_message(small_line, people[Role.OPERATOR], last).caller == CALLER
    assert messages.get_message(small_line, people[Role.REVIEWER], last).caller == "+86138****8000"
    with pytest.raises(NotFound):
        messages.get_message(small_line, people[Role.OPERATOR], "99999999")
