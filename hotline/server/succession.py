"""Loading new code without a lost request: what the serving process, its successor and `hotline reload` agree on.

The serving process starts its successor on SIGHUP: the same command line, run anew, with the listening socket handed
over (gunicorn's binary upgrade, https://gunicorn.org/signals, read 2026-11-29). The successor stops the process before
it once all its workers answer. ``server-PORT.reload`` in the data folder says how far that is: a process id and a
state."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

POLL_SECONDS = 0.1
STOP_SECONDS = 30.0
"""How long the process before is waited for, which finishes what it has begun."""


class CannotReload(Exception):
    """The new code does not serve; the message says what happened and which process serves now."""


class ReloadState(Enum):
    """How far a successor is."""

    STARTING = "starting"
    SERVING = "serving"
    FAILED = "failed"


@dataclass(frozen=True)
class Successor:
    """The process that is to take over, or has."""

    pid: int
    state: ReloadState


def succeeds(environ: Mapping[str, str]) -> bool:
    """Whether this process was started by a serving one to succeed it: gunicorn sets this variable for it."""
    return "GUNICORN_PID" in environ


def pid_file_of(folder: Path, bind: str) -> Path:
    return folder / f"server-{bind.rpartition(':')[2]}.pid"


def write_state(pid_file: Path, successor: Successor) -> None:
    path = pid_file.with_suffix(".reload")
    part = path.with_suffix(".reload.part")
    part.write_text(f"{successor.pid} {successor.state.value}\n")
    part.replace(path)


def find_state(pid_file: Path) -> Successor | None:
    """The latest successor; None where there has been none."""
    try:
        pid, state = pid_file.with_suffix(".reload").read_text().split()
        return Successor(int(pid), ReloadState(state))
    except (FileNotFoundError, ValueError):
        return None


def reload_server(folder: Path, bind: str, seconds: float, clock: Callable[[], float] = time.monotonic) -> int:
    """Have the server at ``bind`` replaced by one with the code installed now; the new one's process id.

    Waits ``seconds`` for the new one to serve, and then stops it. Raises CannotReload."""
    pid_file = pid_file_of(folder, bind)
    serving = _find_serving(pid_file, bind)
    before = find_state(pid_file)
    under_way = before is not None and before.state is ReloadState.STARTING and _is_alive(before.pid)
    os.kill(serving, signal.SIGHUP)
    until = clock() + seconds
    while clock() < until:
        now = find_state(pid_file)
        if now and (now != before or (under_way and now.state is not ReloadState.STARTING)):
            if now.state is ReloadState.SERVING:
                _wait_for_end(serving, clock() + STOP_SECONDS, clock)
                return now.pid
            if now.state is ReloadState.FAILED:
                raise CannotReload(_failure(bind, serving, "did not start"))
        if not _is_alive(serving):
            raise CannotReload(f"Process {serving}, which served {bind}, has ended. Start `hotline serve` again.")
        time.sleep(POLL_SECONDS)
    late = find_state(pid_file)
    if late and late.state is ReloadState.STARTING and _is_alive(late.pid):
        os.kill(late.pid, signal.SIGTERM)
    raise CannotReload(_failure(bind, serving, f"did not serve within {seconds:.0f} seconds and was stopped"))


def _failure(bind: str, serving: int, what: str) -> str:
    return (
        f"The new code {what}; process {serving} goes on serving {bind} with the code before. "
        "The server's log says why: put it right, or install the version before, and reload again."
    )


def _find_serving(pid_file: Path, bind: str) -> int:
    """The process id in ``pid_file``; CannotReload where nothing listens, because then that id may be anybody's."""
    host, _, port = bind.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=5):
            return int(pid_file.read_text())
    except (OSError, ValueError, OverflowError):
        raise CannotReload(
            f"No server of this data folder runs on {bind} ({pid_file} and the port say so). Start `hotline serve`."
        ) from None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_for_end(pid: int, until: float, clock: Callable[[], float]) -> None:
    while _is_alive(pid) and clock() < until:
        time.sleep(POLL_SECONDS)
