"""Reports that are tried again, numbers that may be called, sounds that are kept, the log of messages."""

import itertools
import logging
import sys
import time
from datetime import date, timedelta

import pytest

from tests.support.held_calls import OPERATOR, URL, DocumentedTransport
from voice.handset.transports import LineUnreachable, WebhookResponse
from voice.sip.allowance import DialAllowance
from voice.sip.report_queue import ReportQueue
from voice.sip.signalling import SignallingLog
from voice.sip.sounds import KeptVoice, Sounds, VoiceProcess
from voice.sip.wave_files import UnplayableSound, read_wave


@pytest.fixture
def application():
    return DocumentedTransport()


def passing_clock():
    """A clock on which a second passes whenever somebody looks."""
    at = itertools.count(1.0)
    return lambda: next(at)


@pytest.mark.parametrize("restarted", [False, True])
def test_a_report_that_is_not_taken_is_tried_again_until_it_is_even_by_the_next_process(
    application, tmp_path, restarted
):
    application.is_down = True
    reports = ReportQueue(application, passing_clock(), tmp_path / "reports")
    if not restarted:
        reports.start()
    reports.post(f"{URL}/voice/recording", {"RecordingSid": "RE1"})
    assert len(list(tmp_path.rglob("*.json"))) == 1
    application.is_down = False
    if restarted:
        reports = ReportQueue(application, passing_clock(), tmp_path / "reports")
        reports.start()
    assert application.wait_asked("/voice/recording") == {"RecordingSid": "RE1"}
    while list(tmp_path.rglob("*.json")):
        time.sleep(0.01)
    reports.stop()
    assert (reports.waiting, len(application.asked)) == (0, 1)


def test_a_damaged_file_does_not_keep_the_line_from_starting(application, tmp_path):
    (tmp_path / "half.json").write_text('["https')
    reports = ReportQueue(application, passing_clock(), tmp_path)
    reports.start()
    reports.stop()
    assert application.asked == []


@pytest.mark.parametrize(("status", "waiting"), [(204, 0), (403, 0), (503, 1)])
def test_a_refusal_is_final_and_a_failure_is_not(tmp_path, status, waiting):
    class Answering(DocumentedTransport):
        def post(self, url, parameters):
            return WebhookResponse(status, "")

    reports = ReportQueue(Answering(), lambda: 0.0, tmp_path)
    reports.post(f"{URL}/voice/leg", {})
    assert reports.waiting == waiting


def test_only_listed_numbers_are_called_however_they_are_written():
    allowance = DialAllowance(lambda: frozenset({"0871-63100001"}), 1, lambda: date(2026, 11, 30))
    assert allowance.why_not(OPERATOR) == ""
    assert allowance.why_not("+12025550123") == "unlisted"
    assert allowance.why_not("") == "unlisted"


def test_the_minutes_of_a_day_end_and_those_of_the_next_begin():
    day = [date(2026, 11, 30)]
    allowance = DialAllowance(lambda: frozenset({OPERATOR}), 1, lambda: day[0])
    allowance.spend(59)
    assert allowance.why_not(OPERATOR) == ""
    allowance.spend(1)
    assert allowance.why_not(OPERATOR) == "minutes"
    day[0] += timedelta(days=1)
    assert allowance.why_not(OPERATOR) == ""


class CountedVoice:
    """Speaks each sentence as its own bytes, and counts."""

    def __init__(self):
        self.spoken = 0

    def speak(self, sentence):
        self.spoken += 1
        return sentence.encode()


def test_a_sentence_is_spoken_once_and_found_again_after_a_restart(tmp_path):
    voice = CountedVoice()
    for _restart in range(2):
        kept = KeptVoice(voice, tmp_path / "speech", "counted")
        assert {kept.speak("您好") for _ in range(3)} == {"您好".encode()}
    assert voice.spoken == 1


def test_a_sentence_that_nobody_needed_for_a_week_is_forgotten(tmp_path):
    kept = KeptVoice(CountedVoice(), tmp_path, "counted")
    kept.speak("您的查询号是一二三")
    (path,) = tmp_path.iterdir()
    assert kept.forget_unused(path.stat().st_mtime - 1) == 0
    assert kept.forget_unused(path.stat().st_mtime + 1) == 1
    assert not list(tmp_path.iterdir())


def test_a_voice_that_dies_is_started_again_for_the_next_sentence(tmp_path):
    program = "import sys\nfor row in sys.stdin:\n print(len(row)); print(row, end='', flush=True); sys.exit()"
    voice = VoiceProcess([sys.executable, "-c", program])
    assert voice.speak("a") == b'"a"\n'
    with pytest.raises(OSError, match="does not speak"):
        voice.speak("b")
    assert voice.speak("c") == b'"c"\n'
    voice.close()


def test_a_voice_that_fails_leaves_the_sentence_out():
    class Broken:
        def speak(self, sentence):
            raise OSError("no espeak-ng")

    assert Sounds(DocumentedTransport(), Broken()).say("您好") == b""


def test_a_sound_of_another_server_is_not_fetched():
    with pytest.raises(LineUnreachable, match="not a sound of this line"):
        Sounds(DocumentedTransport(), CountedVoice()).fetch("http://169.254.169.254/latest/meta-data")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"an error page"])
def test_what_is_no_wav_file_is_not_played(content):
    with pytest.raises(UnplayableSound):
        read_wave(content)


def log_message(log, text):
    log.emit(logging.LogRecord("sip", logging.DEBUG, "", 0, text, (), None))


INVITE = "RX UDP 10.0.0.7:5060 -> 10.0.0.1:5060\r\nINVITE sip:96128@10.0.0.1 SIP/2.0\r\nCall-ID: one@trunk\r\n\r\n"


def test_the_address_of_a_call_is_that_of_its_first_message_and_forgotten_at_its_end():
    log = SignallingLog()
    log_message(log, INVITE)
    log_message(log, INVITE.replace("10.0.0.7", "203.0.113.9"))
    assert log.source_of("one@trunk") == "10.0.0.7"
    log.forget("one@trunk")
    log_message(log, INVITE.replace("RX", "TX"))
    log_message(log, INVITE.replace("INVITE sip", "OPTIONS sip"))
    assert log.source_of("one@trunk") == ""


def test_a_key_is_known_to_come_by_info_once_for_each_info():
    log = SignallingLog()
    log_message(log, INVITE.replace("INVITE sip", "INFO sip"))
    assert [log.take_info("one@trunk"), log.take_info("one@trunk"), log.take_info("two")] == [True, False, False]
