"""From a signed document to its item of the catalogue, which two people publish as they publish any item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.catalogue import IN_FORCE, CatalogueItem, Section
from hotline.core.disclosure.documents import DisclosureAttribute, DocumentAction, OfficialDocument, next_document_state
from hotline.core.errors import Conflict
from hotline.core.member_offices import LINE_OFFICE, offices_of
from hotline.core.permissions import Permission, Staff
from hotline.core.proposals import ProposalKind
from hotline.core.review import Status
from hotline.services.content.proposal_lists import issuing_body_of_newest, next_index_number
from hotline.services.content.proposal_steps import read_standing, write_draft
from hotline.services.disclosure.documents import get_document_in, record_document_step, require_released
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_FUNCTIONS = "2"
"""The class of article 20 that is about the office itself."""


def release(line: Line, actor: Staff, document_id: int, version: int) -> str:
    """Write the draft of the document's catalogue item, with what is known of it, and return its index number.

    Staff complete the draft and submit it; when it is published, the document's clock stops. A document that was
    changed gets a draft of the item that it has. Raises Conflict while a consultation is open, or where nobody knows
    the office's code for index numbers yet."""
    actor.require(Permission.EDIT_ENTRIES)
    with line.records.writing() as unit:
        document = get_document_in(unit, document_id, version)
        office_code = offices_of(unit.office.departments()).get(document.details.department, LINE_OFFICE)
        next_document_state(document, DocumentAction.RELEASE, actor)
        require_released(unit, document)
        index_number = document.index_number or next_index_number(line, unit, office_code)
        if not index_number:
            raise Conflict("公开目录里还没有条目，不知道索引号的机构代码。请先在公开目录里写第一条。")
        _write_item(line, unit, actor, document, index_number, issuing_body_of_newest(unit, office_code))
        record_document_step(line, unit, actor, document, DocumentAction.RELEASE, {"index_number": index_number})
    return index_number


def _write_item(
    line: Line, unit: Unit, actor: Staff, document: OfficialDocument, index_number: str, issuing_body: str
) -> None:
    """Write the item's draft; one that is in work stays as its writers have it."""
    standing = read_standing(unit, ProposalKind.CATALOGUE, index_number)
    if standing.open is not None:
        return
    before = standing.published.value if standing.published else None
    item = before if isinstance(before, CatalogueItem) else _new_item(line, index_number, issuing_body)
    details = document.details
    item = replace(
        item,
        title=details.title,
        document_number=details.document_number,
        made_date=document.changed_on or details.made_on or line.now().date(),
        published_date=line.now().date(),
        disclosure_class=details.disclosure_class,
        department=details.department,
    )
    item = replace(item, section=Section.FUNCTIONS) if before is None and item.disclosure_class == _FUNCTIONS else item
    write_draft(unit, standing, item, Status.DRAFT, actor.name, line.now())


def _new_item(line: Line, index_number: str, issuing_body: str) -> CatalogueItem:
    today = line.now().date()
    return CatalogueItem(
        index_number=index_number,
        section=Section.SERVICES,
        title="",
        summary="",
        body="",
        document_number="",
        issuing_body=issuing_body,
        made_date=today,
        published_date=today,
        topic="",
        genre="",
        mode=DisclosureAttribute.OPEN.value,
        validity=IN_FORCE,
        department="",
    )
