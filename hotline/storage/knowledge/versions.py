"""The versions of the knowledge file: which one serves, how a new one replaces it, and the earlier ones."""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from hotline.core.contents import DIGEST_LENGTH, Contents, KnowledgeVersion, content_hash
from hotline.core.errors import StillPublishing, Unavailable
from hotline.core.hosts import PublishedVersion
from hotline.storage.host_lock import HostLock
from hotline.storage.knowledge import embedding_index
from hotline.storage.knowledge.analysis import Analyser, fingerprint
from hotline.storage.knowledge.builder import build, find_changes, patch
from hotline.storage.knowledge.reader import KnowledgeFile
from hotline.storage.private_files import sync_path

KEPT = 30
"""The largest number of versions that are kept, including the serving one."""
KEPT_BYTES = 8 * 1024**3
"""Bytes that all versions may take, above which the oldest are deleted, down to the serving version and the one before.
The file of a province takes most of a gigabyte, and old versions must not fill the disk that new ones need."""
DRIFT = 0.2
"""Share of documents that may be changed in copies before the next version is built as a whole. Until then the other
documents keep the weights and lengths of the last whole build, and posting lists lie scattered in the file."""
Stamp: TypeAlias = tuple[int, int, int]
"""Inode, time of change in nanoseconds, and size of a file."""
_CHUNK = 1024**3
"""Bytes that one system call copies at most."""
_log = logging.getLogger(__name__)


class DraftVersion(KnowledgeFile):
    """A version that does not serve yet; ``written`` are the numbers of the entries compiled for it, None for all."""

    def __init__(self, path: Path, written: list[int] | None) -> None:
        super().__init__(path)
        self.written = written


@dataclass(frozen=True)
class ServingVersion:
    """An open version, the files that it depends on, and the stamps of the pointer and of those files.

    It serves until one of the stamps changes."""

    file: KnowledgeFile
    paths: tuple[Path, ...]
    stamps: tuple[Stamp | None, ...]
    is_fallen_back: bool = False


class VersionStore:
    """The files ``knowledge-000123.db`` in ``folder``, and ``current``, which holds the name of the one installed last.
    ``current.stamp`` holds that name and the stamp that the file had when it was checked.

    Each file is put in place by os.replace, which is atomic, so a reader sees either the old or the new one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "current"
        self._opening = threading.Lock()
        self._serving: ServingVersion | None = None

    def current(self) -> KnowledgeFile:
        """The serving version. Costs two os.stat while it stays the same.

        Where the version that was installed last is gone or damaged, the newest whole one before it serves. Raises
        Unavailable before the first publish, and when no file can be read."""
        # Taken before the pointer is read, so that a pointer replaced in between is noticed by the next call.
        pointer = _stamp(self._pointer)
        serving = self._serving
        if serving and serving.stamps == (pointer, *map(_stamp, serving.paths)):
            return serving.file
        with self._opening:
            self._serving = self._open_newest(pointer)
            return self._serving.file

    @property
    def is_fallen_back(self) -> bool:
        """Whether another version serves than the one that was installed last, because that one is gone or damaged."""
        self.current()
        return self._serving is not None and self._serving.is_fallen_back

    def _open_newest(self, pointer: Stamp | None) -> ServingVersion:
        """Open the installed version or, failing that, the newest of the others that is whole."""
        installed, as_installed = self._read_pointer()
        # Of the others none with a higher number, which may be of a time before the records were restored.
        others = [path for path in reversed(self._files()) if installed is None or path.name < installed.name]
        for path in filter(None, (installed, *others)):
            stamp = _stamp(path)
            opened = _open_whole(path, is_unchanged=path == installed and stamp == as_installed)
            if opened is None:
                continue
            if path == installed:
                if stamp != as_installed:
                    self._keep_stamp(path)
                return ServingVersion(opened, (path,), (pointer, stamp))
            _log.error("serving %s: the version that was installed last is gone or damaged", path.name)
            watched = (path,) if installed is None else (path, installed)
            return ServingVersion(opened, watched, (pointer, *map(_stamp, watched)), is_fallen_back=True)
        raise Unavailable("知识文件打不开，请重新发布。" if pointer else "还没有发布任何内容，请稍后再试。")

    def _keep_stamp(self, path: Path) -> None:
        """Note that ``path`` was whole as it is now, so that no other process has to check it."""
        try:
            self._write_stamp(path.name, path)
        except OSError:  # it is checked again by the next process
            _log.warning("the stamp of %s could not be kept", path.name)

    def _write_stamp(self, name: str, path: Path) -> None:
        part = self.folder / f"current.stamp.{os.getpid()}.part"
        part.write_text(" ".join([name, *map(str, _stamp(path) or ())]) + "\n")
        os.replace(part, self.folder / "current.stamp")

    def _read_pointer(self) -> tuple[Path | None, Stamp | None]:
        """The path of the version installed last and its stamp then; None for what the two files do not tell."""
        try:
            name = self._pointer.read_text("utf-8").strip()
        except (OSError, ValueError):
            return None, None
        if not re.fullmatch(r"knowledge-[0-9]{6}\.db", name):
            return None, None
        try:
            stamped, *numbers = (self.folder / "current.stamp").read_text("utf-8").split()
            inode, changed, size = map(int, numbers)
        except (OSError, ValueError):
            return self.folder / name, None
        return self.folder / name, (inode, changed, size) if stamped == name else None

    def is_analysed(self, analyse: Analyser) -> bool:
        """Whether the texts of the serving version were folded and sounded by the same rules as ``analyse`` has."""
        return self.current().analysis == fingerprint(analyse)

    @contextmanager
    def publishing(self, patience: float | None = None) -> Iterator[None]:
        """A lock to hold while building and installing a version: one publish at a time, across processes.

        It is waited for however long that takes, or, with ``patience``, for so many seconds. Then StillPublishing is
        raised: the other publish may be a long one, or the database that it reads may hang."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with HostLock(self.folder / "publishing.lock").held(patience) as is_held:
            if not is_held:
                raise StillPublishing("别的改动正在发布，这次的改动会接着自动发布。")
            for part in self.folder.glob("*.part"):  # left behind by a process that was killed
                part.unlink()
            yield

    @contextmanager
    def draft(
        self,
        contents: Contents,
        built_at: datetime,
        analyse: Analyser,
        *,
        published: PublishedVersion | None = None,
        whole: bool = False,
        reader: embedding_index.Embedder | None = None,
    ) -> Iterator[DraftVersion]:
        """Write a version beside the serving one, check it, and open it. It is deleted unless it is installed.

        It has the number and the content hash of ``published``; without that, the next number in the folder.

        It is a changed copy of the serving version, unless ``whole`` asks for a whole build or a copy would be wrong.
        With a ``reader`` it has sentence embeddings of the texts that the reader embeds.

        Raises Unavailable when the file is damaged or incomplete, and whatever building it raises."""
        number = published.number if published else self.last_number() + 1
        version = KnowledgeVersion(number, built_at, published.content_hash if published else content_hash(contents))
        path = self.folder / f"{_name(version.number)}.part"
        try:
            written = None if whole else self._change_copy(path, contents, version, analyse)
            if written is None:
                path.unlink(missing_ok=True)
                build(path, contents, version, analyse)
            if reader:
                embedding_index.fill(path, reader, self._find_serving_vectors())
            draft = DraftVersion(path, written)
            if written is None:  # a changed copy has been checked, and is as undamaged as the file it was copied from
                _check_integrity(path)
                _check_complete(draft, contents)
            yield draft
        finally:
            path.unlink(missing_ok=True)

    def _change_copy(
        self, path: Path, contents: Contents, version: KnowledgeVersion, analyse: Analyser
    ) -> list[int] | None:
        """Write ``path`` as a changed copy of the serving version. Returns the numbers of the entries written.

        Returns None when a whole build is needed: there is no serving version, its texts are analysed in another way,
        too much has changed, or changing failed. A failure is only logged: what is approved must be published."""
        try:
            base = self.current()
        except Unavailable as error:
            _log.info("there is no serving version to change: %s", error)
            return None
        try:
            if base.analysis != fingerprint(analyse):
                return None
            changes = find_changes(base, contents)
            if base.changed + changes.documents > DRIFT * _count_documents(base):
                return None
            copy_file(base.path, path)
            written = patch(path, base, changes, contents, version, analyse)
            _check_complete(DraftVersion(path, written), contents)
            return written
        except Exception:
            _log.warning("the serving version could not be changed in a copy: building it anew", exc_info=True)
            return None

    def install(self, draft: DraftVersion) -> KnowledgeFile:
        """Make ``draft`` the serving version in every process, and delete the oldest versions.

        A file of the same number is replaced: it has the same content, analysed or embedded in another way. Whoever
        has it open goes on reading it."""
        name = _name(draft.version.number)
        pointer = self.folder / "current.part"
        pointer.write_text(name + "\n")
        # Both files are synced before the first is moved: a full disk shows up while nothing has changed.
        sync_path(pointer)
        sync_path(draft.path)
        self._write_stamp(name, draft.path)
        os.replace(draft.path, self.folder / name)
        os.replace(pointer, self._pointer)
        sync_path(self.folder)
        self._delete_old(name)
        return self.current()

    def _delete_old(self, serving: str) -> None:
        size = 0
        for age, path in enumerate(reversed(self._files())):
            size += path.stat().st_size
            is_serving = path.name == serving  # not the highest where the records were restored to an earlier state
            if not is_serving and (age >= KEPT or (age >= 2 and size > KEPT_BYTES)):
                path.unlink()

    def list_unread(self, reader: embedding_index.Embedder) -> list[str]:
        """The texts of the serving version that have no embedding by the model of ``reader``."""
        return embedding_index.list_missing(self.current().path, reader)

    def _find_serving_vectors(self) -> embedding_index.EmbeddingTable | None:
        try:
            return self.current().vectors
        except Unavailable:
            return None

    def find_newest_office(self) -> tuple[str, str] | None:
        """Name and sample notice of the office in the newest file that tells them, whatever its format; else None."""
        installed, _ = self._read_pointer()
        for path in filter(None, dict.fromkeys((installed, *reversed(self._files())))):
            try:
                with closing(sqlite3.connect(_read_only(path), uri=True)) as file:
                    name, notice = file.execute("select name, sample_notice from office").fetchone()
            except (sqlite3.Error, TypeError):
                continue
            return name, notice
        return None

    def open_version(self, number: int) -> KnowledgeFile:
        """A version by its number. Raises Unavailable when it is not kept, or no longer."""
        path = self.folder / _name(number)
        if not path.exists():
            raise Unavailable("这个版本已经不在了。")
        return KnowledgeFile(path)

    def _files(self) -> list[Path]:
        """The files of all versions, oldest first."""
        return sorted(self.folder.glob(f"knowledge-{'[0-9]' * 6}.db"))

    def last_number(self) -> int:
        """The highest number of a version in the folder, 0 where there is none."""
        files = self._files()
        return int(files[-1].stem.removeprefix("knowledge-")) if files else 0


def _name(number: int) -> str:
    return f"knowledge-{number:06d}.db"


def _stamp(path: Path) -> Stamp | None:
    """Inode, time of change and size of a file, which differ once it is replaced or written to; None without it."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _open_whole(path: Path, *, is_unchanged: bool) -> KnowledgeFile | None:
    """Open the version at ``path``; None, with a line in the log, where it is gone or damaged.

    A file that ``is_unchanged`` since it was installed was checked then; any other may be damaged in the middle."""
    try:
        if not is_unchanged:
            _check_integrity(path)
        return KnowledgeFile(path)
    except (Unavailable, sqlite3.Error, OSError) as error:
        _log.error("%s cannot be served: %s", path.name, error)
        return None


def copy_file(source: Path, target: Path) -> None:
    """Copy a file in the kernel: instant where the file system can share blocks (XFS, btrfs), else 1 s a gigabyte."""
    try:
        with source.open("rb") as reader, target.open("wb") as writer:
            while os.copy_file_range(reader.fileno(), writer.fileno(), _CHUNK):
                pass
    except (AttributeError, OSError) as error:
        if getattr(error, "errno", errno.ENOSYS) not in (errno.ENOSYS, errno.EXDEV, errno.EINVAL, errno.EOPNOTSUPP):
            raise  # for example, the disk is full: copying in another way would not help
        shutil.copyfile(source, target)


def _read_only(path: Path) -> str:
    """The URI by which SQLite opens a file that nobody changes."""
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


def _check_integrity(path: Path) -> None:
    """Raise Unavailable unless SQLite finds the new file undamaged."""
    with closing(sqlite3.connect(_read_only(path), uri=True)) as connection:
        if connection.execute("pragma integrity_check").fetchone() != ("ok",):
            raise Unavailable("生成的知识文件有损坏。")


def _check_complete(draft: DraftVersion, contents: Contents) -> None:
    """Raise Unavailable unless the new file holds and indexes all of ``contents``, and nothing else."""
    entries, items = draft.entry_digests(), draft.item_digests()
    holds_all = entries == contents.all_entry_digests() and items == contents.item_digests()
    if not holds_all or _count_documents(draft) * DIGEST_LENGTH != len(entries) + len(items):
        raise Unavailable("生成的知识文件不完整。")


def _count_documents(file: KnowledgeFile) -> int:
    """How many entries, referrals and items ``file`` has indexed."""
    return sum(int(collection.documents) for collection in (file.entries, file.referrals, file.items))
