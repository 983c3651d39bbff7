"""Attachments: uploading a file, choosing those of a draft, finding the content, removing what nothing names."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from hotline.core.attachments import (
    DIGEST,
    LARGEST_FILE,
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    Attachment,
    AttachmentKind,
    Upload,
    find_attachment,
    name_file,
)
from hotline.core.errors import NotFound, Unavailable
from hotline.core.permissions import Permission, Staff
from hotline.core.typed_text import clean_line
from hotline.services.content.attachment_check import UnfitFile, check_file
from hotline.services.content.attachment_warnings import list_warnings
from hotline.services.line import JOB_PATIENCE, Line
from hotline.storage.files.attachment_files import WrongContent

_log = logging.getLogger(__name__)
ORPHANS = timedelta(days=7)
"""How long a file stays that no draft, revision or published item names, counted from its upload."""
STRAY = timedelta(hours=1)
"""How long a copy stays at least: what is being uploaded may not be in the records yet."""
_DOWN = "附件的存放处现在用不了，请稍后再试。"


@dataclass(frozen=True)
class ChosenFile:
    """An uploaded file that a draft is to have, with the name and the description that staff typed."""

    digest: str
    name: str
    description: str


@dataclass(frozen=True)
class CheckedFile:
    """A file that was sent and may be kept; ``path`` is deleted when ``checking`` ends."""

    path: Path
    digest: str
    kind: AttachmentKind
    size: int
    warnings: tuple[str, ...]


def name_sent(typed: str, otherwise: str) -> str:
    """What a sent file is called: without its path, not too long; ``otherwise`` where it has no name."""
    return clean_line(typed.replace("\\", "/").rpartition("/")[2])[-LONGEST_NAME:] or otherwise


@contextmanager
def checking(line: Line, shown: str, source: BinaryIO, down: str = _DOWN) -> Iterator[CheckedFile]:
    """Put a file that was sent as ``shown`` onto the disk, and look at what it is, for as long as the block runs.

    Raises UnfitFile, which says what is wrong with it, and Unavailable with the words ``down`` while the disk or the
    file store cannot be used, also in the block."""
    try:
        path, digest, size = line.attachments.take(source, LARGEST_FILE)
        try:
            kind = check_file(path, shown, size)
            yield CheckedFile(path, digest, kind, size, list_warnings(path, kind))
        finally:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable(down) from error


def upload(line: Line, actor: Staff, name: str, source: BinaryIO) -> ChosenFile:
    """Check a file that was uploaded as ``name`` and put it into the file store. It belongs to nothing yet.

    Raises UnfitFile, which says what is wrong with it, and Unavailable while the file store cannot be used."""
    actor.require(Permission.EDIT_ENTRIES)
    shown = name_sent(name, "附件")
    with checking(line, shown, source) as file:
        found = Upload(file.digest, file.kind, file.size, file.warnings, actor.name, line.now())
        # The row comes first: from then on retention leaves a file with this content alone.
        with line.records.writing() as unit:
            unit.uploads.keep(found)
        line.attachments.put(file.path, file.digest)
    return ChosenFile(file.digest, name_file(shown, file.kind), "")


@dataclass(frozen=True)
class InspectedFile:
    """What was found in a file that is not kept. ``warnings`` are those of an Upload; ``refused`` is the sentence for a
    file that could not be looked into, "" for any other."""

    name: str
    warnings: tuple[str, ...] = ()
    refused: str = ""


def inspect(line: Line, actor: Staff, name: str, source: BinaryIO) -> InspectedFile:
    """Look into a file that is to be given to an applicant for what is hidden in it; it is deleted again.

    Raises Unavailable where it cannot be put on the disk to be read."""
    actor.require(Permission.HANDLE_APPLICATIONS)
    shown = name_sent(name, "文件")
    try:
        with checking(line, shown, source) as file:
            return InspectedFile(shown, file.warnings)
    except UnfitFile as error:
        return InspectedFile(shown, refused=str(error))


def find_uploads(line: Line, digests: Collection[str]) -> dict[str, Upload]:
    """Digest -> what is known of that file, for staff; a file that was never uploaded is left out."""
    known = [digest for digest in digests if DIGEST.fullmatch(digest)]
    if not known:
        return {}
    with line.records.reading() as unit:
        return unit.uploads.find(known)


def choose(line: Line, chosen: Iterable[ChosenFile]) -> tuple[Attachment, ...]:
    """The attachments of a draft, in their order and each content once. Their kinds and sizes are those that were found
    when they were uploaded; what was never uploaded is left out."""
    by_digest = {one.digest: one for one in chosen}
    uploads = find_uploads(line, by_digest)
    return tuple(
        Attachment(
            name_file(one.name, uploads[one.digest].kind),
            one.digest,
            uploads[one.digest].kind,
            uploads[one.digest].size,
            clean_line(one.description)[:LONGEST_DESCRIPTION],
        )
        for one in by_digest.values()
        if one.digest in uploads
    )


def get_attachment(attachments: tuple[Attachment, ...], digest: str) -> Attachment:
    """The attachment with this digest. Raises NotFound where it is not among ``attachments``."""
    found = find_attachment(attachments, digest)
    if found is None:
        raise NotFound("没有这个附件，或者它已经换成了新的。")
    return found


def get_file(line: Line, digest: str) -> Path:
    """The content as a file of this host. Raises NotFound, and Unavailable while the file store cannot be used."""
    try:
        path = line.attachments.find(digest)
    except (OSError, WrongContent) as error:
        _log.exception("attachment %s cannot be read", digest)
        raise Unavailable("这个附件现在打不开，请稍后再试。") from error
    if path is None:
        _log.error("attachment %s is named and is not in the file store", digest)
        raise NotFound("没有找到这个附件的文件。")
    return path


def delete_orphans(line: Line) -> int:
    """Delete the files that were uploaded ORPHANS ago or earlier and that nothing names; returns how many.

    A file is deleted while its row is locked, so that whoever uploads it again meanwhile stores it afterwards."""
    before, deleted = line.now() - ORPHANS, 0
    with line.records.patient(JOB_PATIENCE).reading() as unit:
        orphans = unit.uploads.find_orphans(before)
    for digest in orphans:
        try:
            with line.records.patient(JOB_PATIENCE).writing() as unit:
                if unit.uploads.forget(digest, before):
                    line.attachments.delete(digest)
                    deleted += 1
        except OSError:
            _log.warning("the attachment %s could not be deleted, the next hour tries again", digest, exc_info=True)
            break
    line.attachments.delete_scratch(before)
    return deleted


def delete_stray_copies(line: Line) -> int:
    """Delete from this host what was erased on another one; returns how many files."""
    with line.records.patient(JOB_PATIENCE).reading() as unit:
        known = {*unit.uploads.list_digests(), *unit.case_materials.list_digests()}
    return line.attachments.delete_copies(known, line.now() - STRAY)
