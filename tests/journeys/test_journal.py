"""What the office finds of a call afterwards: every step once, what it came to, and how it ended."""

from datetime import timedelta

import pytest

from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Channel
from hotline.core.line_statistics import Share
from hotline.services import reports
from tests.support.fixed_values import CALLER
from tests.support.repeated_delivery import Twice
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport

UNKNOWN = "say:火星上种土豆用什么肥料"


@pytest.fixture
def journal(line):
    """The call of a transcript, and its steps as (place, did, told)."""

    def read(transcript):
        with line.records.reading() as unit:
            steps = unit.calls.list_steps(transcript.call)
            return unit.calls.find(transcript.call), [(step.place, step.did, step.told) for step in steps]

    return read


def test_a_call_is_kept_step_by_step(dial, journal):
    call, steps = journal(dial("press:2", "press:102", "press:*", "silence", "hangup"))
    assert steps == [
        ("incoming", "", "menu"),
        ("menu", "2", "number"),
        ("number", "102", "102"),
        ("answer", "*", "102"),
        ("answer", "", "102"),
    ]
    assert (call.gateway, call.caller, call.outcome) == ("twilio", "+86138****8000", CallOutcome.ANSWERED)


def test_numbers_that_callers_say_or_key_are_masked(dial, journal):
    _, steps = journal(dial("say:我的电话是13800138000，复议收费吗", "press:#", "press:2", "press:1380013#"))
    assert [did for _, did, _ in steps if "****" in did] == ["我的电话是138****8000，复议收费吗", "*******"]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("我的电话是13800138000，复议收费吗", "我的电话是138****8000，复议收费吗"),
        ("00000000-0/2026-00001", "00000000-0/2026-00001"),
        ("我是幺三八，洞洞幺三，八洞洞洞，复议收费吗", "我是幺三八，****八洞洞洞，复议收费吗"),
        ("我住青山村三组12号，复议收费吗", "我住青山村三组****，复议收费吗"),
    ],
)
def test_a_question_is_kept_without_the_numbers_of_people_in_it(dial, line, asked, kept):
    transcript = dial(f"say:{asked}")
    with line.records.reading() as unit:
        assert [enquiry.question for enquiry in unit.enquiries.list_conversation(transcript.call)] == [kept]


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        (["silence"], CallOutcome.NONE),
        (["press:5"], CallOutcome.INFORMED),
        (["say:复议收费吗"], CallOutcome.ANSWERED),
        (["say:不服怎么办", "press:1"], CallOutcome.CHOSEN),
        ([UNKNOWN], CallOutcome.UNANSWERED),
        ([UNKNOWN, "say:复议收费吗"], CallOutcome.ANSWERED),
        (["say:复议收费吗", "press:0", "answer"], CallOutcome.PERSON),
        ([UNKNOWN, "press:6", "record:请回电"], CallOutcome.MESSAGE),
        ([UNKNOWN, "press:6", "record-and-hangup:请回电"], CallOutcome.MESSAGE),
    ],
)
def test_a_call_comes_to_the_last_thing_that_came_of_it(dial, journal, script, outcome):
    assert journal(dial(*script))[0].outcome is outcome


def test_how_a_call_ended_is_kept_once_in_whatever_order_it_is_told(app, dial, journal, clock):
    transcript = dial("press:3")
    call, _ = journal(transcript)
    assert (call.status, call.seconds > 0, call.ended_at) == ("completed", True, clock.now)
    clock.now += timedelta(minutes=5)
    later = {"CallSid": transcript.call, "CallStatus": "failed", "CallDuration": "999"}
    for about in (later, later, later | {"CallStatus": "in-progress"}):
        assert LocalTransport(app).post("https://hotline.example/voice/status", about).status == 204
    assert journal(transcript)[0] == call


def test_the_end_of_a_call_that_nobody_knows_is_harmless(app):
    for about in ({"CallSid": "CA404"}, {"CallStatus": "completed", "CallDuration": "x"}, {}):
        assert LocalTransport(app).post("https://hotline.example/voice/status", about).status == 204


def test_a_call_of_which_only_the_end_reached_us_is_kept_and_counted(app, line, clock):
    about = {"CallSid": "CA1", "From": CALLER, "CallStatus": "failed", "CallDuration": "30"}
    for path, told in (("status", about), ("status", about), ("", about | {"CallStatus": "ringing"})):
        assert LocalTransport(app).post(f"https://hotline.example/voice/{path}", told).status < 300
    with line.records.reading() as unit:
        call = unit.calls.find("CA1")
    assert (call.caller, call.status, call.began_at) == ("+86138****8000", "failed", clock.now - timedelta(seconds=30))
    assert reports.count(line, reports.last_days(line, 1)).connected == Share(0, 1)


def test_webhooks_delivered_twice_are_one_step_each_and_get_the_same_answer(app, journal, kept):
    script = read_script([UNKNOWN, "press:6", "record:请回电"])
    call, steps = journal(place_call(Twice(LocalTransport(app)), script, caller=CALLER))
    assert [told for _, _, told in steps] == ["menu", "nothing", "recorded", "kept", "review"]
    assert call.outcome is CallOutcome.MESSAGE
    assert (len(kept("unanswered")), len(kept("messages"))) == (1, 1)


def test_a_repeated_webhook_gets_the_answer_of_then_though_much_has_happened_since(app, withdraw):
    transport = LocalTransport(app)
    url = "https://hotline.example/voice/number?turns=2"
    step, token = {"CallSid": "CA1", "Digits": "102#"}, {"I-Twilio-Idempotency-Token": "t-1"}
    first = transport.post(url, step, token)
    withdraw(102)
    assert transport.post(url, step, token) == first


def test_a_token_of_one_step_brings_no_answer_at_another(app):
    token = {"I-Twilio-Idempotency-Token": "t-1"}
    at_menu, at_answer = (
        LocalTransport(app).post(f"https://hotline.example/voice/{place}", {"CallSid": "CA1", "Digits": "2"}, token)
        for place in ("menu", "answer?subject=102")
    )
    assert at_menu.body != at_answer.body


def test_what_a_step_writes_is_kept_with_it_or_not_at_all(app, line, kept, monkeypatch):
    """The journal cannot be written: neither is the enquiry said to be kept."""

    def fail(*_arguments, **_more):
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("hotline.storage.records.stores.calls.CallStore.add_step", fail)
    reply = LocalTransport(app).post(
        "https://hotline.example/voice/menu", {"CallSid": "CA1", "SpeechResult": "火星上种土豆用什么肥料"}
    )
    assert "Dial" in reply.body
    assert kept("unanswered") == []


def test_the_enquiry_of_a_call_is_found_by_the_call(dial, line):
    transcript = dial(UNKNOWN)
    with line.records.reading() as unit:
        (enquiry,) = unit.enquiries.list_unanswered(5)
        assert enquiry.channel is Channel.PHONE
        assert unit.calls.find(transcript.call)
