"""The production server: gunicorn with threads, started from Python so that the settings are checked first."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.util import parse_address

from hotline.server import logs, shared_counts
from hotline.server.master import Master
from hotline.server.succession import pid_file_of, succeeds
from hotline.server.worker import GRACEFUL_SECONDS, Worker
from hotline.settings import Settings

DEFAULT_BIND = "127.0.0.1:8096"


class CannotServe(Exception):
    """The server cannot listen where it was asked to; the message says why and what to do."""


def check_bind(bind: str) -> None:
    """Raise CannotServe unless ``bind``, such as 127.0.0.1:8096, is free to listen on.

    A process that succeeds a serving one has inherited its socket."""
    if succeeds(os.environ):
        return
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
    pid_file = pid_file_of(settings.places.var, bind)
    # A server that was killed left its pid file, and its pid may belong to another process by now, on which gunicorn
    # would refuse to start. Nothing listens on our port, so the file can be deleted. A successor, which gunicorn has
    # write the file .pid.2 at first, leaves the serving process its file.
    check_bind(bind)
    stale = pid_file.with_suffix(".pid.2") if succeeds(os.environ) else pid_file
    stale.unlink(missing_ok=True)
    logs.set_up_logs(settings.log)
    server = Server(make_app, bind=bind, workers=workers, threads=threads, pid_file=str(pid_file))
    if settings.metrics_token:
        server.share_counts(shared_counts.share(bind))
    server.run()


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
            "graceful_timeout": GRACEFUL_SECONDS,
            "keepalive": 5,
            "worker_connections": 500,  # each is a file, and many systems allow a process 1,024
            "control_socket_disable": True,  # a second way to stop and change the server, which nobody needs
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

    def run(self) -> None:
        """Serve until a signal stops the server."""
        Master(self).run()
