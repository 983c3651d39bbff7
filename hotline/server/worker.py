"""A worker process: reads requests without holding a thread for a slow client, and runs the background jobs."""

from __future__ import annotations

import errno
import os
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from enum import Enum
from selectors import EVENT_READ
from threading import Event, Thread
from typing import TYPE_CHECKING, BinaryIO

from gunicorn.http.errors import LimitRequestLine, ParseException
from gunicorn.http.unreader import SocketUnreader
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import TConn, ThreadWorker

from hotline.console.blueprint import LARGEST_FORM, LARGEST_UPLOAD
from hotline.core.alerts import AlertLimits
from hotline.http.errors_and_headers import raw_error_response
from hotline.server import logs
from hotline.server.background import (
    check_uploads,
    deliver_texts,
    follow_published,
    prepare_records,
    publish_due,
    refresh_recordings,
    run_minutely_jobs,
    run_slow_jobs,
    settle_records,
)
from hotline.server.mail import SmtpMailer
from hotline.server.request_buffer import RequestBuffer, UploadFolder
from hotline.services import alerts
from hotline.services.line import Line
from hotline.services.reminders import DailyReminder
from hotline.settings import Settings
from hotline.settings.alerts import AlertSettings
from hotline.storage.files.local_copy import LocalCopy
from hotline.storage.files.open_store import open_file_store

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

REQUEST_SECONDS = 20.0
"""How long a request may take to come in, from the connection or its first byte to the last."""
UPLOAD_SECONDS = 180.0
"""The same for a form with files: 24 MB at a little more than 1 Mbit/s."""
UPLOADS = b"POST /console/"
"""How the requests begin that may carry files."""
ANSWER_SECONDS = 30.0
"""How long one write of an answer may take: a client that takes nothing for so long counts as gone."""
LINGER_SECONDS = 2.0
"""How long a connection is read on after our last answer, so that the client sees that answer and no reset; and how
long idle ones stay open in a worker that stops."""
SWEEP_SECONDS = 0.5
"""The shortest time between two looks for connections whose time is over."""
GRACEFUL_SECONDS = 15
"""How long a worker that stops has for requests being answered and for the text being sent; a gateway is given up
after ten seconds."""
_TRANSIENT = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED})
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def make_alert_check(line: Line, settings: AlertSettings | None) -> Callable[[], None]:
    """A function that sends the alerts that are due, and on working days the list of what is to be done.

    It does nothing where no alerts are configured."""
    if settings is None:
        return lambda: None
    limits = AlertLimits(untaken_transfers=settings.untaken_transfers)
    mailer = SmtpMailer(settings)
    reminder = DailyReminder(line, mailer)

    def check() -> None:
        alerts.check(line, mailer, line.host, limits)
        reminder.send_if_due()

    return check


class Phase(Enum):
    """What a connection waits for outside the thread pool."""

    IDLE = "idle"
    READING = "reading"
    LINGERING = "lingering"


class TimedSocket(socket.socket):
    """A socket on which no thread waits for ever, although gunicorn's worker makes it blocking."""

    def setblocking(self, flag: bool) -> None:
        self.settimeout(ANSWER_SECONDS if flag else 0)

    def sendall(self, data: ReadableBuffer, flags: int = 0) -> None:
        try:
            super().sendall(data, flags)
        except TimeoutError:
            raise BrokenPipeError(errno.EPIPE, "the client takes no answer") from None


class UploadReader(SocketUnreader):  # type: ignore[misc]
    """Reads from the file in which an upload was collected, and from the socket when that is at its end."""

    def __init__(self, client: socket.socket, upload: BinaryIO) -> None:
        super().__init__(client)
        self._upload = upload

    def chunk(self, size_hint: int | None = None) -> bytes:
        kept = b"" if self._upload.closed else self._upload.read(max(self.mxchunk, size_hint or 0))
        return kept or bytes(super().chunk(size_hint))


class Connection(TConn):  # type: ignore[misc]
    """A client's connection, with the request that comes in on it."""

    def __init__(
        self, cfg: object, client: socket.socket, address: object, server: object, uploads: UploadFolder | None
    ) -> None:
        super().__init__(cfg, TimedSocket(fileno=client.detach()), address, server)
        self._uploads = uploads
        self.request = RequestBuffer(LARGEST_FORM, uploads)
        self.data_ready = True  # else gunicorn would wait for the first byte in a thread of the pool
        self.begin(REQUEST_SECONDS)

    def begin(self, seconds: float) -> None:
        """Expect a new request, whose first byte must come within ``seconds``."""
        self.request.close()
        self.request = RequestBuffer(LARGEST_FORM, self._uploads)
        self.phase = Phase.IDLE
        self.allow(seconds)

    def allow(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds


class Worker(ThreadWorker):  # type: ignore[misc]
    """A worker process that also runs the background jobs, in threads, and answers an unreadable request with the
    application's own error page.

    gunicorn 27.0.1 reads a request in a thread of its pool: four clients that send half a line and wait would stop the
    worker (https://github.com/benoitc/gunicorn/pull/3519 covers clients that send nothing, and holds a thread for five
    seconds even then; read 2026-11-29). Here the main thread collects each request and hands it to the pool when all of
    it has come in. A connection whose request is not complete in time is closed; when there are too many, the one that
    has waited longest is."""

    def __init__(self, *arguments: object, **more: object) -> None:
        super().__init__(*arguments, **more)
        self.waiting: dict[Connection, None] = {}
        """Connections that the main thread reads from, in the order in which they began to wait."""
        self.stopping = Event()
        self._sweep_at = 0.0
        self._uploads: UploadFolder | None = None
        self._sender: Thread | None = None

    def load_wsgi(self) -> None:
        super().load_wsgi()
        line = self.wsgi.extensions["hotline"]
        logs.count_failures_of(line.records.outage)
        Thread(target=run_slow_jobs, args=(line,), daemon=True).start()
        self._sender = Thread(target=deliver_texts, args=(line, self.stopping.wait, self.stopping.is_set), daemon=True)
        self._sender.start()
        for job in (prepare_records, follow_published, settle_records, check_uploads, publish_due):
            Thread(target=job, args=(line, self.stopping.wait), daemon=True).start()
        settings: Settings = self.wsgi.config["SETTINGS"]
        self._uploads = UploadFolder(settings.places.var, begins=UPLOADS, largest=LARGEST_UPLOAD)
        if settings.places.files is not None:
            copy = LocalCopy(open_file_store(settings.places.files), settings.places.audio)
            Thread(target=refresh_recordings, args=(copy, self.stopping.wait), daemon=True).start()
        check_alerts = make_alert_check(line, settings.alerts)
        Thread(target=run_minutely_jobs, args=(check_alerts, self.stopping.wait), daemon=True).start()

    def run(self) -> None:
        """Serve until told to stop, then wait for the text that is being sent: cut off, it would be sent again.

        The process ends without Python's own tidying up, which freed the word lists one by one for seconds of CPU."""
        code = 0
        try:
            super().run()
        except SystemExit as told:  # raised by gunicorn's signal handlers
            code = int(told.code or 0)
        finally:
            self.stopping.set()
            if self._sender:
                self._sender.join(GRACEFUL_SECONDS)
        os._exit(code)

    def handle_exit(self, sig: int, frame: object) -> None:
        if self.alive:
            self.stopping.set()
        super().handle_exit(sig, frame)

    def accept(self, listener: socket.socket) -> None:
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in _TRANSIENT:
                raise
            return
        if self.nr_conns >= self.worker_connections - 1 and self.waiting:
            self._drop(next(iter(self.waiting)))
        self.nr_conns += 1
        connection = Connection(self.cfg, client, address, listener.getsockname(), self._uploads)
        self._read(connection)

    def handle(self, conn: Connection) -> object:
        """Answer a request that has come in completely, in a thread of the pool."""
        conn.init()
        if conn.request.upload is not None:
            conn.parser.unreader = UploadReader(conn.sock, conn.request.upload)
        conn.parser.unreader.unread(bytes(conn.request.received))
        return super().handle(conn)

    def finish_request(self, conn: Connection, fs: Future[object]) -> None:
        """Keep the connection for the next request, or close it so that the client still sees the answer."""
        kept = not fs.cancelled() and fs.exception() is None and bool(fs.result())
        if not kept:
            self._linger(conn)
            return
        conn.sock.setblocking(False)
        conn.begin(self.cfg.keepalive if self.alive else LINGER_SECONDS)
        ahead = conn.parser.unreader.take_buffered()
        if ahead:  # the client did not wait for the answer before its next request
            self._take(conn, ahead)
        else:
            self._wait(conn)

    def murder_pending(self) -> None:
        """Close the connections whose time is over; gunicorn calls it in each turn of the main thread."""
        now = time.monotonic()
        if now < self._sweep_at:
            return
        self._sweep_at = now + SWEEP_SECONDS
        for connection in [one for one in self.waiting if one.deadline <= now]:
            self._drop(connection)

    def _cap_keepalive(self, deadline: float) -> None:
        for connection in self.waiting:
            if connection.phase is Phase.IDLE:
                connection.deadline = min(connection.deadline, deadline)

    def _read(self, connection: Connection) -> None:
        try:
            part = connection.sock.recv(65_536)
        except BlockingIOError:
            self._wait(connection)
            return
        except OSError:
            part = b""
        if not part:
            self._drop(connection)
        elif connection.phase is Phase.LINGERING:
            self._wait(connection)
        else:
            self._take(connection, part)

    def _take(self, connection: Connection, part: bytes) -> None:
        if connection.phase is Phase.IDLE:
            connection.phase = Phase.READING
            connection.allow(REQUEST_SECONDS)
        request = connection.request
        was_upload = request.upload is not None
        request.add(part)
        if request.upload is not None and not was_upload:
            connection.allow(UPLOAD_SECONDS)
        if request.refusal:
            self._refuse(connection, request.refusal)
        elif request.is_complete:
            self._forget(connection)
            self.enqueue_req(connection)
        else:
            if request.waits_for_continue:
                request.waits_for_continue = False
                self._send_now(connection, _CONTINUE)
            self._wait(connection)

    def _refuse(self, connection: Connection, status: int) -> None:
        self.log.warning("refused a request with status %d", status)
        path = "/console/" if connection.request.received.startswith(UPLOADS) else "/"
        self._send_now(connection, raw_error_response(self.wsgi, status, path))
        self._linger(connection)

    def _send_now(self, connection: Connection, message: bytes) -> None:
        """Send what fits into the socket's buffer: the main thread waits for no client."""
        try:
            connection.sock.send(message)
        except OSError:
            self.log.debug("a client has gone")

    def _linger(self, connection: Connection) -> None:
        """Close our side and read on until the client closes its own (RFC 9112, section 9.6)."""
        connection.phase = Phase.LINGERING
        connection.allow(LINGER_SECONDS)
        try:
            connection.sock.setblocking(False)
            connection.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(connection)
            return
        self._wait(connection)

    def _wait(self, connection: Connection) -> None:
        if connection not in self.waiting:
            self.waiting[connection] = None
            self.poller.register(connection.sock, EVENT_READ, lambda _socket: self._on_readable(connection))

    def _on_readable(self, connection: Connection) -> None:
        if connection in self.waiting:  # else it was closed earlier in this turn
            self._read(connection)

    def _forget(self, connection: Connection) -> None:
        if connection in self.waiting:
            del self.waiting[connection]
            self.poller.unregister(connection.sock)

    def _drop(self, connection: Connection) -> None:
        self._forget(connection)
        connection.request.close()
        self.nr_conns -= 1
        connection.close()

    def handle_error(self, req: object, client: socket.socket, addr: tuple[str, int], exc: Exception) -> None:
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("refused a request from %s: %s", addr[0] if addr else "a socket", type(exc).__name__)
        try:
            write_nonblock(client, raw_error_response(self.wsgi, 414 if isinstance(exc, LimitRequestLine) else 400))
        except OSError:
            self.log.debug("the refusal could not be sent")
