"""Makes a backup: a dated folder that appears under its name only when it is whole and has been read back."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.services.backup.manifest import BackupRefused, Manifest, check_files, describe_file, read_manifest
from hotline.services.backup.manifest import write_manifest as write
from hotline.services.backup.settings_copy import list_settings
from hotline.services.line import JOB_PATIENCE, Line
from hotline.storage.files.attachment_files import PREFIX
from hotline.storage.private_files import copy_file, make_folder, sync_path, write_file

if TYPE_CHECKING:
    from hotline.storage.records.copies.open_copies import Copies

SETTINGS = "settings.env"
KNOWLEDGE, AUDIO, ATTACHMENTS, POINTER = "knowledge", "audio", "attachments", "current"
_NAME = re.compile(r"hotline-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d")


@dataclass(frozen=True)
class BackupReport:
    """The folder of a new backup, what is in it, and the older backups that were deleted."""

    folder: Path
    manifest: Manifest
    deleted: tuple[Path, ...]
    missing: tuple[str, ...]
    """The digests of attachments that are in the records and not in the file store."""


def back_up(
    line: Line, copies: Copies, *, audio: Path, into: Path, environ: Mapping[str, str], keep: int | None = None
) -> BackupReport:
    """Write a backup into a new dated folder within ``into``, while the service may run and write.

    All is written into a folder whose name ends in ``.part``, which is renamed once everything has been read back: half
    a backup is never taken for a whole one. With ``keep``, older whole backups are deleted, so that so many are left.

    Raises BackupRefused, CopyFailed, or OSError of the disk; then nothing is left behind."""
    with _alone_in(into):
        folder = into / f"hotline-{line.now():%Y-%m-%dT%H-%M-%S}"
        if folder.exists():
            raise BackupRefused(f"{folder} is there already: one backup a second.")
        part = folder.with_name(f"{folder.name}.part")
        try:
            make_folder(part)
            manifest, missing = _fill(part, line, copies, audio, environ)
            part.rename(folder)
            sync_path(into)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            raise BackupRefused(
                f"The disk of {into} is full: no backup was made, and nothing was left there."
            ) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
        return BackupReport(folder, manifest, _delete_old(into, keep) if keep else (), missing)


def list_backups(into: Path) -> list[Path]:
    """The whole backups in ``into``, oldest first: dated folders that have a manifest of ours."""
    return [path for path in sorted(into.glob("hotline-*")) if _NAME.fullmatch(path.name) and _is_backup(path)]


@contextmanager
def _alone_in(into: Path) -> Iterator[None]:
    """Make ``into`` if it is missing, and lock it: one backup at a time. What a killed one left there is deleted."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(into / ".lock", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600), "wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(f"Another backup into {into} is being made now.") from None
        for part in into.glob("hotline-*.part"):
            shutil.rmtree(part)
        yield


def _fill(
    part: Path, line: Line, copies: Copies, audio: Path, environ: Mapping[str, str]
) -> tuple[Manifest, tuple[str, ...]]:
    """Write everything into ``part``, read it back, and write the manifest; with the attachments that are missing."""
    made_at = line.now()
    content = copies.dump(part / copies.file_name)
    held = copies.check(part / copies.file_name)
    if (held.revision, held.rows) != (content.revision, content.rows):
        raise BackupRefused("The copy of the records does not hold the rows that were read.")
    serving = _copy_knowledge(line.shelf.folder, part / KNOWLEDGE)
    _copy_tree(audio, part / AUDIO)
    missing = _copy_attachments(line, part / ATTACHMENTS, content.rows) if "uploads" in content.rows else ()
    write_file(part / SETTINGS, list_settings(environ))
    files = {str(path.relative_to(part)): describe_file(path) for path in sorted(part.rglob("*")) if path.is_file()}
    manifest = Manifest(
        made_at=made_at,
        engine=copies.engine,
        revision=content.revision,
        rows=dict(content.rows),
        newest=content.newest,
        knowledge=serving,
        files=files,
    )
    write(part, manifest)
    check_files(part, read_manifest(part))
    for folder in (part, *filter(Path.is_dir, part.rglob("*"))):
        sync_path(folder)
    return manifest, missing


def _copy_knowledge(folder: Path, into: Path) -> str:
    """Copy the versions of the knowledge file and which of them serves; returns the name of that one, "" for none.

    A version is replaced as a whole, never changed. An old one may be deleted while the others are copied."""
    make_folder(into)
    try:
        serving = (folder / POINTER).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    versions = [path.name for path in sorted(folder.glob("knowledge-*.db"), reverse=True) if path.name != serving]
    for name in (serving, *versions):
        try:
            copy_file(folder / name, into / name)
        except FileNotFoundError:
            if name == serving:
                raise BackupRefused(f"{folder / name} serves and is missing: run `hotline publish` first.") from None
    write_file(into / POINTER, f"{serving}\n")
    return serving


def _copy_tree(source: Path, target: Path) -> None:
    """Copy the files below ``source``, if it is there; the copies are private too."""
    make_folder(target)
    for path in sorted(source.rglob("*")):
        into = target / path.relative_to(source)
        if path.name.startswith(PREFIX):
            continue  # an attachment in a file store for both
        if path.is_dir():
            make_folder(into)
        elif path.is_file():
            copy_file(path, into)


def _copy_attachments(line: Line, into: Path, tables: Container[str]) -> tuple[str, ...]:
    """Copy every uploaded file, from this host or from the file store; returns the digests of those that are not there.

    Those that were uploaded after the records were copied may be among the copies. ``tables`` are those that these
    records have: the ones of an older release have fewer."""
    make_folder(into)
    with line.records.patient(JOB_PATIENCE).reading() as unit:
        digests = set(unit.uploads.list_digests())
        if "application_materials" in tables:
            digests.update(unit.case_materials.list_digests())
    missing = []
    for digest in sorted(digests):
        path = line.attachments.find(digest)
        if path is None:
            missing.append(digest)
        else:
            copy_file(path, into / digest)
    return tuple(missing)


def _delete_old(into: Path, keep: int) -> tuple[Path, ...]:
    """Delete the oldest whole backups but ``keep``. Each is renamed first: half a backup must not have a whole name."""
    old = tuple(list_backups(into)[:-keep])
    for folder in old:
        part = folder.rename(folder.with_name(f"{folder.name}.part"))
        shutil.rmtree(part)
    return old


def _is_backup(folder: Path) -> bool:
    try:
        read_manifest(folder)
    except BackupRefused:
        return False
    return True
