"""What a caller can do at every place that asks something, and what silence and wrong keys lead to there."""

import pytest

from hotline.core.enquiries import Channel
from hotline.core.text_length import speech_seconds
from hotline.services import messages
from tests.support.heard import last_heard, said, spoken_answer
from tests.support.ways_to_ask import ASK, WAYS
from voice.handset.twiml_reader import read_document
from voice.phrases import PHONE

WRONG = {
    "number": "number.wrong",
    "item": "item.wrong",
    "tracking": "tracking.wrong",
    "initials": "initials.wrong",
}


@pytest.fixture(params=WAYS)
def place(request):
    return request.param


@pytest.fixture
def way(city, citizen, place):
    """How a caller comes to the place; there is a message to ask after."""
    left = messages.leave_message(city.line, channel=Channel.PHONE, body="请回电", caller=citizen.number)
    return [step.format(tracking=left.tracking_number) for step in WAYS[place]]


def test_the_greeting_takes_ten_seconds_and_the_recogniser_knows_what_is_likely_to_be_said(citizen):
    heard = citizen.call().turns[0].heard
    assert heard == [said("menu.greeting", line="示例市政务信息查询专线"), PHONE("menu.first")]
    assert speech_seconds("".join(heard)) <= 10
    assert 'language="cmn-Hans-CN"' in citizen.documents[0]
    hints = citizen.documents[0].partition('hints="')[2].partition('"')[0].split(",")
    assert "行政复议" in hints
    assert len(hints) <= 500
    assert max(map(len, hints)) <= 100


def test_star_says_it_again_then_slowly_a_wrong_key_is_told_once_and_hash_leads_to_the_menu(citizen, place, way):
    call = citizen.call(*way, "press:*", "press:*", "press:8", "press:#")
    asked, again, slowly, wrong, menu = (turn.heard for turn in call.turns[len(way) :])
    if place not in ("menu", "after"):  # after the greeting the keys are told, after an answer that is read again
        assert again == asked[-len(again) :]
    assert slowly == again
    slow = ["prosody" in document for document in citizen.documents[len(way) : len(way) + 5]]
    assert slow == [False, False, True, slow[3], False]
    told = PHONE(WRONG.get(place, "trouble.wrong_key"))
    assert wrong[0] == told
    assert wrong.count(told) == 1
    assert len(wrong) <= 3
    assert menu == [PHONE("menu.full")]


def test_a_question_can_be_said_and_zero_rings_a_person(city, citizen, way):
    call = citizen.call(*way, ASK, "press:#", *way, "press:0", "answer", "leave")
    assert call.turns[len(way) + 1].heard[0] == spoken_answer(city.line, 105)
    assert call.turns[-2].heard[0] == PHONE("operator.ringing")
    assert last_heard(call) == [PHONE("trouble.thanks")]


def test_silence_is_met_with_shorter_words_then_the_keys_then_a_person_then_goodbye(citizen, way):
    call = citizen.call(*way, *["silence"] * 4)
    full, short, keys, offer, end = [turn.heard for turn in call.turns[-5:]]
    assert len(short[-1]) < len(full[-1])
    assert "按0" in keys[-1]
    assert offer == [PHONE("trouble.quiet"), PHONE("nothing.keys")]
    assert end in ([PHONE("trouble.silence")], [PHONE("trouble.thanks")])
    assert call.ended == "line hung up"
    assert all(can_be_interrupted(document) for document in citizen.documents[:-2])


def can_be_interrupted(document):
    """Whether everything that is said can be spoken or keyed into: it stands in a Gather, which Twilio stops then.

    https://www.twilio.com/docs/voice/twiml/gather"""
    verbs = read_document(document)
    gather = verbs[0]
    return gather.name == "Gather" and gather.attributes.get("bargeIn") != "false" and "Say" not in str(verbs[1:])


def test_three_wrong_keys_connect_to_a_person(citizen):
    call = citizen.call("press:3", "press:8", "press:8", "press:8", "answer")
    assert [turn.heard[0] for turn in call.turns[2:4]] == [PHONE("trouble.wrong_key")] * 2
    assert call.turns[4].heard[:2] == [PHONE("trouble.lost"), PHONE("operator.ringing")]


def test_any_word_resets_the_count_of_silences(citizen):
    call = citizen.call("silence", "silence", "press:#", "silence", "silence")
    assert last_heard(call) == [PHONE("menu.keys")]
