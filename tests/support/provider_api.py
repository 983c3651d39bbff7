"""A stand-in for a provider's API on loopback: it keeps the requests it gets, and gives the answers a test sets."""

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

SOUND = bytes(range(256)) * 8
"""The content of a recording that the stand-in serves."""


@dataclass(frozen=True)
class ReceivedRequest:
    """One request. ``headers`` are found in upper and lower case alike."""

    method: str
    path: str
    headers: Message
    body: bytes

    @property
    def form(self):
        return {name: values[0] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class StandIn:
    """``answers`` are (status, content type, body), one for each request; the last one is used again and again.

    The body of a redirect is its target."""

    url: str = ""
    asked: list = field(default_factory=list)
    answers: list = field(default_factory=lambda: [(200, "text/plain", b"")])

    def answer(self, asked):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def standing_in(standin=None):
    """``standin`` while it serves; a new one unless one is given."""
    standin = standin or StandIn()

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = ReceivedRequest(self.command, self.path, self.headers, body)
            standin.asked.append(asked)
            status, kind, content = standin.answer(asked)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if 300 <= status < 400:
                self.send_header("Location", content.decode())
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = answer  # noqa: N815 (the library's own names)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    standin.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield standin
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
