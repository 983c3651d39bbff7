"""Where the worker processes of a server keep what they count of their requests, so that each can tell what all did.

It is a folder in memory, where the system has one, and not in the data folder: a process that writes to a mapped file
on a full disk is killed (SIGBUS), and the counts of requests must not end the service when the records' disk is full.
The counts begin anew with each start, as Prometheus expects of counters."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Protocol

MEMORY = Path("/dev/shm")  # noqa: S108 — the folder made there is for its owner alone
"""Linux's file system in memory."""


class EndedWorker(Protocol):
    """A worker process as gunicorn's hooks are given it."""

    pid: int


def make_folder(bind: str) -> Path:
    """An empty folder for the counts of this process, a server on ``bind`` such as 127.0.0.1:8096, for its user alone.

    The folders of servers on ``bind`` that were killed are deleted. One that is being succeeded keeps its own."""
    parent = MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    name = f"hotline-{os.getuid()}-{re.sub('[^0-9A-Za-z.]', '-', bind)}"
    for folder in parent.glob(f"{name}-*"):
        pid = folder.name.removeprefix(f"{name}-")
        if pid.isdecimal() and not _is_alive(int(pid)) and _is_ours(folder):
            shutil.rmtree(folder, ignore_errors=True)
    folder = parent / f"{name}-{os.getpid()}"
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return Path(tempfile.mkdtemp(prefix="hotline-"))
    return folder


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_ours(folder: Path) -> bool:
    return not folder.is_symlink() and folder.is_dir() and folder.stat().st_uid == os.getuid()


def share(bind: str) -> Path:
    """Have this process, and those that it forks, count requests in one folder; returns the folder."""
    folder = make_folder(bind)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    return folder


def keep_counts_of(folder: Path, worker: EndedWorker) -> None:
    """To be called in the parent process when a worker has ended."""
    importlib.import_module("hotline.http.request_metrics").keep_counts_of(folder, worker.pid)


def remove(folder: Path) -> None:
    """To be called in the parent process when it ends."""
    shutil.rmtree(folder, ignore_errors=True)
