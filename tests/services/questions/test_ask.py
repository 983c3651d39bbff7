from dataclasses import replace

import pytest

from hotline.core.enquiries import Channel, Outcome
from hotline.core.errors import Unavailable
from hotline.matching.decision import Kind
from hotline.services.content import publish
from hotline.services.questions import ask
from hotline.storage.records.database import Records


@pytest.fixture
def open_line(small_line):
    publish.publish(small_line)
    return small_line


def kept(line, enquiry_id):
    with line.records.reading() as unit:
        return unit.enquiries.find(enquiry_id)


def first_entry(line):
    return line.shelf.current().list_entries()[0]


def test_a_question_is_answered_and_kept_with_the_caller_masked(open_line):
    entry = first_entry(open_line)
    asked = ask.ask(open_line, entry.question, channel=Channel.PHONE, caller="+8613800138000")
    assert asked.decision.matches[0].entry == entry
    enquiry = kept(open_line, asked.enquiry_id)
    assert (enquiry.question, enquiry.outcome, enquiry.channel) == (entry.question, Outcome.ANSWERED, Channel.PHONE)
    assert enquiry.caller == "+86138****8000"
    assert enquiry.entries == (entry.number,)
    assert (enquiry.asked_at, enquiry.knowledge_version) == (open_line.now(), 1)


def test_a_question_without_an_answer_is_kept_for_staff(open_line):
    asked = ask.ask(open_line, "红烧肉", channel=Channel.WEB)
    assert asked.decision.kind is Kind.NOTHING
    with open_line.records.reading() as unit:
        assert [enquiry.question for enquiry in unit.enquiries.list_unanswered(10)] == ["红烧肉"]


def test_the_same_delivery_twice_is_kept_once(open_line):
    twice = [ask.ask(open_line, "101", channel=Channel.SMS, delivery="token") for _ in range(2)]
    assert twice[0].enquiry_id == twice[1].enquiry_id


def test_deciding_keeps_nothing(open_line):
    assert ask.decide(open_line, "红烧肉").kind is Kind.NOTHING
    with open_line.records.reading() as unit:
        assert unit.enquiries.list_unanswered(10) == []


def test_while_the_records_cannot_be_reached_the_answer_is_given_all_the_same(open_line, tmp_path):
    lost = replace(open_line, records=Records.open(f"sqlite:///{tmp_path}/no/such/folder.db"))
    entry = first_entry(lost)
    asked = ask.ask(lost, entry.question, channel=Channel.WEB)
    assert asked.decision.matches[0].entry == entry
    assert asked.enquiry_id is None
    ask.pick(lost, 1, entry.number)
    ask.transferred(lost, 1)
    with pytest.raises(Unavailable):
        ask.rate(lost, entry.number, True)


def test_what_became_of_the_enquiry_is_kept(open_line):
    number = first_entry(open_line).number
    asked = ask.ask(open_line, str(number), channel=Channel.PHONE)
    ask.pick(open_line, asked.enquiry_id, number)
    assert kept(open_line, asked.enquiry_id).picked == number
    ask.transferred(open_line, asked.enquiry_id)
    assert kept(open_line, asked.enquiry_id).outcome is Outcome.TRANSFERRED


def test_what_became_of_an_enquiry_that_was_not_kept_is_let_go(open_line):
    ask.pick(open_line, None, 101)
    ask.transferred(open_line, None)
    ask.rate(open_line, 101, False)


@pytest.mark.parametrize("question", ["", "\x00", "\ud800", "😀", "复议" * 5_000, "<b>'; --"])
def test_a_bad_question_is_kept_without_harm(open_line, question):
    asked = ask.ask(open_line, question, channel=Channel.WEB)
    assert kept(open_line, asked.enquiry_id) is not None


def test_warming_works_before_the_first_publish(small_line):
    ask.warm(small_line)
