"""The checker of TwiML accepts what the twilio library writes, and refuses what Twilio would refuse."""

import pytest
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Dial, VoiceResponse

from tests.support.twiml_checker import RefusedTwiml, check

URL = "https://x.example/voice/menu?turns=1"


def checked(inside):
    check(f"<Response>{inside}</Response>")


def test_documents_that_the_twilio_library_writes_are_accepted():
    response = VoiceResponse()
    gather = response.gather(
        input="dtmf speech",
        action=URL,
        action_on_empty_result=True,
        barge_in=True,
        num_digits=1,
        finish_on_key="",
        timeout=6,
        speech_timeout="auto",
        language="cmn-Hans-CN",
        hints="复议,诉讼",
    )
    gather.say("请说", voice="Polly.Zhiyu", language="cmn-CN").prosody("慢", rate="slow")
    gather.play("https://x.example/a.wav")
    dial = Dial(action=URL, timeout=15, caller_id="+8696128")
    dial.number("+8687163100000", url=URL, status_callback=URL, status_callback_event="initiated answered")
    dial.number("12348")
    response.append(dial)
    response.dial().conference("room", wait_url="", end_conference_on_exit=True, beep="false")
    response.record(action=URL, max_length=120, finish_on_key="#", recording_status_callback=URL)
    response.pause(length=1)
    response.redirect(URL)
    response.hangup()
    check(str(response))
    message = MessagingResponse()
    check(str(message))
    message.message("您好")
    check(str(message))


@pytest.mark.parametrize(
    "inside",
    [
        "<Sai>a</Sai>",
        "<Say>",
        "<Say> </Say>",
        f"<Say>{'字' * 4097}</Say>",
        '<Say colour="red">a</Say>',
        '<Say voice="nobody">a</Say>',
        '<Say language="Chinese">a</Say>',
        '<Say voice="alice">a<break time="1s"/></Say>',
        "<Say>a<Play>https://x/a.wav</Play></Say>",
        "<Say>a</Say>b",
        f'<Gather action="{URL}">a</Gather>',
        f'<Gather action="{URL}"><Hangup/></Gather>',
        "<Gather/>",
        '<Gather action="/voice/menu"/>',
        f'<Gather action="{URL} x"/>',
        f'<Gather action="{URL}" action_on_empty_result="true"/>',
        f'<Gather action="{URL}" actionOnEmptyResult="yes"/>',
        f'<Gather action="{URL}" timeout="6.5"/>',
        f'<Gather action="{URL}" numDigits="0"/>',
        f'<Gather action="{URL}" input="voice"/>',
        f'<Gather action="{URL}" speechTimeout="soon"/>',
        f'<Gather action="{URL}" method="PUT"/>',
        f'<Gather action="{URL}" hints="{",".join("字" for _ in range(501))}"/>',
        f'<Gather action="{URL}" hints="{"字" * 101}"/>',
        f'<Gather action="{URL}" hints="复议,,诉讼"/>',
        "<Record/>",
        f'<Record action="{URL}" maxLength="100000"/>',
        "<Redirect/>",
        "<Redirect>menu</Redirect>",
        "<Play>beep.wav</Play>",
        "<Dial/>",
        "<Dial>0871-63100000</Dial>",
        "<Dial>12348<Number>12348</Number></Dial>",
        "<Dial><Conference>a</Conference><Number>12348</Number></Dial>",
        "<Dial><Number>+86 871</Number></Dial>",
        f"<Dial>{'<Number>12348</Number>' * 11}</Dial>",
        '<Dial><Number url="whisper">12348</Number></Dial>',
        f'<Dial><Number statusCallback="{URL}" statusCallbackEvent="rung">12348</Number></Dial>',
        '<Dial><Conference beep="loud">a</Conference></Dial>',
        "<Dial><Conference/></Dial>",
        '<Reject reason="tired"/>',
        "<Message>a</Message><Say>a</Say>",
        "<Message/>",
        f"<Message>{'字' * 1601}</Message>",
        f"<Say>{'字' * 4000}</Say>" * 6,
    ],
)
def test_a_document_that_twilio_would_refuse_is_refused(inside):
    with pytest.raises(RefusedTwiml):
        checked(inside)


@pytest.mark.parametrize("document", ["", "<Response", "<Reply/>", '<Response a="b"/>', "503 Service Unavailable"])
def test_a_document_without_a_response_element_is_refused(document):
    with pytest.raises(RefusedTwiml):
        check(document)


def test_an_invalid_document_of_an_application_fails_any_test_that_requests_it(app, client):
    app.add_url_rule("/bad", view_func=lambda: ("<Response><Sai/></Response>", {"Content-Type": "text/xml"}))
    with pytest.raises(RefusedTwiml):
        client.get("/bad")
