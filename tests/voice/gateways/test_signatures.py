"""Twilio's webhooks: unsigned ones are refused before anything in them is read, and parameters are read as types."""

import hashlib

import pytest
from flask import Flask
from twilio.request_validator import RequestValidator

from voice.gateways.protocol import ReceivedText
from voice.gateways.twilio.webhooks import Twilio

TOKEN = "0123456789abcdef0123456789abcdef"
BASE = "https://hotline.example"
CALL = {"CallSid": "CA1", "From": "+8613800138000", "Digits": "0"}


def signature(url, parameters, token=TOKEN):
    return RequestValidator(token).compute_signature(url, parameters)


def request_for(path, parameters, headers):
    return Flask("request").test_request_context(
        path, method="POST", data=parameters, headers=headers, base_url="http://10.0.0.7:8096"
    )


def verified(path, parameters, headers):
    with request_for(path, parameters, headers) as context:
        return Twilio(TOKEN, BASE).verify(context.request)


def test_a_twilio_webhook_is_accepted_behind_a_proxy_that_changes_host_and_scheme():
    path = "/voice/answer?subject=102&turns=1"
    assert verified(path, CALL, {"X-Twilio-Signature": signature(BASE + path, CALL)})


def test_a_twilio_webhook_without_a_signature_is_refused():
    assert not verified("/voice/", CALL, {})


def test_a_signature_made_with_another_token_or_an_empty_one_is_refused():
    for token in ("another token", ""):
        assert not verified("/voice/", CALL, {"X-Twilio-Signature": signature(f"{BASE}/voice/", CALL, token)})


def test_a_changed_query_string_breaks_the_signature():
    signed = signature(f"{BASE}/voice/answer?subject=102", CALL)
    assert not verified("/voice/answer?subject=103", CALL, {"X-Twilio-Signature": signed})


def test_a_changed_or_added_parameter_breaks_the_signature():
    signed = signature(f"{BASE}/voice/", CALL)
    for changed in ({**CALL, "Digits": "1"}, {**CALL, "SpeechResult": "x"}):
        assert not verified("/voice/", changed, {"X-Twilio-Signature": signed})


def test_a_repeated_parameter_is_part_of_what_is_signed():
    signed = signature(f"{BASE}/voice/", {"Digits": "1"})
    assert not verified("/voice/", {"Digits": ["1", "2"]}, {"X-Twilio-Signature": signed})


def test_a_twilio_gateway_without_an_auth_token_is_refused():
    with pytest.raises(ValueError, match="token"):
        Twilio("", BASE)


@pytest.mark.parametrize("path", ["/voice/", "/voice/menu", "/voice/rang", "/voice/recording", "/sms/twilio"])
@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": "AAAA"}, {"X-Twilio-Signature": ""}])
def test_every_webhook_refuses_an_unsigned_request_in_plain_text(client, path, headers):
    response = client.post(path, data={**CALL, "Body": "复议"}, headers=headers)
    assert (response.status_code, response.mimetype) == (403, "text/plain")


def read_call(parameters, headers=None, path="/voice/"):
    with request_for(path, parameters, headers or {}) as context:
        return Twilio(TOKEN, BASE).read_call(context.request)


@pytest.mark.parametrize(
    "number", ["", "anonymous", "Restricted", "+266696687", "266696687", "+7378742833", "sip:x@y", "😀"]
)
def test_a_withheld_number_is_read_as_no_number(number):
    assert read_call({"From": number}).caller == ""


def test_a_number_is_read_as_e164():
    assert read_call({"From": "138 0013 8000"}).caller == "+8613800138000"


def test_a_twilio_delivery_is_identified_by_its_token_or_else_by_its_parameters():
    token = {"I-Twilio-Idempotency-Token": "t-1"}
    named = read_call(CALL, token).delivery
    assert named == read_call({**CALL, "CallStatus": "completed"}, token).delivery
    assert named != read_call(CALL, token, path="/voice/?turns=1").delivery
    first, again = read_call(CALL).delivery, read_call(dict(reversed(CALL.items()))).delivery
    assert first == again
    assert first != read_call(CALL, path="/voice/?turns=1").delivery
    assert first != read_call({**CALL, "Digits": "1"}).delivery


def test_a_twilio_text_is_identified_by_its_sid():
    with request_for("/sms/twilio", {"MessageSid": "SM1", "Body": "复议", "From": "13800138000"}, {}) as context:
        (text,) = Twilio(TOKEN, BASE).read_texts(context.request)
    assert text == ReceivedText(delivery="message:SM1", caller="+8613800138000", body="复议")


@pytest.mark.parametrize(("told", "pictures"), [("3", 3), ("0", 0), ("", 0), ("many", 0), ("-1", 0), ("9" * 999, 0)])
def test_the_pictures_of_a_twilio_text_are_counted(told, pictures):
    with request_for("/sms/twilio", {"MessageSid": "SM1", "Body": "", "NumMedia": told}, {}) as context:
        (text,) = Twilio(TOKEN, BASE).read_texts(context.request)
    assert text.pictures == pictures


def test_a_recording_of_zero_seconds_is_no_recording():
    assert read_call({"RecordingUrl": "https://x", "RecordingDuration": "0"}).recording == ""


SHARED = "a shared key that only Twilio and we know"
BY_SHARED_KEY = {"X-Twilio-Webhooks-Signature-Settings": "key=webhooks_sharedkey_01,algorithm=HMAC_SHA256"}


def verified_by(gateway, path, parameters, signature, headers=BY_SHARED_KEY):
    with request_for(path, parameters, {**headers, "X-Twilio-Signature": signature}) as context:
        return gateway.verify(context.request)


def by_shared_key(path, parameters, secret=SHARED, algorithm="HMAC_SHA256"):
    return RequestValidator(secret).compute_signature(BASE + path, parameters, algorithm)


def test_a_webhook_signed_by_the_shared_key_is_accepted():
    gateway = Twilio(TOKEN, BASE, SHARED)
    assert verified_by(gateway, "/voice/?turns=1", CALL, by_shared_key("/voice/?turns=1", CALL))
    assert verified_by(gateway, "/voice/", CALL, signature(f"{BASE}/voice/", CALL), headers={})


def test_a_signature_by_the_algorithm_of_the_other_secret_is_refused():
    gateway = Twilio(TOKEN, BASE, SHARED)
    assert not verified_by(gateway, "/voice/", CALL, by_shared_key("/voice/", CALL, TOKEN))
    assert not verified_by(gateway, "/voice/", CALL, by_shared_key("/voice/", CALL, SHARED, "HMAC_SHA1"), headers={})


def test_without_a_shared_key_no_signature_by_one_is_accepted():
    for secret in ("", SHARED, TOKEN):
        assert not verified_by(Twilio(TOKEN, BASE), "/voice/", CALL, by_shared_key("/voice/", CALL, secret))


@pytest.mark.parametrize("told", ["algorithm=HMAC_MD5", "algorithm=none", "algorithm=", "=", "key=x", "algorithm=不"])
def test_a_signature_by_an_unknown_algorithm_is_refused(told):
    gateway = Twilio(TOKEN, BASE, SHARED)
    headers = {"X-Twilio-Webhooks-Signature-Settings": told.encode().decode("latin-1")}
    assert not verified_by(gateway, "/voice/", CALL, by_shared_key("/voice/", CALL), headers)


def test_a_json_body_is_accepted_only_with_its_signed_digest_in_the_url():
    body = '{"MessageSid": "SM1"}'
    path = f"/sms/twilio?bodySHA256={hashlib.sha256(body.encode()).hexdigest()}"

    def accepts(content, where=path):
        headers = {"X-Twilio-Signature": signature(BASE + where, {}), "Content-Type": "application/json"}
        with request_for(where, content, headers) as context:
            return Twilio(TOKEN, BASE).verify(context.request)

    assert accepts(body)
    assert not accepts(body + " ")
    assert not accepts(body, "/sms/twilio")
