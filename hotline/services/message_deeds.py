"""What staff do with a message beside answering it: give it to a department, note, correct, forward, close, reopen it,
and make an entry of it. Its history keeps who did what and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hotline.core.entries import REFERRAL_NUMBERS
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.masking import mask_numbers
from hotline.core.messages import ClosingReason, Message, MessageDeed, MessageEvent, MessageState
from hotline.core.permissions import Permission, Staff
from hotline.core.text_length import tidy
from hotline.core.texts import SUPERSEDED
from hotline.services import messages
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.core.entries import Entry
    from hotline.storage.records.unit_of_work import Unit

NOTE_LIMIT = 1_000
"""Characters."""
CLOSED_ANSWER = "这条留言已经办结，没有另外的答复。还有要问的，请再留言或者打电话。"
"""What the writer of a closed message is told who looks it up; no SMS brings it."""
_ANSWERS = frozenset({MessageDeed.ANSWERED, MessageDeed.FORWARDED, MessageDeed.CORRECTED})
_CHANGED = "这条留言刚刚被别人办过，请看过新的情况再操作。"


def list_history(line: Line, actor: Staff, tracking_number: str) -> list[MessageEvent]:
    """What was done with a message, the oldest first; numbers are masked for those who may not see them."""
    messages.get_message(line, actor, tracking_number)
    with line.records.reading() as unit:
        events = unit.messages.list_events(tracking_number)
    return events if actor.may(Permission.SEE_NUMBERS) else [event.masked() for event in events]


def assign(line: Line, actor: Staff, tracking_number: str, department: str) -> None:
    """Give a message to the ``department`` with this code; "" takes it back from any.

    Staff of a member office give one that is not theirs back, and those of the whole line find out whose it is."""
    actor.require(Permission.ANSWER_MESSAGES)
    with line.records.writing() as unit:
        messages.require_own(unit, actor, tracking_number)
        if department:
            actor.require_department(department)
        if department and department not in {one.code for one in unit.office.departments()}:
            raise InvalidInput({"department": "没有这个部门。"})
        if not unit.messages.change(tracking_number, None, department=department):
            raise NotFound("没有这个查询号的留言。")
        _note_deed(line, unit, actor, tracking_number, MessageDeed.ASSIGNED, subject=department)


def note(line: Line, actor: Staff, tracking_number: str, words: str) -> None:
    """Note something for colleagues, such as a suggested answer; the writer of the message never sees it."""
    actor.require(Permission.READ_ENQUIRIES)
    words = _check_note(words, "words")
    if not words:
        raise InvalidInput({"words": "请写下备注。"})
    messages.get_message(line, actor, tracking_number)
    with line.records.writing() as unit:
        _note_deed(line, unit, actor, tracking_number, MessageDeed.NOTED, words=words)


def correct(
    line: Line,
    actor: Staff,
    tracking_number: str,
    answer: str,
    *,
    seen: int,
    compose_text: Callable[[Message], str],
) -> None:
    """Replace the answer that was sent; the replaced one stays in the history, and an SMS tells the new one.

    ``seen`` is ``find_answer_event`` as the page showed it. Raises Conflict when somebody corrected it meanwhile.

    The SMS of the earlier answer is given up if it is still waiting: it must not come after the correction."""
    actor.require(Permission.ANSWER_MESSAGES)
    answer = messages.check_answer(answer)
    with line.records.writing() as unit:
        messages.require_own(unit, actor, tracking_number)
        message = unit.messages.find(tracking_number)
        if message is None:
            raise NotFound("没有这个查询号的留言。")
        if message.answer == answer:
            raise InvalidInput({"answer": "和原来的答复一样，没有要更正的。"})
        is_written = unit.messages.change(tracking_number, MessageState.ANSWERED, answer=answer)
        if not is_written or find_answer_event(unit.messages.list_events(tracking_number)) != seen:
            raise Conflict(_CHANGED)
        event = _note_deed(line, unit, actor, tracking_number, MessageDeed.CORRECTED, words=message.answer)
        unit.texts.give_up(tracking_number, SUPERSEDED, line.now())
        corrected = unit.messages.find(tracking_number)
        if corrected is not None:
            messages.queue_answer(line, unit, corrected, compose_text, f"answer:{tracking_number}:{event}")


def find_answer_event(events: list[MessageEvent]) -> int:
    """The id of the event that gave the answer which holds now; 0 where the history has none."""
    return max((event.id for event in events if event.deed in _ANSWERS), default=0)


def forward(
    line: Line, actor: Staff, tracking_number: str, number: int, *, compose_text: Callable[[Message], str]
) -> None:
    """Answer a message with the office that its matter belongs to, as the published referral ``number`` has it."""
    actor.require(Permission.ANSWER_MESSAGES)
    with line.records.reading() as unit:
        published = unit.entries.find_published(number) if number in REFERRAL_NUMBERS else None
    if published is None:
        raise InvalidInput({"number": "没有这个编号的转介，或者还没有发布。"})
    messages.answer_message(
        line,
        actor,
        tracking_number,
        word_referral(published.entry),
        compose_text=compose_text,
        deed=MessageDeed.FORWARDED,
        subject=str(number),
    )


def word_referral(referral: Entry) -> str:
    """The answer that sends the writer of a message on to another office."""
    telephone = f"电话是{referral.telephone}。" if referral.telephone else ""
    note = f"{referral.note.rstrip('。')}。" if referral.note else ""
    return f"您问的事归{referral.office}管，请到那里问。{telephone}{note}"


def close(line: Line, actor: Staff, tracking_number: str, reason: ClosingReason, words: str = "") -> None:
    """Close a waiting message that needs no answer; its writer gets no SMS."""
    actor.require(Permission.ANSWER_MESSAGES)
    words = _check_note(words, "words")
    if reason is ClosingReason.OTHER and not words:
        raise InvalidInput({"words": "请写明为什么不用答复。"})
    closed = {
        "state": MessageState.CLOSED,
        "answer": CLOSED_ANSWER,
        "answered_at": line.now(),
        "answered_by": actor.name,
    }
    _move(line, actor, tracking_number, MessageState.WAITING, closed, MessageDeed.CLOSED, reason.value, words)


def reopen(line: Line, actor: Staff, tracking_number: str) -> None:
    """Have a message that was closed by mistake wait for an answer again."""
    actor.require(Permission.ANSWER_MESSAGES)
    opened = {"state": MessageState.WAITING, "answer": "", "answered_at": None, "answered_by": ""}
    _move(line, actor, tracking_number, MessageState.CLOSED, opened, MessageDeed.REOPENED)


def suggest_entry(line: Line, actor: Staff, tracking_number: str) -> tuple[str, str]:
    """(question, answer) that an entry may be made of; numbers are masked, because entries are public."""
    actor.require(Permission.EDIT_ENTRIES)
    message = messages.get_message(line, actor, tracking_number)
    answer = message.answer if message.state is MessageState.ANSWERED else ""
    return mask_numbers(message.body), mask_numbers(answer)


def record_entry(line: Line, actor: Staff, tracking_number: str, number: int) -> None:
    """Record that a draft of entry ``number`` was made of a message; once is enough."""
    actor.require(Permission.EDIT_ENTRIES)
    messages.get_message(line, actor, tracking_number)
    with line.records.writing() as unit:
        events = unit.messages.list_events(tracking_number)
        if (MessageDeed.WRITTEN, str(number)) not in {(event.deed, event.subject) for event in events}:
            _note_deed(line, unit, actor, tracking_number, MessageDeed.WRITTEN, subject=str(number))


def _move(
    line: Line,
    actor: Staff,
    tracking_number: str,
    was: MessageState,
    columns: dict[str, object],
    deed: MessageDeed,
    subject: str = "",
    words: str = "",
) -> None:
    with line.records.writing() as unit:
        messages.require_own(unit, actor, tracking_number)
        if unit.messages.find(tracking_number) is None:
            raise NotFound("没有这个查询号的留言。")
        if not unit.messages.change(tracking_number, was, **columns):
            raise Conflict(_CHANGED)
        _note_deed(line, unit, actor, tracking_number, deed, subject=subject, words=words)


def _note_deed(
    line: Line,
    unit: Unit,
    actor: Staff,
    tracking_number: str,
    deed: MessageDeed,
    *,
    subject: str = "",
    words: str = "",
) -> int:
    return unit.messages.add_event(tracking_number, deed, subject=subject, words=words, by=actor.name, at=line.now())


def _check_note(words: str, field: str) -> str:
    words = tidy(words)
    if len(words) > NOTE_LIMIT:
        raise InvalidInput({field: f"最多{NOTE_LIMIT}个字，现在有{len(words)}个字。"})
    return words
