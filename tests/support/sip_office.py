"""A SIP line on loopback for tests: `hotline sip` in a process, an application that plays what a test wants and
telephones.

The telephones are `hotline softphone`, each a process of its own, because a process can have one SIP stack."""

import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
import wave
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import numpy as np
from twilio.request_validator import RequestValidator

from tests.support.fixed_values import TOKEN
from tests.support.ports import free_port
from tests.support.servers import serving_environment
from voice.sip.mixing import tone

PROGRAM = str(Path(sys.executable).with_name("hotline"))
PHONE = "from hotline.cli.softphone import softphone; softphone()"
"""The command without the rest of the program, which takes a second to load."""
GATHER = '<Gather action="/keyed" numDigits="{most}" finishOnKey="{finish}" timeout="3" actionOnEmptyResult="true">'
SECONDS = 60
"""How long a test waits for what should come in a second or two, on a busy machine."""
START_SECONDS = 180
"""How long the line may take to start there."""


def tone_file(frequency, seconds=1.0):
    """A WAV file with one tone."""
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", "not compressed"))
        sound.writeframes(tone(frequency, seconds))
    return written.getvalue()


class StubApplication:
    """Answers signed webhooks with the documents that a test sets by path, and serves tones at /tone/HZ.wav.

    ``asked`` holds each request as its path and form, in order. A path without a document gets 204."""

    def __init__(self):
        self.documents = {}
        self.asked = []
        self.is_down = False
        self._changed = threading.Condition()
        application = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self):
                form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode(), True))
                application._answer(self, form)

            def do_GET(self):
                frequency = re.fullmatch(r"/tone/(\d+)\.wav", self.path)[1]
                application._send(self, 200, tone_file(int(frequency)))

            def log_message(self, *_):
                pass

        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Answer)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request, form):
        if self.is_down:
            self._send(request, 500, b"")
            return
        signed = RequestValidator(TOKEN).validate(self.url + request.path, form, request.headers["X-Twilio-Signature"])
        path = urlsplit(request.path).path
        with self._changed:
            self.asked.append((path, form) if signed else ("unsigned", form))
            self._changed.notify_all()
        document = self.documents.get(path)
        verbs = document(form) if callable(document) else document
        self._send(request, *((204, b"") if verbs is None else (200, f"<Response>{verbs}</Response>".encode())))

    def _send(self, request, status, body):
        request.send_response(status)
        if status != 204:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def play(self, frequency):
        """A Play of a tone of one second."""
        return f"<Play>{self.url}/tone/{frequency}.wav</Play>"

    def wait_asked(self, path, **wanted):
        """The first form that was posted to ``path`` with these parameters."""

        def found():
            return [form for at, form in self.asked if at == path and wanted.items() <= form.items()]

        with self._changed:
            assert self._changed.wait_for(found, SECONDS), f"no {path} {wanted} in {self.asked}"
        return found()[0]

    def paths(self):
        return [path for path, _ in self.asked]


class RunningLine:
    """A started `hotline sip`."""

    def __init__(self, application, folder, **more):
        port = free_port()
        self.port = port + 1 if more.get("HOTLINE_SIP_TRANSPORT") == "tls" else port  # where baresip listens for TLS
        self.control = f"http://127.0.0.1:{free_port()}"
        self.trunk_port = free_port()
        self.log = folder / "sip.log"
        self.environment = serving_environment(folder, application.port) | {
            "HOTLINE_VOICE_GATEWAY": "sip",
            "HOTLINE_SIP_LISTEN": f"127.0.0.1:{port}",
            "HOTLINE_SIP_CONTROL": self.control,
            "HOTLINE_SIP_TRUNK": f"127.0.0.1:{self.trunk_port}",
            **more,
        }
        self.process = None

    @property
    def address(self):
        return f"sip:96128@127.0.0.1:{self.port}"

    def start(self):
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                [PROGRAM, "sip", "--drain", "20"], env=self.environment, stdout=output, stderr=output
            )
        self.wait_logged("Answering", self.log.stat().st_size)

    def wait_logged(self, words, after=0):
        began = time.monotonic()
        while words not in self.log.read_bytes()[after:].decode():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() - began < START_SECONDS, self.log.read_text()
            time.sleep(0.1)

    def stop(self, number=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(SECONDS)

    def ask(self, path, method="GET"):
        """What the control interface answers."""
        request = urllib.request.Request(
            self.control + path, method=method, headers={"Authorization": f"Bearer {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.read()

    def metrics(self):
        """The metrics by name with labels."""
        rows = self.ask("/metrics").decode().splitlines()
        return {row.rpartition(" ")[0]: float(row.rpartition(" ")[2]) for row in rows if not row.startswith("#")}

    def wait_metric(self, name, value):
        began = time.monotonic()
        while self.metrics()[name] != value:
            assert time.monotonic() - began < SECONDS, self.metrics()
            time.sleep(0.1)


@contextmanager
def running_line(application, folder, **more):
    line = RunningLine(application, folder, **more)
    line.start()
    try:
        yield line
    finally:
        line.stop()
        print(line.log.read_text())


class SipPhone:
    """A telephone process, and what it says."""

    def __init__(self, *arguments):
        self.said = []
        self._changed = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-c", PHONE, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for row in self.process.stdout:
            with self._changed:
                self.said.append(row.strip())
                self._changed.notify_all()

    def wait(self, words=""):
        """Wait until it says ``words``; without any, until it is done."""
        if not words:
            self.process.wait(2 * SECONDS)
            return self
        with self._changed:
            came = self._changed.wait_for(lambda: any(words in row for row in self.said), SECONDS)
        assert came, f"no {words!r} in {self.said}"
        return self

    def stop(self):
        self.process.kill()
        self.process.wait()

    def text(self):
        return "\n".join(self.said)


def calling(line, *steps, **options):
    """A telephone that calls ``line``; ``options`` are those of softphone, with their names' hyphens left out."""
    named = [part for name, value in options.items() for part in (f"--{'from' if name == 'caller' else name}", value)]
    return SipPhone("--dial", options.pop("dial", line.address), *named, *steps)


@contextmanager
def answering(line, *steps, **options):
    """The operator's telephone at the end of the line's trunk."""
    named = [part for name, value in options.items() for part in (f"--{name}", value)]
    phone = SipPhone("--listen", f"127.0.0.1:{line.trunk_port}", *named, *steps)
    try:
        yield phone.wait("ready")
    finally:
        phone.stop()


def heard_tones(path, *frequencies):
    """For each of ``frequencies``, in how many seconds of the file it is the greatest part of the sound."""
    with wave.open(str(path)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(float)
    at = np.arange(1_600) / 8_000
    seconds = dict.fromkeys(frequencies, 0.0)
    for start in range(0, len(samples) - 1_600, 1_600):
        part = samples[start : start + 1_600]
        power = (part**2).mean()
        for frequency in frequencies:
            share = 2 * abs(np.exp(-2j * np.pi * frequency * at) @ part) ** 2 / len(part) ** 2
            seconds[frequency] += 0.2 if power > 1e4 and share > 0.4 * power else 0
    return seconds
