"""Messages left by telephone: recorded, heard again, recorded anew, and kept whenever the caller hangs up."""

import wave
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import permutations
from urllib.parse import urlsplit

import pytest

from hotline.app import create_app
from hotline.core.calls import CallOutcome
from hotline.core.permissions import Role, Staff
from hotline.core.texts import TextPurpose, TextState
from hotline.services import messages, outbox, retention
from tests.support.fixed_values import CALLER
from tests.support.provider_api import SOUND
from tests.support.repeated_delivery import Twice
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.phrases import PHONE, TEXT
from voice.speech import numbers

BEEP = ["press:6"]
LANDLINE = "+8687163100000"
REVIEW = [PHONE("review.listen"), PHONE("review.full")]


@pytest.fixture
def settings(settings, account):
    """With an account at the provider, which can send texts and give recordings out."""
    return replace(settings, twilio_account=account)


@pytest.fixture
def texts(line):
    """The texts about a message."""

    def read(message):
        with line.records.reading() as unit:
            return unit.texts.list_tracking(message.tracking_number)

    return read


@pytest.fixture
def discarded(line):
    def read():
        with line.records.reading() as unit:
            return unit.recordings.list_discarded()

    return read


def number_heard(message):
    said = numbers.tracking(message.tracking_number)
    return [PHONE("saved.told", tracking=said), PHONE("saved.again", tracking=said)]


def last_heard(transcript):
    return transcript.turns[-1].heard


def test_a_message_is_kept_and_its_number_read_twice_and_texted(dial, kept, texts):
    transcript = dial(*BEEP, "record:请给我回个电话", "press:3")
    (message,) = kept("messages")
    (text,) = texts(message)
    assert transcript.turns[1].heard == [PHONE("message.invite"), "[嘀]"]
    assert transcript.turns[2].heard == [PHONE("review.kept"), *REVIEW]
    assert last_heard(transcript) == [*number_heard(message), PHONE("saved.texted"), PHONE("saved.full")]
    assert (text.purpose, text.number) == (TextPurpose.TRACKING, CALLER)
    assert text.body == TEXT("message.tracking", tracking=message.tracking_number, number="96128")


@pytest.mark.parametrize("caller", [LANDLINE, "+266696687"])
def test_no_text_goes_to_a_landline_or_a_withheld_number(dial, kept, texts, caller):
    transcript = dial(*BEEP, "record:请回电", "press:#", caller=caller)
    (message,) = kept("messages")
    assert texts(message) == []
    assert last_heard(transcript) == [*number_heard(message), PHONE("saved.full")]


@pytest.mark.parametrize(
    "script",
    [
        ["record-and-hangup:请回电"],
        ["record:请回电", "hangup"],
        ["record:请回电", "press:1", "hangup"],
        ["record:请回电", "press:2", "hangup"],
        ["record:请回电", "press:2", "silence", "hangup"],
        ["record:请回电", "press:3", "hangup"],
    ],
)
def test_who_hangs_up_after_the_beep_has_left_the_message_and_gets_its_number_by_text(dial, kept, texts, script):
    assert dial(*BEEP, *script).ended == "caller hung up"
    (message,) = kept("messages")
    assert message.recording.startswith("https://")
    assert len(texts(message)) == 1


def test_who_hangs_up_before_the_beep_or_says_nothing_has_left_none(dial, kept):
    dial("press:6")
    assert last_heard(dial(*BEEP, "silence"))[0] == PHONE("message.empty")
    assert kept("messages") == []


def played(transcript):
    """The addresses of what was played."""
    return [heard[1:-1] for turn in transcript.turns for heard in turn.heard if heard.startswith("[https://")]


def fetch(app, url):
    return app.test_client().get(urlsplit(url).path, base_url="https://hotline.example")


def test_a_message_is_heard_again_through_our_own_server(dial, app, provider, kept):
    transcript = dial(*BEEP, "record:请回电", "press:1", "press:3")
    (url,) = played(transcript)
    assert url.startswith("https://hotline.example/voice/message/")
    assert transcript.turns[3].heard[1:] == REVIEW
    response = fetch(app, url)
    assert (response.data, response.mimetype, response.headers["Cache-Control"]) == (SOUND, "audio/mpeg", "no-store")
    (asked,) = provider.asked
    assert kept("messages")[0].recording.endswith(urlsplit(asked.path).path.rpartition("/")[2].removesuffix(".mp3"))


def test_the_address_of_a_recording_opens_for_ten_minutes_and_to_nobody_who_changes_it(dial, app, clock, provider):
    (url,) = played(dial(*BEEP, "record:请回电", "press:1"))
    tracking = url.rpartition("/")[2].partition("-")[0]
    for changed in (url + "0", url.replace(tracking, "00000000"), url[:-40], "https://hotline.example/voice/message/-"):
        assert fetch(app, changed).status_code == 404
    clock.now += timedelta(minutes=11)
    assert fetch(app, url).status_code == 404
    assert provider.asked == []


@pytest.mark.parametrize("answer", [(404, "text/plain", b""), (500, "text/plain", b"")])
def test_a_recording_that_cannot_be_had_is_silence_and_the_call_goes_on(dial, app, provider, answer):
    provider.answers = [answer]
    (url,) = played(dial(*BEEP, "record:请回电", "press:1"))
    with wave.open(BytesIO(fetch(app, url).data)) as sound:
        assert sound.getnframes() == sound.getframerate() // 2


def test_without_an_account_listening_is_not_offered(settings, line):
    transport = LocalTransport(create_app(replace(settings, twilio_account=None), line=line))
    transcript = place_call(transport, read_script([*BEEP, "record:请回电", "press:1"]), caller=CALLER)
    assert transcript.turns[2].heard == [PHONE("review.kept"), PHONE("review.full")]
    assert last_heard(transcript) == [PHONE("trouble.wrong_key"), PHONE("review.full")]


def test_what_is_recorded_again_takes_the_place_of_the_first_under_the_same_number(dial, kept, texts, discarded):
    transcript = dial(*BEEP, "record:说错了", "press:2", "record:这回对了", "press:3")
    (message,) = kept("messages")
    assert transcript.turns[3].heard == [PHONE("review.again"), "[嘀]"]
    assert last_heard(transcript)[:2] == number_heard(message)
    assert len(texts(message)) == 1
    (first,) = discarded()
    assert first != message.recording


def test_the_recording_that_was_replaced_is_deleted_at_the_provider(dial, app, provider, discarded):
    dial(*BEEP, "record:说错了", "press:2", "record:又错了", "press:2", "record:对了")
    older = discarded()
    provider.answers = [(204, "", b""), (500, "text/plain", b""), (204, "", b"")]
    line = app.extensions["hotline"]
    assert retention.delete_recordings(line) == 1  # the provider fails at the second
    assert discarded() == older[1:]
    assert retention.delete_recordings(line) == 1
    assert discarded() == []
    assert {asked.method for asked in provider.asked} == {"DELETE"}
    assert all(sid in "".join(asked.path for asked in provider.asked) for sid in [url[-34:] for url in older])


def test_silence_at_the_second_recording_keeps_the_first(dial, kept, discarded):
    transcript = dial(*BEEP, "record:请回电", "press:2", "silence", "press:3")
    (message,) = kept("messages")
    assert transcript.turns[-2].heard == [PHONE("review.unheard"), *REVIEW]
    assert last_heard(transcript)[:2] == number_heard(message)
    assert discarded() == []


@pytest.mark.parametrize(
    "script",
    [
        ["silence", "silence"],
        ["press:9"] * 3,
        ["say:就这样吧"],
        ["silence", "press:3"],
        ["say:我要重录", "silence", "press:#"],
    ],
)
def test_whatever_a_caller_does_the_message_is_kept_and_its_number_told(dial, kept, script):
    transcript = dial(*BEEP, "record:请回电", *script)
    assert last_heard(transcript)[:2] == number_heard(kept("messages")[0])


def test_words_do_what_keys_do_with_a_message(dial):
    transcript = dial(*BEEP, "record:请回电", "say:再听一遍", "say:重新录一遍", "record:请回电", "say:转人工")
    assert len(played(transcript)) == 1
    assert transcript.turns[4].heard[0] == PHONE("review.again")
    assert last_heard(transcript)[0] == PHONE("operator.ringing")


def test_after_the_number_it_is_read_again_or_the_menu_follows_or_the_call_ends(dial, kept):
    transcript = dial(*BEEP, "record:请回电", "press:3", "press:*", "press:#")
    (message,) = kept("messages")
    assert transcript.turns[4].heard[:2] == number_heard(message)
    assert last_heard(transcript) == [PHONE("menu.full")]
    silent = dial(*BEEP, "record:请回电", "press:3", "silence")
    assert (last_heard(silent), silent.ended) == ([PHONE("message.goodbye")], "line hung up")


def test_two_messages_in_one_call_are_two(dial, kept, discarded):
    dial(*BEEP, "record:第一件事", "press:3", "press:#", *BEEP, "record:第二件事", "press:3")
    assert len(kept("messages")) == 2
    assert discarded() == []


def test_a_message_left_after_asking_for_another_leaves_that_one_alone(dial, kept, discarded):
    dial(*BEEP, "record:第一件事")
    (first,) = kept("messages")
    dial("press:4", f"press:{first.tracking_number}", "press:0", "busy", "record:第二件事")
    assert {message.recording for message in kept("messages")} > {first.recording}
    assert len(kept("messages")) == 2
    assert discarded() == []


def test_each_webhook_twice_leaves_one_message_one_text_and_one_recording(app, kept, texts, discarded):
    script = read_script([*BEEP, "record:说错了", "press:2", "record:对了", "press:1", "press:3"])
    place_call(Twice(LocalTransport(app)), script, caller=CALLER)
    (message,) = kept("messages")
    assert (len(texts(message)), len(discarded())) == (1, 1)


def take(name, turns, tracking="", attempt=0):
    """The two webhooks that tell of one recording: the caller's next step, and the provider's report."""
    query = f"?turns={turns}" + (f"&tracking={tracking}&attempt={attempt}" if tracking else "")
    about = {"CallSid": "CA1", "From": CALLER, "RecordingSid": name, "RecordingDuration": "3"}
    about["RecordingUrl"] = f"https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/{name}"
    return [(f"https://hotline.example/voice/{place}{query}", about) for place in ("recorded", "recording")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_whatever_order_it_is_reported_the_last_recording_stands(app, kept, discarded, order):
    first = take("RE1", turns=3)
    post = LocalTransport(app).post
    post(*first[0])
    (message,) = kept("messages")
    second = take("RE2", 5, message.tracking_number, 1)
    late = [first[1], second[0], second[1]]
    for place in order:
        assert post(*late[place]).status in (200, 204)
    (message,) = kept("messages")
    assert message.recording.endswith("RE2")
    assert [url[-3:] for url in discarded()] == ["RE1"]


def report(status, seconds, turns=3, caller=CALLER, **more):
    """The provider's report of a recording, as (url, parameters)."""
    url, about = take("RE1", turns, **more)[1]
    return url, about | {"RecordingStatus": status, "RecordingDuration": seconds, "From": caller}


FAILED = [("failed", "-1"), ("failed", "0"), ("absent", "-1"), ("absent", ""), ("completed", "-1"), ("completed", "0")]


@pytest.mark.parametrize(("status", "seconds"), FAILED)
def test_a_recording_that_failed_leaves_staff_only_the_number_of_whoever_wanted_to_leave_a_message(
    app, line, desk_of_operator, kept, texts, status, seconds
):
    for _ in range(2):
        assert LocalTransport(app).post(*report(status, seconds)).status == 204
    (message,) = kept("messages")
    assert (message.recording, message.caller, message.conversation) == ("", CALLER, "CA1")
    assert message.body == PHONE("written.unrecorded")
    assert texts(message) == []
    page = desk_of_operator.get("/console/messages").get_data(as_text=True)
    assert PHONE("written.unrecorded") in page
    assert "138 0013 8000" in page or "13800138000" in page
    assert "录音已经按规定删除" not in desk_of_operator.get(f"/console/messages/{message.tracking_number}").text
    assert "没有录上" in desk_of_operator.get("/console/calls/CA1").text
    with line.records.reading() as unit:
        assert unit.calls.find("CA1").outcome is CallOutcome.NONE


def test_nobody_can_be_called_back_whose_number_is_withheld_and_a_recording_that_goes_on_is_no_message(app, kept):
    for about in (report("failed", "-1", caller="anonymous"), report("in-progress", "")):
        assert LocalTransport(app).post(*about).status == 204
    assert kept("messages") == []


def test_a_second_recording_that_failed_leaves_the_first_as_the_message(app, kept):
    post = LocalTransport(app).post
    post(*take("RE1", turns=3)[1])
    (message,) = kept("messages")
    assert post(*report("failed", "-1", turns=5, tracking=message.tracking_number, attempt=1)).status == 204
    assert kept("messages") == [message]


def test_a_recording_of_unknown_length_is_no_message_when_its_caller_goes_on(app, kept):
    url, about = take("RE1", turns=3)[0]
    assert PHONE("message.empty") in LocalTransport(app).post(url, about | {"RecordingDuration": "-1"}).body
    assert kept("messages") == []


def test_a_recording_may_be_reported_before_the_caller_goes_on(app, kept, texts):
    went_on, reported = take("RE1", turns=3)
    assert LocalTransport(app).post(*reported).status == 204
    (message,) = kept("messages")
    assert f"tracking={message.tracking_number}" in LocalTransport(app).post(*went_on).body
    assert len(kept("messages")) == len(texts(message)) == 1


def test_a_call_that_has_gone_on_for_long_ends_after_the_number(app, kept):
    went_on, _ = take("RE1", turns=70)
    post = LocalTransport(app).post
    assert PHONE("review.kept") in post(*went_on).body
    (message,) = kept("messages")
    url = f"https://hotline.example/voice/review?turns=71&tracking={message.tracking_number}"
    assert PHONE("saved.full") in post(url, {"CallSid": "CA1", "Digits": "2"}).body


def test_what_staff_answer_goes_back_by_text_and_is_heard_with_the_number(dial, app, line, provider, kept, texts):
    dial(*BEEP, "record:宅基地的证一直不发怎么办")
    (message,) = kept("messages")
    operator = Staff(1, "operator", "测试", Role.OPERATOR, True)
    messages.answer_message(
        app.extensions["hotline"],
        operator,
        message.tracking_number,
        "请到村委会登记。",
        compose_text=app.extensions["answer_wording"],
    )
    transcript = dial("press:4", f"press:{message.tracking_number}", caller=LANDLINE)
    assert "请到村委会登记。" in transcript.heard()
    answer = texts(message)[-1]
    assert (answer.purpose, answer.number) == (TextPurpose.MESSAGE_ANSWER, CALLER)
    assert "请到村委会登记。" in answer.body
    provider.answers = [(201, "application/json", b'{"sid": "SM1"}')]
    assert outbox.deliver_due(app.extensions["hotline"]) == 2
    assert [text.state for text in texts(message)] == [TextState.SENT] * 2
