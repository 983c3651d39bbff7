"""Requests to Twilio's API by the library's own client, against a stand-in on loopback."""

import base64
import json
import traceback

import pytest

from hotline.core.errors import NotFound, Unavailable
from hotline.core.providers import SendFailed
from voice.gateways.twilio.api import LARGEST_RECORDING, TwilioApi
from voice.gateways.twilio.webhooks import Twilio

SID = "AC" + "0" * 32
TOKEN = "0123456789abcdef0123456789abcdef"
RECORDING = "RE" + "a" * 32
OURS = "+8687112345678"
CALLER = "+8613800138000"
ACCOUNT = f"/2010-04-01/Accounts/{SID}"


@pytest.fixture
def api(standin):
    return TwilioApi(SID, TOKEN, OURS, standin.url)


@pytest.fixture
def unreachable():
    return TwilioApi(SID, TOKEN, OURS, "http://127.0.0.1:9")


def json_answer(http=201, **answer):
    return (http, "application/json", json.dumps(answer).encode())


def refused(status, code):
    return json_answer(status, code=code, message="no", status=status, more_info="")


def test_a_text_by_twilio_is_sent_from_the_offices_number_and_asks_for_receipts(api, standin):
    standin.answers = [json_answer(sid="SM1")]
    twilio = Twilio(TOKEN, "https://hotline.example", api=api)
    assert twilio.send(CALLER, "不上诉", "answer:1") == "SM1"
    (asked,) = standin.asked
    assert (asked.method, asked.path) == ("POST", f"{ACCOUNT}/Messages.json")
    assert asked.headers["Authorization"] == "Basic " + base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
    assert asked.form == {
        "To": CALLER,
        "From": OURS,
        "Body": "不上诉",
        "StatusCallback": "https://hotline.example/sms/twilio/receipt",
    }


@pytest.mark.parametrize(
    ("status", "code", "passing"),
    [
        (429, 20429, True),
        (503, 20503, True),
        (500, 20500, True),
        (401, 20003, True),
        (400, 21611, True),
        (400, 21211, False),
        (400, 21610, False),
        (400, 21614, False),
        (400, 21635, False),
        (404, 20404, False),
    ],
)
def test_a_text_that_twilio_refuses_is_tried_again_unless_the_text_or_number_is_to_blame(
    api, standin, status, code, passing
):
    standin.answers = [refused(status, code)]
    with pytest.raises(SendFailed, match=f"{status} {code}") as failed:
        api.send(CALLER, "好", "")
    assert failed.value.passing is passing


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}"])
def test_an_error_page_from_twilio_is_a_temporary_failure(api, standin, body):
    standin.answers = [(502, "text/html", body)]
    with pytest.raises(SendFailed) as failed:
        api.send(CALLER, "好", "")
    assert failed.value.passing


@pytest.mark.parametrize("body", [b"", b"<html>"])
def test_an_acceptance_by_twilio_that_cannot_be_read_is_a_temporary_failure(api, standin, body):
    standin.answers = [(201, "application/json", body)]
    with pytest.raises(SendFailed) as failed:
        api.send(CALLER, "好", "")
    assert failed.value.passing


def test_a_twilio_that_does_not_answer_is_a_temporary_failure(unreachable):
    with pytest.raises(SendFailed) as failed:
        unreachable.send(CALLER, "好", "")
    assert failed.value.passing


def test_without_a_twilio_account_a_text_fails_for_good():
    with pytest.raises(SendFailed) as failed:
        Twilio(TOKEN, "https://hotline.example").send(CALLER, "好", "k")
    assert not failed.value.passing


@pytest.mark.parametrize(
    "url",
    [
        f"https://api.twilio.com{ACCOUNT}/Recordings/{RECORDING}",
        f"https://api.twilio.com{ACCOUNT}/Recordings/{RECORDING}.wav",
        f"http://169.254.169.254/Recordings/{RECORDING}",
    ],
)
def test_a_recording_is_fetched_from_the_configured_host_whatever_host_its_url_names(api, standin, url):
    standin.answers = [(200, "audio/mpeg", b"ID3...")]
    recording = api.fetch_recording(url)
    assert (recording.content, recording.mimetype) == (b"ID3...", "audio/mpeg")
    (asked,) = standin.asked
    assert (asked.method, asked.path) == ("GET", f"{ACCOUNT}/Recordings/{RECORDING}.mp3")
    assert asked.headers["Authorization"] == "Basic " + base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
        f"https://x/Recordings/{RECORDING}/../../Keys",
        f"https://x/Recordings/{RECORDING}?a=b",
        "https://x/Recordings/RE../../Keys.json",
        f"https://x/Recordings/{RECORDING}\n.mp3",
    ],
)
def test_a_url_that_names_no_recording_is_requested_from_nobody(api, standin, url):
    with pytest.raises(NotFound):
        api.fetch_recording(url)
    with pytest.raises(NotFound):
        api.delete_recording(url)
    assert standin.asked == []


def address(sid=RECORDING):
    return f"https://api.twilio.com{ACCOUNT}/Recordings/{sid}"


def test_a_recording_that_was_deleted_is_not_found(api, standin):
    standin.answers = [refused(404, 20404)]
    with pytest.raises(NotFound):
        api.fetch_recording(address())


@pytest.mark.parametrize(
    "answer",
    [
        (500, "application/json", b"{}"),
        (200, "text/html", b"<script>"),
        (302, "text/html", b"http://127.0.0.1:9/elsewhere"),
        (200, "audio/mpeg", b"x" * (LARGEST_RECORDING + 1)),
    ],
    ids=["error", "page", "redirect", "endless"],
)
def test_a_response_that_is_no_recording_is_not_passed_on(api, standin, answer):
    standin.answers = [answer]
    with pytest.raises(Unavailable):
        api.fetch_recording(address())
    assert len(standin.asked) == 1


def test_deleting_a_recording_that_is_already_deleted_is_no_error(api, standin):
    standin.answers = [(204, "text/plain", b""), refused(404, 20404)]
    for _ in range(2):
        api.delete_recording(address())
    assert {(asked.method, asked.path) for asked in standin.asked} == {
        ("DELETE", f"{ACCOUNT}/Recordings/{RECORDING}.json")
    }


def test_a_leg_is_redirected_to_another_url(api, standin):
    standin.answers = [json_answer(200, sid="CA1")]
    api.redirect("CA1", "https://hotline.example/voice/conference")
    (asked,) = standin.asked
    assert asked.path == f"{ACCOUNT}/Calls/CA1.json"
    assert asked.form == {"Url": "https://hotline.example/voice/conference", "Method": "POST"}


@pytest.mark.parametrize(("status", "code"), [(404, 20404), (400, 21220)])
def test_redirecting_a_leg_that_has_ended_raises_not_found(api, standin, status, code):
    standin.answers = [refused(status, code)]
    with pytest.raises(NotFound):
        api.redirect("CA1", "https://hotline.example/voice/conference")


def test_a_number_is_dialled_from_the_offices_number_with_the_timeout_asked_for(api, standin):
    standin.answers = [json_answer(sid="CA2")]
    status_url = "https://hotline.example/voice/status"
    assert api.ring("+8687163100000", "https://hotline.example/voice/w", status_url=status_url, seconds=15) == "CA2"
    (asked,) = standin.asked
    assert asked.path == f"{ACCOUNT}/Calls.json"
    expected = {"To": "+8687163100000", "From": OURS, "Url": "https://hotline.example/voice/w", "Timeout": "15"}
    assert asked.form.items() >= expected.items()
    assert (asked.form["StatusCallback"], asked.form["StatusCallbackMethod"]) == (status_url, "POST")


@pytest.mark.parametrize("answer", [refused(500, 20500), refused(400, 21211), (200, "text/html", b"<html>")])
def test_an_error_response_to_dialling_or_redirecting_is_raised_as_unavailable(api, standin, answer):
    standin.answers = [answer]
    with pytest.raises(Unavailable):
        api.ring(CALLER, "https://hotline.example/", status_url="https://hotline.example/", seconds=15)
    with pytest.raises((Unavailable, NotFound)):
        api.redirect("CA1", "https://hotline.example/")


def test_a_twilio_api_that_does_not_answer_is_raised_as_unavailable(unreachable):
    with pytest.raises(Unavailable):
        unreachable.fetch_recording(address())
    with pytest.raises(Unavailable):
        unreachable.delete_recording(address())
    with pytest.raises(Unavailable):
        unreachable.redirect("CA1", "https://hotline.example/")
    with pytest.raises(Unavailable):
        unreachable.ring(CALLER, "https://hotline.example/", status_url="https://hotline.example/", seconds=15)


def test_the_secrets_of_a_twilio_account_do_not_show_in_its_repr(api):
    assert TOKEN not in repr(api) + repr(Twilio(TOKEN, "https://hotline.example", TOKEN[::-1], api))
    assert TOKEN[::-1] not in repr(Twilio(TOKEN, "https://hotline.example", TOKEN[::-1], api))


def test_the_error_of_a_failed_dial_does_not_contain_the_number(api, standin):
    message = f"The phone number you are attempting to call, {CALLER}, is not valid."
    standin.answers = [json_answer(400, code=21217, message=message, status=400, more_info="")]
    with pytest.raises(Unavailable, match="21217") as failed:
        api.ring(CALLER, "https://hotline.example/w", status_url="https://hotline.example/l", seconds=20)
    assert CALLER not in "".join(traceback.format_exception(failed.value))
