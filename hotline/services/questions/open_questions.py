"""The list of work that citizens' questions make: four lists of questions that the line served badly.

Staff write an entry or a referral for a question, add it to an entry's similar questions, or dismiss it. Each of these
is a decision about the question in all its spellings. A question is closed when its entry is published, by whoever
approves it; asked after that, it is open again, for then the entry does not catch it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel, Outcome
from hotline.core.entries import REFERRAL_NUMBERS, SIMILAR_LIMIT, topic_of
from hotline.core.errors import InvalidInput, NotFound, Unavailable
from hotline.core.masking import mask_numbers
from hotline.core.open_questions import (
    NEVER_AGAIN,
    RETURN_AFTER,
    AskedCount,
    DismissalReason,
    OpenQuestion,
    QuestionDecision,
    QuestionList,
)
from hotline.core.permissions import Permission, Staff
from hotline.core.review import Status
from hotline.core.text_length import tidy
from hotline.services.line import Line
from hotline.services.questions import explain, feedback
from hotline.services.questions.feedback import COUNTS_READ, FEEDBACK_PERIOD
from hotline.services.questions.question_key import question_key

if TYPE_CHECKING:
    from hotline.core.enquiries import Enquiry
    from hotline.core.entries import Entry
    from hotline.storage.records.unit_of_work import Unit

SHOWN = 300
"""Questions listed at once; the rest follow when these are done."""
EXAMPLES_SHOWN = 3
NOTE_LIMIT = 500
"""Characters of the note with which a question is dismissed."""
AGAIN_READ = 5_000
"""Enquiries that are read to see what was asked again after it was dealt with, newest first."""
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class _Decided:
    """What the records say: by key the decision that holds and when it was linked (before there were decisions), by
    number when an entry was published and whether it is being written."""

    decisions: dict[str, QuestionDecision]
    links: dict[str, datetime]
    published: dict[int, datetime]
    in_work: frozenset[int]

    def is_in_work(self, key: str) -> bool:
        return key in self.decisions and self.decisions[key].number in self.in_work

    def is_dismissed(self, key: str) -> bool:
        return key in self.decisions and self.decisions[key].number is None


def list_questions(line: Line, actor: Staff, asked: QuestionList) -> list[OpenQuestion]:
    """The open questions of a list, those asked most often first, at most SHOWN."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        decided = _read_decided(unit)
        groups = _find_open(line, unit, asked, decided)
    most_asked = sorted(groups, key=lambda key: _rank(groups[key]))[:SHOWN]
    return [_sum_up(key, groups[key], decided) for key in most_asked]


def count_questions(line: Line, actor: Staff) -> dict[QuestionList, int]:
    """How many questions of each list still wait for a decision: those whose entry is being written do not count."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        decided = _read_decided(unit)
        return {
            asked: sum(not decided.is_in_work(key) for key in _find_open(line, unit, asked, decided))
            for asked in QuestionList
        }


def get_enquiry(line: Line, actor: Staff, enquiry_id: int) -> Enquiry:
    """The enquiry with the numbers in its question masked. Raises NotFound."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        enquiry = unit.enquiries.find(enquiry_id)
    if enquiry is None:
        raise NotFound("没有这个咨询。")
    return replace(enquiry, question=mask_numbers(enquiry.question))


def record_entry(line: Line, actor: Staff, enquiry_id: int, number: int) -> None:
    """Record that entry ``number`` was written or extended for the question of an enquiry; once is enough."""
    actor.require(Permission.EDIT_ENTRIES)
    with line.records.writing() as unit:
        enquiry = unit.enquiries.find(enquiry_id)
        if enquiry is None:
            raise NotFound("没有这个咨询。")
        _decide(line, unit, actor, enquiry.question, number=number)


def add_to_entry(line: Line, actor: Staff, enquiry_id: int, number: int) -> bool:
    """Add the question of an enquiry to the similar questions of entry ``number``, in a draft of the actor's.

    Returns False where the wording must be changed by hand first, because it has numbers in it or is too long; then
    nothing was added. Raises Conflict where the entry cannot take it now, InvalidInput where there is no entry."""
    actor.require(Permission.EDIT_ENTRIES)
    wording = tidy(get_enquiry(line, actor, enquiry_id).question)
    with line.records.reading() as unit:
        if unit.entries.find_newest(number) is None:
            raise InvalidInput({"number": f"没有编号为{number}的问答。"})
    fits = "****" not in wording and len(wording) <= SIMILAR_LIMIT
    if fits:
        feedback.add_wording(line, actor, number, wording)
    feedback.link(line, actor, enquiry_id, number)
    record_entry(line, actor, enquiry_id, number)
    return fits


def dismiss(line: Line, actor: Staff, enquiry_id: int, reason: DismissalReason, note: str = "") -> None:
    """Take the question of an enquiry off all lists.

    It comes back when it was asked RETURN_AFTER times after that, unless the reason is one of NEVER_AGAIN."""
    actor.require(Permission.EDIT_ENTRIES)
    note = tidy(note)
    if reason is DismissalReason.OTHER and not note:
        raise InvalidInput({"note": "请写明为什么不用处理。"})
    if len(note) > NOTE_LIMIT:
        raise InvalidInput({"note": f"说明最多{NOTE_LIMIT}个字，现在有{len(note)}个字。"})
    with line.records.writing() as unit:
        enquiry = unit.enquiries.find(enquiry_id)
        if enquiry is None:
            raise NotFound("没有这个咨询。")
        _decide(line, unit, actor, enquiry.question, reason=reason, note=mask_numbers(note))


def list_sources(line: Line, actor: Staff, number: int) -> list[str]:
    """The questions of citizens that entry ``number`` was written or extended for, each once."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return list(dict.fromkeys(decision.wording for decision in unit.open_questions.list_sources(number)))


def find_free_number(line: Line, actor: Staff, question: str = "") -> int | None:
    """The next free number for an entry on ``question``, None while there are no topics.

    It is of the topic whose entries are nearest to the question, else of the first topic, and has six digits where all
    numbers of three digits are taken."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        topics = [topic.digit for topic in unit.office.topics() if topic.digit in "12345678"]
        if not topics:
            return None
        near = (topic_of(entry.number) for entry in _near_entries(line, question))
        digit = next((topic for topic in near if topic in topics), topics[0])
        taken = unit.open_questions.list_taken_numbers(int(f"{digit}00"), int(f"{digit}99"))
        first = int(f"{digit}01")
        free = next((number for number in range(first, first + 99) if number not in taken), None)
        if free is not None:
            return free
        first = int(f"{digit}00000")
        return max(unit.open_questions.list_taken_numbers(first, first + 99_998), default=first) + 1


def suggest_department(line: Line, actor: Staff, question: str) -> str:
    """The department of the entry nearest to ``question``, or the only one that this person works for; "" for none."""
    actor.require(Permission.READ_ENTRIES)
    if actor.own_department is not None:
        return actor.own_department
    return next((entry.department for entry in _near_entries(line, question) if entry.department), "")


def _near_entries(line: Line, question: str) -> Iterator[Entry]:
    """The published entries whose words are nearest to ``question``, the nearest first; no referrals."""
    if not question:
        return
    try:
        candidates = explain.explain(line, question).candidates
    except Unavailable:
        return
    for candidate in candidates:
        if candidate.match.entry and not candidate.match.entry.is_referral:
            yield candidate.match.entry


def _decide(
    line: Line,
    unit: Unit,
    actor: Staff,
    question: str,
    *,
    number: int | None = None,
    reason: DismissalReason | None = None,
    note: str = "",
) -> None:
    """Record a decision, unless the same person has just made the same one: saving a draft again changes nothing."""
    key, wording = _key(question), mask_numbers(question)
    latest = [decision for decision in unit.open_questions.list_decisions() if decision.key == key][-1:]
    if latest and number is not None and (latest[0].number, latest[0].decided_by) == (number, actor.name):
        return
    unit.open_questions.decide(
        QuestionDecision(key, wording, number, reason, note, decided_by=actor.name, decided_at=line.now())
    )


def _key(question: str) -> str:
    """The folded question; one without letters, such as "？？", is its own key."""
    return question_key(question) or question.strip()[:NOTE_LIMIT]


def _read_decided(unit: Unit) -> _Decided:
    decisions = {decision.key: decision for decision in unit.open_questions.list_decisions()}
    numbers = {decision.number for decision in decisions.values() if decision.number is not None}
    moments = unit.open_questions.list_revision_moments(numbers)
    return _Decided(
        decisions=decisions,
        links={_key(question): at for question, _, at in unit.open_questions.list_links()},
        published={number: at for number, status, at in moments if status is Status.PUBLISHED},
        in_work=frozenset(number for number, status, _ in moments if status is not Status.PUBLISHED),
    )


def _rank(counts: list[AskedCount]) -> tuple[int, float]:
    """Sorts what was asked most often first, then what was asked last."""
    return -sum(count.times for count in counts), -max(count.last for count in counts).timestamp()


def _find_open(line: Line, unit: Unit, asked: QuestionList, decided: _Decided) -> dict[str, list[AskedCount]]:
    """The open questions of a list by their keys, each with how often it was asked."""
    groups = _group(unit.open_questions.list_counts(asked, line.now() - FEEDBACK_PERIOD, COUNTS_READ))
    settled = {key: at for key in groups if (at := _settled_at(key, asked, decided)) is not None}
    again = [key for key, at in settled.items() if max(count.last for count in groups[key]) > at]
    later = _group(
        unit.open_questions.list_asked(asked, [count.question for key in again for count in groups[key]], AGAIN_READ)
    )
    for key, at in settled.items():
        groups[key] = [count for count in later.get(key, ()) if count.last > at] if key in again else []
        if decided.is_dismissed(key) and len(groups[key]) < RETURN_AFTER:
            groups[key] = []
    return {key: counts for key, counts in groups.items() if counts}


def _settled_at(key: str, asked: QuestionList, decided: _Decided) -> datetime | None:
    """Until when a question that was asked counts as dealt with; None where it does not at all."""
    decision = decided.decisions.get(key)
    if decision is None:
        return decided.links.get(key)
    if decision.number is None:
        return FOREVER if decision.reason in NEVER_AGAIN else decision.decided_at
    published = decided.published.get(decision.number)
    if published is None or published <= decision.decided_at:
        return None
    # A published referral is meant to send people on: on that list, that is no reason to look at it again.
    works = asked is QuestionList.REFERRED and decision.number in REFERRAL_NUMBERS
    return FOREVER if works else published


def _group(counts: Iterable[AskedCount]) -> dict[str, list[AskedCount]]:
    groups: dict[str, list[AskedCount]] = {}
    for count in counts:
        groups.setdefault(_key(count.question), []).append(count)
    return groups


def _sum_up(key: str, counts: list[AskedCount], decided: _Decided) -> OpenQuestion:
    spellings: Counter[str] = Counter()
    channels: Counter[Channel] = Counter()
    outcomes: Counter[Outcome] = Counter()
    for count in counts:
        spellings[count.question] += count.times
        channels[count.channel] += count.times
        outcomes[count.outcome] += count.times
    shown = (mask_numbers(spelling) for spelling, _ in spellings.most_common(1 + EXAMPLES_SHOWN))
    wording, *examples = dict.fromkeys(shown)
    decision = decided.decisions.get(key)
    return OpenQuestion(
        latest=max(count.latest for count in counts),
        wording=wording,
        examples=tuple(examples),
        times=sum(count.times for count in counts),
        channels={channel: channels[channel] for channel in Channel if channels[channel]},
        outcomes={outcome: outcomes[outcome] for outcome in Outcome if outcomes[outcome]},
        first=min(count.first for count in counts),
        last=max(count.last for count in counts),
        decision=decision,
        is_in_work=decided.is_in_work(key),
    )
