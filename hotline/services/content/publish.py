"""Publishing: compile the published entries and tables into a new knowledge file, check it, and let it serve."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.core.contents import Contents, KnowledgeVersion
from hotline.core.errors import HotlineError, PublishFailed, StillPublishing, Unavailable
from hotline.core.hosts import PublishedVersion
from hotline.matching.indexing import analyse_for_index
from hotline.matching.ranking.retrieval import Retrieval
from hotline.matching.text.normalise import fold_for_search
from hotline.matching.text.question_analysis import analyse_question
from hotline.services.content import lost_records
from hotline.services.content.embed import EmbeddingReader, Progress, compute_embeddings, find_reader
from hotline.services.content.published_contents import check_particulars, list_most_asked, read_contents
from hotline.services.content.published_versions import find_newest, is_registered, register
from hotline.services.content.sample_left import check_none_left
from hotline.services.line import JOB_PATIENCE, Line

if TYPE_CHECKING:
    from hotline.storage.knowledge.versions import DraftVersion, VersionStore

_log = logging.getLogger(__name__)

CHECKED = 500
"""How many of the newly compiled entries, evenly spread, must be found by their question before a file serves."""
_FAILED = "发布失败"
"""How the reason begins that the pending marker holds after a publish that failed."""


def publish(line: Line, *, whole: bool = False) -> KnowledgeVersion:
    """Publish everything as it stands now, the word lists too: number it, compile it and let it serve on this host.

    The other hosts follow within seconds. Only what changed is compiled, in a copy of the serving file; ``whole``
    compiles everything into a new file. Raises PublishFailed when it cannot be done: the previous file goes on serving,
    and the reason is written into the pending marker, where ``last_error`` reads it."""
    with _keeping_reason(line):
        lost_records.check_records(line)
        with line.records.patient(JOB_PATIENCE).writing() as unit:
            register(line, unit)
        return _compile_newest(line, whole=whole)


def publish_embeddings(line: Line, report_progress: Progress) -> bool:
    """Embed all published texts that have no vector yet, however many, and compile the same version with them.

    Returns whether there were any. Other processes may publish while the texts are being embedded."""
    with compute_embeddings(line, report_progress) as embeddings:
        if embeddings:
            with _keeping_reason(line):
                _compile_newest(line, embeddings=embeddings)
        return bool(embeddings)


@contextmanager
def _keeping_reason(line: Line) -> Iterator[None]:
    """Delete the pending marker at the end; after any error write the reason into it and raise PublishFailed."""
    try:
        yield
        _pending_marker(line).unlink(missing_ok=True)
    except StillPublishing:  # the marker stays, and the publish is tried again
        raise
    except Exception as error:  # whatever went wrong, the previous file goes on serving and staff must see the reason
        # An expected error explains itself; only an unexpected one needs its traceback in the log.
        _log.error("publishing failed: %s", error, exc_info=not isinstance(error, HotlineError))
        reason = f"{_FAILED}，现在对外的仍是上一次发布的内容。原因：{error or type(error).__name__}"
        try:
            _pending_marker(line).write_text(reason, encoding="utf-8")
        except OSError:
            _log.exception("the reason could not be kept either")
        raise PublishFailed(reason) from error


def _compile_newest(
    line: Line,
    *,
    whole: bool = False,
    embeddings: Mapping[str, bytes] | None = None,
    unless_served: bool = False,
    patience: float | None = None,
) -> KnowledgeVersion:
    """Compile the newest published version, under its number, and let it serve; one process of a host at a time.

    ``embeddings`` (text -> vector) were computed beforehand; of the texts without one only a few are embedded here.
    With ``unless_served`` nothing is compiled that another process has compiled meanwhile. Raises StillPublishing when
    another process publishes for longer than ``patience`` seconds; with None it waits."""
    with line.shelf.publishing(patience), line.records.patient(JOB_PATIENCE).reading() as unit:
        newest = unit.versions.find_newest()
        if newest is None:
            raise Unavailable("还没有发布任何内容。")
        if unless_served and _serves(line, newest):
            return line.shelf.current().version
        now = line.now()
        words = unit.versions.get_words(newest.number)
        contents = read_contents(unit, now, words, most_asked=list_most_asked(unit, now))
        check_particulars(contents, _list_told(line))
        check_none_left(unit, contents.office)
        reader = find_reader(line.encoder, known=embeddings)
        return compile_contents(line.shelf, contents, now, published=newest, whole=whole, reader=reader)


def _list_told(line: Line) -> list[object]:
    """The office, the departments and the topics of the version that serves; empty while there is none."""
    try:
        knowledge = line.shelf.current()
    except Unavailable:
        return []
    return [knowledge.office, *knowledge.departments(), *knowledge.topics()]


def mark_pending(line: Line) -> None:
    """Write a pending marker before committing a change that needs a publish, so a crash cannot lose the publish.

    Raises Unavailable when the marker cannot be written; then the change must not be committed."""
    try:
        _pending_marker(line).write_text("有已经批准的改动还没有对外更新。", encoding="utf-8")
    except OSError as error:
        raise Unavailable("磁盘写不进去，现在不能对外更新。请稍后再试，或者告诉管理员。") from error


def publish_pending(line: Line, *, check_records: bool = False, patience: float | None = None) -> str:
    """Compile the newest published version unless this host serves it. Returns why that failed, in a sentence for
    staff; empty when it did not.

    A page gives a ``patience`` in seconds, after which another process's publish is not waited for any longer: the
    background job of each host (server/background.py) tries again. With ``check_records`` the records are compared
    with that version, and numbered if they differ: an earlier release changed them without a number."""
    try:
        lost_records.check_records(line)
        if check_records and not is_registered(line):
            with line.records.patient(JOB_PATIENCE).writing() as unit:
                register(line, unit)
        if last_error(line) or is_behind(line):
            with _keeping_reason(line):
                _compile_newest(line, unless_served=True, patience=patience)
    except HotlineError as error:
        _log.warning("what was published last is not served yet: %s", error)
        return str(error)
    return ""


def is_behind(line: Line) -> bool:
    """Whether this host does not serve the newest published version, as this software analyses it."""
    newest = find_newest(line)
    return newest is None or not _serves(line, newest)


def is_outdated(line: Line) -> bool:
    """Whether the serving file differs from what the records hold, or there is no file.

    All digests in the records are compared, because an earlier release changed them without numbering a version."""
    try:
        return is_behind(line) or not is_registered(line)
    except Unavailable:
        return True


def _serves(line: Line, newest: PublishedVersion) -> bool:
    try:
        knowledge = line.shelf.current()
        analyse = partial(analyse_for_index, dictionary=knowledge.dictionary, stop_words=knowledge.stop_words)
        has_content = (knowledge.version.number, knowledge.version.content_hash) == (newest.number, newest.content_hash)
        return has_content and line.shelf.is_analysed(analyse)
    except Unavailable:
        return False


def last_error(line: Line) -> str:
    """Why the newest approved content is not published, in a sentence for staff; empty when it is."""
    try:
        return _pending_marker(line).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def is_failing(line: Line) -> bool:
    """Whether the last publish failed; not while one is only due."""
    return last_error(line).startswith(_FAILED)


def _pending_marker(line: Line) -> Path:
    """The file that stands while a publish is due, and holds the reason for staff."""
    return line.folder / "publish_error.txt"


def compile_contents(
    shelf: VersionStore,
    contents: Contents,
    now: datetime,
    *,
    published: PublishedVersion | None = None,
    whole: bool = False,
    reader: EmbeddingReader | None = None,
) -> KnowledgeVersion:
    """Make a version of ``shelf`` from ``contents``, check it and let it serve: that which was ``published``, else the
    next. The caller must hold ``shelf.publishing()``."""
    analyse = partial(analyse_for_index, dictionary=contents.dictionary, stop_words=contents.stop_words)
    with shelf.draft(contents, now, analyse, published=published, whole=whole, reader=reader) as draft:
        _check_found(draft)
        return shelf.install(draft).version


def _check_found(draft: DraftVersion) -> None:
    """Raise PublishFailed unless each newly compiled entry that is checked is found by its own question.

    Another entry that contains the question counts too: a question of two words may occur in more entries than the
    search returns."""
    numbers = draft.list_numbers() if draft.written is None else draft.written
    for number in numbers[:: max(1, len(numbers) // CHECKED)]:
        entry = draft.find_entry(number)
        if entry is None:
            continue
        wanted = fold_for_search(entry.question)
        collection = draft.referrals if entry.is_referral else draft.entries
        found = Retrieval((analyse_question(entry.question, draft.dictionary),), collection).candidates()
        if wanted and not any(wanted in text for texts in found for text in (texts.body, texts.wordings)):
            raise PublishFailed(f"新生成的知识文件里，按原来的问题查不到问答{number}。")
