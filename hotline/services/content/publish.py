"""Publishing: compile the published entries and tables into a new knowledge file, check it, and let it serve."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.core.contents import Contents, KnowledgeVersion, content_hash
from hotline.core.errors import HotlineError, PublishFailed, Unavailable
from hotline.matching.indexing import IndexAnalysis, analyse_for_index
from hotline.matching.ranking.retrieval import Retrieval
from hotline.matching.text.normalise import fold_for_search
from hotline.matching.text.question_analysis import analyse_question
from hotline.services.content.embed import EmbeddingReader, Progress, compute_embeddings, find_reader
from hotline.services.content.published_contents import read_published
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.knowledge.versions import DraftVersion, VersionStore

_log = logging.getLogger(__name__)

CHECKED = 500
"""How many of the newly compiled entries, evenly spread, must be found by their question before a file serves."""
_FAILED = "发布失败"
"""How the reason begins that the pending marker holds after a publish that failed."""


def publish(line: Line, *, whole: bool = False, embeddings: Mapping[str, bytes] | None = None) -> KnowledgeVersion:
    """Compile a knowledge file from everything published and let it serve; one publish at a time.

    Only what changed is compiled, in a copy of the serving file; ``whole`` compiles everything into a new file.
    ``embeddings`` (text -> vector) were computed beforehand; of the texts without one only a few are embedded here.

    Raises PublishFailed when it cannot be done: the previous file goes on serving, and the reason is written into the
    pending marker, where ``last_error`` reads it."""
    try:
        with line.shelf.publishing():
            now = line.now()
            with read_published(line, now) as contents:
                reader = find_reader(line.encoder, known=embeddings)
                version = compile_contents(line.shelf, contents, now, whole=whole, reader=reader)
        _pending_marker(line).unlink(missing_ok=True)
        return version
    except Exception as error:  # whatever went wrong, the previous file goes on serving and staff must see the reason
        # An expected error explains itself; only an unexpected one needs its traceback in the log.
        _log.error("publishing failed: %s", error, exc_info=not isinstance(error, HotlineError))
        reason = f"{_FAILED}，现在对外的仍是上一次发布的内容。原因：{error or type(error).__name__}"
        try:
            _pending_marker(line).write_text(reason, encoding="utf-8")
        except OSError:
            _log.exception("the reason could not be kept either")
        raise PublishFailed(reason) from error


def publish_embeddings(line: Line, report_progress: Progress) -> bool:
    """Embed all published texts that have no vector yet, however many, and publish again.

    Returns whether there were any. Other processes may publish while the texts are being embedded."""
    with compute_embeddings(line, report_progress) as embeddings:
        if embeddings:
            publish(line, embeddings=embeddings)
        return bool(embeddings)


def mark_pending(line: Line) -> None:
    """Write a pending marker before committing a change that needs a publish, so a crash cannot lose the publish.

    Raises Unavailable when the marker cannot be written; then the change must not be committed."""
    try:
        _pending_marker(line).write_text("有已经批准的改动还没有对外更新。", encoding="utf-8")
    except OSError as error:
        raise Unavailable("磁盘写不进去，现在不能对外更新。请稍后再试，或者告诉管理员。") from error


def publish_pending(line: Line) -> str:
    """Publish if an approved change is not published yet. Returns why that failed, in a sentence for staff; empty when
    it did not."""
    if last_error(line) or is_outdated(line):
        try:
            publish(line)
        except PublishFailed as error:
            _log.warning("a change of entries is not published yet")
            return str(error)
    return ""


def is_outdated(line: Line) -> bool:
    """Whether the serving file differs from what the records say is published, or there is no file.

    The records are compared, because the pending marker could have been lost. A file whose texts were analysed by
    another version of the software is outdated too."""
    try:
        serving_hash = line.shelf.current().version.content_hash
        with read_published(line, line.now()) as contents:
            is_analysed = line.shelf.is_analysed(_index_analyser(contents))
            return not is_analysed or serving_hash != content_hash(contents)
    except Unavailable:
        return True


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
    whole: bool = False,
    reader: EmbeddingReader | None = None,
) -> KnowledgeVersion:
    """Make the next version of ``shelf`` from ``contents``, check it and let it serve. The caller must hold
    ``shelf.publishing()``."""
    with shelf.draft(contents, now, _index_analyser(contents), whole=whole, reader=reader) as draft:
        _check_found(draft)
        return shelf.install(draft).version


def _index_analyser(contents: Contents) -> Callable[[str], IndexAnalysis]:
    return partial(analyse_for_index, dictionary=contents.dictionary, stop_words=contents.stop_words)


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
