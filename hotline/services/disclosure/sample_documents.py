"""The sample documents of the demo, taken through their steps on the days on which they would have been taken."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from hotline.core.disclosure.case_files import ConsultedKind
from hotline.core.disclosure.documents import (
    DisclosureAttribute,
    DocumentAction,
    DocumentDetails,
    DocumentState,
    OfficialDocument,
)
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.permissions import Role, Staff
from hotline.services.disclosure import documents
from hotline.services.disclosure.documents import DocumentStep, record_document_step

if TYPE_CHECKING:
    from hotline.services.line import Line

AT_WORK = time(10, 0)
_DRAFTER = Staff(0, "样本起草人", "样本起草人", Role.LIAISON, True)
_AUDITOR = Staff(0, "样本审核人", "样本审核人", Role.PUBLISHER, True)
_SIGNER = Staff(0, "样本签发人", "样本签发人", Role.REVIEWER, True)
_STEPS = ((DocumentAction.PROPOSE, _DRAFTER), (DocumentAction.AUDIT, _AUDITOR), (DocumentAction.SIGN, _SIGNER))
"""The steps from a draft to the signature, and who takes each. Nobody can sign in as one of these people."""


@dataclass(frozen=True)
class SampleDocument:
    """A row of ``sample_documents.csv``. ``index_number`` is that of the item that a document IN_CATALOGUE has."""

    days_ago: int
    details: DocumentDetails
    consulted: str
    state: DocumentState
    index_number: str


def read_sample_documents() -> list[SampleDocument]:
    text = files("faq_data").joinpath("sample_documents.csv").read_text("utf-8")
    return [_document(row) for row in csv.DictReader(text.splitlines())]


def add_sample_documents(line: Line) -> int:
    """Add the sample where no document is registered yet, and return how many were added: those whose department and
    whose catalogue item there are."""
    with line.records.reading() as unit:
        if unit.documents.list_documents(limit=0)[1]:
            return 0
        departments = {one.code for one in unit.office.departments()}
        items = {one.index_number for one in unit.catalogue.list_items()} | {""}
    sample = [one for one in read_sample_documents() if one.details.department in departments]
    sample = [one for one in sample if one.index_number in items]
    for one in sample:
        _add(line, one)
    return len(sample)


def _add(line: Line, sample: SampleDocument) -> None:
    day = line.now().date() - timedelta(days=sample.days_ago)
    moment = datetime.combine(day, AT_WORK, line.now().tzinfo)
    then = replace(line, now=lambda: moment)
    made_on = None if sample.state is DocumentState.DRAFTED else day
    document = documents.register_document(then, _DRAFTER, replace(sample.details, made_on=made_on))
    for action, actor in _STEPS:
        if document.state is sample.state:
            break
        document = documents.take_document_step(then, actor, document.id, document.version, action, DocumentStep())
    if sample.consulted:
        documents.consult_about(then, _AUDITOR, document.id, ConsultedKind.OTHER_ORGAN, sample.consulted, day)
    if sample.index_number:
        _link(then, document, sample.index_number)


def _link(then: Line, document: OfficialDocument, index_number: str) -> None:
    """Tie the document to its item of the sample catalogue, which is public."""
    linked = {"index_number": index_number, "published_on": then.now().date()}
    with then.records.writing() as unit:
        record_document_step(then, unit, _AUDITOR, document, DocumentAction.RELEASE, linked)


def _document(row: dict[str, str]) -> SampleDocument:
    details = DocumentDetails(
        title=row["title"],
        document_number=row["document_number"],
        department=row["department"],
        attribute=DisclosureAttribute[row["attribute"]],
        ground=ReplyOutcome[row["ground"]] if row["ground"] else None,
        reason=row["reason"],
        disclosure_class=row["disclosure_class"],
    )
    return SampleDocument(
        int(row["days_ago"]), details, row["consulted"], DocumentState[row["state"]], row["index_number"]
    )
