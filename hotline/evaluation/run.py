"""Measuring matching on a question set, loaded into a knowledge file by the code that publishes."""

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
from hotline.evaluation.calibration import Judged
from hotline.evaluation.measures import DEPTH, Answered, Evaluation, NoiseEffect, Recalls, place_of, summarise
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
class Trial:
    """How a set is put: at most ``limit`` of the questions in its ``half`` (of all: None), and once more with
    ``noise`` (a key of noise.KINDS).

    With ``encoder`` it is matched by meaning too; of a set, all texts are read first, and ``reading`` is told of that.
    ``progress`` is told how many questions of how many are done."""

    limit: int | None = None
    half: Half | None = None
    noise: str | None = None
    seed: int = 0
    encoder: SentenceEncoder | None = None
    progress: Progress = report_nothing
    reading: Progress = report_nothing


def evaluate(shelf: VersionStore, faq: Path, queries: Path, field: str, trial: Trial | None = None) -> Evaluation:
    """Put ``queries`` to the entries of ``faq`` (see question_sets.read_set), published on the empty ``shelf``.

    What an entry of the office must have to be published is not asked of a set's. Raises InvalidInput for a file in
    another form."""
    trial = trial or Trial()
    questions = read_set(faq, queries, field)
    warm()
    reader = find_reader(trial.encoder, most=math.inf, report_progress=trial.reading)
    started = time.perf_counter()
    with shelf.publishing():
        compile_contents(shelf, _contents(questions.entries), datetime.now(UTC), reader=reader)
    build_seconds = time.perf_counter() - started
    measured = _measure(shelf.current(), questions.entries, questions.asked, trial)
    return replace(measured, build_seconds=build_seconds)


def evaluate_published(knowledge: KnowledgeFile, golden: Path, trial: Trial | None = None) -> Evaluation:
    """Put the questions of the table ``golden`` to what is published; nothing is built, so that takes no time.

    Raises InvalidInput for a table in another form."""
    entries = tuple(knowledge.list_entries())
    asked = read_golden(golden, {entry.number for entry in entries})
    warm(knowledge.dictionary)
    return _measure(knowledge, entries, asked, trial or Trial())


def _measure(
    knowledge: KnowledgeFile, entries: Sequence[Entry], asked: Sequence[LabelledQuestion], trial: Trial
) -> Evaluation:
    asked = spread([one for one in asked if trial.half in (None, half_of(one.question))], trial.limit)
    total = len(asked) * (2 if trial.noise else 1)
    answered = []
    for done, one in enumerate(asked):
        trial.progress(done, total)
        answered.append(_ask(knowledge, one, trial.encoder))
    result = summarise(answered, entries=len(entries), build_seconds=0.0)
    if trial.noise is None:
        return result
    noisy = make_noisy([one.question for one in asked], trial.noise, trial.seed, Vocabulary.of(word_frequencies()))
    changed = [LabelledQuestion(question, one.relevant) for question, one in zip(noisy, asked, strict=True)]
    places = []
    for done, one in enumerate(changed, start=len(asked)):
        trial.progress(done, total)
        places.append(_ask(knowledge, one, trial.encoder).place)
    plain = partial(_plain_places, PlainRanking(["。".join(_texts(entry)) for entry in entries]), entries)
    effect = NoiseEffect(
        trial.noise, trial.seed, Recalls.of(places), Recalls.of(plain(asked)), Recalls.of(plain(changed))
    )
    return replace(result, noise=effect)


def _ask(knowledge: KnowledgeFile, asked: LabelledQuestion, encoder: SentenceEncoder | None) -> Answered:
    started = time.perf_counter()
    result = search(normalise(asked.question), knowledge, encoder)
    decision = decide(result, knowledge)
    seconds = time.perf_counter() - started
    place = place_of(asked.relevant, [fit.key for fit in result.entries])
    return Answered(place, seconds, result.mode, _judge(decision, asked))


def _judge(decision: Decision, asked: LabelledQuestion) -> Judged:
    first = decision.matches[0].entry if decision.matches else None
    right = first is not None and first.number in asked.relevant
    return Judged(decision.kind.value, decision.confidence, right)


def _plain_places(
    ranking: PlainRanking, entries: Sequence[Entry], asked: Sequence[LabelledQuestion]
) -> list[int | None]:
    return [place_of(one.relevant, [entries[row].number for row in ranking.best(one.question, DEPTH)]) for one in asked]


def _texts(entry: Entry) -> tuple[str, ...]:
    """All that a plain ranker is given of an entry: what our own matching reads."""
    return tuple(filter(None, (entry.question, *entry.similar_questions, *entry.keywords, entry.web_answer)))


def _contents(entries: tuple[Entry, ...]) -> Contents:
    nowhere = Office(*[""] * len(Office.__dataclass_fields__))
    return Contents(nowhere, (), (), entries, (), (), (), STOP_WORDS, ())
