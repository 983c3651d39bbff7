"""`hotline doctor`: each fault is made, found, and told with what to do; a sound installation is found sound."""

import json
import os
import resource
import socket
import sqlite3
import subprocess
import time
import wave
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from click.testing import CliRunner

from hotline.cli.doctor import inside, outside
from hotline.cli.doctor.command import CHECKS, examine, report
from hotline.cli.doctor.finding import Patient, Verdict
from hotline.cli.main import main
from hotline.core.enquiries import Channel
from hotline.services import messages
from hotline.services.content import publish
from hotline.settings import Settings
from tests.support.fixed_values import NOW, TOKEN
from tests.support.s3_server import start_storage_server

SECRET = "a secret key that only the tests know, 0123456789"
POLICY = "default-src 'none'; script-src 'self'"


class Proxy:
    """What answers at the public URL; a test sets its status, headers and clock."""

    def __init__(self):
        self.status, self.headers, self.now = 200, {"Content-Security-Policy": POLICY}, NOW


@contextmanager
def answering(proxy):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response_only(proxy.status)
            for name, value in {"Date": format_datetime(proxy.now), **proxy.headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def proxy():
    return Proxy()


@pytest.fixture
def patient(line, proxy):
    """A sound installation, and what answers at its public URL."""
    with answering(proxy) as url:
        environ = {
            "HOTLINE_VAR": str(line.folder),
            "HOTLINE_SECRET_KEY": SECRET,
            "HOTLINE_TWILIO_AUTH_TOKEN": TOKEN,
            "HOTLINE_PUBLIC_URL": url,
            "HOTLINE_MATCHING": "words",
        }
        settings = Settings.from_env(environ)
        yield Patient(environ, settings.places, NOW, settings, line)


def wrong(findings):
    return [(one.subject, one.says) for one in findings if one.verdict is not Verdict.OK]


def told(findings):
    """The one finding that is not good; it says what to do."""
    (found,) = [one for one in findings if one.verdict is not Verdict.OK]
    assert found.remedy
    return found


def with_environ(patient, **more):
    environ = {**patient.environ, **more}
    return replace(patient, environ=environ, settings=Settings.from_env(environ))


def test_a_sound_installation_is_found_sound(patient):
    findings = list(examine(patient))
    assert wrong(findings) == []
    subjects = {"settings", "disk", "records", "knowledge", "model", "recordings", "public url"}
    assert {one.subject for one in findings} == subjects


def test_the_command_prints_what_is_wrong_and_fails(patient):
    told = CliRunner().invoke(main, ["doctor"], env={**patient.environ, "HOTLINE_SECRET_KEY": "short"})
    assert told.exit_code == 1
    assert "WRONG    settings   HOTLINE_SECRET_KEY is too weak" in told.output
    assert "-> hotline/docs/settings.md" in told.output


def test_the_findings_are_there_for_programs_too(patient):
    run = CliRunner().invoke(main, ["doctor", "--json"], env={**patient.environ, "HOTLINE_TWILIO_AUTH_TOKEN": ""})
    first = json.loads(run.output)[0]
    assert first.keys() == {"subject", "verdict", "says", "remedy"}
    assert (first["subject"], first["verdict"]) == ("settings", "wrong")
    assert run.exit_code == 1


def test_nothing_is_made_where_nothing_is(tmp_path, patient):
    away = tmp_path / "nowhere"
    run = CliRunner().invoke(main, ["doctor"], env={**patient.environ, "HOTLINE_VAR": str(away)})
    assert run.exit_code == 1
    assert f"{away} is not there" in run.output
    assert not away.exists()


def test_lost_records_are_told_and_not_made_anew(patient):
    patient.line.records.close()
    file = patient.line.folder / "records.db"
    file.rename(file.with_suffix(".away"))
    assert told(inside.check_records(patient)).says == f"{file} is not there."
    assert not file.exists()


def test_one_secret_for_two_purposes_is_told(patient):
    twice = with_environ(patient, HOTLINE_METRICS_TOKEN=SECRET)
    assert told(inside.check_settings(twice)).subject == "secrets"


def test_a_proxy_that_is_not_told_of_is_told(patient):
    behind = with_environ(patient, HOTLINE_PUBLIC_URL="https://hotline.example")
    assert "HOTLINE_TRUSTED_PROXIES=1" in told(inside.check_settings(behind)).remedy
    assert wrong(inside.check_settings(with_environ(behind, HOTLINE_TRUSTED_PROXIES="1"))) == []


def test_a_trusted_proxy_that_is_not_there_is_told(patient):
    assert told(inside.check_settings(with_environ(patient, HOTLINE_TRUSTED_PROXIES="1"))).subject == "proxy"


def test_a_disk_that_takes_nothing_is_told(patient):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
    try:
        found = list(inside.check_disk(patient))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [one.verdict for one in found] == [Verdict.WRONG, Verdict.WRONG]
    assert "Nothing can be written" in found[0].says


def test_a_disk_that_is_nearly_full_is_told(patient, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may make a small disk")
    try:
        (disk / "knowledge").mkdir()
        found = list(inside.check_disk(replace(patient, places=replace(patient.places, var=disk))))
        assert {one.verdict for one in found} == {Verdict.WRONG}
        assert "0.0 GB are free" in found[0].says
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_records_that_are_damaged_are_told(patient):
    patient.line.records.close()
    for extra in patient.line.folder.glob("records.db-*"):
        extra.unlink()
    (patient.line.folder / "records.db").write_bytes(b"no database" * 1000)
    assert "cannot be read" in told(inside.check_records(patient)).says


def test_records_of_another_version_of_the_program_are_told(patient):
    with sqlite3.connect(patient.line.folder / "records.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0007'")
    database.close()
    found = told(inside.check_records(patient))
    assert "at migration 0007" in found.says
    assert "hotline init" in found.remedy


def test_a_clock_that_is_behind_the_newest_record_is_told(patient):
    messages.leave_message(patient.line, channel=Channel.WEB, body="请回电", caller="+8613800138000")
    assert wrong(inside.check_records(patient)) == []
    behind = replace(patient, now=NOW - timedelta(days=3))
    assert told(inside.check_records(behind)).subject == "clock"


def test_a_clock_that_differs_from_the_proxys_is_told(patient, proxy):
    proxy.now = NOW + timedelta(hours=1)
    found = told(outside.check_public_url(patient))
    assert (found.subject, found.verdict) == ("clock", Verdict.WRONG)
    assert "3600 seconds apart" in found.says


def test_a_missing_knowledge_file_is_told(patient):
    for file in (patient.line.folder / "knowledge").iterdir():
        file.unlink()
    assert "Nothing can be served" in told(inside.check_knowledge(patient)).says


def test_knowledge_that_is_behind_the_records_is_told(patient):
    with sqlite3.connect(patient.line.folder / "records.db") as database:
        database.execute("UPDATE published_versions SET number = number + 1")
    database.close()
    found = told(inside.check_knowledge(patient))
    assert (found.says, found.remedy) == ("What was approved last is not served.", "Run `hotline publish`.")


def test_a_publish_that_failed_is_told_with_its_reason(patient):
    publish.mark_pending(patient.line)
    assert "The last publish failed" in told(inside.check_knowledge(patient)).says


def test_knowledge_of_last_year_is_told(patient):
    assert (
        "whether they are still right"
        in told(inside.check_knowledge(replace(patient, now=NOW + timedelta(days=400)))).remedy
    )


def test_a_model_that_is_not_installed_is_told(patient):
    wanted = replace(patient, places=replace(patient.places, by_meaning=True))
    assert "no model is installed" in told(inside.check_model(wanted)).says


def recording(path, rate=8000, seconds=1):
    path.parent.mkdir(exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", "not compressed"))
        sound.writeframes(bytes(2 * rate * seconds))


def test_recordings_that_a_telephone_cannot_play_are_told_by_name(patient):
    audio = patient.places.audio
    recording(audio / "message.goodbye.wav")
    assert wrong(inside.check_recordings(patient)) == []
    recording(audio / "message.goodbye.wav", rate=44_100)
    assert "44100 Hz" in told(inside.check_recordings(patient)).says
    (audio / "message.goodbye.wav").write_bytes(b"RIFF\x00\x00damaged")
    assert "message.goodbye.wav is never played: no WAV file" in told(inside.check_recordings(patient)).says


def test_the_store_in_the_data_folder_needs_no_check(patient):
    assert list(inside.check_file_store(patient)) == []


def test_a_shared_folder_that_is_not_mounted_is_told(patient, tmp_path):
    shared = tmp_path / "shared"
    elsewhere = replace(patient, places=replace(patient.places, files=shared))
    assert str(shared) in told(inside.check_file_store(elsewhere)).says
    shared.mkdir()
    assert wrong(inside.check_file_store(elsewhere)) == []


def test_a_bucket_with_a_wrong_secret_and_one_that_hangs_are_told(patient, tmp_path):
    server = start_storage_server(tmp_path / "s3.log")
    try:
        places = replace(patient.places, files=server.access)
        assert wrong(inside.check_file_store(replace(patient, places=places))) == []
        refused = replace(patient, places=replace(places, files=replace(server.access, secret="guessed")))
        assert "refuses HOTLINE_S3_KEY" in told(inside.check_file_store(refused)).says
        server.hang()
        began = time.monotonic()
        assert told(inside.check_file_store(replace(patient, places=places)))
        assert time.monotonic() - began < 2 * inside.STORE_SECONDS
    finally:
        server.go_on()
        server.stop()


def test_a_recording_under_a_name_that_the_line_never_says_is_told(patient):
    recording(patient.places.audio / "no-such-key.wav")
    assert "no sentence of the line has this name" in told(inside.check_recordings(patient)).says


def test_a_public_url_that_does_not_answer_is_told(patient):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        away = with_environ(patient, HOTLINE_PUBLIC_URL=f"http://127.0.0.1:{closed.getsockname()[1]}")
        assert "does not answer" in told(outside.check_public_url(away)).says


def test_a_public_url_that_never_finishes_is_given_up(patient, monkeypatch):
    monkeypatch.setattr(outside, "SECONDS", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        hung = with_environ(patient, HOTLINE_PUBLIC_URL=f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert "does not answer" in told(outside.check_public_url(hung)).says


def test_somebody_else_at_the_public_url_is_told(patient, proxy):
    proxy.headers = {"Server": "nginx"}
    assert "Something else than the hotline" in told(outside.check_public_url(patient)).says


def test_a_hotline_without_anything_to_answer_from_is_told(patient, proxy):
    proxy.status = 503
    assert "hotline publish" in told(outside.check_public_url(patient)).remedy


def test_gateways_are_reached_without_a_word_to_them(patient):
    with socket.socket() as kannel:
        kannel.bind(("127.0.0.1", 0))
        kannel.listen()
        kannel.settimeout(5)
        more = {
            "HOTLINE_KANNEL_SECRET": "kannel_" + "0123456789" * 3,
            "HOTLINE_KANNEL_PASSWORD": SECRET[::-1],
            "HOTLINE_KANNEL_SEND_URL": f"http://127.0.0.1:{kannel.getsockname()[1]}/cgi-bin/sendsms",
            "HOTLINE_TEXT_GATEWAY": "kannel",
        }
        reached = with_environ(patient, **more)
        assert wrong(outside.check_gateways(reached)) == []
        connection, _ = kannel.accept()
        with connection:
            assert connection.recv(1) == b"", "it was closed, and nothing had been sent"
    assert "takes no connection" in told(outside.check_gateways(reached)).says


def test_a_check_that_fails_itself_hides_no_other(patient):
    class Shelf:
        def __getattr__(self, name):
            raise KeyError("a mistake of ours")

    broken = replace(patient, line=replace(patient.line, shelf=Shelf()))
    findings = list(examine(broken))
    assert ("knowledge", "This could not be checked: KeyError: 'a mistake of ours'") in wrong(findings)
    assert findings[-1].subject == "public url"
    assert len(CHECKS) == 9
    assert "WRONG" in report(findings)
