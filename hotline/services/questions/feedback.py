"""Relevance feedback: questions that led citizens to an entry, suggested to staff as similar questions of it.

Nothing is added to an entry unless staff do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hotline.core.entries import SIMILAR_LIMIT, is_entry_number
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.masking import mask_numbers, without_numbers
from hotline.core.permissions import Permission, Staff
from hotline.core.relevance_feedback import Evidence, FeedbackCount, FeedbackKind
from hotline.core.review import Revision, Status
from hotline.core.text_length import tidy
from hotline.matching.text.normalise import fold, normalise, read_number
from hotline.services.content import workflow
from hotline.services.line import Line
from hotline.services.questions.question_key import question_key

if TYPE_CHECKING:
    from hotline.services.content.workflow import EntryHistory
    from hotline.storage.records.unit_of_work import Unit

FEEDBACK_PERIOD = timedelta(days=365)
"""Older feedback is ignored: the law and the answers may have changed since."""
COUNTS_READ = 2_000
"""At most so many different questions are read of each kind of feedback, newest first."""
SHOWN = 100
"""Suggestions listed at once."""
_SAME_QUESTIONS = 1_000
"""Unanswered enquiries that are searched for the same question, newest first."""


def list_evidence(line: Line, actor: Staff, number: int | None = None) -> list[Evidence]:
    """Questions that led citizens to an entry and are no wording of it yet, those with the most weight first.

    Left out are questions that staff dismissed, plain numbers, and questions whose weight is not positive, because
    the entry did not help."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        useful = [one for one in _choose_seen(unit, actor, _collect(line, unit, number)) if one.weight > 0]
        wordings = _read_wordings(unit, {evidence.number for evidence in useful})
        dismissed = unit.feedback.list_dismissed()
    suggested = [
        evidence
        for evidence in useful
        if evidence.number in wordings
        and evidence.key not in wordings[evidence.number]
        and (evidence.number, evidence.key) not in dismissed
    ]
    return sorted(suggested, key=lambda evidence: (-evidence.weight, -evidence.last.timestamp()))[:SHOWN]


def list_failures(line: Line, actor: Staff, number: int | None = None) -> list[Evidence]:
    """Questions whose answer did not help, the most frequent first, without those that staff dismissed."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        failed = [one for one in _choose_seen(unit, actor, _collect(line, unit, number)) if one.not_helped]
        dismissed = unit.feedback.list_dismissed()
    remaining = [evidence for evidence in failed if (evidence.number, evidence.key) not in dismissed]
    return sorted(remaining, key=lambda evidence: (-evidence.not_helped, -evidence.last.timestamp()))[:SHOWN]


def _choose_seen(unit: Unit, actor: Staff, found: Iterator[Evidence]) -> list[Evidence]:
    """What was ``found`` on entries that somebody sees: the staff of a member office, those of that office."""
    listed = list(found)
    if not actor.office_code:
        return listed
    current = unit.entries.list_current({one.number for one in listed})
    own = {one.entry.number for one in current if one.entry.department in actor.office_departments}
    return [one for one in listed if one.number in own]


def count_votes(line: Line, actor: Staff, number: int) -> tuple[int, int]:
    """How many votes say that entry ``number`` helped, and how many that it did not."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        return unit.feedback.count_votes(number)


def add_wording(line: Line, actor: Staff, number: int, wording: str) -> Revision:
    """Add ``wording`` to the similar questions of the actor's own draft of the entry, or of a new draft.

    The draft must be submitted and approved as any other. Raises Conflict when somebody else is writing a draft, when
    the entry waits for review, is withdrawn, or has this wording already."""
    actor.require(Permission.EDIT_ENTRIES)
    wording = _check_wording(wording)
    history = workflow.get_entry(line, actor, number)
    draft = history.open
    if draft and draft.status is not Status.DRAFT:
        raise Conflict(f"{number}正在等审核或者等日子发布，现在不能改。发布以后再来加这一句，它会留在这里。")
    if draft and actor.name not in draft.writers:
        raise Conflict(f"{_name(line, draft.changed_by)}正在写{number}的草稿。请先商量一下，或者等这一稿审核完再加。")
    base = draft or history.published
    if base is None:
        raise Conflict(f"{number}已经撤回，现在不能加相似问。")
    entry = base.entry
    if question_key(wording) in map(question_key, (entry.question, *entry.similar_questions)):
        raise Conflict(f"{number}里已经有这一句了。")
    extended = replace(entry, similar_questions=(*entry.similar_questions, wording))
    return workflow.save_draft(line, actor, extended, _version(history))


def dismiss(line: Line, actor: Staff, number: int, wording: str) -> None:
    """Do not suggest ``wording`` for this entry again."""
    actor.require(Permission.EDIT_ENTRIES)
    if not fold(wording) or not is_entry_number(number):
        raise InvalidInput({"wording": "请刷新页面再操作。"})
    if actor.office_code:
        workflow.get_entry(line, actor, number)  # which refuses another office's
    with line.records.writing() as unit:
        unit.feedback.dismiss(number, question_key(wording), actor.name, line.now())


def link(line: Line, actor: Staff, enquiry_id: int, number: int) -> str:
    """Link an unanswered enquiry, and all others with the same question, to entry ``number``.

    Returns the question with telephone numbers masked."""
    actor.require(Permission.EDIT_ENTRIES)
    with line.records.writing() as unit:
        enquiry = unit.enquiries.find(enquiry_id)
        if enquiry is None:
            raise NotFound("没有这个咨询。")
        if unit.entries.find_newest(number) is None:
            raise InvalidInput({"number": f"没有编号为{number}的问答。"})
        unanswered = unit.enquiries.list_unanswered(_SAME_QUESTIONS)
        key = question_key(enquiry.question)
        same_question = (other.id for other in unanswered if question_key(other.question) == key)
        for linked_id in sorted({enquiry.id, *same_question}):  # in one order, so that two people never deadlock
            unit.feedback.link(linked_id, number, actor.name, line.now())
    return mask_numbers(enquiry.question)


def _collect(line: Line, unit: Unit, number: int | None) -> Iterator[Evidence]:
    """The evidence for each question and entry; spellings with one key count as one question. Entries that staff cannot
    edit, such as those on the office, are left out."""
    groups: dict[tuple[int, str], list[FeedbackCount]] = {}
    for count in unit.feedback.list_feedback_counts(line.now() - FEEDBACK_PERIOD, COUNTS_READ, number):
        key = question_key(count.question)
        if is_entry_number(count.number) and key and read_number(normalise(count.question)) is None:
            groups.setdefault((count.number, key), []).append(count)
    return (_sum_counts(number, key, counts) for (number, key), counts in groups.items())


def _sum_counts(number: int, key: str, counts: list[FeedbackCount]) -> Evidence:
    """One question's evidence for an entry; its shortest spelling is shown."""
    question = min((" ".join(count.question.split()) for count in counts), key=lambda text: (len(text), text))
    times = {kind: sum(count.times for count in counts if count.kind is kind) for kind in FeedbackKind}
    return Evidence(
        number=number,
        key=key,
        wording=mask_numbers(question),
        is_private=without_numbers(question) != question or len(question) > SIMILAR_LIMIT,
        picked=times[FeedbackKind.PICKED],
        helped=times[FeedbackKind.HELPED],
        not_helped=times[FeedbackKind.NOT_HELPED],
        linked=times[FeedbackKind.LINKED],
        last=max(count.last for count in counts),
    )


def _read_wordings(unit: Unit, numbers: Iterable[int]) -> dict[int, set[str]]:
    """Entry number -> keys of all its wordings, published and in an open draft."""
    wordings: dict[int, set[str]] = {}
    for number, *questions in unit.entries.list_wordings(numbers):
        wordings.setdefault(number, set()).update(map(question_key, questions))
    return wordings


def _check_wording(wording: str) -> str:
    wording = tidy(wording)
    if not fold(wording):
        raise InvalidInput({"wording": "这一句是空的。"})
    if len(wording) > SIMILAR_LIMIT:
        raise InvalidInput({"wording": f"每个相似问最多{SIMILAR_LIMIT}个字。"})
    if mask_numbers(wording) != wording or "****" in wording:
        raise InvalidInput({"wording": "这一句里有电话或者证件号码，请改写以后再加。"})
    return wording


def _version(history: EntryHistory) -> int:
    return max(revision.version for revision in history.revisions)


def _name(line: Line, login_name: str) -> str:
    with line.records.reading() as unit:
        person = unit.staff.find_by_name(login_name)
    return person.full_name if person else login_name
