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
    """An empty folder for the counts of the server on ``bind``, such as 127.0.0.1:8096, for this user alone.

    Its name is the same at each start, so that a server which was killed leaves one at most."""
    parent = MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    folder = parent / f"hotline-{os.getuid()}-{re.sub('[^0-9A-Za-z.]', '-', bind)}"
    if not folder.is_symlink() and folder.is_dir() and folder.stat().st_uid == os.getuid():
        shutil.rmtree(folder)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:  # somebody else's
        return Path(tempfile.mkdtemp(prefix="hotline-"))
    return folder


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
