"""Runs a question set: publishes its entries into a knowledge file of its own, asks its questions, and measures."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.core.contents import Contents
from hotline.core.departments import Office
from hotline.core.entries import Entry
from hotline.core.word_lists import STOP_WORDS
from hotline.evaluation.bm25_baseline import PlainRanking
from hotline.evaluation.calibration import JudgedDecision
from hotline.evaluation.measures import (
    DEPTH,
    Evaluation,
    MeasuredQuestion,
    NoiseEffect,
    Recall,
    find_place,
    summarise,
)
from hotline.evaluation.noise import Vocabulary, make_noisy
from hotline.evaluation.question_sets import Half, LabelledQuestion, half_of, read_golden, read_set, spread
from hotline.matching.decision import Decision, decide
from hotline.matching.ranking.embeddings import SentenceEncoder
from hotline.matching.search import search, warm
from hotline.matching.text.normalise import normalise
from hotline.matching.text.terms import word_frequencies
from hotline.services.content.embed import Progress, find_reader, report_nothing
from hotline.services.content.publish import compile_contents

if TYPE_CHECKING:
    from hotline.storage.knowledge.reader import KnowledgeFile
    from hotline.storage.knowledge.versions import VersionStore


@dataclass(frozen=True)
class EvaluationOptions:
    """How a question set is run.

    At most ``limit`` of the questions in its ``half`` are asked (None: no limit, both halves), and once more with
    ``noise`` (a key of noise.KINDS) made from ``seed``. With an ``encoder`` questions are matched by meaning too; the
    vectors of all entries are made first, and ``reading`` is called with the number of texts read and of all texts.
    ``progress`` is called with the number of questions asked and of all questions."""

    limit: int | None = None
    half: Half | None = None
    noise: str | None = None
    seed: int = 0
    encoder: SentenceEncoder | None = None
    progress: Progress = report_nothing
    reading: Progress = report_nothing

    def pick(self, asked: Sequence[LabelledQuestion]) -> Sequence[LabelledQuestion]:
        """The questions of ``asked`` that are asked under these options."""
        return spread([each for each in asked if self.half in (None, half_of(each.question))], self.limit)


def evaluate(
    shelf: VersionStore, faq: Path, queries: Path, field: str, options: EvaluationOptions | None = None
) -> Evaluation:
    """Put ``queries`` to the entries of ``faq`` (see question_sets.read_set), published on the empty ``shelf``.

    The entries need nothing of what the office's own need before they are published. Raises InvalidInput for a file
    in another form."""
    options = options or EvaluationOptions()
    questions = read_set(faq, queries, field)
    knowledge, build_seconds = publish_entries(shelf, questions.entries, options)
    measured = _measure(knowledge, questions.entries, questions.asked, options)
    return replace(measured, build_seconds=build_seconds)


def evaluate_published(knowledge: KnowledgeFile, golden: Path, options: EvaluationOptions | None = None) -> Evaluation:
    """Put the questions of the table ``golden`` to what is published; nothing is built, so build_seconds is 0.

    Raises InvalidInput for a table in another form."""
    entries = tuple(knowledge.list_entries())
    asked = read_golden(golden, {entry.number for entry in entries})
    warm(knowledge.dictionary)
    return _measure(knowledge, entries, asked, options or EvaluationOptions())


def publish_entries(
    shelf: VersionStore, entries: tuple[Entry, ...], options: EvaluationOptions
) -> tuple[KnowledgeFile, float]:
    """A knowledge file of ``entries`` alone on the empty ``shelf``, and the seconds that building it took.

    It has sentence vectors where ``options`` have an ``encoder``."""
    office = Office(*[""] * len(Office.__dataclass_fields__))
    contents = Contents(office, (), (), entries, (), (), (), STOP_WORDS, ())
    warm()
    reader = find_reader(options.encoder, most=math.inf, report_progress=options.reading)
    started = time.perf_counter()
    with shelf.publishing():
        compile_contents(shelf, contents, datetime.now(UTC), reader=reader)
    return shelf.current(), time.perf_counter() - started


def _measure(
    knowledge: KnowledgeFile,
    entries: Sequence[Entry],
    asked: Sequence[LabelledQuestion],
    options: EvaluationOptions,
) -> Evaluation:
    asked = options.pick(asked)
    total = len(asked) * (2 if options.noise else 1)
    measured = _ask_all(knowledge, asked, options, 0, total)
    result = summarise(measured, entries=len(entries), build_seconds=0.0)
    if options.noise is None:
        return result
    vocabulary = Vocabulary.of(word_frequencies())
    copies = make_noisy([each.question for each in asked], options.noise, options.seed, vocabulary)
    noisy = [LabelledQuestion(copy, each.relevant) for copy, each in zip(copies, asked, strict=True)]
    noisy_places = [each.place for each in _ask_all(knowledge, noisy, options, len(asked), total)]
    plain_places = partial(_plain_places, PlainRanking(["。".join(_texts(entry)) for entry in entries]), entries)
    effect = NoiseEffect(
        kind=options.noise,
        seed=options.seed,
        noisy=Recall.of(noisy_places),
        plain=Recall.of(plain_places(asked)),
        plain_noisy=Recall.of(plain_places(noisy)),
    )
    return replace(result, noise=effect)


def _ask_all(
    knowledge: KnowledgeFile, asked: Sequence[LabelledQuestion], options: EvaluationOptions, before: int, total: int
) -> list[MeasuredQuestion]:
    """The results of ``asked``; ``before`` questions of ``total`` were asked before them."""
    results = []
    for done, labelled in enumerate(asked, start=before):
        options.progress(done, total)
        results.append(_ask(knowledge, labelled, options.encoder))
    return results


def _ask(knowledge: KnowledgeFile, labelled: LabelledQuestion, encoder: SentenceEncoder | None) -> MeasuredQuestion:
    started = time.perf_counter()
    result = search(normalise(labelled.question), knowledge, encoder)
    decision = decide(result, knowledge)
    seconds = time.perf_counter() - started
    place = find_place(labelled.relevant, [candidate.key for candidate in result.entries])
    return MeasuredQuestion(place, seconds, result.mode, _judge(decision, labelled))


def _judge(decision: Decision, labelled: LabelledQuestion) -> JudgedDecision:
    first = decision.matches[0].entry if decision.matches else None
    right = first is not None and first.number in labelled.relevant
    return JudgedDecision(decision.kind.value, decision.confidence, right)


def _plain_places(
    ranking: PlainRanking, entries: Sequence[Entry], asked: Sequence[LabelledQuestion]
) -> list[int | None]:
    """What find_place says of the plain ranking of each question."""
    return [
        find_place(each.relevant, [entries[row].number for row in ranking.best(each.question, DEPTH)]) for each in asked
    ]


def _texts(entry: Entry) -> tuple[str, ...]:
    """The texts of ``entry`` that the plain ranking reads: the same that our own matching reads."""
    return tuple(filter(None, (entry.question, *entry.similar_questions, *entry.keywords, entry.web_answer)))
