"""Operators who are rung for a caller: the whisper, the bridge in both directions, and every way that it fails."""

import time

import pytest

from tests.support.sip_office import answering, calling, heard_tones

NUMBER = '<Number url="/voice/whisper" statusCallback="/voice/leg" statusCallbackEvent="completed">{}</Number>'
DIAL = '<Dial action="/rang" timeout="{}">{}</Dial>'
OPERATOR = "+8687163100001"


def dialling(*numbers, seconds=20):
    return DIAL.format(seconds, "".join(NUMBER.format(number) for number in numbers or (OPERATOR,)))


@pytest.fixture
def documents(application):
    application.documents |= {
        "/voice/": dialling(),
        "/voice/whisper": lambda form: (
            f'<Gather action="/voice/accepted" numDigits="1" timeout="4">{application.play(900)}</Gather><Hangup/>'
        ),
        "/voice/accepted": lambda form: "" if form["Digits"] == "1" else "<Hangup/>",
        "/rang": "<Hangup/>",
    }
    return application.documents


def test_an_operator_hears_the_whisper_and_then_both_hear_each_other(application, documents, sip_line, tmp_path):
    caller, operator = tmp_path / "caller.wav", tmp_path / "operator.wav"
    with answering(
        sip_line, "wait:2", "answer", "wait:2", "press:1", "tone:1100:6", "wait:9", record=operator
    ) as there:
        phone = calling(sip_line, "wait:3", "tone:600:9", "hangup", record=caller)
        phone.wait()
        there.wait()
    assert "rings: sip:" in there.text()
    at_caller, at_operator = heard_tones(caller, 450, 900, 1100), heard_tones(operator, 600, 900)
    assert at_caller[450] >= 0.8  # ringing
    assert at_caller[1100] >= 3
    assert at_caller[900] == 0  # the whisper is for the operator alone
    assert at_operator[900] >= 0.6
    assert at_operator[600] >= 3
    rang = application.wait_asked("/rang")
    assert (rang["DialCallStatus"], rang["DialBridged"]) == ("completed", "true")
    leg = application.wait_asked("/voice/leg")
    assert (leg["CallSid"], leg["CallStatus"]) == (rang["DialCallSid"], "completed")
    whispered = application.wait_asked("/voice/whisper")
    assert (whispered["To"], whispered["ParentCallSid"]) == (OPERATOR, application.wait_asked("/voice/")["CallSid"])


@pytest.mark.parametrize(
    ("steps", "seconds", "status"),
    [(("busy",), 20, "busy"), (("wait:30", "busy"), 4, "no-answer")],
    ids=["busy", "no answer"],
)
def test_a_number_that_is_not_answered_sends_the_caller_on(application, documents, sip_line, steps, seconds, status):
    documents["/voice/"] = dialling(seconds=seconds)
    with answering(sip_line, *steps):
        calling(sip_line, "wait:20").wait()
    assert application.wait_asked("/rang")["DialCallStatus"] == status
    assert application.wait_asked("/voice/leg")["CallStatus"] == status


def test_an_operator_who_presses_another_key_declines_and_the_caller_goes_on(application, documents, sip_line):
    with answering(sip_line, "answer", "wait:1.5", "press:2", "wait:5"):
        calling(sip_line, "wait:20").wait()
    rang = application.wait_asked("/rang")
    assert (rang["DialCallStatus"], rang["DialBridged"]) == ("completed", "false")


def test_a_caller_who_hangs_up_while_it_rings_stops_the_ringing(application, documents, sip_line):
    with answering(sip_line, "wait:30", "busy") as there:
        calling(sip_line, "wait:3", "hangup").wait()
        there.wait("over")
    assert application.wait_asked("/voice/leg")["CallStatus"] == "canceled"


def test_the_first_of_two_to_pick_up_stops_the_other(application, documents, sip_line):
    documents["/voice/"] = dialling(OPERATOR, "+8687163100002")
    with answering(sip_line, "wait:1.5", "answer", "wait:1.5", "press:1", "wait:2", calls=2):
        calling(sip_line, "wait:15").wait()
    assert application.wait_asked("/voice/leg", CallStatus="canceled")
    assert application.wait_asked("/voice/leg", CallStatus="completed")
    assert application.wait_asked("/rang")["DialBridged"] == "true"


def test_a_number_of_nobody_we_know_is_never_called(application, documents, sip_line):
    documents["/voice/"] = dialling("+12025550123")
    refused = sip_line.metrics().get('hotline_sip_refused_total{reason="dial unlisted"}', 0)
    with answering(sip_line, "answer", "wait:2") as there:
        calling(sip_line, "wait:5").wait()
        time.sleep(0.5)
    assert "rings" not in there.text()
    assert application.wait_asked("/rang")["DialCallStatus"] == "failed"
    assert sip_line.metrics()['hotline_sip_refused_total{reason="dial unlisted"}'] == refused + 1


def test_when_the_application_is_down_the_operators_are_rung_directly(application, sip_line, tmp_path):
    application.is_down = True
    heard = tmp_path / "heard.wav"
    with answering(sip_line, "wait:1", "answer", "tone:1100:3", "wait:1", calls=2):
        calling(sip_line, "wait:40", record=heard).wait()
    assert heard_tones(heard, 1100)[1100] >= 1.6
