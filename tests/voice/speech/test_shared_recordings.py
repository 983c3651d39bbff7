"""Recordings that several hosts share: each plays its own copy, and a call never waits for where they are kept."""

import io
import time
import wave
from dataclasses import replace
from threading import Thread

import pytest
from click.testing import CliRunner

from hotline.app import create_app
from hotline.cli.main import main
from hotline.server.background import refresh_recordings
from hotline.storage.files.folder import FolderStore
from hotline.storage.files.local_copy import LocalCopy
from tests.support.fixed_values import SILENT_SECOND
from tests.support.s3_server import start_storage_server
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.phrases import PHONE
from voice.speech import synthesis
from voice.speech.recorded_prompts import silence

STEP_SECONDS = 4
"""What a step may take in the worst case."""


@pytest.fixture
def server(tmp_path):
    server = start_storage_server(tmp_path / "s3.log")
    yield server
    server.go_on()
    server.stop()


@pytest.fixture
def hosts(line, settings, tmp_path):
    """Two hosts with a copy each of one shared folder: their applications, and what refreshes the copies."""
    (tmp_path / "shared").mkdir()
    store = FolderStore(tmp_path / "shared")
    places = [replace(settings.places, var=tmp_path / name, files=tmp_path / "shared") for name in ("one", "two")]
    apps = [create_app(replace(settings, places=one), line=line) for one in places]
    return store, apps, [LocalCopy(store, one.audio) for one in places]


def sound(seconds=1):
    """A recording that a telephone can play."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", "not compressed"))
        file.writeframes(bytes(16_000 * seconds))
    return written.getvalue()


def first_prompt(app):
    return place_call(LocalTransport(app), read_script([]), caller="+8613800138000").turns[0].heard[1]


def fetch(app, heard):
    return app.test_client().get(heard.strip("[]").removeprefix("https://hotline.example"))


def test_a_new_recording_is_heard_from_every_host_after_one_refresh(hosts):
    store, apps, copies = hosts
    assert {first_prompt(app) for app in apps} == {PHONE("menu.first")}
    store.write("menu.first.wav", sound())
    for copy in copies:
        copy.refresh()
    (heard,) = {first_prompt(app) for app in apps}  # one URL, whichever host answers
    assert "/voice/audio/menu.first.wav?changed=" in heard
    for app in apps:
        response = fetch(app, heard)
        assert response.data == sound()
        assert response.cache_control.max_age > 86_400


def test_a_host_that_lags_lets_the_provider_keep_nothing_under_the_new_address(hosts):
    store, apps, copies = hosts
    store.write("menu.first.wav", sound())
    for copy in copies:
        copy.refresh()
    store.write("menu.first.wav", sound(2))
    copies[0].refresh()
    lagging = fetch(apps[1], first_prompt(apps[0]))
    assert lagging.data == sound()
    assert not lagging.cache_control.max_age


def test_a_host_without_the_recording_yet_does_not_end_the_call(hosts):
    store, apps, copies = hosts
    store.write("menu.first.wav", sound())
    copies[0].refresh()
    response = fetch(apps[1], first_prompt(apps[0]))
    assert (response.status_code, response.mimetype, response.data) == (200, "audio/wav", silence())
    assert response.cache_control.no_store


@pytest.mark.parametrize("fault", ["stop", "hang"])
def test_while_the_bucket_is_down_or_hangs_recordings_are_played_at_once(server, line, settings, fault):
    server.store().write("menu.first.wav", sound())
    places = replace(settings.places, files=server.access)
    app = create_app(replace(settings, places=places), line=line)
    copy = LocalCopy(server.store(), places.audio)
    copy.refresh()
    getattr(server, fault)()
    refreshing = Thread(target=refresh_recordings, args=(copy, lambda seconds: True), daemon=True)
    refreshing.start()
    began = time.monotonic()
    heard = first_prompt(app)
    assert fetch(app, heard).data == sound()
    assert time.monotonic() - began < STEP_SECONDS
    assert refreshing.is_alive() or fault == "stop"
    refreshing.join(30)
    assert first_prompt(app) == heard


@pytest.fixture
def run(line):
    def run(*arguments, code=0, **environment):
        result = CliRunner().invoke(main, arguments, env={"HOTLINE_VAR": str(line.folder), **environment})
        assert result.exit_code == code, result.output
        return result.output

    return run


@pytest.fixture
def recorded(tmp_path):
    folder = tmp_path / "recorded"
    folder.mkdir()
    synthesis.write_wave(folder / "menu.first.wav", SILENT_SECOND)
    return folder


def test_recordings_are_put_into_a_bucket(run, recorded, server):
    assert run("prompts", "--upload", str(recorded), **server.environment()) == "menu.first.wav\n"
    assert server.store().read("menu.first.wav") == (recorded / "menu.first.wav").read_bytes()


def test_recordings_are_put_into_a_shared_folder(run, recorded, tmp_path):
    (tmp_path / "shared").mkdir()
    run("prompts", "--upload", str(recorded), HOTLINE_FILES=str(tmp_path / "shared"))
    assert (tmp_path / "shared" / "menu.first.wav").read_bytes() == (recorded / "menu.first.wav").read_bytes()


def test_unless_set_recordings_are_put_where_they_are_played(run, recorded, line):
    run("prompts", "--upload", str(recorded))
    assert "menu.first\trecorded by the office" in run("prompts")
    assert [path.name for path in (line.folder / "audio").iterdir()] == ["menu.first.wav"]


@pytest.mark.parametrize(
    ("name", "samples", "says"),
    [
        ("menu.frist.wav", SILENT_SECOND, "no sentence of the line has this name"),
        ("menu.greeting.wav", SILENT_SECOND, "or it varies"),
        ("menu.short.wav", SILENT_SECOND[:0], "no sound in it"),
    ],
)
def test_nothing_is_put_there_when_one_recording_is_wrong(run, recorded, tmp_path, name, samples, says):
    (tmp_path / "shared").mkdir()
    synthesis.write_wave(recorded / name, samples)
    told = run("prompts", "--upload", str(recorded), code=1, HOTLINE_FILES=str(tmp_path / "shared"))
    assert name in told
    assert says in told
    assert list((tmp_path / "shared").iterdir()) == []


def test_a_folder_without_recordings_is_told(run, tmp_path):
    assert "There is no .wav file" in run("prompts", "--upload", str(tmp_path), code=1)


def test_a_wrong_secret_is_told_in_words(run, recorded, server):
    environment = server.environment() | {"HOTLINE_S3_SECRET": "guessed"}
    told = run("prompts", "--upload", str(recorded), code=1, **environment)
    assert "refuses HOTLINE_S3_KEY with HOTLINE_S3_SECRET (SignatureDoesNotMatch)" in told
    assert "guessed" not in told


def test_a_shared_folder_that_is_not_there_is_told_and_not_made(run, recorded, tmp_path):
    told = run("prompts", "--upload", str(recorded), code=1, HOTLINE_FILES=str(tmp_path / "unmounted"))
    assert str(tmp_path / "unmounted") in told
    assert not (tmp_path / "unmounted").exists()
