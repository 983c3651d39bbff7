"""SMS Gateway for Android: signatures and timestamps, repeated envelopes, and sending to a stand-in of its API."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.errors import Unavailable
from hotline.core.providers import SendFailed
from hotline.core.texts import TextReply, TextState
from hotline.services.content import published
from tests.support.broken import Broken
from tests.support.fixed_values import NOW
from tests.support.gateway_requests import (
    CALLER,
    SIGNING_KEY,
    android_envelope,
    post_from_android,
    sign_android_body,
)
from voice.gateways.android import Android
from voice.phrases import TEXT


def android(api_url="http://127.0.0.1:9"):
    return Android(SIGNING_KEY, api_url, "SMS", "a password", lambda: NOW)


@pytest.fixture
def queued(line):
    """The texts that wait to be sent, as (number, body)."""

    def read():
        with line.records.reading() as unit:
            return [(text.number, text.body) for text in unit.texts.list_tracking("")]

    return read


@pytest.fixture
def kept_messages(line):
    """The messages that were left for staff."""

    def read():
        with line.records.reading() as unit:
            return unit.messages.list_messages(None, 50)

    return read


def test_an_android_gateway_without_a_signing_key_is_refused():
    with pytest.raises(ValueError, match="key"):
        Android("", "http://127.0.0.1:9", "SMS", "a password", lambda: NOW)


def test_the_reply_to_an_android_text_is_queued_as_a_text_of_its_own(gateway_client, line, queued):
    response = post_from_android(gateway_client, android_envelope("102"), NOW)
    assert (response.status_code, response.get_data()) == (200, b"")
    assert queued() == [(CALLER, published.get_entry(line.knowledge, 102).text)]


@pytest.mark.parametrize("path", ["/sms/android", "/sms/android/receipt"])
@pytest.mark.parametrize(
    "changed",
    [
        {"X-Signature": ""},
        {"X-Signature": "0" * 64},
        {"X-Signature": "不"},
        {"X-Timestamp": ""},
        {"X-Timestamp": "soon"},
        {"X-Timestamp": "²"},
        {"X-Timestamp": "1" * 5000},
        {"X-Timestamp": "-1"},
    ],
)
def test_an_android_request_without_a_valid_signature_and_timestamp_is_refused(gateway_client, queued, path, changed):
    response = post_from_android(gateway_client, android_envelope(), NOW, path, **changed)
    assert (response.status_code, response.mimetype) == (403, "text/plain")
    assert queued() == []


def test_an_android_body_that_was_changed_or_signed_with_another_key_is_refused(gateway_client):
    body = json.dumps(android_envelope("102")).encode()
    for headers in (
        sign_android_body(body, NOW, "another key of the same length, 01234567"),
        sign_android_body(body + b" ", NOW),
    ):
        assert gateway_client.post("/sms/android", data=body, headers=headers).status_code == 403


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (300, 200), (-300, 200), (301, 403), (-301, 403)])
def test_an_android_webhook_is_accepted_within_five_minutes_of_its_timestamp(gateway_client, seconds, status):
    assert post_from_android(gateway_client, android_envelope(), NOW + timedelta(seconds=seconds)).status_code == status


def test_an_old_android_signature_does_not_cover_a_new_timestamp(gateway_client):
    body = json.dumps(android_envelope()).encode()
    old = sign_android_body(body, NOW - timedelta(hours=1))
    now = {"X-Timestamp": str(int(NOW.timestamp()))}
    assert gateway_client.post("/sms/android", data=body, headers=old | now).status_code == 403


def test_an_envelope_delivered_again_with_a_new_signature_is_answered_once(gateway_client, clock, queued):
    for minutes in range(3):
        clock.now = NOW + timedelta(minutes=minutes)
        assert post_from_android(gateway_client, android_envelope("102", "same"), clock.now).status_code == 200
    assert len(queued()) == 1


def test_the_same_words_in_another_envelope_are_another_text(gateway_client, queued):
    post_from_android(gateway_client, android_envelope("102", "one"), NOW)
    post_from_android(gateway_client, android_envelope("102", "two"), NOW)
    assert len(queued()) == 2


RECEIVED = "2026-11-23T09:59:58.000+08:00"


@pytest.mark.parametrize(
    "payload", [{}, {"messageId": None}, {"messageId": ""}, {"sender": None, "phoneNumber": CALLER}]
)
@pytest.mark.parametrize("again", [RECEIVED, "2026-11-23T09:59:58+08:00", "2026-11-23T01:59:58.731Z"])
def test_a_text_that_the_app_reports_under_two_envelope_ids_is_one_text(
    gateway_client, line, queued, kept_messages, payload, again
):
    """As in the app's issues 291, 301, 310 and 372."""
    words = "留言 请给我回电话"
    for envelope_id, received_at in (("one", RECEIVED), ("two", again)):
        envelope = android_envelope(words, envelope_id, receivedAt=received_at, **payload)
        assert post_from_android(gateway_client, envelope, NOW).status_code == 200
    assert (len(queued()), len(kept_messages())) == (1, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"receivedAt": "2026-11-23T09:59:59+08:00"},
        {"sender": "+8613900139000"},
        {"messageId": "another"},
        {"sender": None, "phoneNumber": "+8613900139000"},
        {"messageId": None, "message": "103"},
    ],
)
def test_texts_that_differ_in_sender_words_or_second_are_two(gateway_client, queued, changed):
    first = {"messageId": None} if "message" in changed else {}
    post_from_android(gateway_client, android_envelope("102", "one", receivedAt=RECEIVED, **first), NOW)
    second = {"receivedAt": RECEIVED} | changed
    envelope = android_envelope("102", "two")
    envelope["payload"] |= second
    post_from_android(gateway_client, envelope, NOW)
    assert len(queued()) == 2


@pytest.mark.parametrize("sender", [{}, {"sender": None}, {"sender": ""}, {"sender": " "}, {"sender": 7}])
def test_a_text_of_an_android_app_before_2026_names_its_sender_phone_number(gateway_client, line, queued, sender):
    """Its issues 300 and 319."""
    envelope = android_envelope("102", phoneNumber=CALLER)
    del envelope["payload"]["sender"]
    envelope["payload"] |= sender
    assert post_from_android(gateway_client, envelope, NOW).status_code == 200
    assert queued() == [(CALLER, published.get_entry(line.knowledge, 102).text)]


@pytest.mark.parametrize("words", ["102", "火星上种土豆用什么肥料", "不服怎么办", "目录"])
def test_a_text_that_cannot_be_replied_to_is_not_recorded_as_answered(gateway_client, line, queued, words):
    post_from_android(gateway_client, android_envelope(words, sender=""), NOW)
    with line.records.reading() as unit:
        totals = unit.statistics.totals()
    assert queued() == []
    assert totals["incoming_texts"] == {TextReply.NONE.value: 1}
    assert totals["enquiries"] == {}


def test_a_message_for_staff_is_kept_also_where_nobody_can_be_replied_to(gateway_client, kept_messages):
    post_from_android(gateway_client, android_envelope("留言 路灯坏了", sender=""), NOW)
    assert [message.body for message in kept_messages()] == ["路灯坏了"]


def test_each_text_of_a_list_of_envelopes_is_answered_once_however_often_the_list_comes(gateway_client, queued):
    burst = [android_envelope("102", "one"), android_envelope("103", "two"), android_envelope("102", "one")]
    for _ in range(2):
        assert post_from_android(gateway_client, burst, NOW).status_code == 200
    assert len(queued()) == 2


@pytest.mark.parametrize("event", ["system:ping", "mms:downloaded", "sms:data-received", "app:started", "", "sms:sent"])
def test_an_android_event_without_a_text_is_acknowledged_and_not_answered(gateway_client, queued, event):
    assert post_from_android(gateway_client, android_envelope(event=event), NOW).status_code == 200
    assert queued() == []


def test_an_mms_at_the_android_telephone_is_told_that_it_cannot_be_seen(gateway_client, queued):
    assert post_from_android(gateway_client, android_envelope("", event="mms:received"), NOW).status_code == 200
    assert queued() == [(CALLER, TEXT("help.picture"))]


def test_an_android_text_from_a_withheld_number_gets_no_reply(gateway_client, queued):
    assert post_from_android(gateway_client, android_envelope(sender=""), NOW).status_code == 200
    assert queued() == []


def test_an_android_text_that_cannot_be_recorded_is_not_acknowledged_so_that_it_comes_again(gateway_client, line):
    gateway_client.application.extensions["hotline"] = replace(
        line, records=Broken(Unavailable("记录库暂时无法使用。"))
    )
    assert post_from_android(gateway_client, android_envelope(), NOW).status_code == 503
    gateway_client.application.extensions["hotline"] = line
    assert post_from_android(gateway_client, android_envelope(), NOW).status_code == 200


@pytest.mark.parametrize(
    ("event", "reason", "state", "passing"),
    [
        ("sms:sent", None, TextState.SENT, False),
        ("sms:delivered", None, TextState.DELIVERED, False),
        (
            "sms:failed",
            "RESULT_ERROR_NO_SERVICE (Failed because service is currently unavailable)",
            TextState.FAILED,
            True,
        ),
        ("sms:failed", "RESULT_ERROR_NULL_PDU (Failed because no PDU provided)", TextState.FAILED, False),
        ("sms:failed", None, TextState.FAILED, False),
        ("sms:cancelled", None, TextState.FAILED, False),
    ],
)
def test_an_android_receipt_says_how_far_a_text_got(event, reason, state, passing):
    told = json.dumps(android_envelope(event=event, reason=reason)).encode()
    with Flask("request").test_request_context("/sms/android/receipt", method="POST", data=told) as context:
        (receipt,) = android().read_receipts(context.request)
    assert (receipt.provider_id, receipt.state, receipt.passing) == ("abc123", state, passing)


def accepted(status=202, **told):
    return (status, "application/json", json.dumps(told).encode())


def test_a_text_is_sent_to_the_android_api_under_an_id_of_our_own(standin):
    standin.answers = [accepted(id="x", state="Pending")]
    sent = android(standin.url).send(CALLER, "不上诉", "answer:1")
    (asked,) = standin.asked
    assert (asked.method, asked.path) == ("POST", "/messages")
    assert asked.headers["Authorization"] == "Basic " + base64.b64encode(b"SMS:a password").decode()
    assert asked.json == {"id": sent, "textMessage": {"text": "不上诉"}, "phoneNumbers": [CALLER], "ttl": 86_400}
    assert len(sent) == 32  # the server keeps 36 characters


def test_a_text_that_the_android_telephone_already_has_is_not_sent_to_it_again(standin):
    standin.answers = [accepted()]
    first = android(standin.url).send(CALLER, "好", "answer:1")
    standin.answers = [accepted(409, message="message with the same ID already exists"), accepted(200, state="Sent")]
    assert android(standin.url).send(CALLER, "好", "answer:1") == first
    assert [asked.method for asked in standin.asked] == ["POST", "POST", "GET"]


def test_a_text_that_the_android_telephone_failed_to_send_goes_to_it_under_another_id(standin):
    standin.answers = [accepted(409), accepted(200, state="Failed"), accepted()]
    sent = android(standin.url).send(CALLER, "好", "answer:1")
    assert standin.asked[2].json["id"] == sent != standin.asked[0].json["id"]


def test_a_text_that_the_android_telephone_failed_to_send_under_every_id_is_given_up(standin):
    standin.answers = [answer for _ in range(5) for answer in (accepted(409), accepted(200, state="Failed"))]
    with pytest.raises(SendFailed) as failed:
        android(standin.url).send(CALLER, "好", "answer:1")
    assert not failed.value.passing
    assert len(standin.asked) == 10


@pytest.mark.parametrize(("status", "passing"), [(503, True), (500, True), (401, True), (429, True), (400, False)])
def test_a_text_that_the_android_api_refuses_is_tried_again_unless_the_text_is_to_blame(standin, status, passing):
    standin.answers = [accepted(status)]
    with pytest.raises(SendFailed, match=str(status)) as failed:
        android(standin.url).send(CALLER, "好", "k")
    assert failed.value.passing is passing


def test_an_android_api_that_does_not_answer_is_a_temporary_failure():
    with pytest.raises(SendFailed) as failed:
        android().send(CALLER, "好", "k")
    assert failed.value.passing


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
ODD = st.fixed_dictionaries(
    {},
    optional={
        "id": JSON,
        "event": JSON | st.sampled_from(["sms:received", "sms:failed", "sms:sent"]),
        "payload": JSON
        | st.fixed_dictionaries({}, optional={n: JSON for n in ("message", "sender", "messageId", "reason")}),
    },
)
BODIES = st.one_of(
    st.binary(max_size=200), (JSON | ODD | st.lists(ODD, max_size=30)).map(lambda told: json.dumps(told).encode())
)


@given(body=st.one_of(BODIES, st.sampled_from([b"[" * 100_000, b'{"payload":' * 20_000, b"\xff\xfe", b"1e999"])))
def test_reading_an_android_request_raises_for_no_body(body):
    with Flask("request").test_request_context("/sms/android", method="POST", data=body) as context:
        texts, receipts = android().read_texts(context.request), android().read_receipts(context.request)
    assert len(texts) <= 20
    for text in texts:
        (text.body + text.delivery + text.caller).encode()
    for receipt in receipts:
        (receipt.provider_id + receipt.status).encode()


def test_android_timestamps_are_compared_with_the_clock_of_the_line_and_not_of_the_machine(gateway_client, clock):
    clock.now = datetime(2031, 1, 1, tzinfo=UTC)
    assert post_from_android(gateway_client, android_envelope(), clock.now).status_code == 200
    assert post_from_android(gateway_client, android_envelope(envelope_id="two"), NOW).status_code == 403
