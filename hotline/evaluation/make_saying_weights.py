"""Fits the weights by which sayings are told from questions (services/sayings/classifier.py).

    python -m hotline.evaluation.make_saying_weights tests/golden faq_data ../shared/eval OUT_FOLDER

Sayings are the rows of ``sayings.csv`` in the first folder whose half is "fit"; the half "blind" is not read. Questions
are its rows labelled so, the fit halves of the other tables beside it, the published wordings in the second folder, and
the first queries of each public set in the third. The regression is fitted by gradient descent (``descent``) from
zeros; it takes about three minutes and 1 GB."""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hotline.evaluation.descent import descend
from hotline.services.sayings.classifier import (
    CLASSES,
    NGRAMS,
    QUESTION,
    SCALE,
    WEIGHTS,
    fold_words,
    list_ngrams,
)
from hotline.services.sayings.grammar import LONGEST, bare_words

SAME_CLASS = {"leave": "yes"}
"""Labels of the set that are one class: agreeing to leave the question is a yes, wherever it is said."""
PUBLIC = 600
"""Queries read of each public set."""
RAREST = 2
"""Utterances in which an n-gram must stand."""
STEPS, STEP = 250, 0.1
PENALTY = 0.005
"""How much large weights cost (L2), for each utterance."""

Matrix = npt.NDArray[np.float32]
Example = tuple[str, str]


def read_examples(golden: Path, tables: Path, public: Path) -> list[Example]:
    """(utterance, class) of the fit half of the sayings, and of questions from the three folders."""
    sayings = [row for row in _read_rows(golden / "sayings.csv") if row["half"] == "fit"]
    labelled = [(row["said"], row["intent"].partition("-")[0]) for row in sayings]
    questions = [row["question"] for row in _read_rows(tables / "similar_questions.csv")]
    questions += [said for row in _read_rows(tables / "referrals.csv") for said in row["said"].split("\n")]
    for table in sorted(golden.glob("*.csv")):
        questions += [row["question"] for row in _read_rows(table) if row.get("half") == "fit" and "question" in row]
    for queries in sorted(public.glob("*/queries.jsonl")):
        questions += [json.loads(line)["query"] for line in queries.read_text("utf-8").splitlines()[:PUBLIC]]
    return [(said, SAME_CLASS.get(label, label)) for said, label in labelled] + [
        (question, QUESTION) for question in dict.fromkeys(questions) if len(bare_words(question)) <= LONGEST
    ]


def _read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def choose_ngrams(utterances: Sequence[Sequence[str]]) -> list[str]:
    """The n-grams that stand in at least RAREST of ``utterances`` (each given as its n-grams), sorted."""
    counts = Counter(ngram for ngrams in utterances for ngram in ngrams)
    return sorted(ngram for ngram, count in counts.items() if count >= RAREST)


def build_matrix(utterances: Sequence[Sequence[str]], ngrams: Sequence[str]) -> Matrix:
    """A row for each utterance: the n-grams it has, weighed so that long and short ones count alike."""
    places = {ngram: place for place, ngram in enumerate(ngrams)}
    matrix = np.zeros((len(utterances), len(ngrams)), np.float32)
    for row, found in zip(matrix, utterances, strict=True):
        row[[places[ngram] for ngram in found if ngram in places]] = 1 / np.sqrt(len(found))
    return matrix


def fit(matrix: Matrix, labels: npt.NDArray[np.intp]) -> Matrix:
    """Weights of shape (n-grams, classes). Rare classes count more, by the root of how rare they are."""
    counts = np.bincount(labels)
    share = (1 / np.sqrt(counts))[labels]
    share = (share / share.sum()).astype(np.float32)[:, None]
    right = np.eye(len(counts), dtype=np.float32)[labels]

    def slope(weights: Matrix) -> Matrix:
        down: Matrix = matrix.T @ ((_probabilities(matrix @ weights) - right) * share) + PENALTY / len(labels) * weights
        return down

    return descend(slope, np.zeros((matrix.shape[1], len(counts)), np.float32), STEPS, STEP)


def write(folder: Path, ngrams: Sequence[str], weights: Matrix, classes: Sequence[str]) -> None:
    """Write the three files, weights in signed bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / NGRAMS, np.array(ngrams))
    np.save(folder / WEIGHTS, np.clip(np.round(weights / SCALE), -127, 127).astype(np.int8))
    np.save(folder / CLASSES, np.array(classes))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("golden", "tables", "public", "out"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args(arguments)
    examples = read_examples(given.golden, given.tables, given.public)
    classes = sorted({label for _, label in examples})
    utterances = [list_ngrams(fold_words(bare_words(said))) for said, _ in examples]
    ngrams = choose_ngrams(utterances)
    labels = np.array([classes.index(label) for _, label in examples])
    write(given.out, ngrams, fit(build_matrix(utterances, ngrams), labels), classes)


def _probabilities(scores: Matrix) -> Matrix:
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Matrix = exponents / exponents.sum(axis=1, keepdims=True)
    return found


if __name__ == "__main__":
    main()
