"""The production server: gunicorn with threads, started from Python so that settings are checked first."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from gunicorn.app.base import BaseApplication


class Server(BaseApplication):  # type: ignore[misc]
    """Serve what ``make_app`` builds, once in each worker, so that no connection crosses a fork."""

    def __init__(self, make_app: Callable[[], Flask], *, bind: str, workers: int, threads: int, pid_file: str) -> None:
        self.make_app = make_app
        self.chosen = {
            "bind": bind,
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "pidfile": pid_file,
            "timeout": 30,
            "graceful_timeout": 10,
            "keepalive": 5,
            "loglevel": "warning",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.make_app()
