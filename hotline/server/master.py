"""The process above the workers: it starts a successor with new code on SIGHUP, or takes over from the one before."""

from __future__ import annotations

import logging
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.systemd import sd_notify
from gunicorn.workers.base import Worker

from hotline.server.succession import ReloadState, Successor, find_state, succeeds, write_state

TRIED_PATHS = ("/healthz", "/")
"""What a successor's workers must answer without an error of the code before they take over."""


class CannotAnswer(Exception):
    """A page that every version answers fails with the new code."""


class Master(Arbiter):  # type: ignore[misc]
    """gunicorn's arbiter. Its own SIGHUP forks workers from this process, which has the old code loaded, and a worker
    that cannot start ends the server; so here SIGHUP starts a successor, and this process serves until the successor's
    workers answer. Where the successor ends before that, this one goes on."""

    def __init__(self, app: BaseApplication) -> None:
        super().__init__(app)
        self._booted = 0
        """How many workers have begun to answer."""
        self._boots, self._tell_boot = os.pipe()
        os.set_blocking(self._boots, False)
        self.cfg.set("post_worker_init", self._report_boot)
        self._has_taken_over = not succeeds(os.environ)

    def handle_hup(self) -> None:
        self.reexec()

    def reexec(self) -> None:
        """Start a successor, unless one is starting."""
        if self.reexec_pid or self.master_pid:
            self.log.warning("a reload is under way already")
            return
        try:
            super().reexec()
        except OSError:
            if os.getpid() != self.pid:  # the successor to be, which must not go on as a second master
                os._exit(127)
            self.log.exception("no successor could be started")
            return
        write_state(self._pid_path, Successor(self.reexec_pid, ReloadState.STARTING))

    def reap_workers(self) -> None:
        successor = self.reexec_pid
        super().reap_workers()
        if successor and not self.reexec_pid and not self._is_relieved(successor):
            write_state(self._pid_path, Successor(successor, ReloadState.FAILED))
            self.log.error("the new code did not start (process %d); this process goes on serving", successor)

    def handle_term(self) -> None:
        """Stop. A successor that has taken over becomes the service's main process; one that has not is stopped too."""
        if self.reexec_pid:
            if self._is_relieved(self.reexec_pid):
                # https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html (read 2026-11-29)
                sd_notify(f"MAINPID={self.reexec_pid}", self.log)
            else:
                with suppress(ProcessLookupError):
                    os.kill(self.reexec_pid, signal.SIGTERM)
        super().handle_term()

    def halt(self, reason: str | None = None, exit_status: int = 0) -> None:
        """Stop the workers and end, without Python's own tidying up (see ``Worker.run``)."""
        try:
            super().halt(reason, exit_status)
        finally:
            sys.stdout.flush()
            logging.shutdown()
            os._exit(exit_status)

    def manage_workers(self) -> None:
        super().manage_workers()
        if self._has_taken_over:
            return
        with suppress(BlockingIOError):
            self._booted += len(os.read(self._boots, 64))
        if self._booted >= self.num_workers:
            self._take_over()

    @property
    def _pid_path(self) -> Path:
        return Path(self.cfg.pidfile)

    def _is_relieved(self, successor: int) -> bool:
        return find_state(self._pid_path) == Successor(successor, ReloadState.SERVING)

    def _take_over(self) -> None:
        """Let the pid file follow, and stop the process before, which answers what it has begun to."""
        self._has_taken_over = True
        os.replace(self.pidfile.fname, self._pid_path)
        self.pidfile.fname = str(self._pid_path)
        write_state(self._pid_path, Successor(self.pid, ReloadState.SERVING))
        with suppress(ProcessLookupError):
            os.kill(self.master_pid, signal.SIGTERM)

    def _report_boot(self, worker: Worker) -> None:
        """In a worker that has loaded the application: tell the master, if the application answers."""
        if succeeds(os.environ):
            client = worker.wsgi.test_client()
            for path in TRIED_PATHS:
                if client.get(path).status_code == 500:
                    raise CannotAnswer(path)
        os.write(self._tell_boot, b".")
