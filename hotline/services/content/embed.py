"""Sentence embeddings of the published texts: a few are computed within a publish, many beside the answering."""

from __future__ import annotations

import fcntl
import logging
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum

from hotline.core.errors import Unavailable
from hotline.matching.ranking.embeddings import SentenceEncoder, texts_to_embed
from hotline.services.line import Line

_log = logging.getLogger(__name__)

FEW = 200
"""Texts that are embedded while a publish waits (some seconds); where there are more, a background job does it."""


Progress = Callable[[int, int], None]
"""Called with the number of texts embedded so far and the number of all texts to be embedded."""


def report_nothing(done: int, of: int) -> None:
    """A ``Progress`` that reports to nobody."""


class EmbeddingReadiness(Enum):
    """Whether questions are matched by meaning as well as by words, and why not. The value is for the log."""

    READY = "meaning"
    ABSENT = "words: sentence vectors are not installed, or turned off"
    BROKEN = "words: sentence vectors cannot be loaded"
    PENDING = "words: what is published is not read for its meaning yet"


class EmbeddingReader:
    """Gives a publish the embeddings of its texts.

    Those in ``known`` (text -> vector) are taken from there. The others are computed, unless they are more than
    ``most``: then none of them is. ``report_progress`` is called after each text that was computed."""

    def __init__(
        self,
        encoder: SentenceEncoder,
        *,
        most: float = FEW,
        known: Mapping[str, bytes] | None = None,
        report_progress: Progress = report_nothing,
    ) -> None:
        self.model = encoder.model
        self._encoder = encoder
        self.most = math.inf if known else most
        self._most = most
        self._known = known or {}
        self._report_progress = report_progress

    def texts(self, wordings: Sequence[str], answer: str) -> tuple[str, ...]:
        """The texts of one entry that are embedded: its ``wordings`` and its ``answer``."""
        return texts_to_embed(wordings, answer)

    def read(self, texts: Sequence[str]) -> dict[str, bytes]:
        """text -> vector. A failure is logged; then the texts from there on have no vector."""
        vectors = {text: self._known[text] for text in texts if text in self._known}
        missing = [text for text in texts if text not in vectors]
        for done, text in enumerate(missing if len(missing) <= self._most else (), start=1):
            try:
                vectors[text] = self._encoder.encode(text)
            except Exception:  # questions can still be matched by words
                _log.warning("texts could not be read for their meaning", exc_info=True)
                break
            self._report_progress(done, len(missing))
        return vectors


def find_reader(
    encoder: SentenceEncoder | None,
    *,
    most: float = FEW,
    known: Mapping[str, bytes] | None = None,
    report_progress: Progress = report_nothing,
) -> EmbeddingReader | None:
    """A reader for a publish; None where no embedding model is installed or it cannot be loaded."""
    if encoder is None or not encoder.warm():
        return None
    return EmbeddingReader(encoder, most=most, known=known, report_progress=report_progress)


def check_readiness(line: Line) -> EmbeddingReadiness:
    """Whether questions are matched by meaning now. Loads the embedding model if it is not loaded yet."""
    if line.encoder is None:
        return EmbeddingReadiness.ABSENT
    if not line.encoder.warm():
        return EmbeddingReadiness.BROKEN
    try:
        vectors = line.shelf.current().vectors
    except Unavailable:
        return EmbeddingReadiness.PENDING
    is_ready = vectors.complete and vectors.model == line.encoder.model
    return EmbeddingReadiness.READY if is_ready else EmbeddingReadiness.PENDING


@contextmanager
def compute_embeddings(line: Line, report_progress: Progress) -> Iterator[dict[str, bytes]]:
    """Embed all published texts that have no vector yet: text -> vector, to be published inside the context.

    Empty when no vector is missing, and while another process is inside this context."""
    reader = find_reader(line.encoder, most=math.inf, report_progress=report_progress)
    with (line.folder / "understanding.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            reader = None
        yield reader.read(line.shelf.list_unread(reader)) if reader else {}
