"""Which file a path names now: a version that is open may be replaced by another of the same name."""

from __future__ import annotations

import os
from pathlib import Path


def identify(path: Path) -> tuple[int, int, int] | None:
    """Device, inode and size of a file, by which another of the same name differs; None where there is none."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino, status.st_size
