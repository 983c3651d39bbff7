"""What the register of documents has to do today: publications that are near or over, steps that wait for somebody, and
withheld documents that come up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hotline.core.disclosure.documents import DocumentState, OfficialDocument, taken_part
from hotline.core.disclosure.limits import PROMISED_DAYS
from hotline.core.disclosure.marks import ApplicationMark, urgency_of
from hotline.core.permissions import Permission, Staff
from hotline.services.disclosure.documents import with_publication_clock
from hotline.services.line import Line

MOST_WAITING = 2_000
"""Unfinished documents that are looked at; an office of this size drafts some hundred a year."""
_S = DocumentState


class DocumentDueKind(Enum):
    """Why a document needs somebody today, the most urgent first; the value is what staff read."""

    LATE = "过了20个工作日，马上公开"
    ALARM = "第19天报警，今天要公开"
    PROMISE = "到了15个工作日的承诺，要公开"
    AUDIT = "公开属性等审核"
    SIGN = "公开属性等签发"
    RELEASE = "已签发，还没有转到公开目录"
    REVIEW = "不公开的到了复审日期"
    WITHDRAWN = "目录条目撤回了，请重新公开，或者重新认定属性"


@dataclass(frozen=True)
class DocumentTask:
    """``day`` is the last day of what is due, None where nothing fixes one."""

    kind: DocumentDueKind
    document: OfficialDocument
    day: date | None


def list_due_documents(line: Line, actor: Staff) -> list[DocumentTask]:
    """What is due, the most urgent first; a liaison officer gets what belongs to the own department."""
    actor.require(Permission.READ_DOCUMENTS)
    today = line.now().date()
    with line.records.reading() as unit:
        waiting = unit.documents.list_waiting(today, actor.own_part, MOST_WAITING)
    tasks = [task for document in waiting for task in _tasks_of(line, actor, document, today)]
    order = list(DocumentDueKind)
    return sorted(tasks, key=lambda task: (order.index(task.kind), task.day or date.max, task.document.id))


def _tasks_of(line: Line, actor: Staff, document: OfficialDocument, today: date) -> list[DocumentTask]:
    found = (_clock_task(line, document, today), _state_task(actor, document))
    return [DocumentTask(kind, document, day) for kind, day in filter(None, found)]


def _clock_task(line: Line, document: OfficialDocument, today: date) -> tuple[DocumentDueKind, date | None] | None:
    clock = with_publication_clock(line, document).clock
    if clock is None or clock.stopped_on is not None:
        return None
    marks = urgency_of(clock, today)
    if ApplicationMark.LATE in marks:
        return DocumentDueKind.LATE, clock.last_day
    if ApplicationMark.ALARM in marks:
        return DocumentDueKind.ALARM, clock.last_day
    return (DocumentDueKind.PROMISE, clock.last_day) if clock.counted_by(today) >= PROMISED_DAYS else None


def _state_task(actor: Staff, document: OfficialDocument) -> tuple[DocumentDueKind, date | None] | None:
    may_decide = actor.name not in taken_part(document)
    match document.state:
        case _S.PROPOSED if may_decide and actor.may(Permission.AUDIT_DOCUMENTS):
            return DocumentDueKind.AUDIT, None
        case _S.AUDITED if may_decide and actor.may(Permission.SIGN_DOCUMENTS):
            return DocumentDueKind.SIGN, None
        case _S.SIGNED if document.is_open:
            return DocumentDueKind.RELEASE, None
        case _S.SIGNED:
            return DocumentDueKind.REVIEW, document.review_on
        case _S.IN_CATALOGUE if document.withdrawn_on is not None:
            return DocumentDueKind.WITHDRAWN, None
    return None
