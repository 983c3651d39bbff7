"""All gateways in one application: calls by one, texts by others, receipts of each, and no request that crashes it."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.app import create_app
from hotline.core.texts import TextPurpose, TextState
from hotline.services import outbox
from hotline.services.content import published
from hotline.settings.gateways import KannelAccess
from tests.support.fixed_values import NOW
from tests.support.gateway_requests import (
    CALLER,
    KANNEL_PASSWORD,
    KANNEL_SECRET,
    android_envelope,
    post_from_android,
    post_kannel_text,
)
from voice.gateways.http_client import basic_auth_header
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.sms import send_texts
from voice.handset.transports import LocalTransport
from voice.phrases import TEXT

WITH_SECRET = {"Authorization": basic_auth_header("kannel", KANNEL_SECRET)}


@pytest.fixture
def by_kannel(all_gateways, line, standin, compiled_templates):
    """An application whose calls come by Twilio and whose texts outside a response go by a stand-in of Kannel."""
    access = KannelAccess(KANNEL_SECRET, standin.url, "hotline", KANNEL_PASSWORD)
    app = create_app(replace(all_gateways, kannel=access, text_gateway="kannel"), line=line)
    app.jinja_env.bytecode_cache = compiled_templates
    return app


def queue(app, key="answer:1"):
    joined = app.extensions["hotline"]
    with joined.records.writing() as unit:
        purpose = TextPurpose.MESSAGE_ANSWER
        outbox.queue(joined, unit, key=key, number=CALLER, body="答复。", purpose=purpose, tracking="12345678")


def queued(app):
    with app.extensions["hotline"].records.reading() as unit:
        return unit.texts.list_tracking("12345678")


def test_calls_by_twilio_and_texts_by_three_gateways_are_answered_in_one_application(gateway_client, line):
    entries = [published.get_entry(line.knowledge, number) for number in (102, 103, 105)]
    call = place_call(LocalTransport(gateway_client.application), read_script(["press:2", "press:102#"]), caller=CALLER)
    assert entries[0].spoken in call.heard()
    assert post_kannel_text(gateway_client, "102").get_data(as_text=True) == entries[0].text
    (exchanged,) = send_texts(LocalTransport(gateway_client.application), ["103"], caller=CALLER)
    assert exchanged.replies == (entries[1].text,)
    assert post_from_android(gateway_client, android_envelope("105"), NOW).status_code == 200
    with gateway_client.application.extensions["hotline"].records.reading() as unit:
        waiting = unit.texts.claim(NOW, NOW, NOW)
    assert (waiting.gateway, waiting.number, waiting.body) == ("android", CALLER, entries[2].text)


def test_two_texts_with_the_same_words_are_answered_each(gateway_client):
    assert (
        post_kannel_text(gateway_client, "102", text_id="1").get_data()
        == post_kannel_text(gateway_client, "102", text_id="2").get_data()
        != b""
    )


def test_a_service_gets_no_reply_by_any_gateway(gateway_client, line):
    for sender in ("10086", "8610086", "95588", "106980095588", "12345", "ICBC"):
        told = post_kannel_text(gateway_client, "您的话费余额不足10元", text_id=sender, caller=sender)
        assert (told.status_code, told.get_data()) == (200, b"")
        post_from_android(gateway_client, android_envelope("您的话费余额不足10元", sender, sender=sender), NOW)
    with line.records.reading() as unit:
        assert unit.texts.list_tracking("") == []


def test_texts_outside_a_response_go_by_the_gateway_that_is_configured_for_them(by_kannel, standin):
    standin.answers = [(202, "text/html", b"0: Accepted for delivery")]
    LocalTransport(by_kannel).post(
        "https://hotline.example/sms/twilio", {"MessageSid": "S", "From": CALLER, "Body": "1"}
    )
    queue(by_kannel)
    assert outbox.deliver_due(by_kannel.extensions["hotline"]) == 1
    (asked,) = standin.asked
    assert (asked.headers["X-Kannel-To"], asked.body.decode()) == (CALLER, "答复。")
    (text,) = queued(by_kannel)
    assert (text.state, text.gateway, text.provider_id) == (TextState.SENT, "kannel", "answer:1")


def test_a_receipt_that_is_repeated_or_late_changes_nothing(by_kannel, standin):
    standin.answers = [(202, "text/html", b"0: Accepted for delivery")]
    queue(by_kannel)
    outbox.deliver_due(by_kannel.extensions["hotline"])
    states = []
    for status in ("1", "8", "1", "2", "1"):
        place = f"/sms/kannel/receipt?key={b'answer:1'.hex()}&status={status}"
        assert by_kannel.test_client().get(place, headers=WITH_SECRET).status_code == 200
        states.append(queued(by_kannel)[0].state)
    assert set(states) == {TextState.DELIVERED}


def test_a_receipt_of_one_gateway_leaves_the_text_of_another_as_it_is(by_kannel, standin):
    standin.answers = [(202, "text/html", b"0: Accepted for delivery")]
    queue(by_kannel)
    outbox.deliver_due(by_kannel.extensions["hotline"])
    told = {"MessageSid": "answer:1", "MessageStatus": "delivered"}
    assert LocalTransport(by_kannel).post("https://hotline.example/sms/twilio/receipt", told).status == 200
    assert queued(by_kannel)[0].state is TextState.SENT


def test_a_text_that_the_network_refused_for_good_is_not_sent_again(by_kannel, standin, clock):
    standin.answers = [(202, "text/html", b"0: Accepted for delivery")]
    queue(by_kannel)
    outbox.deliver_due(by_kannel.extensions["hotline"])
    place = f"/sms/kannel/receipt?key={b'answer:1'.hex()}&status=16"
    by_kannel.test_client().get(place, headers=WITH_SECRET)
    clock.now = NOW.replace(year=2027)
    assert outbox.deliver_due(by_kannel.extensions["hotline"]) == 0
    assert queued(by_kannel)[0].state is TextState.FAILED


WORDS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("102复议不上\x00\r\n%")), max_size=60
)
REQUESTS = st.one_of(
    st.tuples(st.just("kannel"), st.binary(max_size=120), st.sampled_from(["UTF-16BE", "UTF-8", "undefined", "zip"])),
    st.tuples(st.just("kannel"), WORDS.map(lambda words: words.encode("utf-16-be")), st.just("UTF-16BE")),
    st.tuples(st.just("android"), st.binary(max_size=120), st.just("/sms/android")),
    st.tuples(
        st.just("android"),
        st.builds(
            lambda words, event: json.dumps(android_envelope(words, words, event)).encode(),
            WORDS,
            st.sampled_from(["sms:received", "sms:failed", "sms:sent"]),
        ),
        st.sampled_from(["/sms/android", "/sms/android/receipt"]),
    ),
    st.tuples(
        st.just("twilio"),
        st.dictionaries(st.sampled_from(["Body", "From", "MessageSid", "MessageStatus", "ErrorCode"]), WORDS),
        st.sampled_from(["/sms/twilio", "/sms/twilio/receipt"]),
    ),
)


@given(st.lists(REQUESTS, min_size=1, max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_request_of_any_gateway_makes_a_webhook_crash(gateway_client, requests):
    for gateway, told, how in requests:
        if gateway == "kannel":
            response = post_kannel_text(gateway_client, told, charset=how, text_id="")
        elif gateway == "android":
            response = post_from_android(gateway_client, told, NOW, how)
        else:
            response = LocalTransport(gateway_client.application).post(f"https://hotline.example{how}", told)
        body = response.body if gateway == "twilio" else response.get_data(as_text=True)
        refused = gateway == "kannel" and how in ("undefined", "zip")
        assert (response.status if gateway == "twilio" else response.status_code) == (415 if refused else 200)
        assert TEXT("trouble.sorry") not in body
