"""A question on the telephone: answered when it is sure, asked about when hard to hear, chosen from, or kept."""

import pytest

from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Outcome
from hotline.services.content import published
from tests.support.heard import last_heard, said, spoken_answer
from tests.support.ways_to_ask import ASK, UNKNOWN
from voice.phrases import PHONE

MUMBLED = ASK.replace("say", "mumble")


def came_to(city, call):
    """The call's outcome, and each question asked in it with what became of it."""
    asked = [(one.question, one.outcome, one.picked) for one in city.enquiries(call.call)]
    return city.kept(call.call)[0].outcome, asked


def test_a_sure_answer_is_read(city, citizen):
    call = citizen.call(ASK)
    assert last_heard(call) == [spoken_answer(city.line, 105), PHONE("answer.details")]
    assert came_to(city, call) == (CallOutcome.ANSWERED, [("申请行政复议收费吗", Outcome.ANSWERED, None)])


@pytest.mark.parametrize("yes", ["press:1", "say:对"])
def test_what_was_hard_to_hear_is_asked_about_and_yes_leads_to_the_answer(city, citizen, yes):
    call = citizen.call(MUMBLED, yes)
    assert call.turns[1].heard == [said("confirm.full", question="申请行政复议收费")]
    assert last_heard(call)[0] == spoken_answer(city.line, 105)
    assert came_to(city, call)[1] == [("申请行政复议收费吗", Outcome.ANSWERED, 105)]


@pytest.mark.parametrize("no", ["press:2", "say:不是"])
def test_the_reply_no_asks_for_the_question_again(city, citizen, no):
    call = citizen.call(MUMBLED, no, "say:申请行政复议的期限是多久")
    assert call.turns[2].heard == [PHONE("again.denied"), PHONE("again.full")]
    assert last_heard(call)[0] == spoken_answer(city.line, 102)
    assert came_to(city, call)[1][0] == ("申请行政复议收费吗", Outcome.OFFERED, None)


def test_hard_to_hear_words_that_fit_nothing_are_asked_for_once_more_before_they_are_kept(city, citizen):
    call = citizen.call("mumble:火星上种肥料怎么土豆", f"mumble:{UNKNOWN}")
    assert call.turns[1].heard == [PHONE("again.unclear"), PHONE("again.full")]
    assert last_heard(call) == [PHONE("nothing.kept"), PHONE("nothing.full")]
    assert came_to(city, call) == (CallOutcome.UNANSWERED, [(UNKNOWN, Outcome.UNANSWERED, None)])


@pytest.mark.parametrize("pick", ["press:2", "say:第二个"])
def test_an_unclear_question_gets_up_to_three_choices_to_pick_from(city, citizen, pick):
    call = citizen.call("say:不服怎么办", pick)
    (enquiry,) = city.enquiries(call.call)
    offered = [published.get_entry(city.line.knowledge, number) for number in enquiry.entries[:3]]
    assert all(f"{entry.question}请按{key}" in call.turns[1].heard[0] for key, entry in enumerate(offered, start=1))
    assert last_heard(call)[0] == spoken_answer(city.line, offered[1].number)
    assert came_to(city, call) == (CallOutcome.CHOSEN, [("不服怎么办", Outcome.ANSWERED, offered[1].number)])


def test_none_of_the_choices_leads_to_other_words_a_person_or_a_message(citizen):
    call = citizen.call("say:不服怎么办", "say:都不是", "press:6")
    assert call.turns[2].heard == [PHONE("nothing.other"), PHONE("nothing.full")]
    assert PHONE("message.invite") in last_heard(call)


def test_nothing_found_is_kept_and_offers_a_message(city, citizen):
    call = citizen.call(f"say:{UNKNOWN}", "press:6", "record:请回电", "press:3")
    assert call.turns[1].heard == [PHONE("nothing.kept"), PHONE("nothing.full")]
    assert came_to(city, call) == (CallOutcome.MESSAGE, [(UNKNOWN, Outcome.UNANSWERED, None)])
    assert len(city.messages(citizen)) == 1


def test_nothing_found_offers_a_person_who_then_has_the_question(city, citizen):
    call = citizen.call(f"say:{UNKNOWN}", "press:0", "answer", "leave")
    whisper = "[对方听到] " + said("whisper.asked", line="96128", question=UNKNOWN)
    assert whisper in call.turns[2].heard
    assert came_to(city, call) == (CallOutcome.PERSON, [(UNKNOWN, Outcome.TRANSFERRED, None)])


def test_after_three_questions_without_an_answer_a_person_is_rung(citizen):
    call = citizen.call(*[f"say:{UNKNOWN}"] * 3, "answer")
    assert call.turns[3].heard[:2] == [PHONE("trouble.lost"), PHONE("operator.ringing")]
