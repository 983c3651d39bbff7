"""A citizen's question, answered from the knowledge file and kept as an enquiry, and what they did with the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel, Outcome
from hotline.core.errors import Unavailable
from hotline.core.masking import mask_number, mask_numbers
from hotline.matching.decision import Decision, Kind, match
from hotline.matching.search import warm as warm_matching
from hotline.matching.text.normalise import LONGEST
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit

_log = logging.getLogger(__name__)

OUTCOMES = {Kind.ANSWER: Outcome.ANSWERED, Kind.CHOICES: Outcome.OFFERED, Kind.NOTHING: Outcome.UNANSWERED}


@dataclass(frozen=True)
class Asked:
    """``enquiry_id`` is None when the enquiry could not be kept; the answer stands all the same."""

    decision: Decision
    enquiry_id: int | None

    @property
    def outcome(self) -> Outcome:
        """What came of the question, in the words channels and records share."""
        return OUTCOMES[self.decision.kind]


def warm(line: Line) -> None:
    """Load what matching needs before the first question, so that no caller waits for it."""
    try:
        dictionary = line.knowledge.dictionary
    except Exception:  # whatever is wrong with it: the line starts, so that callers hear an apology and are connected
        _log.warning("nothing to answer from yet", exc_info=True)
        dictionary = ()
    warm_matching(dictionary)
    if line.meaning:
        line.meaning.warm()


@dataclass(frozen=True)
class Considered:
    """A question and the decision on it, made of one version of what is published.

    An answer to words that may be misheard (``unsure``) is only offered: the citizen must first say that it is it."""

    question: str
    decision: Decision
    knowledge_version: int
    unsure: bool = False

    @property
    def outcome(self) -> Outcome:
        outcome = OUTCOMES[self.decision.kind]
        return Outcome.OFFERED if self.unsure and outcome is Outcome.ANSWERED else outcome


def decide(line: Line, question: str) -> Decision:
    """The decision on ``question`` without keeping anything."""
    return match(question, line.knowledge, line.meaning)


def consider(line: Line, question: str, *, unsure: bool = False) -> Considered:
    """The decision on ``question``, to be recorded with what else follows from it."""
    knowledge = line.knowledge
    return Considered(question, match(question, knowledge, line.meaning), knowledge.version.number, unsure)


def record(
    line: Line,
    unit: Unit,
    considered: Considered,
    *,
    channel: Channel,
    caller: str,
    conversation: str,
    delivery: str | None,
) -> int:
    """Keep what was asked as an enquiry, once for a ``delivery``; its id. ``caller`` and every telephone number in the
    question are masked before they are stored."""
    return unit.enquiries.add(
        channel=channel,
        question=mask_numbers(considered.question)[:LONGEST],
        outcome=considered.outcome,
        confidence=considered.decision.confidence,
        entries=_told(considered.decision),
        caller=mask_number(caller),
        asked_at=line.now(),
        knowledge_version=considered.knowledge_version,
        conversation=conversation,
        delivery=delivery,
    )


def ask(
    line: Line,
    question: str,
    *,
    channel: Channel,
    caller: str = "",
    conversation: str = "",
    delivery: str | None = None,
) -> Asked:
    """Decide on ``question`` and keep it as an enquiry; ``caller`` is masked before it is stored.

    A question that comes again under the same ``delivery`` is kept once. While the records cannot be reached the
    citizen is answered all the same."""
    considered = consider(line, question)
    return keep(line, considered, channel=channel, caller=caller, conversation=conversation, delivery=delivery)


def keep(
    line: Line,
    considered: Considered,
    *,
    channel: Channel,
    caller: str,
    conversation: str,
    delivery: str | None,
) -> Asked:
    """Keep a question that was considered as an enquiry, where that can be done now."""
    try:
        with line.records.writing() as unit:
            enquiry_id = record(
                line,
                unit,
                considered,
                channel=channel,
                caller=caller,
                conversation=conversation,
                delivery=delivery,
            )
    except Unavailable:
        _log.warning("an enquiry could not be kept", exc_info=True)
        return Asked(considered.decision, None)
    return Asked(considered.decision, enquiry_id)


def _told(decision: Decision) -> list[int]:
    """The entries the citizen was told or offered: of an answer the first alone."""
    matches = decision.matches[:1] if decision.kind is Kind.ANSWER else decision.matches
    return [match.entry.number for match in matches if match.entry]


def pick(line: Line, enquiry_id: int | None, number: int) -> None:
    """Keep that the citizen took entry ``number`` of the choices offered; another number changes nothing."""
    if enquiry_id is not None:
        wanted = enquiry_id
        _keep(line, lambda unit: unit.enquiries.pick(wanted, number))


def rate(line: Line, number: int, helpful: bool, enquiry_id: int | None = None) -> None:
    """Keep whether entry ``number`` was of help; Unavailable when it cannot be kept, for a vote is thanked for."""
    with line.records.writing() as unit:
        unit.enquiries.rate(number, helpful, enquiry_id, line.now())


def transferred(line: Line, enquiry_id: int | None) -> None:
    """Keep that the citizen went on to the operator after this enquiry."""
    if enquiry_id is not None:
        wanted = enquiry_id
        _keep(line, lambda unit: unit.enquiries.transferred(wanted))


def _keep(line: Line, change: Callable[[Unit], object]) -> None:
    """What a citizen did with an answer is kept where it can be, and never gets in their way."""
    try:
        with line.records.writing() as unit:
            change(unit)
    except Unavailable:
        _log.warning("what was done with an answer could not be kept", exc_info=True)
