"""Fits the weights by which the passage of an entry is found that tells a detail (matching/details/reading.py).

    python -m hotline.evaluation.fit_details VAR tests/golden/details.csv

VAR is a data folder in which the sample content is published. Rows whose half is "fit" are fitted, and what comes of
both halves is printed. Ranking is a softmax over the passages of an entry, and telling a logistic regression; both are
fitted by gradient descent (``descent``) from zeros, so that they come out the same each time. By meaning it takes about
five minutes."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hotline.core.passages import list_passages
from hotline.evaluation.descent import descend
from hotline.matching.details import reading
from hotline.matching.follow_up import find_subject
from hotline.matching.ranking.embeddings import SentenceEncoder, find_sentence_encoder
from hotline.matching.text.normalise import normalise
from hotline.storage.knowledge.versions import VersionStore

Row = npt.NDArray[np.float64]
Right = npt.NDArray[np.bool_]
STEPS, STEP = 1500, 0.05
PENALTY = 1.0
"""How much large weights cost (L2), for the whole set."""


@dataclass(frozen=True)
class Example:
    """A follow-up question: the features of the passages, and which of them tell it. ``asks`` and ``is_strange`` are
    those of ``reading.signs``."""

    half: str
    features: Row
    right: Right
    asks: bool
    is_strange: bool


def read_examples(var: Path, table: Path, encoder: SentenceEncoder | None) -> list[Example]:
    """The rows of ``table`` (context, question, needle, half); a needle stands in the passages that tell the detail."""
    knowledge = VersionStore(var / "knowledge").current()
    examples = []
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number, question = int(row["context"]), normalise(row["question"])
            entry = knowledge.find_entry(number)
            if entry is None:
                raise ValueError(f"no entry {number} is published in {var}")
            asked = reading.Asked.read(question, find_subject(number, knowledge), knowledge)
            passages = list_passages(entry)
            order, features, _ = reading.rank(question, passages, asked.compare_all(passages), encoder)
            needles = [needle for needle in row["needle"].split("|") if needle]
            right = [any(needle in passages[place].text for needle in needles) for place in order]
            strange = asked.is_strange(asked.list_unknown(passages))
            examples.append(Example(row["half"], features, np.array(right), bool(asked.aspects), strange))
    return examples


def fit_rank(examples: Sequence[Example]) -> Row:
    """A weight for each feature: the passages that tell the detail come first."""
    told = [example for example in examples if example.half == "fit" and example.right.any()]

    def slope(weights: Row) -> Row:
        total = PENALTY * weights
        for example in told:
            chances = np.exp(example.features @ weights - (example.features @ weights).max())
            right = np.where(example.right, chances, 0.0)
            total += (chances / chances.sum() - right / right.sum()) @ example.features
        return total

    return descend(slope, np.zeros(told[0].features.shape[1]), STEPS, STEP)


def fit_tell(examples: Sequence[Example], rank: Row) -> Row:
    """The weights of ``reading.signs``: the chance that the first passage tells the detail."""
    signs, hits = zip(*(_first(example, rank) for example in examples if example.half == "fit"), strict=True)
    rows, labels = np.array(signs), np.array(hits, np.float64)
    start = np.zeros(rows.shape[1])
    return descend(lambda weights: rows.T @ (_sigmoid(rows @ weights) - labels) + 0.1 * weights, start, STEPS, STEP)


def _first(example: Example, rank: Row) -> tuple[tuple[float, ...], bool]:
    scores = example.features @ rank
    signs = reading.signs(example.features, scores, asks=example.asks, is_strange=example.is_strange)
    return signs, bool(example.right[np.argmax(scores)])


def _sigmoid(values: Row) -> Row:
    chances: Row = 1 / (1 + np.exp(-values))
    return chances


def report(examples: Sequence[Example], rank: Row, tell: Row, least: float) -> None:
    """Print the weights, and of each half how many details are told rightly and wrongly."""
    print("rank", np.round(rank, 2).tolist(), "tell", np.round(tell, 2).tolist())
    for half in ("fit", "held"):
        judged = [(_first(example, rank), bool(example.right.any())) for example in examples if example.half == half]
        outcomes = Counter(
            _name_outcome(float(_sigmoid(np.dot(tell, signs))) >= least, hit, is_there)
            for (signs, hit), is_there in judged
        )
        print(half, len(judged), dict(outcomes))


def _name_outcome(is_told: bool, is_right: bool, is_there: bool) -> str:
    """``is_there`` says whether some passage tells the detail."""
    if is_told:
        return "told rightly" if is_right else "told wrongly"
    return "missed" if is_there else "rightly not told"


def main() -> None:
    var, table = Path(sys.argv[1]), Path(sys.argv[2])
    for encoder in (None, find_sentence_encoder()):
        examples = read_examples(var, table, encoder)
        rank = fit_rank(examples)
        weights = reading.BY_MEANING if encoder else reading.BY_WORDS
        print("by meaning" if encoder else "by words")
        report(examples, rank, fit_tell(examples, rank), weights.least)


if __name__ == "__main__":
    main()
