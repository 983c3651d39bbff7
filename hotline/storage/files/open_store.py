"""Opens the file store that the settings name."""

from __future__ import annotations

import importlib
from pathlib import Path

from hotline.settings.checks import UnsafeSettings
from hotline.settings.files import S3Access
from hotline.storage.files.attachment_files import AttachmentFiles
from hotline.storage.files.file_store import FileStore
from hotline.storage.files.folder import FolderStore


def open_file_store(place: Path | S3Access) -> FileStore:
    """The store in a folder or a bucket. Nothing is read yet.

    Raises UnsafeSettings when the extra ``s3`` is missing; only a bucket needs it, so it is not imported above."""
    if isinstance(place, Path):
        return FolderStore(place)
    try:
        s3 = importlib.import_module("hotline.storage.files.s3")
    except ModuleNotFoundError as error:
        raise UnsafeSettings(
            "HOTLINE_FILES：请先安装obstore：pip install 'hotline[s3]' (a bucket needs the extra s3)"
        ) from error
    store: FileStore = s3.BucketStore(place)
    return store


def open_attachments(place: Path | S3Access | None, folder: Path) -> AttachmentFiles:
    """The attachments in the store at ``place``, with this host's copies in ``folder``; without a place, ``folder`` is
    the store. Raises UnsafeSettings as ``open_file_store`` does."""
    return AttachmentFiles(FolderStore(folder) if place is None else open_file_store(place), folder)
