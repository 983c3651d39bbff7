"""A lock that one process of a host holds; the system takes it from a process that ends, however it ends."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

TRY_EVERY = 0.05
"""Seconds between two attempts to take a lock that is waited for."""


class HostLock:
    """The lock in the file ``path``, which is made where it is missing. Not for several threads at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def take(self) -> bool:
        """Take the lock, or keep it. Returns False, at once, while another process has it."""
        if self._file is None:
            file = self._path.open("w")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return False
            self._file = file
        return True

    @contextmanager
    def held(self, patience: float | None) -> Iterator[bool]:
        """Hold the lock in the block. It is waited for: ``patience`` seconds, after which the block gets False, or with
        None for however long it takes."""
        try:
            yield self._wait(patience)
        finally:
            self.release()

    def _wait(self, patience: float | None) -> bool:
        if patience is None:
            self._file = self._path.open("w")
            fcntl.flock(self._file, fcntl.LOCK_EX)
            return True
        end = time.monotonic() + patience
        while not self.take():
            if time.monotonic() >= end:
                return False
            time.sleep(TRY_EVERY)
        return True

    def release(self) -> None:
        """Let another process take the lock."""
        if self._file is not None:
            self._file.close()
            self._file = None
