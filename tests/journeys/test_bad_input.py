"""Whatever arrives over telephone and text gets an answer in the channel's own form: never a 500, never silence."""

import pytest
from twilio.request_validator import RequestValidator

from voice.handset.transports import LocalTransport
from voice.handset.twiml_reader import read_document, read_messages
from voice.phone.call_state import Place
from voice.telephone_numbers import find_service_number

NASTY = {
    "empty": "",
    "ten kilobytes": "复议" * 1_700,
    "emoji": "😀🧓🏽👨‍👩‍👧",
    "control": "\x00\x01\x1b[31m\x7f\u202e",
    "html": "<script>alert(1)</script><Hangup/>",
    "sql": "'; DROP TABLE entries; --",
    "fts": 'NEAR(a b) OR "复议" AND * ^ : -',
    "lone surrogate half": "复\ufffd议",
    "format": "{office} %s %(x)s",
    "zeros": "0" * 300,
    "full width": "１０２",
}


@pytest.mark.parametrize("place", ["", "menu", "number", "choices", "answer", "nothing", "no-such-place"])
def test_nasty_speech_and_keys_get_a_valid_document(app, place):
    for words in NASTY.values():
        for name in ("SpeechResult", "Digits", "From", "CallSid"):
            reply = LocalTransport(app).post(f"https://hotline.example/voice/{place}", {"CallSid": "CA1", name: words})
            assert reply.status == 200, (name, words)
            assert read_document(reply.body)


def test_nasty_texts_get_one_reply(app):
    for place, (kind, words) in enumerate(NASTY.items()):
        for name in ("Body", "From", "MessageSid"):
            sent = {"MessageSid": f"SM{kind}{name}", "From": f"+86138001380{place:02}", "Body": f"复议{kind}"}
            parameters = sent | {name: words}
            reply = LocalTransport(app).post("https://hotline.example/sms/twilio", parameters)
            assert reply.status == 200, (name, words)
            is_name = name == "From" and find_service_number(words) is not None
            assert len(read_messages(reply.body)) == (0 if is_name else 1), (name, words)


NONSENSE = (
    "subject=999",
    "subject=00000000-0/2026-99999",
    "topic=9&page=999999999",
    "choices=999",
    "enquiry=999999999",
    "turns=-1&page=x&choices=%00",
    "subject=" + "9" * 5_000,
)


@pytest.mark.parametrize("place", [place.value for place in Place])
def test_nonsense_in_the_url_gets_a_valid_document(app, place):
    for query in NONSENSE:
        for keys in ("", "1", "0", "*"):
            reply = LocalTransport(app).post(f"https://hotline.example/voice/{place}?{query}", {"Digits": keys})
            assert reply.status == 200, (query, keys)
            assert read_document(reply.body)


def test_broken_utf8_is_no_crash(client, settings):
    url = "https://hotline.example/sms/twilio"
    # werkzeug leaves bytes that are no UTF-8 as they were escaped
    signature = RequestValidator(settings.twilio_auth_token).compute_signature(url, {"Body": "%FF%FE复"})
    response = client.post(
        "/sms/twilio",
        data=b"Body=%FF%FE%E5%A4%8D",
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signature},
    )
    assert response.status_code == 200


def test_a_body_too_large_is_the_machines_mistake(client):
    response = client.post("/sms/twilio", data={"Body": "x" * 70_000}, headers={"X-Twilio-Signature": "x"})
    assert (response.status_code, response.mimetype) == (413, "text/plain")
