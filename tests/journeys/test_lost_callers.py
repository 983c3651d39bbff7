"""Callers who say nothing, press what is not there, speak without end or stay for ever; and a line in trouble."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.app import create_app
from hotline.core.errors import Unavailable
from tests.support.broken import Broken
from tests.support.fixed_values import CALLER, NOW
from tests.support.heard import last_heard, said, spoken_answer
from tests.support.watched_call import leads_on
from tests.support.ways_to_ask import ASK
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.handset.twiml_reader import read_document
from voice.phone.call_state import Place
from voice.phrases import PHONE


def test_somebody_silent_who_is_offered_a_person_can_take_one_or_leave_a_message(dial):
    silent = ["silence"] * 3
    assert PHONE("operator.ringing") in last_heard(dial(*silent, "press:0"))
    assert PHONE("message.invite") in last_heard(dial(*silent, "press:6"))
    assert last_heard(dial(*silent, ASK))[-1] == PHONE("answer.details")


def test_any_word_resets_the_count_of_silences(dial):
    assert last_heard(dial("silence", "silence", "press:#", "silence", "silence")) == [PHONE("menu.keys")]


def test_a_prompt_asked_for_a_second_time_in_a_row_is_said_slowly(app):
    def document(repeats):
        url = f"https://hotline.example/voice/answer?subject=105&repeats={repeats}"
        return LocalTransport(app).post(url, {"CallSid": f"CA{repeats}", "Digits": "*"}).body

    first, second = document(0), document(1)
    assert "prosody" not in first
    assert "prosody" in second


def test_the_prompt_after_a_slow_one_has_the_usual_speed_again(app):
    url = "https://hotline.example/voice/answer?subject=105&repeats=3"
    assert "prosody" not in LocalTransport(app).post(url, {"CallSid": "CA1", "Digits": "1"}).body


def test_a_call_ends_after_its_minutes_but_a_message_being_left_is_taken(app, clock, kept):
    def script():
        yield from read_script(["press:1"])
        clock.now = NOW + timedelta(minutes=14)
        yield from read_script(["press:#"])
        clock.now = NOW + timedelta(minutes=15)
        yield from read_script(["press:#", "press:1"])

    transcript = place_call(LocalTransport(app), script(), caller=CALLER)
    assert [turn.heard for turn in transcript.turns[2:]] == [[PHONE("menu.full")], [PHONE("trouble.long")]]
    assert transcript.ended == "line hung up"

    def leaving():
        yield from read_script(["press:6"])
        clock.now += timedelta(minutes=20)
        yield from read_script(["record:请回电"])

    place_call(LocalTransport(app), leaving(), caller=CALLER)
    assert len(kept("messages")) == 1


def test_the_office_sets_how_long_a_call_may_last(settings, line, clock):
    app = create_app(replace(settings, max_call_minutes=3), line=line)

    def script():
        clock.now += timedelta(minutes=3)
        yield from read_script(["press:1"])

    assert last_heard(place_call(LocalTransport(app), script(), caller=CALLER)) == [PHONE("trouble.long")]


def test_a_caller_who_speaks_without_end_is_heard_to_the_limit_and_not_refused(dial, line, kept):
    endless = "火星上种土豆用什么肥料" * 100
    assert last_heard(dial(f"say:{endless}"))[0] == PHONE("nothing.kept")
    assert kept("unanswered")[0].question == endless[:500]
    assert last_heard(dial("say:申请行政复议收费吗" + "，" * 2_000))[0] == spoken_answer(line, 105)


QUERY = "?topic=1&subject=105&choices=101,102&enquiry=1&tracking=12345678&turns=3"


@pytest.mark.parametrize(
    "error", [Unavailable("暂时无法使用。"), RuntimeError("a mistake of ours")], ids=["down", "bug"]
)
@pytest.mark.parametrize("broken", ["records", "shelf"])
def test_whatever_fails_at_whatever_place_the_caller_gets_a_valid_document_that_leads_on(
    settings, line, broken, error, caplog
):
    app = create_app(settings, line=line)
    app.extensions["hotline"] = replace(app.extensions["hotline"], **{broken: Broken(error)})
    for place in ["", *(place.value for place in Place)]:
        for did in ({}, {"Digits": "1"}, {"Digits": "2"}, {"Digits": "*"}, {"Digits": "0"}, {"SpeechResult": "收费吗"}):
            caplog.clear()
            url = f"https://hotline.example/voice/{place}{QUERY if place else ''}"
            reply = LocalTransport(app).post(url, {"CallSid": "CA4711", **did})
            assert reply.status == 200, (place, did)
            assert leads_on(read_document(reply.body)), (place, did, reply.body)
            if PHONE("fallback.sorry") in reply.body:
                assert "CA4711" in caplog.text


def test_messages_that_cannot_be_read_are_told_and_the_call_goes_on(settings, line):
    app = create_app(settings, line=replace(line, records=Broken(Unavailable("记录库暂时无法使用。"))))
    transcript = place_call(LocalTransport(app), read_script(["press:4", "press:12345678#"]), caller=CALLER)
    assert last_heard(transcript) == [said("progress.unreadable"), PHONE("menu.full")]
