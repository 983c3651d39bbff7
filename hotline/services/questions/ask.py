"""A citizen's question: decided from the knowledge file, recorded as an enquiry, and what they did with the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from hotline.core.enquiries import Channel, Outcome
from hotline.core.errors import Unavailable
from hotline.core.masking import mask_number, mask_numbers
from hotline.matching import search
from hotline.matching.decision import Decision, Kind
from hotline.matching.match import match
from hotline.matching.ranking.embeddings import Mode
from hotline.matching.search import warm as warm_matching
from hotline.matching.text.normalise import LONGEST
from hotline.services.line import Line
from hotline.services.sayings import recognition

if TYPE_CHECKING:
    from hotline.storage.knowledge.reader import KnowledgeFile
    from hotline.storage.records.unit_of_work import Unit

_log = logging.getLogger(__name__)
T = TypeVar("T")

Match: TypeAlias = search.Match
"""An entry or a catalogue item found for a question: channels, which may not import matching, name the type so."""

OUTCOMES = {
    Kind.ANSWER: Outcome.ANSWERED,
    Kind.REFERRAL: Outcome.REFERRED,
    Kind.CHOICES: Outcome.OFFERED,
    Kind.NOTHING: Outcome.UNANSWERED,
}


@dataclass(frozen=True)
class DecidedQuestion:
    """A question and the decision on it, with the number of the published version that it was decided on.

    ``needs_confirmation`` is set where a speech recogniser may have misheard the question. The citizen is then asked
    whether the answer is the one they want, so the enquiry counts as offered and not as answered. ``is_emergency`` is
    set for words about danger, which were not searched for."""

    question: str
    decision: Decision
    knowledge_version: int
    needs_confirmation: bool = False
    is_emergency: bool = False

    @property
    def is_answer(self) -> bool:
        """Whether one answer, or one referral, was found, rather than choices or nothing."""
        return self.decision.is_sure

    @property
    def outcome(self) -> Outcome:
        """The outcome that is recorded with the enquiry."""
        if self.is_emergency:
            return Outcome.EMERGENCY
        return Outcome.OFFERED if self.is_answer and self.needs_confirmation else OUTCOMES[self.decision.kind]


def warm(line: Line) -> None:
    """Load what matching needs (dictionary and sentence embeddings) and the grammar of sayings before the first
    question, so that no citizen waits for it."""
    recognition.warm()
    dictionary: tuple[str, ...] = ()
    if line.encoder:
        line.encoder.warm()
    try:
        dictionary = line.knowledge.dictionary
        if line.encoder:
            match("试一下", line.knowledge, line.encoder)  # the first question by meaning reads all vectors
    except Exception:  # the service must start all the same: callers then hear an apology and reach an operator
        _log.warning("nothing to answer from yet", exc_info=True)
    warm_matching(dictionary)


def decide(
    line: Line, question: str, *, context: int | None = None, needs_confirmation: bool = False
) -> DecidedQuestion:
    """Match ``question`` against one published version; nothing is recorded.

    Where the line keeps decisions, that of a question asked before is told again, without the reasons for it.
    ``context`` is the number of the entry that was answered before, if any. Raises Unavailable while nothing is
    published."""
    knowledge = line.knowledge
    decision = _find_decision(line, knowledge, question, context)
    return DecidedQuestion(question, decision, knowledge.version.number, needs_confirmation)


def _find_decision(line: Line, knowledge: KnowledgeFile, question: str, context: int | None) -> Decision:
    """The decision kept since ``question`` was asked before, or a new one.

    One by words where meanings should have been compared is not kept: the encoder failed, and may not fail again."""
    digest = line.decisions.digest(question, context) if line.decisions else None
    if line.decisions is None or digest is None:
        return match(question, knowledge, line.encoder, context)
    kept = line.decisions.find(knowledge.version, digest)
    if kept is not None:
        return kept
    decision = match(question, knowledge, line.encoder, context)
    is_searched = decision.search_result is not None
    if not (is_searched and decision.mode is Mode.WORDS and search.compares_meanings(knowledge, line.encoder)):
        line.decisions.keep(knowledge.version, digest, decision)
    return decision


def note_emergency(line: Line, words: str) -> DecidedQuestion:
    """The ``words`` of a citizen in danger, to be recorded as an enquiry that staff see marked."""
    try:
        version = line.knowledge.version.number
    except Unavailable:
        version = 0
    return DecidedQuestion(words, Decision(Kind.NOTHING, 0.0, (), ()), version, is_emergency=True)


def record(
    line: Line,
    decided: DecidedQuestion,
    *,
    channel: Channel,
    caller: str = "",
    conversation: str = "",
    delivery: str | None = None,
    unit: Unit | None = None,
) -> int | None:
    """Record the question as an enquiry, once for each ``delivery``, and return the enquiry's id.

    ``caller`` (E.164) and every telephone number in the question are masked before they are stored. Returns None
    while the records cannot be reached: the citizen gets the answer all the same. Where a ``unit`` is given, the
    enquiry joins its transaction, and an error is raised to whoever opened it."""

    def add(unit: Unit) -> int:
        return unit.enquiries.add(
            channel=channel,
            question=mask_numbers(decided.question)[:LONGEST],
            outcome=decided.outcome,
            confidence=decided.decision.confidence,
            entries=_list_shown(decided.decision),
            caller=mask_number(caller),
            asked_at=line.now(),
            knowledge_version=decided.knowledge_version,
            conversation=conversation,
            delivery=delivery,
        )

    return add(unit) if unit is not None else _try_write(line, add)


def _list_shown(decision: Decision) -> list[int]:
    """Numbers of the entries that the citizen gets to see: the first of an answer, and all choices."""
    matches = decision.matches[:1] if decision.is_sure else decision.matches
    return [match.entry.number for match in matches if match.entry]


def record_pick(line: Line, enquiry_id: int | None, number: int) -> None:
    """Record that the citizen picked entry ``number`` of the choices offered; a number not offered changes nothing."""
    if enquiry_id is not None:
        known_id = enquiry_id
        _try_write(line, lambda unit: unit.enquiries.pick(known_id, number))


def record_rating(line: Line, number: int, helpful: bool, enquiry_id: int | None = None) -> None:
    """Record whether entry ``number`` helped. Raises Unavailable when it cannot be stored, because the citizen must
    not be thanked for a vote that is lost."""
    with line.records.writing() as unit:
        unit.enquiries.rate(number, helpful, enquiry_id, line.now())


def record_transfer(line: Line, enquiry_id: int | None) -> None:
    """Record that the citizen went on to an operator after this enquiry."""
    if enquiry_id is not None:
        known_id = enquiry_id
        _try_write(line, lambda unit: unit.enquiries.mark_transferred(known_id))


def _try_write(line: Line, write: Callable[[Unit], T]) -> T | None:
    """Run ``write`` in a transaction; None while the records cannot be reached, so that no citizen waits on them."""
    try:
        with line.records.writing() as unit:
            return write(unit)
    except Unavailable:
        _log.warning("an enquiry, or what followed it, could not be recorded", exc_info=True)
        return None
