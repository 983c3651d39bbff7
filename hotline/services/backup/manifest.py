"""The manifest of a backup: what is in it, by which it is known to be whole, undamaged and readable by this program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from hotline.storage.private_files import compute_sha256, write_file

FORMAT = 1
NAME = "manifest.json"


class BackupRefused(Exception):
    """A backup cannot be made, read or restored; the message says why and what to do."""


@dataclass(frozen=True)
class StoredFile:
    size: int
    """In bytes."""
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """``rows`` counts the rows of each table, ``files`` names every file by its path within the backup."""

    made_at: datetime
    engine: str
    """``sqlite`` or ``postgresql``."""
    revision: str
    """The newest migration that the database had: a program that does not know it is older than the backup."""
    rows: Mapping[str, int]
    newest: datetime | None
    """When the newest record was written."""
    knowledge: str
    """The name of the knowledge file that served; "" when nothing was published."""
    files: Mapping[str, StoredFile]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into ``folder`` and read it back."""
    written = {"format": FORMAT, **asdict(manifest)}
    write_file(folder / NAME, json.dumps(written, ensure_ascii=False, indent=1, default=datetime.isoformat) + "\n")
    if read_manifest(folder) != manifest:
        raise BackupRefused(f"{folder / NAME} does not read as it was written.")


def read_manifest(folder: Path) -> Manifest:
    """Raises BackupRefused when ``folder`` is no backup, or one of another format."""
    try:
        told = json.loads((folder / NAME).read_text("utf-8"))
        if told.pop("format") != FORMAT:
            raise BackupRefused(
                f"{folder} was made by another version of the hotline, in a format unknown to this one."
            )
        told["made_at"] = datetime.fromisoformat(told["made_at"])
        told["newest"] = datetime.fromisoformat(told["newest"]) if told["newest"] else None
        told["files"] = {path: StoredFile(**file) for path, file in told["files"].items()}
        return Manifest(**told)
    except FileNotFoundError:
        raise BackupRefused(f"{folder} is no backup: it has no {NAME}.") from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BackupRefused(f"{folder / NAME} is damaged: {error}") from error


def describe_file(path: Path) -> StoredFile:
    return StoredFile(path.stat().st_size, compute_sha256(path))


def check_files(folder: Path, manifest: Manifest) -> None:
    """Read every file of a backup. Raises BackupRefused, which names the file, when one is missing or differs."""
    for name, told in manifest.files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BackupRefused(f"{folder / NAME} is damaged: {name} is outside the backup.")
        if not path.is_file():
            raise BackupRefused(f"{path} is missing: the backup is not whole.")
        if describe_file(path) != told:
            raise BackupRefused(f"{path} is damaged: it is not what was written.")
