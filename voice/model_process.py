"""A model in a process of its own, with a time limit: it may be slow, crash or hang, and the calls go on."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

START_SECONDS = 60.0
"""How long a model may take to be read from a slow disk."""
_KILLED = "the model's process was killed"
NORMAL, IDLE = 0, 10
"""The niceness of a model that a caller waits for, and of one that nobody does. The process that keeps the clock of a
call's sound has a lower one, which a model must not inherit."""


class ModelFailed(OSError):
    """There is no answer: the model cannot be read, failed, was killed, or took too long."""


class ModelProcess:
    """``open_model(*arguments)`` reads the model and returns the function that answers a request.

    It runs in another process, which finds it by its name, so it is a function of a module. The process is started by
    ``start`` or by the first request; one that has ended or hangs is replaced at the next. It answers one request at a
    time, and nobody waits for it longer than twice ``seconds``: for its turn, and for its answer."""

    def __init__(
        self,
        open_model: Callable[..., Callable[[Any], Any]],
        *arguments: object,
        seconds: float,
        niceness: int = NORMAL,
    ) -> None:
        self._open_model, self._arguments = open_model, arguments
        self._seconds, self._niceness = seconds, niceness
        self._lock = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self._is_read, self._began = False, 0.0

    def start(self) -> None:
        """Begin to read the model, so that the first request need not wait for it."""
        with self._lock:
            if self._connection is None:
                self._open()

    def ask(self, request: object) -> Any:  # noqa: ANN401 (whatever the model answers)
        """The answer to ``request``. Raises ModelFailed."""
        if not self._lock.acquire(timeout=self._seconds):
            raise ModelFailed("the model is busy")
        try:
            connection = self._connection or self._open()
            self._wait_until_read(connection)
            try:
                connection.send(request)
            except OSError as error:
                self._kill()
                raise ModelFailed(_KILLED) from error
            return self._receive(connection, self._seconds)
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._kill()

    def _open(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        told = (theirs, self._open_model, self._arguments, self._niceness)
        process = context.Process(target=_serve, args=told, daemon=True)
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        self._is_read, self._began = False, time.monotonic()
        return ours

    def _wait_until_read(self, connection: Connection) -> None:
        """Wait for the model. One that is read slowly goes on being read for the next request."""
        if self._is_read:
            return
        if not connection.poll(self._seconds) and time.monotonic() - self._began < START_SECONDS:
            raise ModelFailed("the model is still being read")
        try:
            self._receive(connection, 0)
        except ModelFailed:
            self._kill()
            raise
        self._is_read = True

    def _receive(self, connection: Connection, seconds: float) -> Any:  # noqa: ANN401
        """What the process sends within ``seconds``. Where that is nothing, it is killed."""
        try:
            answered = connection.poll(seconds)
            done, answer = connection.recv() if answered else (False, f"no answer in {seconds:g} seconds")
        except (EOFError, OSError):
            answered, done, answer = False, False, _KILLED
        if not answered:
            self._kill()
        if not done:
            raise ModelFailed(answer)
        return answer

    def _kill(self) -> None:
        if self._connection:
            self._connection.close()
        if self._process:
            self._process.kill()
            self._process.join()
        self._process = self._connection = None


def _serve(
    connection: Connection,
    open_model: Callable[..., Callable[[Any], Any]],
    arguments: tuple[Any, ...],
    niceness: int,
) -> None:
    """Read the model and answer requests until nobody is left who asks."""
    os.setpriority(os.PRIO_PROCESS, 0, max(niceness, os.getpriority(os.PRIO_PROCESS, 0)))
    try:
        answer = open_model(*arguments)
    except Exception as error:  # whatever it is, the other side is told
        connection.send((False, f"the model cannot be read: {error}"))
        return
    connection.send((True, None))
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        try:
            connection.send((True, answer(request)))
        except Exception as error:  # as above: the next request may be answered
            connection.send((False, f"the model failed: {error!r}"))
