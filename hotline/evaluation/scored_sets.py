"""Question sets in halves, and unrelated questions, with the scores of all candidates: what fit.py fits on."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np

from hotline.core.errors import InvalidInput
from hotline.evaluation.candidate_scores import Floats, RankingWeights, ScoreMatrix, score_questions
from hotline.evaluation.question_sets import Half, LabelledQuestion, read_folder, read_own, spread
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
    """A question set in halves; ``wordings`` are each entry's question and similar questions, by its number.

    ``as_questions`` are all wordings put as questions, where they were."""

    name: str
    fit: ScoreMatrix
    held: ScoreMatrix
    wordings: Wordings
    as_questions: ScoreMatrix | None = None


OWN = "own"
"""The name of the set of the office's own questions."""


@dataclass(frozen=True)
class PublishedQuestions:
    """Questions that are put to what is published here: sets of ``unrelated`` ones, and a folder of the office's
    ``own`` tables (question_sets.read_own)."""

    knowledge: KnowledgeFile
    unrelated: tuple[Path, ...] = ()
    own: Path | None = None


@dataclass(frozen=True)
class UnrelatedQuestions:
    """Questions that have nothing to do with what is published, put to its entries and to its catalogue items."""

    entries: ScoreMatrix
    items: ScoreMatrix

    def strengths(self, ranking: RankingWeights, least: int = 0) -> Floats:
        """The strength of the strongest candidate of each question of at least so many characters."""
        pairs = zip(self.entries.results(ranking), self.items.results(ranking), strict=True)
        asked = [pair for pair in pairs if len(pair[0].question) >= least]
        strengths = [[strength(candidate) for result in pair for candidate in result.entries] for pair in asked]
        return np.array([max(found, default=0.0) for found in strengths])


def score_set(folder: Path, options: EvaluationOptions, say: Say) -> ScoredSet:
    """Publish the set in ``folder`` into a temporary knowledge file and score its questions.

    ``options.limit`` is of each half. Raises InvalidInput for a set in another form."""
    questions = read_folder(folder)
    with tempfile.TemporaryDirectory() as temporary:
        say(f"{folder.name}: publishing {len(questions.entries)} entries")
        knowledge, _ = publish_entries(VersionStore(Path(temporary)), questions.entries, options)
        say(f"{folder.name}: asking {len(questions.asked)} questions")
        fit, held = (
            _score(_pick(questions.asked, half, options), knowledge, knowledge.entries, options)
            for half in get_args(Half)
        )
    wordings = {entry.number: (entry.question, *entry.similar_questions) for entry in questions.entries}
    return ScoredSet(folder.name, fit, held, wordings)


def score_unrelated(
    published: PublishedQuestions | None, half: Half, options: EvaluationOptions, say: Say
) -> UnrelatedQuestions | None:
    """Score one half of the unrelated questions, ``options.limit`` of each set; None where there are none.

    Raises InvalidInput for a set in another form, and where ``options`` have an encoder but what is published lacks
    vectors of its model."""
    if not (published and published.unrelated):
        return None
    _check_vectors(published.knowledge, options)
    say(f"asking the {half} half of the unrelated questions")
    asked = [each for folder in published.unrelated for each in _pick(read_folder(folder).asked, half, options)]
    unanswered = [LabelledQuestion(each.question, frozenset()) for each in asked]
    knowledge = published.knowledge
    return UnrelatedQuestions(
        *(_score(unanswered, knowledge, each, options) for each in (knowledge.entries, knowledge.items))
    )


def score_own(folder: Path, knowledge: KnowledgeFile, options: EvaluationOptions, say: Say) -> ScoredSet:
    """Score the office's own questions in ``folder`` against the published ``knowledge``."""
    _check_vectors(knowledge, options)
    say("asking the office's own questions")
    published = knowledge.entries_at(knowledge.list_numbers())
    entries = {number: entry for number, entry in published.items() if not entry.is_referral}
    fit, held = (
        _score(read_own(folder, half, entries), knowledge, knowledge.entries, options) for half in get_args(Half)
    )
    wordings = {number: (entry.question, *entry.similar_questions) for number, entry in entries.items()}
    asked = [LabelledQuestion(text, frozenset({number})) for number, texts in wordings.items() for text in texts]
    as_questions = _score(spread(asked, options.limit), knowledge, knowledge.entries, options)
    return ScoredSet(OWN, fit, held, wordings, as_questions)


def _check_vectors(knowledge: KnowledgeFile, options: EvaluationOptions) -> None:
    encoder, vectors = options.encoder, knowledge.vectors
    if encoder and not (vectors.complete and vectors.model == encoder.model):
        raise InvalidInput({"published": "已发布的内容还没有句向量，请先运行 hotline publish。"})


def _pick(asked: Sequence[LabelledQuestion], half: Half, options: EvaluationOptions) -> Sequence[LabelledQuestion]:
    return replace(options, half=half).pick(asked)


def _score(
    asked: Sequence[LabelledQuestion],
    knowledge: KnowledgeFile,
    collection: SearchableCollection,
    options: EvaluationOptions,
) -> ScoreMatrix:
    scored = score_questions(asked, knowledge, collection, options.encoder, options.progress)
    return ScoreMatrix(scored, Mode.MEANING if options.encoder else Mode.WORDS)
