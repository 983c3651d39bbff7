"""The line's control interface, and the gateway by which the application uses it."""

import urllib.error
import urllib.request

import pytest

from hotline.core.errors import NotFound, Unavailable
from tests.support.fixed_values import TOKEN
from tests.support.held_calls import OPERATOR, URL, HeldLine
from tests.support.ports import free_port
from voice.gateways.sip_control import SipLineControl
from voice.sip.control import ControlServer
from voice.sip.mixing import tone

LEG = "CA" + "0" * 32


@pytest.fixture
def held(tmp_path):
    line = HeldLine(tmp_path)
    line.url = f"http://127.0.0.1:{free_port()}"
    server = ControlServer(line.line, line.url, TOKEN)
    server.start()
    yield line
    server.shutdown()
    server.server_close()
    line.close()


@pytest.fixture
def control(held):
    return SipLineControl(held.url, TOKEN)


def record(held, sound):
    recorder = held.board.recordings.open()
    for at in range(0, len(sound), 320):
        recorder.take(sound[at : at + 320])
    return recorder.close()


def test_a_recording_is_fetched_once_it_is_there_and_gone_once_it_is_deleted(held, control):
    kept = record(held, tone(500, 1.0))
    assert kept["RecordingDuration"] == "1"
    fetched = control.fetch_recording(kept["RecordingUrl"])
    assert (fetched.mimetype, fetched.content[:4]) == ("audio/wav", b"RIFF")
    control.delete_recording(kept["RecordingUrl"])
    control.delete_recording(kept["RecordingUrl"])
    with pytest.raises(NotFound):
        control.fetch_recording(kept["RecordingUrl"])


def test_silence_leaves_no_file(held):
    assert record(held, bytes(16_000)) is None
    assert list(held.board.recordings.folder.glob("*.wav")) == []


@pytest.mark.parametrize("url", ["https://evil.example/x", "http://127.0.0.1/recordings/../../etc/passwd", ""])
def test_what_names_no_recording_is_never_asked_for(control, url):
    with pytest.raises(NotFound):
        control.fetch_recording(url)


@pytest.mark.parametrize("token", ["", "another token of the same length"])
def test_without_the_secret_nothing_is_told(held, token):
    request = urllib.request.Request(held.url + "/metrics", headers={"Authorization": f"Bearer {token}"})
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(request, timeout=10)


def test_the_metrics_are_told(held):
    held.invite(source="203.0.113.5").wait_done("refused")
    request = urllib.request.Request(held.url + "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request, timeout=10) as response:
        rows = response.read().decode().splitlines()
    assert 'hotline_sip_refused_total{reason="peer"} 1' in rows
    assert "hotline_sip_callers 0" in rows


def test_a_leg_that_is_over_cannot_be_moved(control):
    with pytest.raises(NotFound):
        control.redirect(LEG, f"{URL}/voice/talked")


def test_somebody_is_called_for_the_application_and_every_change_is_reported(held, control):
    held.application.documents |= {"/voice/whisper": "<Say>有人找您</Say>", "/voice/leg": None}
    held.engine.parties["087163100001"] = lambda call: call.events.on_established()
    leg = control.ring(OPERATOR, f"{URL}/voice/whisper", status_url=f"{URL}/voice/leg", seconds=20)
    assert held.application.wait_asked("/voice/whisper")["CallSid"] == leg
    held.engine.dialled["087163100001"].wait_done("hung up")
    with held.application.changed:
        held.application.changed.wait_for(lambda: len(held.application.asked) == 4, 20)
    statuses = [form["CallStatus"] for path, form in held.application.asked if path == "/voice/leg"]
    assert statuses == ["initiated", "in-progress", "completed"]


def test_a_number_of_nobody_we_know_is_not_called_for_the_application(held, control):
    with pytest.raises(Unavailable, match="403"):
        control.ring("+12025550123", f"{URL}/x", status_url=f"{URL}/y", seconds=20)
    assert held.engine.dialled == {}


def test_a_line_that_does_not_answer_makes_everything_unavailable():
    control = SipLineControl(f"http://127.0.0.1:{free_port()}", TOKEN)
    with pytest.raises(Unavailable):
        control.fetch_recording(f"http://127.0.0.1/recordings/RE{'0' * 32}")
    with pytest.raises(Unavailable):
        control.redirect(LEG, URL)
