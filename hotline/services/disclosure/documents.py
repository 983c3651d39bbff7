"""The register of documents: registering one, its steps, its consultations, and the clock of its publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hotline.core.disclosure.case_files import ConsultedKind, has_words
from hotline.core.disclosure.clocks import ClockReading, read_clock
from hotline.core.disclosure.documents import (
    DOCUMENT_LIMITS,
    DisclosureAttribute,
    DocumentAction,
    DocumentConsultation,
    DocumentDetails,
    DocumentEvent,
    DocumentOpinion,
    DocumentState,
    OfficialDocument,
    check_draft,
    check_proposal,
    document_clock,
    next_document_state,
)
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.permissions import Permission, Staff
from hotline.core.proposals import ProposalKind
from hotline.core.text_length import tidy
from hotline.services.content.proposal_steps import read_standing
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_A = DocumentAction
WORDS_LIMIT = 500
"""Characters of the words of a step or of a consultation."""
REVIEW_AFTER = timedelta(days=365)
"""A document that is not disclosed comes up again so long after it was signed, unless the signer sets another day: the
regulation says 定期 and no period (第十八条)."""
LATEST_REVIEW = timedelta(days=3 * 366)
_NEEDS_WORDS = {
    _A.RETURN: "请写明要改什么。",
    _A.CHANGE: "请写明变更了什么。",
    _A.KEEP: "请写明为什么仍然不公开。",
    _A.REOPEN: "请写明为什么要重新认定。",
    _A.DROP: "请写明为什么撤销登记。",
}


@dataclass(frozen=True)
class DocumentStep:
    """What staff enter with a step: ``words``, the day of a change, the next day of review."""

    words: str = ""
    changed_on: date | None = None
    review_on: date | None = None


@dataclass(frozen=True)
class OpenDocument:
    """A document with the clock of its publication, None where none runs, and who was asked about it."""

    document: OfficialDocument
    clock: ClockReading | None
    consultations: tuple[DocumentConsultation, ...] = ()

    @property
    def unanswered(self) -> tuple[DocumentConsultation, ...]:
        return tuple(one for one in self.consultations if one.opinion is None)


def register_document(
    line: Line, actor: Staff, details: DocumentDetails, submission: str | None = None
) -> OfficialDocument:
    """Register a document, which its drafter completes and submits afterwards.

    A ``submission`` that came before returns its document. Raises InvalidInput, NotAllowed."""
    actor.require(Permission.PROPOSE_DOCUMENTS)
    details = replace(details, department=actor.choose_department(details.department))
    actor.require_department(details.department)
    details = _checked(line, details)
    with line.records.writing() as unit:
        if submission and (first := unit.documents.find_submission(submission)):
            return first
        _check_department(unit, details)
        if details.asked_for and unit.applications.find(details.asked_for) is None:
            raise NotFound("没有这件申请。")
        document = unit.documents.add(details, submission)
        if document is None:
            raise Conflict("这份文件刚刚登记过，请刷新页面再看。")
        return _record(line, unit, actor, document, _A.REGISTER, DocumentState.DRAFTED)


def edit_document(
    line: Line, actor: Staff, document_id: int, version: int, details: DocumentDetails
) -> OfficialDocument:
    """Write ``details`` in place of what was written before; a proposal need not be complete before it is submitted."""
    details = replace(details, department=actor.choose_department(details.department))
    actor.require_department(details.department)
    details = _checked(line, details)
    with line.records.writing() as unit:
        document = get_document_in(unit, document_id, version)
        state = next_document_state(document, _A.EDIT, actor)
        _check_department(unit, details)
        changed = {name: value for name, value in vars(details).items() if name != "asked_for"}
        edited = replace(document, details=replace(details, asked_for=document.details.asked_for))
        return _record(line, unit, actor, edited, _A.EDIT, state, changed)


def take_document_step(
    line: Line, actor: Staff, document_id: int, version: int, action: DocumentAction, step: DocumentStep
) -> OfficialDocument:
    """Take ``action``, which the document's state, its proposal and its consultations must allow.

    Raises NotFound, NotAllowed, Conflict and InvalidInput with a message for each field."""
    if action in (_A.EDIT, _A.RELEASE):
        raise Conflict(f"“{action.value}”有自己的页面。")
    step = replace(step, words=tidy(step.words))
    today = line.now().date()
    with line.records.writing() as unit:
        document = get_document_in(unit, document_id, version)
        state = next_document_state(document, action, actor)
        _check_step(document, action, step, today)
        changed: dict[str, object] = {}
        if action in (_A.PROPOSE, _A.AUDIT, _A.SIGN) and (problems := check_proposal(document.details)):
            raise InvalidInput(problems)
        if action is _A.SIGN:
            _check_release(unit, document, step)
            changed = {"made_on": document.details.made_on or today}
        if action in (_A.SIGN, _A.KEEP):
            changed["review_on"] = None if document.is_open else step.review_on or today + REVIEW_AFTER
        if action in (_A.CHANGE, _A.REOPEN):
            changed = {"published_on": None, "withdrawn_on": None, "review_on": None}
        if action is _A.CHANGE:
            changed["changed_on"] = step.changed_on
        day = step.changed_on if action is _A.CHANGE else None
        return _record(line, unit, actor, document, action, state, changed, step.words, day)


def consult_about(line: Line, actor: Staff, document_id: int, kind: ConsultedKind, whom: str, asked_on: date) -> None:
    """Ask somebody whose matter the document is; until the answer the document is not signed and not released."""
    _require_writer(actor)
    problems = {} if has_words(whom) else {"whom": "请写征求谁的意见。"}
    problems |= {"whom": f"最多{DOCUMENT_LIMITS['title']}个字。"} if len(whom) > DOCUMENT_LIMITS["title"] else {}
    problems |= {"asked_on": "日期不能在今天之后。"} if asked_on > line.now().date() else {}
    if problems:
        raise InvalidInput(problems)
    with line.records.writing() as unit:
        document = get_document_in(unit, document_id)
        actor.require_department(document.details.department)
        if document.state is DocumentState.DROPPED or document.is_public:
            raise Conflict("这份文件已经公开或者撤销登记，不用再征求意见。要改属性的，请先“重新认定属性”。")
        slips = unit.documents.list_consultations(document_id)
        if any((slip.kind, slip.whom, slip.opinion) == (kind, tidy(whom), None) for slip in slips):
            raise Conflict(f"已经征求{tidy(whom)}的意见，还没有答复，不用再征求一次。")
        unit.documents.add_consultation(document_id, kind, tidy(whom), asked_on)


def close_consultation(
    line: Line,
    actor: Staff,
    document_id: int,
    consultation_id: int,
    opinion: DocumentOpinion,
    answered_on: date,
    words: str = "",
) -> None:
    """Note the answer of who was asked, or how the matter was settled without one."""
    _require_writer(actor)
    words, problems = tidy(words), {}
    if opinion is not DocumentOpinion.CONSENTS and not has_words(words):
        problems["words"] = "请写明理由：对方怎么说，或者和谁协商、报谁确定、怎样定的。"
    if len(words) > WORDS_LIMIT:
        problems["words"] = f"最多{WORDS_LIMIT}个字，现在有{len(words)}个字。"
    with line.records.writing() as unit:
        actor.require_department(get_document_in(unit, document_id).details.department)
        asked = unit.documents.list_consultations(document_id)
        found = next((one for one in asked if one.id == consultation_id), None)
        if found is None:
            raise NotFound("没有这一家的征求意见。")
        if not found.asked_on <= answered_on <= line.now().date():
            problems["answered_on"] = f"日期不能早于征求意见的那天（{found.asked_on}），也不能在今天之后。"
        if problems:
            raise InvalidInput(problems)
        unit.documents.close_consultation(consultation_id, opinion, answered_on, words)


def get_document(line: Line, actor: Staff, document_id: int) -> OpenDocument:
    """Raises NotFound, and NotAllowed to a liaison officer of another department."""
    actor.require(Permission.READ_DOCUMENTS)
    with line.records.reading() as unit:
        document = get_document_in(unit, document_id)
        actor.require_department(document.details.department)
        asked = tuple(unit.documents.list_consultations(document_id))
    return replace(with_publication_clock(line, document), consultations=asked)


def list_documents(
    line: Line,
    actor: Staff,
    *,
    state: DocumentState | None = None,
    attribute: DisclosureAttribute | None = None,
    words: str = "",
    limit: int,
    skip: int = 0,
) -> tuple[list[OpenDocument], int]:
    """Documents, the newest first, and how many there are; a liaison officer gets those of the own department."""
    actor.require(Permission.READ_DOCUMENTS)
    with line.records.reading() as unit:
        found, total = unit.documents.list_documents(
            state=state,
            attribute=attribute,
            own=actor.own_part,
            words=tidy(words),
            limit=limit,
            skip=skip,
        )
    return [with_publication_clock(line, one) for one in found], total


def with_publication_clock(line: Line, document: OfficialDocument) -> OpenDocument:
    """``document`` with the clock of article 26.

    The publication is not replayed: nothing bounds how long after the document it comes, and it changes no day."""
    events = document_clock(document)
    if not events:
        return OpenDocument(document, None)
    clock = read_clock(events[:1], line.describe_day)
    for stop in events[1:]:
        days = tuple(replace(day, events=(*day.events, stop)) if day.day == stop.day else day for day in clock.days)
        clock = replace(clock, days=days, stopped_on=stop.day)
    return OpenDocument(document, clock)


def require_released(unit: Unit, document: OfficialDocument) -> None:
    """Raise Conflict while somebody who was asked about ``document`` has not answered (第十一条, 第十五条)."""
    waiting = [one.whom for one in unit.documents.list_consultations(document.id) if one.opinion is None]
    if waiting:
        raise Conflict(f"还在征求{'、'.join(waiting)}的意见，答复或者协商、报请确定以前不能公开。")


def record_document_step(
    line: Line,
    unit: Unit,
    actor: Staff,
    document: OfficialDocument,
    action: DocumentAction,
    changed: Mapping[str, object],
) -> OfficialDocument:
    """Keep a step that another module of the desk takes, after the table of the document's life allowed it."""
    return _record(line, unit, actor, document, action, next_document_state(document, action, actor), changed)


def _record(
    line: Line,
    unit: Unit,
    actor: Staff,
    document: OfficialDocument,
    action: DocumentAction,
    state: DocumentState,
    changed: Mapping[str, object] | None = None,
    words: str = "",
    day: date | None = None,
) -> OfficialDocument:
    """Add the event of a step, with the columns of the document that it changes."""
    event = DocumentEvent(
        serial=document.version + 1,
        action=action,
        state=state,
        attribute=document.details.attribute,
        day=day or line.now().date(),
        at=line.now(),
        by=actor.name,
        words=words,
    )
    return unit.documents.add_event(document, event, changed or {})


def get_document_in(unit: Unit, document_id: int, version: int | None = None) -> OfficialDocument:
    """The document, as the person saw it where a ``version`` is given. Raises NotFound, Conflict."""
    document = unit.documents.find(document_id)
    if document is None:
        raise NotFound("没有这份文件。")
    if version is not None and document.version != version:
        raise Conflict("这份文件刚刚被别人办过，请刷新页面再看。")
    return document


def _require_writer(actor: Staff) -> None:
    """Raise NotAllowed unless ``actor`` proposes or audits attributes."""
    if not actor.may(Permission.AUDIT_DOCUMENTS):
        actor.require(Permission.PROPOSE_DOCUMENTS)


def _checked(line: Line, details: DocumentDetails) -> DocumentDetails:
    """``details`` with its texts tidied, and without what its attribute has no use for. Raises InvalidInput."""
    title, number = (" ".join(tidy(text).split()) for text in (details.title, details.document_number))
    details = replace(details, title=title, document_number=number, reason=tidy(details.reason))
    if details.attribute is not DisclosureAttribute.WITHHELD:
        details = replace(details, ground=None)
    if problems := check_draft(details, line.now().date()):
        raise InvalidInput(problems)
    return details


def _check_department(unit: Unit, details: DocumentDetails) -> None:
    if details.department and details.department not in {one.code for one in unit.office.departments()}:
        raise InvalidInput({"department": "没有这个部门。"})


def _check_step(document: OfficialDocument, action: DocumentAction, step: DocumentStep, today: date) -> None:
    """Raise InvalidInput for what is missing from a step, or cannot be."""
    problems = {}
    if action in _NEEDS_WORDS and not has_words(step.words):
        problems["words"] = _NEEDS_WORDS[action]
    if len(step.words) > WORDS_LIMIT:
        problems["words"] = f"最多{WORDS_LIMIT}个字，现在有{len(step.words)}个字。"
    if action is _A.CHANGE:
        made_on = document.details.made_on or today
        if step.changed_on is None or not made_on <= step.changed_on <= today:
            problems["changed_on"] = f"请写变更的日期，不能早于成文日期（{made_on}），也不能在今天之后。"
    is_reviewed = action in (_A.SIGN, _A.KEEP) and not document.is_open
    if is_reviewed and step.review_on is not None and not today < step.review_on <= today + LATEST_REVIEW:
        problems["review_on"] = "下次复审的日期要在今天之后，三年以内。"
    if problems:
        raise InvalidInput(problems)


def _check_release(unit: Unit, document: OfficialDocument, step: DocumentStep) -> None:
    """Raise where the attribute cannot be signed: a consultation is open, a third party refuses, or what is to be
    withheld still stands in the catalogue."""
    require_released(unit, document)
    if not document.is_open:
        if document.index_number and read_standing(unit, ProposalKind.CATALOGUE, document.index_number).published:
            raise Conflict(f"目录条目{document.index_number}还在公开，请先在公开目录里撤回它，再签发。")
        return
    asked = unit.documents.list_consultations(document.id)
    refused = [one.whom for one in asked if one.opinion is DocumentOpinion.REFUSES]
    if refused and not has_words(step.words):
        words = f"{'、'.join(refused)}不同意公开。决定公开的，要写明不公开会对公共利益造成什么重大影响（第十五条）。"
        raise InvalidInput({"words": words})
