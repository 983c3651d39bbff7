"""The production server: gunicorn with threads, started from Python so that the settings are checked first."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event, Thread

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestLine, ParseException
from gunicorn.util import parse_address, write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from hotline.core.alerts import AlertLimits
from hotline.http.errors_and_headers import raw_error_response
from hotline.server import logs, shared_counts
from hotline.server.background import (
    deliver_texts,
    follow_published,
    prepare_records,
    run_minutely_jobs,
    run_slow_jobs,
    settle_records,
)
from hotline.server.mail import SmtpMailer
from hotline.services import alerts
from hotline.services.line import Line
from hotline.settings import Settings
from hotline.settings.alerts import AlertSettings


class CannotServe(Exception):
    """The server cannot listen where it was asked to; the message says why and what to do."""


def check_bind(bind: str) -> None:
    """Raise CannotServe unless ``bind``, such as 127.0.0.1:8096, is free to listen on."""
    try:
        host, port = parse_address(bind)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
    except (RuntimeError, TypeError, ValueError):
        raise CannotServe(f"{bind} is no address and port, such as 127.0.0.1:8096.") from None
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                raise CannotServe(f"{bind} is in use: is the hotline running already? --bind takes another.") from None
            raise CannotServe(f"Cannot listen on {bind}: {error}") from None


def serve(make_app: Callable[[], Flask], settings: Settings, *, bind: str, workers: int, threads: int) -> None:
    """Serve until a signal stops the server; ``server-PORT.pid`` in the var folder holds its process id meanwhile.

    ``make_app`` runs once in each worker process. Raises CannotServe when ``bind`` cannot be listened on."""
    pid_file = settings.places.var / f"server-{bind.rpartition(':')[2]}.pid"
    # A server that was killed left its pid file, and its pid may belong to another process by now, on which gunicorn
    # would refuse to start. Nothing listens on our port, so the file can be deleted.
    check_bind(bind)
    pid_file.unlink(missing_ok=True)
    logs.set_up_logs(settings.log)
    server = Server(make_app, bind=bind, workers=workers, threads=threads, pid_file=str(pid_file))
    if settings.metrics_token:
        server.share_counts(shared_counts.share(bind))
    server.run()


def make_alert_check(line: Line, settings: AlertSettings | None) -> Callable[[], None]:
    """A function that sends the alerts that are due; it does nothing where no alerts are configured."""
    if settings is None:
        return lambda: None
    limits = AlertLimits(untaken_transfers=settings.untaken_transfers)
    return partial(alerts.check, line, SmtpMailer(settings), socket.gethostname(), limits)


class Worker(ThreadWorker):  # type: ignore[misc]
    """A worker process that also runs the background jobs, in threads, and answers an unreadable request with the
    application's own error page."""

    def load_wsgi(self) -> None:
        super().load_wsgi()
        line = self.wsgi.extensions["hotline"]
        logs.count_failures_of(line.records.outage)
        Thread(target=run_slow_jobs, args=(line,), daemon=True).start()
        for job in (prepare_records, deliver_texts, follow_published, settle_records):
            Thread(target=job, args=(line, Event().wait), daemon=True).start()
        check_alerts = make_alert_check(line, self.wsgi.config["SETTINGS"].alerts)
        Thread(target=run_minutely_jobs, args=(check_alerts, Event().wait), daemon=True).start()

    def handle_error(self, req: object, client: socket.socket, addr: tuple[str, int], exc: Exception) -> None:
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("refused a request from %s: %s", addr[0] if addr else "a socket", type(exc).__name__)
        try:
            write_nonblock(client, raw_error_response(self.wsgi, 414 if isinstance(exc, LimitRequestLine) else 400))
        except OSError:
            self.log.debug("the refusal could not be sent")


class Server(BaseApplication):  # type: ignore[misc]
    """Serves the application. Each worker makes its own after the fork, so that no database connection crosses it."""

    def __init__(self, make_app: Callable[[], Flask], *, bind: str, workers: int, threads: int, pid_file: str) -> None:
        self.make_app = make_app
        self.options = {
            "bind": bind,
            "workers": workers,
            "threads": threads,
            "worker_class": Worker,
            "pidfile": pid_file,
            "timeout": 30,
            "graceful_timeout": 10,
            "keepalive": 5,
            "limit_request_line": 8190,
            "forwarded_allow_ips": "",  # HOTLINE_TRUSTED_PROXIES alone says which proxies are trusted
            "loglevel": "warning",
            "logger_class": logs.ForwardingLogger,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def share_counts(self, folder: Path) -> None:
        """Keep in ``folder`` what the workers count: that of ended workers too, until the server ends."""
        self.cfg.set("child_exit", lambda _server, worker: shared_counts.keep_counts_of(folder, worker))
        self.cfg.set("on_exit", lambda _server: shared_counts.remove(folder))

    def load(self) -> Flask:
        return self.make_app()
