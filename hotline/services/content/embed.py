"""What is published, read for its meaning: a few texts with a publish, many beside the answering; and how far it is."""

from __future__ import annotations

import fcntl
import logging
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum

from hotline.core.errors import Unavailable
from hotline.matching.ranking.embeddings import Meaning, readings
from hotline.services.line import Line

_log = logging.getLogger(__name__)

FEW = 200
"""Texts that are read while a publish waits, some seconds; more are read beside."""


Tell = Callable[[int, int], None]


def in_silence(done: int, of: int) -> None:
    """Tells nobody."""


class Standing(Enum):
    """Whether questions are matched by meaning too, and why not."""

    READY = "meaning"
    ABSENT = "words: sentence vectors are not installed, or turned off"
    BROKEN = "words: sentence vectors cannot be loaded"
    UNREAD = "words: what is published is not read for its meaning yet"


class EmbeddingReader:
    """Makes the vectors of a publish: of texts read ``ahead``, and of ``most`` others at most, or of none of them.

    ``tell`` is told how many of how many are read."""

    def __init__(
        self, meaning: Meaning, *, most: float = FEW, ahead: Mapping[str, bytes] | None = None, tell: Tell = in_silence
    ) -> None:
        self.model = meaning.model
        self._meaning = meaning
        self.most = math.inf if ahead else most
        self._most = most
        self._ahead = ahead or {}
        self._tell = tell

    def texts(self, wordings: Sequence[str], answer: str) -> tuple[str, ...]:
        return readings(wordings, answer)

    def read(self, texts: Sequence[str]) -> dict[str, bytes]:
        """The vectors of ``texts``; after a failure, which the log tells, of those before it."""
        vectors = {text: self._ahead[text] for text in texts if text in self._ahead}
        new = [text for text in texts if text not in vectors]
        for done, text in enumerate(new if len(new) <= self._most else (), start=1):
            try:
                vectors[text] = self._meaning.read(text)
            except Exception:  # words alone answer too
                _log.warning("texts could not be read for their meaning", exc_info=True)
                break
            self._tell(done, len(new))
        return vectors


def find_reader(
    meaning: Meaning | None, *, most: float = FEW, ahead: Mapping[str, bytes] | None = None, tell: Tell = in_silence
) -> EmbeddingReader | None:
    """What makes the vectors of a publish; None where there is nothing to make them with."""
    return EmbeddingReader(meaning, most=most, ahead=ahead, tell=tell) if meaning and meaning.warm() else None


def standing(line: Line) -> Standing:
    """Loads the engine when it is not loaded yet."""
    if line.meaning is None:
        return Standing.ABSENT
    if not line.meaning.warm():
        return Standing.BROKEN
    try:
        vectors = line.shelf.current().vectors
    except Unavailable:
        return Standing.UNREAD
    return Standing.READY if vectors.complete and vectors.model == line.meaning.model else Standing.UNREAD


@contextmanager
def reading_ahead(line: Line, tell: Tell) -> Iterator[dict[str, bytes]]:
    """The vectors of all published texts that have none yet, to publish with.

    Empty where nothing is to be read, and while another process reads or publishes what it read."""
    reader = find_reader(line.meaning, most=math.inf, tell=tell)
    with (line.folder / "understanding.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            reader = None
        yield reader.read(line.shelf.list_unread(reader)) if reader else {}
