"""What a file store does, and which names its files may have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


@dataclass(frozen=True)
class ListedFile:
    """A file as a store lists it."""

    name: str
    size: int
    """In bytes."""
    version: str
    """Another one for each content, such as an ETag."""
    changed: int
    """When it was written, in nanoseconds since 1970: the same for every host."""


class FileStore(Protocol):
    """Files by name, in one flat folder. Every method raises OSError when the store cannot be reached or refuses, and
    ValueError for a name that ``is_name`` does not allow. None waits for ever, unless the disk of a folder does."""

    def read(self, name: str) -> bytes | None:
        """The content; None when there is no such file."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Write or replace the file: whoever reads it meanwhile gets the old content or the new, whole."""
        ...

    def write_file(self, name: str, source: Path) -> None:
        """The same with the content of a file, which is not read into memory at once."""
        ...

    def copy_to(self, name: str, target: BinaryIO) -> bool:
        """Write the content into ``target``, piece by piece; False when there is no such file."""
        ...

    def delete(self, name: str) -> None:
        """Delete the file, if it is there."""
        ...

    def list_files(self) -> list[ListedFile]:
        """All files whose names are allowed, sorted by name; anything else that lies there is passed over."""
        ...


def is_name(name: str) -> bool:
    """Whether a file may be called ``name``: ASCII letters, digits, dots, hyphens and underscores, so that no name
    leads out of the store or is hidden.

    >>> [name for name in ("menu.full.wav", "../a", "a/b", ".a", "a\\0", "", "a b") if is_name(name)]
    ['menu.full.wav']
    """
    return bool(_NAME.fullmatch(name))


def check_name(name: str) -> str:
    """``name`` itself. Raises ValueError when it is not allowed."""
    if not is_name(name):
        raise ValueError(f"no name of a stored file: {name!r}")
    return name
