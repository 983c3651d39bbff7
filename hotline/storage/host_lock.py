"""A lock that one process of a host holds; the system takes it from a process that ends, however it ends."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import TextIO


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

    def release(self) -> None:
        """Let another process take the lock."""
        if self._file is not None:
            self._file.close()
            self._file = None
