"""Whole calls over SIP: prompts, keys in three ways, recordings, and what is told to the application."""

import io
import wave

import pytest

from tests.support.sip_office import GATHER, calling, heard_tones


@pytest.mark.parametrize(("option", "step"), [("rtpevent", "press"), ("info", "press"), ("rtpevent", "tones")])
def test_a_caller_goes_through_the_menu_by_keys_however_they_are_sent(application, sip_line, tmp_path, option, step):
    application.documents |= {
        "/voice/": GATHER.format(most=1, finish="") + application.play(500) * 3 + "</Gather>",
        "/keyed": lambda form: application.play(700) + "<Hangup/>" if form["Digits"] == "2" else "<Hangup/>",
    }
    heard = tmp_path / "heard.wav"
    calling(sip_line, "wait:1", f"{step}:2", "wait:5", keys=option, record=heard).wait()
    tones = heard_tones(heard, 500, 700)
    assert tones[500] <= 2.2  # the key stopped the prompt of three seconds
    assert tones[700] >= 0.6
    keyed = application.wait_asked("/keyed")
    assert (keyed["Digits"], keyed["From"]) == ("2", "+8613800138000")
    assert application.wait_asked("/voice/status")["CallStatus"] == "completed"
    assert "unsigned" not in application.paths()


def test_a_number_ends_with_its_finishing_key_and_keys_pressed_early_are_kept(application, sip_line):
    application.documents |= {
        "/voice/": GATHER.format(most=6, finish="#") + application.play(500) + "</Gather>",
        "/keyed": GATHER.replace("/keyed", "/second").format(most=1, finish="") + "</Gather>",
        "/second": "<Hangup/>",
    }
    calling(sip_line, "wait:0.3", "press:102#", "press:5", "wait:6").wait()
    assert application.wait_asked("/keyed")["Digits"] == "102"
    assert application.wait_asked("/second")["Digits"] == "5"


def test_a_key_that_comes_as_a_tone_and_as_an_event_counts_once(application, sip_line):
    application.documents |= {"/voice/": GATHER.format(most=3, finish="#") + "</Gather>", "/keyed": "<Hangup/>"}
    calling(sip_line, "wait:0.5", "tones:7", "press:7", "tones:77", "press:8#", "wait:5").wait()
    assert application.wait_asked("/keyed")["Digits"] == "78"


def test_a_caller_who_presses_nothing_is_waited_for_and_then_goes_on(application, sip_line):
    application.documents |= {"/voice/": GATHER.format(most=1, finish="") + "</Gather>", "/keyed": "<Hangup/>"}
    calling(sip_line, "wait:8").wait()
    assert application.wait_asked("/keyed")["Digits"] == ""


RECORD = (
    '<Record action="/kept" maxLength="20" timeout="2" finishOnKey="#" recordingStatusCallback="/voice/recording"/>'
)


def test_a_message_is_recorded_as_it_was_spoken_and_fetched_and_deleted_by_the_application(
    application, sip_line, tmp_path
):
    application.documents |= {"/voice/": RECORD, "/kept": "<Hangup/>"}
    calling(sip_line, "wait:1", "tone:620:2", "press:#", "wait:3").wait()
    kept = application.wait_asked("/kept")
    assert (kept["Digits"], kept["RecordingSid"]) == ("#", application.wait_asked("/voice/recording")["RecordingSid"])
    path = kept["RecordingUrl"].removeprefix(sip_line.control)
    content = sip_line.ask(path)
    (tmp_path / "message.wav").write_bytes(content)
    assert heard_tones(tmp_path / "message.wav", 620)[620] >= 1.6
    with wave.open(io.BytesIO(content)) as sound:
        assert abs(sound.getnframes() / 8_000 - int(kept["RecordingDuration"])) <= 1
    sip_line.ask(path, "DELETE")
    with pytest.raises(OSError, match="404"):
        sip_line.ask(path)


def test_a_message_of_a_caller_who_hangs_up_is_kept(application, sip_line):
    application.documents |= {"/voice/": RECORD, "/kept": "<Hangup/>"}
    calling(sip_line, "wait:1", "tone:620:1", "hangup").wait()
    assert application.wait_asked("/kept", Digits="hangup")["RecordingDuration"] in ("1", "2")
    assert application.wait_asked("/voice/recording", RecordingStatus="completed")


def test_a_caller_who_says_nothing_leaves_no_recording(application, sip_line):
    application.documents |= {"/voice/": RECORD + application.play(500) + "<Hangup/>"}
    calling(sip_line, "wait:7").wait()
    assert "/kept" not in application.paths()


def test_the_number_of_a_caller_may_be_withheld(application, sip_line):
    application.documents |= {"/voice/": "<Hangup/>"}
    calling(sip_line, "wait:2", caller="anonymous").wait()
    assert application.wait_asked("/voice/")["From"] == "anonymous"


def test_hold_and_resume_leave_the_call_as_it_is(application, sip_line, tmp_path):
    application.documents |= {
        "/voice/": GATHER.format(most=1, finish="") + application.play(500) * 6 + "</Gather>",
        "/keyed": application.play(700) + "<Hangup/>",
    }
    heard = tmp_path / "heard.wav"
    phone = calling(
        sip_line, "wait:1", "hold", "wait:1.5", "resume", "wait:1", "press:1", "wait:4", record=heard
    ).wait()
    assert application.wait_asked("/keyed")["Digits"] == "1", phone.text()
    assert heard_tones(heard, 700)[700] >= 0.6


def test_the_message_of_the_application_s_failure_is_told_when_it_is_up_again(application, sip_line):
    application.documents |= {"/voice/": RECORD, "/kept": "<Hangup/>"}
    phone = calling(sip_line, "wait:1", "tone:620:1.5", "wait:6")
    phone.wait("do wait 6")
    application.is_down = True
    phone.wait()
    assert "/voice/recording" not in application.paths()
    application.is_down = False
    assert application.wait_asked("/voice/recording")["RecordingStatus"] == "completed"
