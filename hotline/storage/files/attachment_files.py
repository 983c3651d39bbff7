"""The contents of attachments in the file store, by their SHA-256, with a copy on the disk of this host.

A content never changes under its digest, so a copy is never out of date: it is fetched when somebody first asks for it,
and served from the disk from then on."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from hotline.storage.files.file_store import FileStore
from hotline.storage.files.folder import PIECE
from hotline.storage.private_files import compute_sha256, create_file, sync

PREFIX = "attachment-"
"""What the names of attachments begin with in a store that has other files too."""
SCRATCH = ".upload-"


class WrongContent(Exception):
    """What the store has under a digest is another content: it is damaged, or somebody changed it."""


class AttachmentFiles:
    """The attachments in ``store``, with copies in ``folder``. Methods raise OSError when the store cannot be used."""

    def __init__(self, store: FileStore, folder: Path) -> None:
        self._store = store
        self._folder = folder

    def take(self, source: BinaryIO, largest: int) -> tuple[Path, str, int]:
        """Copy what is uploaded onto the disk, piece by piece: a file that the caller deletes or gives to ``put``, the
        SHA-256 of its content and its size. No more than ``largest`` bytes and one are copied."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{SCRATCH}{secrets.token_hex(8)}"
        hashed, size = hashlib.sha256(), 0
        try:
            with create_file(path) as file:
                while size <= largest and (piece := source.read(min(PIECE, largest + 1 - size))):
                    file.write(piece)
                    hashed.update(piece)
                    size += len(piece)
                sync(file)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path, hashed.hexdigest(), size

    def put(self, path: Path, digest: str) -> None:
        """Store the content of ``path``, which ``take`` made, and keep that file as this host's copy."""
        self._store.write_file(PREFIX + digest, path)
        os.replace(path, self._copy(digest))

    def find(self, digest: str) -> Path | None:
        """The content as a file of this host; None when there is none. Raises WrongContent."""
        copy = self._copy(digest)
        if copy.is_file():
            return copy
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{SCRATCH}{secrets.token_hex(8)}"
        try:
            with create_file(path) as file:
                if not self._store.copy_to(PREFIX + digest, file):
                    return None
                sync(file)
            if compute_sha256(path) != digest:
                raise WrongContent(f"the file store holds another content under {PREFIX}{digest}")
            os.replace(path, copy)
        finally:
            path.unlink(missing_ok=True)
        return copy

    def restore(self, path: Path, digest: str) -> None:
        """Store the content of ``path``, from a backup."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._store.write_file(PREFIX + digest, path)

    def delete(self, digest: str) -> None:
        self._store.delete(PREFIX + digest)
        self._copy(digest).unlink(missing_ok=True)

    def delete_scratch(self, before: datetime) -> None:
        """Delete what uploads left half done before ``before``, when their process was killed."""
        for path in self._folder.glob(f"{SCRATCH}*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()

    def delete_copies(self, known: Collection[str], before: datetime) -> int:
        """Delete this host's copies of contents that are not ``known`` and were copied before ``before``: another host
        erased them. Returns how many."""
        deleted = 0
        for path in self._folder.glob(f"{PREFIX}*"):
            with suppress(FileNotFoundError):
                if path.name.removeprefix(PREFIX) not in known and path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    deleted += 1
        return deleted

    def _copy(self, digest: str) -> Path:
        """The file of this host. In a data folder that is the file store itself, it is the stored file."""
        return self._folder / (PREFIX + digest)
