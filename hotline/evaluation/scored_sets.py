"""Question sets in halves, and unrelated questions, with the scores of all candidates: what fit.py fits on."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hotline.core.errors import InvalidInput
from hotline.evaluation.candidate_scores import Floats, RankingWeights, ScoreMatrix, score_questions
from hotline.evaluation.question_sets import Half, LabelledQuestion, read_folder
from hotline.evaluation.run import EvaluationOptions, publish_entries
from hotline.evaluation.trial_decisions import Wordings
from hotline.matching.confidence import strength
from hotline.matching.ranking.embeddings import Mode
from hotline.matching.ranking.retrieval import SearchableCollection
from hotline.storage.knowledge.versions import VersionStore

if TYPE_CHECKING:
    from hotline.storage.knowledge.reader import KnowledgeFile

Say = Callable[[str], None]
"""Is called with a line of text for each step before it begins."""


@dataclass(frozen=True)
class ScoredSet:
    """A question set in halves; ``wordings`` are each entry's question and similar questions, by its number."""

    name: str
    fit: ScoreMatrix
    held: ScoreMatrix
    wordings: Wordings


@dataclass(frozen=True)
class UnrelatedQuestions:
    """Questions that have nothing to do with what is published, put to its entries and to its catalogue items."""

    entries: ScoreMatrix
    items: ScoreMatrix

    def strengths(self, ranking: RankingWeights) -> Floats:
        """The strength of each question's strongest candidate."""
        pairs = zip(self.entries.results(ranking), self.items.results(ranking), strict=True)
        strengths = [[strength(candidate) for result in pair for candidate in result.entries] for pair in pairs]
        return np.array([max(found, default=0.0) for found in strengths])


def score_set(folder: Path, options: EvaluationOptions, say: Say) -> ScoredSet:
    """Publish the set in ``folder`` into a temporary knowledge file and score its questions.

    ``options.limit`` is of each half. Raises InvalidInput for a set in another form."""
    questions = read_folder(folder)
    with tempfile.TemporaryDirectory() as temporary:
        say(f"{folder.name}: publishing {len(questions.entries)} entries")
        knowledge, _ = publish_entries(VersionStore(Path(temporary)), questions.entries, options)
        say(f"{folder.name}: asking {len(questions.asked)} questions")
        fit = _score(questions.asked, "fit", knowledge, knowledge.entries, options)
        held = _score(questions.asked, "held", knowledge, knowledge.entries, options)
    wordings = {entry.number: (entry.question, *entry.similar_questions) for entry in questions.entries}
    return ScoredSet(folder.name, fit, held, wordings)


def score_unrelated(
    folder: Path, published: KnowledgeFile, half: Half, options: EvaluationOptions, say: Say
) -> UnrelatedQuestions:
    """Score one half of the questions of the set in ``folder`` against what is ``published``.

    Raises InvalidInput for a set in another form, and where ``options`` have an encoder but ``published`` lacks
    vectors of its model."""
    encoder, vectors = options.encoder, published.vectors
    if encoder and not (vectors.complete and vectors.model == encoder.model):
        raise InvalidInput({"unrelated": "已发布的内容还没有句向量，请先运行 hotline publish。"})
    asked = read_folder(folder).asked
    say(f"{folder.name}: asking the {half} half as unrelated questions")
    entries = _score(asked, half, published, published.entries, options)
    return UnrelatedQuestions(entries, _score(asked, half, published, published.items, options))


def _score(
    asked: Sequence[LabelledQuestion],
    half: Half,
    knowledge: KnowledgeFile,
    collection: SearchableCollection,
    options: EvaluationOptions,
) -> ScoreMatrix:
    picked = replace(options, half=half).pick(asked)
    scored = score_questions(picked, knowledge, collection, options.encoder, options.progress)
    return ScoreMatrix(scored, Mode.MEANING if options.encoder else Mode.WORDS)
