from dataclasses import replace

import pytest

from hotline.core.enquiries import Channel, Outcome
from hotline.core.errors import Unavailable
from hotline.matching.decision import Kind
from hotline.services.content import publish
from hotline.services.questions import ask
from hotline.storage.records.database import Records
from tests.support.records_database import missing_database_url


@pytest.fixture
def open_line(small_line):
    publish.publish(small_line)
    return small_line


def decide_and_record(line, question, **details):
    """The decision on ``question``, and the id of the enquiry that it was recorded as."""
    decided = ask.decide(line, question)
    return decided.decision, ask.record(line, decided, **details)


def find_enquiry(line, enquiry_id):
    with line.records.reading() as unit:
        return unit.enquiries.find(enquiry_id)


def first_entry(line):
    return line.shelf.current().list_entries()[0]


def test_a_question_is_answered_and_recorded_with_the_caller_masked(open_line):
    entry = first_entry(open_line)
    decision, enquiry_id = decide_and_record(open_line, entry.question, channel=Channel.PHONE, caller="+8613800138000")
    assert decision.matches[0].entry == entry
    enquiry = find_enquiry(open_line, enquiry_id)
    assert (enquiry.question, enquiry.outcome, enquiry.channel) == (entry.question, Outcome.ANSWERED, Channel.PHONE)
    assert enquiry.caller == "+86138****8000"
    assert enquiry.entries == (entry.number,)
    assert (enquiry.asked_at, enquiry.knowledge_version) == (open_line.now(), 1)


def test_a_question_without_an_answer_is_listed_for_staff(open_line):
    decision, _ = decide_and_record(open_line, "红烧肉", channel=Channel.WEB)
    assert decision.kind is Kind.NOTHING
    with open_line.records.reading() as unit:
        assert [enquiry.question for enquiry in unit.enquiries.list_unanswered(10)] == ["红烧肉"]


def test_a_question_delivered_twice_is_recorded_once(open_line):
    twice = [decide_and_record(open_line, "101", channel=Channel.SMS, delivery="token") for _ in range(2)]
    assert twice[0][1] == twice[1][1]


def test_deciding_records_nothing(open_line):
    assert ask.decide(open_line, "红烧肉").decision.kind is Kind.NOTHING
    with open_line.records.reading() as unit:
        assert unit.enquiries.list_unanswered(10) == []


def test_the_question_is_answered_while_the_records_cannot_be_reached(open_line, tmp_path):
    lost = replace(open_line, records=Records.open(missing_database_url(tmp_path)))
    entry = first_entry(lost)
    decision, enquiry_id = decide_and_record(lost, entry.question, channel=Channel.WEB)
    assert decision.matches[0].entry == entry
    assert enquiry_id is None
    ask.record_pick(lost, 1, entry.number)
    ask.record_transfer(lost, 1)
    with pytest.raises(Unavailable):
        ask.record_rating(lost, entry.number, True)


def test_a_pick_and_a_transfer_are_recorded_with_the_enquiry(open_line):
    number = first_entry(open_line).number
    _, enquiry_id = decide_and_record(open_line, str(number), channel=Channel.PHONE)
    ask.record_pick(open_line, enquiry_id, number)
    assert find_enquiry(open_line, enquiry_id).picked == number
    ask.record_transfer(open_line, enquiry_id)
    assert find_enquiry(open_line, enquiry_id).outcome is Outcome.TRANSFERRED


def test_a_pick_or_transfer_without_an_enquiry_is_ignored(open_line):
    ask.record_pick(open_line, None, 101)
    ask.record_transfer(open_line, None)
    ask.record_rating(open_line, 101, False)


@pytest.mark.parametrize("question", ["", "\x00", "\ud800", "😀", "复议" * 5_000, "<b>'; --"])
def test_a_malformed_question_is_recorded_without_an_error(open_line, question):
    _, enquiry_id = decide_and_record(open_line, question, channel=Channel.WEB)
    assert find_enquiry(open_line, enquiry_id) is not None


def test_matching_can_be_warmed_before_the_first_publish(small_line):
    ask.warm(small_line)
