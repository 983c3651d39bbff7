"""A file store in a folder, which several hosts may share over the network."""

from __future__ import annotations

import os
import secrets
import shutil
from io import BytesIO
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from hotline.storage.files.file_store import ListedFile, check_name, is_name
from hotline.storage.private_files import create_file, sync, sync_path

PIECE = 1 << 20
"""Bytes that are copied at once."""


class FolderStore:
    """The files in ``folder``, readable to their owner alone. The folder must be there: one that is not may be a share
    that is not mounted, and what was written below its empty mount point would be lost to the other hosts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        path = self._folder / check_name(name)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            self._folder.stat()
            return None

    def write(self, name: str, content: bytes) -> None:
        self._write(name, BytesIO(content))

    def write_file(self, name: str, source: Path) -> None:
        with source.open("rb") as file:
            self._write(name, file)

    def copy_to(self, name: str, target: BinaryIO) -> bool:
        try:
            with (self._folder / check_name(name)).open("rb") as file:
                shutil.copyfileobj(file, target, PIECE)
        except FileNotFoundError:
            self._folder.stat()
            return False
        return True

    def _write(self, name: str, content: BinaryIO) -> None:
        path = self._folder / check_name(name)
        part = self._folder / f".{name[:50]}.{secrets.token_hex(8)}"
        try:
            with create_file(part) as file:
                shutil.copyfileobj(content, file, PIECE)
                sync(file)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
        sync_path(self._folder)

    def delete(self, name: str) -> None:
        (self._folder / check_name(name)).unlink(missing_ok=True)
        self._folder.stat()

    def list_files(self) -> list[ListedFile]:
        listed = []
        for entry in os.scandir(self._folder):
            try:
                status = entry.stat()
            except FileNotFoundError:
                continue  # deleted since the folder was read
            if is_name(entry.name) and S_ISREG(status.st_mode):
                version = f"{status.st_mtime_ns:x}-{status.st_size:x}"
                listed.append(ListedFile(entry.name, status.st_size, version, status.st_mtime_ns))
        return sorted(listed, key=lambda file: file.name)
