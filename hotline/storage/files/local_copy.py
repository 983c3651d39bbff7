"""A copy of a file store on the disk of this host: callers hear from it, however slow or dead the store is."""

from __future__ import annotations

import os
from pathlib import Path

from hotline.storage.files.file_store import FileStore, ListedFile
from hotline.storage.files.folder import FolderStore
from hotline.storage.host_lock import HostLock

KIND = ".wav"
LARGEST = 10 * 1024**2
"""Bytes. Ten minutes of sound for a telephone; what is larger is no prompt."""


class LocalCopy:
    """The recorded prompts of ``store``, copied into ``folder``; ``refresh`` is called again and again."""

    def __init__(self, store: FileStore, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._held = FolderStore(folder)
        self._versions: dict[str, str] = {}
        """Name -> the version that was fetched since this process began."""
        self._lock = HostLock(folder.with_suffix(".lock"))

    def refresh(self) -> None:
        """Fetch what is new or changed, and delete what the store has no more. Raises OSError when it cannot be read.

        A store that has become empty counts as one that cannot be read: it may be a share that is not mounted. Of the
        processes of a host one does this, that which holds a lock in the data folder."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._lock.take():
            return
        listed = [one for one in self._store.list_files() if one.name.endswith(KIND) and one.size <= LARGEST]
        held = {one.name for one in self._held.list_files()}
        if held and not listed:
            raise OSError(f"the store is empty; to have no recordings, delete what is in {self._folder} too")
        for one in listed:
            if one.name not in held or self._versions.get(one.name) != one.version:
                self._fetch(one)
        for name in held.difference(one.name for one in listed):
            self._held.delete(name)

    def _fetch(self, one: ListedFile) -> None:
        """Copy a file, with the time of its change: from that the URL of a recording is made, on all hosts alike."""
        content = self._store.read(one.name)
        if content is None:
            return  # deleted since it was listed
        if content != self._held.read(one.name):
            self._held.write(one.name, content)
        os.utime(self._folder / one.name, ns=(one.changed, one.changed))
        self._versions[one.name] = one.version
