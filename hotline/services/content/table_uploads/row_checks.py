"""Checks the rows of an upload against the rules and what stands in the records: new, changed, the same or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from hotline.core.departments import Department
from hotline.core.entries import Entry
from hotline.core.permissions import Permission, Staff
from hotline.core.proposals import Proposed, department_of, office_code_of
from hotline.core.table_uploads import RowVerdict, UploadRow
from hotline.core.word_lists import Synonym
from hotline.services.content import diff
from hotline.storage.csv_tables.schema import COLUMNS, HEADINGS

if TYPE_CHECKING:
    from hotline.storage.csv_tables.staged_upload import StagedRow, StagedUpload
    from hotline.storage.records.unit_of_work import Unit

ADOPTED = "跟程序自带的样例一样。审核通过以后，就是您单位自己的内容。"
Uploaded = Entry | Proposed | Synonym
"""A value that a row of an upload can hold."""
COLUMN_OF_FIELD = {
    "topics": {"digit": "code"},
    "referrals": {
        "question": "matter",
        "similar_questions": "said",
        "effective_date": "read_on",
        "web_answer": "网页答复",
        "review_date": "复核日期",
    },
    "entries": {"similar_questions": "相似问", "legal_bases": "依据"},
}
"""Table -> field of its values -> the column, or the label where the table has none for it."""


@dataclass(frozen=True)
class RowStanding:
    """What stands under the key of a row: what is published, what is in work, and who changed that last, and what was
    withdrawn; each may be None. ``is_sample`` is whether what is published came with the program."""

    published: Uploaded | None = None
    open: Uploaded | None = None
    open_by: str = ""
    withdrawn: Uploaded | None = None
    is_sample: bool = False


NOTHING = RowStanding()


@dataclass(frozen=True)
class CheckedRow:
    """What was found in a row, with the value that is to be submitted where it is new or changed."""

    row: UploadRow
    value: Uploaded | None = None


@dataclass
class CheckContext:
    """What all rows of an upload are checked with.

    ``author`` uploads them; None at the terminal, where nobody is asked for permissions. ``adopts`` is whether rows
    that are equal to the bundled sample are submitted too, so that a person takes them over."""

    staged: StagedUpload
    author: Staff | None
    today: date
    adopts: bool = False
    topics: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    """The codes of what is published; of member offices, those."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Login name -> full name."""
    coming_topics: frozenset[str] = frozenset()
    coming_departments: frozenset[str] = frozenset()
    coming_offices: frozenset[str] = frozenset()
    """The codes that stand in this upload, published or not."""
    has_wrong_numbers: bool = False
    """Whether an entry has a wrong number, from which it would follow that its parts have no entry."""

    def read_codes(self, unit: Unit) -> None:
        self.topics = frozenset(topic.digit for topic in unit.office.topics())
        self.departments = frozenset(department.code for department in unit.office.departments())
        self.offices = frozenset(office.code for office in unit.office.member_offices())
        self.people = {person.name: person.full_name for person in unit.staff.list_staff()}
        self.coming_topics = frozenset(self.staged.keys("topics"))
        self.coming_departments = frozenset(self.staged.keys("departments"))
        self.coming_offices = frozenset(self.staged.keys("member_offices"))

    def wrong(self, row: StagedRow, faults: Mapping[str, str], title: str = "") -> CheckedRow:
        """A row that cannot be loaded; ``faults`` are by column, or by field of its value."""
        columns = COLUMN_OF_FIELD.get(row.table, {})
        told: dict[str, str] = {}
        for column, reason in faults.items():
            told.setdefault(self.staged.heading(row.place, columns.get(column, column)), reason)
        found = UploadRow(row.place, row.line, row.table, row.key, title, RowVerdict.WRONG, (), tuple(told.items()))
        return CheckedRow(found)

    def judge(
        self, row: StagedRow, value: Uploaded, standing: RowStanding, faults: Mapping[str, str], title: str
    ) -> CheckedRow:
        """The verdict on ``value``. ``faults`` are against the rules: they count only where it is to be submitted."""
        is_told = value == (standing.withdrawn if standing.published is None else standing.published)
        if standing.open is not None and value != standing.open and not is_told:
            name = self.people.get(standing.open_by, standing.open_by)
            return self._kept(row, title, RowVerdict.HELD, f"{name}的草稿或者提交还没有办完，先办完它，再上传这一行。")
        if value == standing.open or (is_told and not (self.adopts and standing.is_sample)):
            return self._kept(row, title, RowVerdict.SAME)
        if not_own := self._check_department(value, standing):
            return self.wrong(row, {"department": not_own}, title)
        if problems := {**faults, **self._check_codes(value)}:
            return self.wrong(row, problems, title)
        if waits := self._find_waiting(value):
            return self._kept(row, title, RowVerdict.HELD, waits)
        verdict = RowVerdict.NEW if standing.published is None else RowVerdict.CHANGED
        changes = _list_changes(row.table, standing.published, value)
        told = (("", ADOPTED),) if is_told else ()
        return CheckedRow(UploadRow(row.place, row.line, row.table, row.key, title, verdict, changes, told), value)

    def _kept(self, row: StagedRow, title: str, verdict: RowVerdict, why: str = "") -> CheckedRow:
        faults = (("", why),) if why else ()
        return CheckedRow(UploadRow(row.place, row.line, row.table, row.key, title, verdict, (), faults))

    def _check_department(self, value: Uploaded, standing: RowStanding) -> str:
        """Why ``author`` may not submit this row; "" where nothing forbids it."""
        if self.author is None:
            return ""
        if isinstance(value, Synonym):
            return "" if self.author.may(Permission.EDIT_WORDS) else "您的角色不能改同义词。"
        own = self.author.own_part
        there = [one for one in (value, standing.published) if one is not None]
        if own is None or all(own.has(*_place_of(one)) for one in there):
            return ""
        return f"您只办自己{own.label}的事，这一条归别的{own.label}。"

    def _check_codes(self, value: Uploaded) -> dict[str, str]:
        topic, department = _codes_of(value)
        problems = {}
        if topic and topic not in self.topics | self.coming_topics:
            problems["topic"] = f"没有分类{topic}。"
        if department and department not in self.departments | self.coming_departments:
            problems["department"] = f"没有部门{department}。"
        if isinstance(value, Department) and value.office_code not in {"", *self.offices, *self.coming_offices}:
            problems["office_code"] = f"没有成员单位{value.office_code}。"
        return problems

    def _find_waiting(self, value: Uploaded) -> str:
        topic, department = _codes_of(value)
        if topic and topic not in self.topics:
            return f"分类{topic}也在这次上传里，还没有通过审核。它通过以后，请再上传一次这一行。"
        if department and department not in self.departments:
            return f"部门{department}也在这次上传里，还没有通过审核。它通过以后，请再上传一次这一行。"
        if isinstance(value, Department) and value.office_code and value.office_code not in self.offices:
            return f"成员单位{value.office_code}也在这次上传里，还没有通过审核。它通过以后，请再上传一次这一行。"
        return ""


def _codes_of(value: Uploaded) -> tuple[str, str]:
    """The topic and the department that ``value`` refers to."""
    return getattr(value, "topic", ""), getattr(value, "department", "")


def _place_of(value: Uploaded) -> tuple[str, str | None]:
    """The department and the office that ``value`` belongs to; None where its department tells the office."""
    if isinstance(value, Entry | Synonym):
        return getattr(value, "department", ""), None
    return department_of(value), office_code_of(value)


def _list_changes(table: str, old: Uploaded | None, new: Uploaded) -> tuple[tuple[str, str, str], ...]:
    """(label, old text, new text) of each field that differs; none of a new row, which its title tells."""
    if old is None or isinstance(old, Synonym) or isinstance(new, Synonym):
        return (
            (("正式叫法", old.official, new.official),) if isinstance(old, Synonym) and isinstance(new, Synonym) else ()
        )
    labels = _labels_of(table)
    before, after = diff.word(old), diff.word(new)
    return tuple((labels.get(name, name), before[name], text) for name, text in after.items() if before[name] != text)


def _labels_of(table: str) -> dict[str, str]:
    """Field of a value -> what staff call it."""
    columns = COLUMN_OF_FIELD.get(table, {})
    headings = dict(zip(COLUMNS[table].split(), HEADINGS[table].split(), strict=True))
    return headings | {name: headings.get(column, column) for name, column in columns.items()}


def drop_faults(faults: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    """``faults`` without those of ``columns``: they only follow from wrong rows, which are told where they stand."""
    return {column: reason for column, reason in faults.items() if column not in columns}
