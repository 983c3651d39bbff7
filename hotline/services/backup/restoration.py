"""Restores a backup: says what is there and what would be lost, and moves the old state aside, never over it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.services.backup.backup_folder import ATTACHMENTS, AUDIO, KNOWLEDGE, POINTER
from hotline.services.backup.manifest import BackupRefused, Manifest, check_files, read_manifest
from hotline.storage.private_files import copy_file, make_folder, sync_path

if TYPE_CHECKING:
    from hotline.storage.files.attachment_files import AttachmentFiles
    from hotline.storage.records.copies.content import RecordsContent
    from hotline.storage.records.copies.open_copies import Copies


@dataclass(frozen=True)
class RestorePlan:
    """A checked backup, and what stands where it would be restored."""

    folder: Path
    manifest: Manifest
    records: RecordsContent | None
    """What the records database holds now; None when it is empty."""
    knowledge: str
    """The name of the knowledge file that serves now; "" for none."""
    prompts: int
    """The number of recorded prompts that are there now."""
    lost: Mapping[str, int]
    """Table -> rows that are new or changed since the backup."""

    @property
    def is_over_content(self) -> bool:
        return bool((self.records and not self.records.is_empty) or self.knowledge or self.prompts)


@dataclass(frozen=True)
class Target:
    """Where a backup is restored: the data folder ``var``, its parts, and the records database of ``copies``."""

    var: Path
    knowledge: Path
    audio: Path
    copies: Copies
    attachments: AttachmentFiles

    def belongings(self) -> list[Path]:
        """Everything that a backup replaces, whether it is there or not."""
        return [*self.copies.belongings(), self.knowledge, self.audio, self.var / "publish_error.txt"]


@dataclass(frozen=True)
class RestoreReport:
    """Where the old state was moved to; empty when there was none."""

    moved_to: tuple[Path, ...]


def plan_restore(folder: Path, target: Target) -> RestorePlan:
    """Check a backup and look at what is there; nothing is changed.

    Raises BackupRefused when the backup is damaged, of a newer program or of another database engine."""
    manifest, copies = read_manifest(folder), target.copies
    if manifest.engine != copies.engine:
        raise BackupRefused(
            f"The backup holds a {manifest.engine} database, and HOTLINE_DATABASE_URL names one of {copies.engine}."
        )
    if not copies.is_known_revision(manifest.revision):
        raise BackupRefused(
            f"The backup was made by a newer version of the hotline (database revision {manifest.revision}). "
            "Install that version or a newer one, then restore."
        )
    check_files(folder, manifest)
    content = copies.find_content()
    return RestorePlan(
        folder=folder,
        manifest=manifest,
        records=content,
        knowledge=_read_pointer(target.knowledge),
        prompts=sum(path.is_file() for path in target.audio.rglob("*")),
        lost=copies.count_lost(folder / copies.file_name) if content else {},
    )


def restore(plan: RestorePlan, target: Target, now: datetime, *, replace: bool = False) -> RestoreReport:
    """Put the backup of ``plan`` in its place; with ``replace``, what is there is moved aside first.

    All is copied and checked in a folder beside before the first file is moved. Raises BackupRefused while a server
    runs, where there is content and ``replace`` is not given, and for a PostgreSQL database that has tables."""
    refuse_running_server(target.var)
    if plan.records and target.copies.engine == "postgresql":
        raise BackupRefused(
            "The PostgreSQL database has tables: it is not replaced. Create an empty one with createdb, "
            "name it in HOTLINE_DATABASE_URL, and restore into that."
        )
    if plan.is_over_content and not replace:
        raise BackupRefused("Nothing was restored: there is content already.")
    staged = target.var / "restore.part"
    shutil.rmtree(staged, ignore_errors=True)
    try:
        _stage(plan, target, staged)
        _restore_attachments(plan, target)
        moved = _move_aside(target, f"replaced-{now:%Y-%m-%dT%H-%M-%S}")
        _move_in(target, staged)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return RestoreReport(moved)


def refuse_running_server(var: Path) -> None:
    """Raise BackupRefused when the process of a ``server-PORT.pid`` in ``var`` is alive."""
    for pid_file in sorted(var.glob("server-*.pid")):
        try:
            pid = int(pid_file.read_text())
            os.kill(pid, 0)
        except (ValueError, ProcessLookupError, FileNotFoundError):
            continue
        except PermissionError:  # it is alive, and another user's
            pass
        raise BackupRefused(
            f"A server runs on {var}: process {pid}, says {pid_file.name}. Stop it first. "
            f"If that process is not the hotline, delete {pid_file}."
        )


def _stage(plan: RestorePlan, target: Target, staged: Path) -> None:
    """Copy all of the backup into ``staged``, and check it again there; a dump goes into its empty database."""
    target.var.mkdir(parents=True, exist_ok=True, mode=0o750)
    make_folder(staged)
    for name in plan.manifest.files:
        if Path(name).parts[0] in (KNOWLEDGE, AUDIO):
            (staged / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            copy_file(plan.folder / name, staged / name)
    copies = target.copies
    copies.restore(plan.folder / copies.file_name, staged / copies.file_name)
    held = copies.check_restored(staged / copies.file_name)
    if (held.revision, held.rows) != (plan.manifest.revision, plan.manifest.rows):
        raise BackupRefused("The restored records do not hold the rows that the backup's manifest tells.")


def _restore_attachments(plan: RestorePlan, target: Target) -> None:
    """Add the attachments of the backup to the file store, before the records that name them. None is replaced: under
    its digest there can be no other content."""
    for name in plan.manifest.files:
        folder, _, digest = name.partition("/")
        if folder == ATTACHMENTS and target.attachments.find(digest) is None:
            target.attachments.restore(plan.folder / name, digest)


def _move_aside(target: Target, name: str) -> tuple[Path, ...]:
    """Move everything that is replaced into a folder ``name`` beside it: the same disk, so nothing is copied."""
    moved = []
    for path in target.belongings():
        if path.exists():
            aside = path.parent / name
            aside.mkdir(exist_ok=True, mode=0o700)
            path.rename(aside / path.name)
            moved.append(aside)
    return tuple(dict.fromkeys(moved))


def _move_in(target: Target, staged: Path) -> None:
    """Move what was staged to its place. The records come last: without them no server publishes anything."""
    for name, place in ((KNOWLEDGE, target.knowledge), (AUDIO, target.audio)):
        if (staged / name).exists():
            (staged / name).rename(place)
    target.copies.move_in(staged / target.copies.file_name)
    sync_path(target.var)


def _read_pointer(knowledge: Path) -> str:
    try:
        return (knowledge / POINTER).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
