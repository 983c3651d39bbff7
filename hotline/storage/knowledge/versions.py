"""The shelf of knowledge files: which version serves now, how a new one takes its place, and the earlier ones."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from hotline.core.contents import MARK, Contents, KnowledgeVersion, content_hash
from hotline.core.errors import Unavailable
from hotline.storage.knowledge import embedding_index
from hotline.storage.knowledge.analysis import Analyser, fingerprint
from hotline.storage.knowledge.builder import build, find_changes, patch
from hotline.storage.knowledge.reader import KnowledgeFile

KEPT = 30
"""Versions kept at most, the serving one among them."""
KEPT_BYTES = 8 * 1024**3
"""Beyond it versions older than the one before the serving one are dropped: a province's file is most of a gigabyte,
and what the hotline said on a day weeks ago must not fill the disk on which it writes what it says today."""
DRIFT = 0.2
"""Share of documents that may be changed in copies: weights and lengths of the others are those of the last whole
build, and lists of postings lie scattered."""
_CHUNK = 1024**3
_log = logging.getLogger(__name__)


class DraftVersion(KnowledgeFile):
    """A version that does not serve yet; ``written`` are the entries that were written anew, None when all were."""

    def __init__(self, path: Path, written: list[int] | None) -> None:
        super().__init__(path)
        self.written = written


class VersionStore:
    """Files ``knowledge-000123.db`` in ``folder``, and ``current``, a line of text that names the serving one.

    ``current`` and every version are put in place whole by os.replace, so a reader sees the old or the new."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "current"
        self._opening = threading.Lock()
        self._serving: tuple[tuple[int, ...], KnowledgeFile] | None = None

    def current(self) -> KnowledgeFile:
        """The serving version; costs two os.stat while nothing changes.

        Unavailable before the first publish, and while the file that should serve is missing or damaged."""
        try:
            pointer = _stamp(self._pointer)  # before it is read: what is put in place meanwhile is seen next time
        except OSError as error:
            raise Unavailable("还没有发布任何内容，请稍后再试。") from error
        try:
            serving = self._serving
            if serving and serving[0] == (*pointer, *_stamp(serving[1].path)):
                return serving[1]
            with self._opening:
                path = self.folder / self._pointer.read_text().strip()
                seen = (*pointer, *_stamp(path))
                if self._serving is None or self._serving[0] != seen:
                    self._serving = (seen, KnowledgeFile(path))
                return self._serving[1]
        except (OSError, ValueError) as error:
            raise Unavailable("知识文件打不开，请重新发布。") from error

    def is_analysed(self, analyse: Analyser) -> bool:
        """Whether the texts of the serving version are such as ``analyse`` makes them, and not other software's."""
        return self.current().analysis == fingerprint(analyse)

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Hold this while building and installing: one publish at a time, across processes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "publishing.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in self.folder.glob("*.part"):
                left.unlink()
            yield

    @contextmanager
    def draft(
        self,
        contents: Contents,
        built_at: datetime,
        analyse: Analyser,
        *,
        whole: bool = False,
        reader: embedding_index.Embedder | None = None,
    ) -> Iterator[DraftVersion]:
        """Make the next version beside the serving one, check it, and open it; it is removed unless installed.

        It is a changed copy of the serving one, unless ``whole`` asks for another or it cannot be changed. With a
        ``reader`` it has sentence vectors, as far as the reader reads them."""
        version = KnowledgeVersion(self._last_number() + 1, built_at, content_hash(contents))
        path = self.folder / f"{_name(version.number)}.part"
        try:
            written = None if whole else self._change_copy(path, contents, version, analyse)
            if written is None:
                path.unlink(missing_ok=True)
                build(path, contents, version, analyse)
            if reader:
                embedding_index.fill(path, reader, self._serving_vectors())
            draft = DraftVersion(path, written)
            if written is None:  # a changed copy is checked already, and as whole as the version it was copied from
                _check_whole(path)
                _check_complete(draft, contents)
            yield draft
        finally:
            path.unlink(missing_ok=True)

    def _change_copy(
        self, path: Path, contents: Contents, version: KnowledgeVersion, analyse: Analyser
    ) -> list[int] | None:
        """Make ``path`` from the serving version; the entries written, or None where it is to be built anew: where only
        that is right, or where changing failed in whatever way, for nothing that is approved may wait on that."""
        try:
            base = self.current()
        except Unavailable as error:
            _log.info("there is no serving version to change: %s", error)
            return None
        try:
            if base.analysis != fingerprint(analyse):
                return None
            changes = find_changes(base, contents)
            if base.changed + changes.documents > DRIFT * (base.entries.documents + base.items.documents):
                return None
            copy_file(base.path, path)
            written = patch(path, base, changes, contents, version, analyse)
            _check_complete(DraftVersion(path, written), contents)
            return written
        except Exception:
            _log.warning("the serving version could not be changed in a copy: building it anew", exc_info=True)
            return None

    def install(self, draft: DraftVersion) -> KnowledgeFile:
        """Make ``draft`` the serving version, for every process, and drop the oldest versions."""
        name = _name(draft.version.number)
        pointer = self.folder / "current.part"
        pointer.write_text(name + "\n")
        # Whatever needs space on the disk is done before the first of the two moves.
        _flush(pointer)
        _flush(draft.path)
        os.replace(draft.path, self.folder / name)
        os.replace(pointer, self._pointer)
        _flush(self.folder)
        self._drop_old()
        return self.current()

    def _drop_old(self) -> None:
        kept = 0
        for age, path in enumerate(reversed(self._files())):
            kept += path.stat().st_size
            if age >= KEPT or (age >= 2 and kept > KEPT_BYTES):
                path.unlink()

    def list_unread(self, reader: embedding_index.Embedder) -> list[str]:
        """The texts of the serving version that ``reader`` has not read."""
        return embedding_index.list_missing(self.current().path, reader)

    def _serving_vectors(self) -> embedding_index.EmbeddingTable | None:
        try:
            return self.current().vectors
        except Unavailable:
            return None

    def open_version(self, number: int) -> KnowledgeFile:
        """A kept version by its number; Unavailable when it is not kept (any more)."""
        path = self.folder / _name(number)
        if not path.exists():
            raise Unavailable("这个版本已经不在了。")
        return KnowledgeFile(path)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"knowledge-{'[0-9]' * 6}.db"))

    def _last_number(self) -> int:
        files = self._files()
        return int(files[-1].stem.removeprefix("knowledge-")) if files else 0


def _name(number: int) -> str:
    return f"knowledge-{number:06d}.db"


def _stamp(path: Path) -> tuple[int, int, int]:
    """Changes when the file is replaced or written to."""
    status = os.stat(path)
    return status.st_ino, status.st_mtime_ns, status.st_size


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy_file(source: Path, target: Path) -> None:
    """Copy within one file system: at once where blocks can be shared (XFS, btrfs), else about a second a gigabyte."""
    try:
        with source.open("rb") as reader, target.open("wb") as writer:
            while os.copy_file_range(reader.fileno(), writer.fileno(), _CHUNK):
                pass
    except (AttributeError, OSError) as error:
        if getattr(error, "errno", errno.ENOSYS) not in (errno.ENOSYS, errno.EXDEV, errno.EINVAL, errno.EOPNOTSUPP):
            raise  # the disk is full: a slower way would not help
        shutil.copyfile(source, target)


def _check_whole(path: Path) -> None:
    """Raise Unavailable when the file just made is damaged."""
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("pragma integrity_check").fetchone() != ("ok",):
            raise Unavailable("生成的知识文件有损坏。")


def _check_complete(draft: DraftVersion, contents: Contents) -> None:
    """Raise Unavailable when the file just made does not hold all of ``contents``."""
    for marks, expected, collection in (
        (draft.entry_marks(), contents.all_entry_marks(), draft.entries),
        (draft.item_marks(), contents.item_marks(), draft.items),
    ):
        if marks != expected or collection.documents * MARK != len(marks):
            raise Unavailable("生成的知识文件不完整。")
