"""The SMS webhooks: which gateways have them, which requests they refuse, and how Twilio's receipts are read."""

import pytest

from voice.gateways.twilio.webhooks import Twilio
from voice.handset.transports import LocalTransport

BASE = "https://hotline.example"


@pytest.mark.parametrize("path", ["/sms/kannel", "/sms/android/receipt", "/sms/nobody", "/sms/TWILIO"])
def test_the_webhooks_of_a_gateway_that_is_not_configured_answer_404(client, path):
    assert client.post(path, data={"Body": "复议"}).status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unsigned_twilio_receipt_is_refused(client, method):
    response = client.open("/sms/twilio/receipt", method=method)
    assert (response.status_code, response.mimetype) == (403, "text/plain")


def test_a_signed_twilio_receipt_is_acknowledged_however_often_it_comes(app):
    told = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    for _ in range(2):
        assert LocalTransport(app).post(f"{BASE}/sms/twilio/receipt", told).status == 200


def test_a_reply_by_twilio_asks_for_receipts_that_carry_its_key(app):
    sent = {"MessageSid": "SM1", "From": "+8613800138000", "Body": "102"}
    document = LocalTransport(app).post(f"{BASE}/sms/twilio", sent).body
    assert 'action="https://hotline.example/sms/twilio/receipt?key=reply%3Amessage%3ASM1"' in document


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"MessageSid": "SM1", "MessageStatus": "sent"}, ("SM1", "sent", "sent", False)),
        ({"MessageSid": "SM1", "MessageStatus": "delivered"}, ("SM1", "delivered", "delivered", False)),
        (
            {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"},
            ("SM1", "failed", "undelivered 30003", True),
        ),
        (
            {"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "21610"},
            ("SM1", "failed", "failed 21610", False),
        ),
    ],
)
def test_a_twilio_receipt_says_how_far_a_text_got_and_whether_to_try_again(app, told, expected):
    with app.test_request_context("/sms/twilio/receipt", method="POST", data=told) as context:
        (receipt,) = Twilio("t" * 32, BASE).read_receipts(context.request)
    assert (receipt.provider_id, receipt.state.value, receipt.status, receipt.passing) == expected


@pytest.mark.parametrize("told", [{}, {"MessageStatus": "queued", "MessageSid": "SM1"}, {"MessageStatus": "sent"}])
def test_a_twilio_report_without_a_final_status_is_no_receipt(app, told):
    with app.test_request_context("/sms/twilio/receipt", method="POST", data=told) as context:
        assert Twilio("t" * 32, BASE).read_receipts(context.request) == ()
