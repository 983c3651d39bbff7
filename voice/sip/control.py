"""The line's own control interface, for the application: recordings, calls to be made, legs to be moved.

HTTP with a bearer token; ``voice.gateways.sip_control`` is the other end. ``/metrics`` is for a monitoring system."""

from __future__ import annotations

import hmac
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from voice.sip.counts import describe

if TYPE_CHECKING:
    from voice.sip.incoming_calls import SipLine

log = logging.getLogger(__name__)
_LARGEST_COMMAND = 16 * 1024


class ControlServer(ThreadingHTTPServer):
    """Serves the commands for ``line`` at ``url`` to whoever has ``token``. Raises OSError when the port is taken."""

    daemon_threads = True

    def __init__(self, line: SipLine, url: str, token: str) -> None:
        address = urlsplit(url)
        self.line, self.token = line, token
        super().__init__((address.hostname or "127.0.0.1", address.port or 80), _ControlRequest)

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, name="control", daemon=True).start()


class _ControlRequest(BaseHTTPRequestHandler):
    server: ControlServer
    timeout = 10

    def do_GET(self) -> None:
        board = self.server.line.board
        if not self._is_allowed():
            return
        if self.path == "/metrics":
            late = max(board.clock.lateness, default=0.0)
            self._answer(200, describe(board.counts, late, board.reports.waiting).encode(), "text/plain; version=0.0.4")
            return
        sound = board.recordings.read(self._last_part("/recordings/"))
        self._answer(404 if sound is None else 200, sound or b"", "audio/wav")

    def do_DELETE(self) -> None:
        if self._is_allowed():
            self.server.line.board.recordings.delete(self._last_part("/recordings/"))
            self._answer(204)

    def do_POST(self) -> None:
        if not self._is_allowed():
            return
        line, command = self.server.line, self._read_command()
        if self.path == "/calls":
            wanted = [command.get(name, "") for name in ("number", "url", "status_url")]
            seconds = command.get("seconds", 0)
            if not all(isinstance(one, str) and one for one in wanted) or not isinstance(seconds, int):
                self._answer(400)
            elif reason := line.board.allowance.why_not(wanted[0]):
                self._answer(403, reason.encode())
            else:
                self._answer(201, line.ring(wanted[0], wanted[1], wanted[2], seconds).encode())
            return
        url = command.get("url", "")
        found = isinstance(url, str) and bool(url) and line.redirect(self._last_part("/calls/"), url)
        self._answer(204 if found else 404)

    def _is_allowed(self) -> bool:
        given = self.headers.get("Authorization", "")
        if hmac.compare_digest(given.encode(), f"Bearer {self.server.token}".encode()):
            return True
        self._answer(401)
        return False

    def _last_part(self, folder: str) -> str:
        return self.path.removeprefix(folder) if self.path.startswith(folder) else ""

    def _read_command(self) -> dict[str, Any]:
        length = self.headers.get("Content-Length", "0")
        size = min(int(length), _LARGEST_COMMAND) if length.isdecimal() else 0
        try:
            command = json.loads(self.rfile.read(size))
        except ValueError:
            return {}
        return command if isinstance(command, dict) else {}

    def _answer(self, status: int, body: bytes = b"", kind: str = "text/plain") -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        log.debug(format, *args)
