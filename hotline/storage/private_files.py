"""Files that only their owner may read, from their first byte, and the hashes by which they are known again.

A mode set after writing would leave the content readable meanwhile; so it is given to the call that makes the file."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO


def make_folder(path: Path) -> None:
    """Make the folder ``path`` with mode 0700. Raises FileExistsError when it is there."""
    path.mkdir(mode=0o700)


def create_file(path: Path) -> BinaryIO:
    """Create ``path`` with mode 0600 and open it for writing. Raises FileExistsError when it is there."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w+b")


def write_file(path: Path, content: str) -> None:
    """Write ``content`` as UTF-8 into the new file ``path`` and sync it to the disk."""
    with create_file(path) as file:
        file.write(content.encode())
        sync(file)


def copy_file(source: Path, target: Path) -> None:
    """Copy ``source`` to the new file ``target`` and sync it to the disk."""
    with source.open("rb") as reader, create_file(target) as writer:
        shutil.copyfileobj(reader, writer, 1 << 20)
        sync(writer)


def sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def sync_path(path: Path) -> None:
    """Sync a file, or the names in a folder, to the disk: a new or renamed file stays after a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def compute_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
