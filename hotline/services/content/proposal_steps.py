"""The steps of proposals in the records: what is published of each kind, what refers to it, and adding a step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hotline.core.catalogue import CatalogueItem
from hotline.core.content_changes import ContentAction
from hotline.core.departments import Department
from hotline.core.disclosure.desk import DisclosureDesk
from hotline.core.disclosure.documents import DocumentState
from hotline.core.entries import Topic
from hotline.core.errors import Conflict
from hotline.core.member_offices import MemberOffice
from hotline.core.proposals import OFFICE_KEY, SINGLE_KINDS, Proposal, ProposalKind, Proposed, key_of_value, kind_of
from hotline.core.public_notices import PublicNotice
from hotline.core.review import OPEN, Status
from hotline.core.word_lists import Word, WordList
from hotline.services.content import content_changes

if TYPE_CHECKING:
    from hotline.storage.records.stores.csv_rows import CsvTable, StoredRow
    from hotline.storage.records.unit_of_work import Unit

NAMED = 5
"""So many of what refers to a department or a topic are named; the rest is counted."""
_OPEN_READ = 1_000


@dataclass(frozen=True)
class Standing:
    """Where one key stands: the row that is published, and the newest step about it; each may be None."""

    published: StoredRow[Proposed] | None
    newest: Proposal | None

    @property
    def open(self) -> Proposal | None:
        return self.newest if self.newest is not None and self.newest.status in OPEN else None

    @property
    def version(self) -> int:
        """The version of the newest step; 0 while there is none."""
        return self.newest.version if self.newest else 0


def rows_of(unit: Unit, kind: ProposalKind) -> CsvTable[Any]:
    """The table of what is published."""
    office = unit.office
    tables: dict[ProposalKind, CsvTable[Any]] = {
        ProposalKind.CATALOGUE: unit.catalogue.rows_of_catalogue,
        ProposalKind.DEPARTMENTS: office.rows_of_departments,
        ProposalKind.TOPICS: office.rows_of_topics,
        ProposalKind.OFFICE: office.rows_of_office,
        ProposalKind.DISCLOSURE_DESK: office.rows_of_disclosure_desk,
        ProposalKind.HOLIDAY_DECREES: office.rows_of_decrees,
        ProposalKind.LOCAL_DAYS_OFF: office.rows_of_local_days_off,
        ProposalKind.ANNOUNCEMENTS: office.rows_of_announcements,
        ProposalKind.LETTER_TEMPLATES: office.rows_of_letter_templates,
        ProposalKind.PUBLIC_NOTICES: office.rows_of_public_notices,
        ProposalKind.MEMBER_OFFICES: office.rows_of_member_offices,
    }
    return tables[kind] if kind in tables else unit.words.rows(WordList(kind.value))


def row_key(kind: ProposalKind, key: str) -> object:
    """The key as the table of what is published has it."""
    return int(OFFICE_KEY) if kind in SINGLE_KINDS else key


def read_standing(unit: Unit, kind: ProposalKind, key: str) -> Standing:
    published = rows_of(unit, kind).find_key(row_key(kind, key))
    return Standing(published, unit.proposals.find_newest(kind, key))


def begin(unit: Unit, kind: ProposalKind, key: str, standing: Standing) -> Standing:
    """Keep what is published now as the first step, where there is none: history begins with what was there before."""
    if standing.newest is not None or standing.published is None:
        return standing
    row = standing.published
    first = Proposal(
        kind=kind,
        key=key,
        content=row.value,
        serial=1,
        status=Status.PUBLISHED,
        version=1,
        author=row.changed_by,
        reviewer="",
        comment="",
        created_at=row.changed_at,
        changed_at=row.changed_at,
        writers=(row.changed_by,),
        changed_by=row.changed_by,
    )
    return replace(standing, newest=unit.proposals.add(first))


def write_draft(unit: Unit, standing: Standing, value: Proposed, status: Status, by: str, at: datetime) -> Proposal:
    """Add the step that writes ``value``: into the draft there is, or else into a new proposal."""
    kind, key = kind_of(value), key_of_value(value)
    standing = begin(unit, kind, key, standing)
    draft, newest = standing.open, standing.newest
    # A form begins from a discarded draft where nothing is published: who wrote that, unreviewed, is a writer too.
    is_discarded = newest is not None and newest.status is Status.DISCARDED and standing.published is None
    begun_from = draft or (newest if is_discarded else None)
    step = Proposal(
        kind=kind,
        key=key,
        content=value,
        serial=draft.serial if draft else (newest.serial if newest else 0) + 1,
        status=status,
        version=standing.version + 1,
        author=by,
        reviewer=draft.reviewer if draft else "",
        comment=draft.comment if draft else "",
        created_at=draft.created_at if draft else at,
        changed_at=at,
        writers=tuple(dict.fromkeys((*(begun_from.writers if begun_from else ()), by))),
        changed_by=by,
        publish_on=draft.publish_on if draft else None,
    )
    action = ContentAction.WRITE if status is Status.DRAFT else ContentAction.SUBMIT
    content_changes.note_proposal(unit, by, at, action, step)
    return unit.proposals.add(step)


def keep_untold(value: Proposed, kept: Proposed | None) -> Proposed:
    """``value``, read from a table, with what ``kept`` has and the table does not tell: attachments, for which tables
    have no column, and the class of article 20, or the office of a department, where its cell is empty, as in tables of
    earlier versions. Only the console moves a department of a member back to the office that runs the line."""
    if isinstance(value, Department) and isinstance(kept, Department):
        return replace(value, office_code=value.office_code or kept.office_code)
    if isinstance(value, CatalogueItem) and isinstance(kept, CatalogueItem):
        named = value.disclosure_class or kept.disclosure_class
        return replace(value, attachments=kept.attachments, disclosure_class=named)
    return value


def hold(unit: Unit, by: str, waiting: Proposal, why: str, at: datetime) -> None:
    """Add ``waiting``, approved for a day, as a step that waits for review again; ``why`` is told to the reviewer.

    Its version must be the next one of its key."""
    why = f"{why}所以没有按批准的日子发布，请再审核一次。"
    held = replace(waiting, status=Status.SUBMITTED, comment=why, changed_at=at, changed_by=by)
    content_changes.note_proposal(unit, by, at, ContentAction.HOLD, held, comment=why)
    unit.proposals.add(held)


def put_published(unit: Unit, value: Proposed, by: str, at: datetime) -> None:
    """Write ``value`` into the table of what is published, in its old place or at the end."""
    if isinstance(value, Word):
        unit.words.put(WordList(kind_of(value).value), value, by, at)
        return
    rows = rows_of(unit, kind_of(value))
    stored = rows.find(value)
    rows.put(value, stored.position if stored else rows.last_position() + 1, by, at)
    if isinstance(value, CatalogueItem):
        unit.documents.note_published(value.index_number, at.date())


def take_out(unit: Unit, value: Proposed, by: str, at: datetime) -> None:
    """Take ``value`` out of what is published. Raises Conflict, which names what refers to it."""
    named = list(_referring(unit, value))
    if named:
        rest = f"等{len(named)}处" if len(named) > NAMED else ""
        raise Conflict(f"现在还不能撤回，有内容用着它：{'、'.join(named[:NAMED])}{rest}。请先改好或者撤回这些内容。")
    if isinstance(value, Word):
        unit.words.remove(WordList(kind_of(value).value), value, by, at)
        return
    rows = rows_of(unit, kind_of(value))
    if isinstance(value, Department | Topic | MemberOffice):  # old revisions, and applications, refer to them
        rows.withdraw(key_of_value(value), by, at)
    else:
        rows.remove(key_of_value(value))
    if isinstance(value, CatalogueItem):
        unit.documents.note_withdrawn(value.index_number, at.date())


def check_references(unit: Unit, value: Proposed) -> dict[str, str]:
    """What is wrong with the codes in ``value``: field name -> message. Both must be published already."""
    problems: dict[str, str] = {}
    if isinstance(value, Department):
        problems |= _check_office_code(unit, value.office_code)
    if isinstance(value, MemberOffice):
        problems |= _check_distinct(unit, value)
    if isinstance(value, DisclosureDesk):
        marks = {one.letter_mark: one.name for one in unit.office.member_offices()}
        problems |= _tell_taken("letter_mark", value.letter_mark, marks)
    if isinstance(value, CatalogueItem):
        if value.topic and value.topic not in {topic.digit for topic in unit.office.topics()}:
            problems["topic"] = f"没有分类{value.topic}，或者它还没有通过审核。"
        if value.department and value.department not in {one.code for one in unit.office.departments()}:
            problems["department"] = f"没有部门{value.department}，或者它还没有通过审核。"
        problems |= _check_document(unit, value)
    if isinstance(value, PublicNotice):
        if value.department and value.department not in {one.code for one in unit.office.departments()}:
            problems["department"] = f"没有部门{value.department}，或者它还没有通过审核。"
        if value.result_item and unit.catalogue.rows_of_catalogue.find_key(value.result_item) is None:
            problems["result_item"] = "目录里没有这个索引号，或者它还没有通过审核。"
    return problems


def _check_distinct(unit: Unit, office: MemberOffice) -> dict[str, str]:
    """What another office has: a name, by which callers choose, or the mark before the numbers of letters."""
    others = [one for one in unit.office.member_offices() if one.code != office.code]
    desks = unit.office.rows_of_disclosure_desk.list_values()
    own = [one.name for one in unit.office.rows_of_office.list_values()]
    names = {name: name for name in (*own, *(one.name for one in others))}
    marks = {desk.letter_mark: desk.name for desk in desks} | {one.letter_mark: one.name for one in others}
    return _tell_taken("name", office.name, names) | _tell_taken("letter_mark", office.letter_mark, marks)


def _tell_taken(field: str, value: str, taken: Mapping[str, str]) -> dict[str, str]:
    return {field: f"{taken[value]}已经用“{value}”了，请换一个。"} if value and value in taken else {}


def _check_office_code(unit: Unit, code: str) -> dict[str, str]:
    if not code or unit.office.rows_of_member_offices.find_key(code) is not None:
        return {}
    return {"office_code": f"没有成员单位{code}，或者它还没有通过审核。"}


def _check_document(unit: Unit, item: CatalogueItem) -> dict[str, str]:
    """What keeps the item of a registered document from being public: its attribute, or who was asked about it."""
    document = unit.documents.find_by_index_number(item.index_number)
    if document is None:
        return {}
    is_new = unit.catalogue.rows_of_catalogue.find_key(item.index_number) is None
    if is_new and document.state is not DocumentState.IN_CATALOGUE:
        state = document.state.value
        return {"index_number": f"这一条的文件在“文件登记”里是“{state}”，签发并转到公开目录以后才能公开。"}
    asked = unit.documents.list_consultations(document.id)
    waiting = "、".join(one.whom for one in asked if one.opinion is None)
    return {"index_number": f"文件还在征求{waiting}的意见，答复或者了结以前不能公开。"} if waiting else {}


def _referring(unit: Unit, value: Proposed) -> Iterator[str]:
    """The names of what is published or in work and refers to ``value``, a department or a topic."""
    if isinstance(value, MemberOffice):
        yield from _referring_to_office(unit, value.code)
    if not isinstance(value, Department | Topic):
        return
    field, code = ("department", value.code) if isinstance(value, Department) else ("topic", value.digit)
    yield from (f"问答{number}" for number in unit.entries.find_referring(**{field: code}))
    yield from (f"目录{number}" for number in unit.catalogue.find_referring(**{field: code}))
    notices = unit.office.public_notices() if field == "department" else []
    yield from (f"{notice.genre}{notice.code}" for notice in notices if notice.department == code)
    for one in unit.proposals.list_open(_OPEN_READ):
        if getattr(one.content, field, "") == code and one.kind is ProposalKind.CATALOGUE:
            yield f"目录{one.key}的草稿"
        if getattr(one.content, field, "") == code and one.kind is ProposalKind.PUBLIC_NOTICES:
            yield f"公示{one.key}的草稿"


def _referring_to_office(unit: Unit, code: str) -> Iterator[str]:
    """The names of what belongs to a member office: departments, accounts that are not closed, and applications that
    are not archived."""
    yield from (f"部门{one.code}" for one in unit.office.departments() if one.office_code == code)
    accounts = (person for person in unit.staff.list_staff() if person.active and person.office_code == code)
    yield from (f"{person.full_name}的账号" for person in accounts)
    for one in unit.proposals.list_open(_OPEN_READ):
        if one.kind is ProposalKind.DEPARTMENTS and getattr(one.content, "office_code", "") == code:
            yield f"部门{one.key}的草稿"
    yield from (f"申请{number}" for number in unit.applications.list_open_of_office(code))
