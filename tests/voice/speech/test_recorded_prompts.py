"""A sentence that a person has recorded is played; whatever is not recorded is read by the synthetic voice."""

import os
import shutil
import wave

import numpy as np
import pytest
from click.testing import CliRunner

from hotline.cli.main import main
from hotline.matching.text.pinyin import spell
from tests.support.fixed_values import SILENT_SECOND
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.phrases import PHONE
from voice.speech import synthesis
from voice.speech.recorded_prompts import PACKAGED, PromptRecordings, what_is_wrong

NEEDS_ESPEAK = pytest.mark.skipif(
    not shutil.which("espeak-ng"), reason="espeak-ng is not installed (.ci/run installs it)"
)


@pytest.fixture
def record(line):
    """Put a second of silence where the office keeps its recording of the sentence under a key."""

    def record(key, samples=SILENT_SECOND):
        folder = line.folder / "audio"
        folder.mkdir(exist_ok=True)
        synthesis.write_wave(folder / f"{key}.wav", samples)
        return folder / f"{key}.wav"

    return record


@pytest.fixture
def dial(app):
    return lambda *script: place_call(LocalTransport(app), read_script(script), caller="+8613800138000")


@pytest.fixture
def run(line):
    def run(*arguments, code=0, **environment):
        result = CliRunner().invoke(main, arguments, env={"HOTLINE_VAR": str(line.folder), **environment})
        assert result.exit_code == code, result.output
        return result.output

    return run


def heard_address(transcript):
    (sound,) = [sound for sound in transcript.turns[0].heard if sound.startswith("[https://hotline.example/")]
    return sound.strip("[]").removeprefix("https://hotline.example")


def test_a_recorded_sentence_is_played_in_its_place_and_the_others_are_read(dial, record):
    record("menu.first")
    greeting, played = dial().turns[0].heard
    assert greeting.startswith("您好")
    assert played.startswith("[https://hotline.example/voice/audio/menu.first.wav?changed=")


def test_the_sound_is_open_to_all_and_kept_by_the_provider(dial, record, client):
    path = record("menu.first")
    response = client.get(heard_address(dial()))
    assert (response.status_code, response.mimetype, response.data) == (200, "audio/wav", path.read_bytes())
    assert response.cache_control.max_age > 86_400
    assert "public" in response.headers["Cache-Control"]


def test_a_new_recording_has_a_new_address(dial, record):
    path = record("menu.first")
    before = heard_address(dial())
    os.utime(path, ns=(1, 1))
    assert heard_address(dial()) != before


@pytest.mark.parametrize(
    "path",
    [
        "menu.full.wav",
        "menu.greeting.wav",
        "nothing.there.wav",
        "menu.first",
        "..%2f..%2frecords.db",
        "..%2frecords.db.wav",
        "%2e%2e/records.wav",
        ".wav",
    ],
)
def test_no_other_file_is_served_as_a_recorded_prompt(client, record, line, path):
    record("menu.first")
    record("menu.greeting")
    shutil.copy(record("menu.first"), line.folder / "records.wav")
    assert client.get(f"/voice/audio/{path}").status_code in (404, 405)


def test_the_fallback_that_the_provider_holds_plays_nothing_from_a_server_that_may_be_down(client, record):
    record("fallback.sorry")
    document = client.get("/voice/fallback.xml").get_data(as_text=True)
    assert PHONE("fallback.sorry") in document
    assert "<Play>" not in document


def test_a_sentence_with_values_in_it_is_read_although_a_file_bears_its_name(dial, record):
    record("menu.greeting")
    assert dial().turns[0].heard[0].startswith("您好")


def test_the_offices_recording_comes_before_the_one_that_came_with_the_line(tmp_path):
    own, packaged = tmp_path / "own", tmp_path / "packaged"
    for folder in (own, packaged):
        folder.mkdir()
        synthesis.write_wave(folder / "menu.first.wav", SILENT_SECOND)
    prompts = PromptRecordings(own, packaged)
    assert prompts.find("menu.first") == own / "menu.first.wav"
    (own / "menu.first.wav").unlink()
    assert prompts.find("menu.first") == packaged / "menu.first.wav"


def test_a_file_that_no_telephone_can_play_is_not_played_and_the_list_says_why(dial, record, run):
    with wave.open(str(record("menu.first")), "wb") as sound:
        sound.setframerate(44_100)
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.writeframes(b"\0" * 400)
    record("menu.short").write_bytes(b"no sound at all")
    record("menu.keys", SILENT_SECOND[:0])
    assert dial().turns[0].heard[1] == PHONE("menu.first")
    listed = dict(row.split("\t")[:2] for row in run("prompts").splitlines())
    assert listed["menu.first"] == "cannot be played (44100 Hz, 2 channels, 16 bits, not 8000 Hz, 1 channel, 16 bits)"
    assert listed["menu.short"].startswith("cannot be played (no WAV file")
    assert listed["menu.keys"] == "cannot be played (no sound in it)"


def test_the_list_has_every_sentence_with_its_key_and_whether_it_is_recorded(run, record):
    record("menu.first")
    rows = [row.split("\t") for row in run("prompts").splitlines()]
    said = {key: sentence for key, sentence in PHONE.sentences.items() if not key.startswith("written.")}
    assert {key: sentence for key, _, sentence in rows} == said
    states = {key: state for key, state, _ in rows}
    assert states["menu.first"] == "recorded by the office"
    assert (states["menu.full"], states["menu.greeting"], states["list.more"]) == ("to record", "varies", "varies")


def test_what_comes_with_the_line_can_be_played_and_is_said():
    for path in PACKAGED.glob("*.wav"):
        assert PHONE.recordable(path.stem), path
        assert not what_is_wrong(path, path.stat().st_mtime_ns), path


@NEEDS_ESPEAK
def test_espeak_speaks_what_nobody_has_recorded_and_leaves_what_somebody_has(run, tmp_path, monkeypatch):
    few = {key: PHONE.sentences[key] for key in ("menu.first", "trouble.wrong_key", "topics.full")}
    monkeypatch.setattr(PHONE, "sentences", few)
    synthesis.write_wave(tmp_path / "menu.first.wav", SILENT_SECOND)
    told = run("prompts", "--render", str(tmp_path))
    assert told.split() == [str(tmp_path / "trouble.wrong_key.wav")]
    with wave.open(str(tmp_path / "menu.first.wav")) as kept:
        assert not any(kept.readframes(8_000))
    with wave.open(str(tmp_path / "trouble.wrong_key.wav")) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8_000, 1, 2)
        spoken = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
    assert 8_000 < len(spoken) < 8_000 * 5  # 没有这个选项 takes a second or two
    assert np.abs(spoken).max() > 3_000


def test_without_espeak_the_command_says_what_to_install(run, tmp_path):
    assert "apt-get install espeak-ng" in run("prompts", "--render", str(tmp_path), code=1, PATH="")


def test_pinyin_is_made_from_what_is_said_not_from_what_is_written():
    assert synthesis.pinyin("重庆请拨12348，或按1。", spell) == (
        "chong2 qing4 qing3 bo1 yao1 er4 san1 si4 ba1 , huo4 an4 yi1 ."
    )


@pytest.mark.parametrize(
    ("hertz", "stays"), [(300, True), (1_000, True), (3_000, True), (5_000, False), (8_000, False)]
)
def test_resampling_keeps_what_a_telephone_carries_and_nothing_else(hertz, stays):
    tone = (10_000 * np.sin(2 * np.pi * hertz * np.arange(22_050) / 22_050)).astype(np.int16)
    middle = synthesis.resample(tone, 22_050)[1_000:-1_000].astype(float)
    loudness = np.sqrt((middle**2).mean()) * np.sqrt(2)
    assert loudness == pytest.approx(10_000, rel=0.05) if stays else loudness < 200
