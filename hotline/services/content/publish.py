"""Publishing: compiling what staff published into a new knowledge file, checking it, and letting it serve."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.core.contents import Contents, KnowledgeVersion, content_hash
from hotline.core.errors import HotlineError, PublishFailed, Unavailable
from hotline.matching.ranking.retrieval import Search
from hotline.matching.text.normalise import searched
from hotline.matching.text.terms import analyse
from hotline.services.content.embed import EmbeddingReader, Tell, find_reader, reading_ahead
from hotline.services.content.published_contents import gathered
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.knowledge.versions import Shelf, UnservedVersion

_log = logging.getLogger(__name__)

CHECKED = 500
"""Entries, evenly spread over those written anew, that must be found by their question before a file serves."""


def publish(line: Line, *, whole: bool = False, ahead: Mapping[str, bytes] | None = None) -> KnowledgeVersion:
    """Compile a knowledge file from everything published and let it serve; one publish at a time.

    Only what changed is compiled, in a copy of the serving file, unless ``whole`` asks for a file from nothing. Of its
    texts, those ``ahead`` were read for their meaning before, by text, and it reads few others.

    Raises PublishFailed when it cannot be done: the file before goes on serving, and last_error tells why."""
    try:
        with line.shelf.publishing():
            now = line.now()
            with gathered(line, now) as contents:
                reader = find_reader(line.meaning, ahead=ahead)
                version = compile_contents(line.shelf, contents, now, whole=whole, reader=reader)
        _note(line).unlink(missing_ok=True)
        return version
    except Exception as error:  # whatever went wrong, the old file serves on and staff must see the reason
        # What we foresaw speaks for itself; of what we did not, the trace is the only witness.
        _log.error("publishing failed: %s", error, exc_info=not isinstance(error, HotlineError))
        reason = f"发布失败，现在对外的仍是上一次发布的内容。原因：{error or type(error).__name__}"
        try:
            _note(line).write_text(reason, encoding="utf-8")
        except OSError:
            _log.exception("the reason could not be kept either")
        raise PublishFailed(reason) from error


def understand(line: Line, tell: Tell) -> bool:
    """Read for their meaning all published texts that are not, however many, and publish again; whether there were any.

    ``tell`` is told how many of how many are read. Meanwhile others may publish."""
    with reading_ahead(line, tell) as ahead:
        if ahead:
            publish(line, ahead=ahead)
        return bool(ahead)


def announce(line: Line) -> None:
    """Leave word, before a change that the public must be told, that a publish follows: no crash makes it forgotten.

    Raises Unavailable when not even that can be written; then the change must not be made."""
    try:
        _note(line).write_text("有已经批准的改动还没有对外更新。", encoding="utf-8")
    except OSError as error:
        raise Unavailable("磁盘写不进去，现在不能对外更新。请稍后再试，或者告诉管理员。") from error


def catch_up(line: Line) -> str:
    """Publish what was approved and not published, if there is any. Returns the error when that failed, in a sentence
    for staff, else an empty string."""
    if last_error(line) or is_behind(line):
        try:
            publish(line)
        except PublishFailed as error:
            _log.warning("a change of entries is not published yet")
            return str(error)
    return ""


def is_behind(line: Line) -> bool:
    """Whether the public is told something else than what is published, or nothing; a note could have been lost."""
    try:
        told = line.shelf.current().version.content_hash
        if not line.shelf.is_analysed(analyse):
            return True
    except Unavailable:
        return True
    with gathered(line, line.now()) as contents:
        return told != content_hash(contents)


def last_error(line: Line) -> str:
    """Why the public is not told the newest, in a sentence for staff; empty when it is."""
    try:
        return _note(line).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _note(line: Line) -> Path:
    return line.folder / "publish_error.txt"


def compile_contents(
    shelf: Shelf, contents: Contents, now: datetime, *, whole: bool = False, reader: EmbeddingReader | None = None
) -> KnowledgeVersion:
    """Make the next version of ``shelf`` from ``contents``, check it and let it serve; hold shelf.publishing()."""
    cut = partial(analyse, dictionary=contents.dictionary)
    with shelf.draft(contents, now, cut, whole=whole, reader=reader) as draft:
        _check_found(draft)
        return shelf.install(draft).version


def _check_found(draft: UnservedVersion) -> None:
    """Raise PublishFailed unless entries written anew are found by their own questions, or others that hold these:
    a question of two words may stand in more entries than are looked at."""
    numbers = draft.list_numbers() if draft.written is None else draft.written
    for number in numbers[:: max(1, len(numbers) // CHECKED)]:
        entry = draft.find_entry(number)
        wanted = searched(entry.question) if entry else ""
        found = Search((analyse(entry.question, draft.dictionary),), draft.entries).candidates() if entry else ()
        if wanted and not any(wanted in text for texts in found for text in (texts.body, texts.wordings)):
            raise PublishFailed(f"新生成的知识文件里，按原来的问题查不到问答{number}。")
