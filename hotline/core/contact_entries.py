"""Entries on whom to call: departments, member offices, and the public lines that an office of justice is asked about.

They are made from the tables of a knowledge file when it is read, and are no documents of its index: they have the
names of all matters in them, and would rival every other entry. ``matching.contacts`` finds them by their names.

What the lines 12345 and 12348 are was read on 2026-11-29:

- 12345: 国务院办公厅关于进一步优化地方政务服务便民热线的指导意见 (国办发〔2020〕53号): one number for all lines but
  those for emergencies, staffed day and night (Xinhua, https://cnganbu.com/news/view?id=49625). What it takes and does
  not take: Xiong'an's notice on its line under this opinion (http://684413.com/2021-10/30/c_1211422922.htm).
- 12348: the line of the offices of justice for free legal advice, which tells about legal aid and leads disputes to
  mediation (http://www.plnmw.com/ConsultingServices/wsmyerezla.html, which is no official page; the ministry's own
  was not seen). faq_data/catalogue.csv has both lines under these names.
- That time runs on while one complains elsewhere: faq_data/catalogue.csv, 00000000-0/2026-00007.
- The office's own line (96128) is told from its particulars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from hotline.core.departments import Department, Office
from hotline.core.entries import (
    DEPARTMENT_NUMBERS,
    MEMBER_OFFICE_NUMBERS,
    MORE_DEPARTMENT_NUMBERS,
    PUBLIC_LINE_NUMBERS,
    Entry,
)
from hotline.core.generated_entries import make_entry
from hotline.core.member_offices import MemberOffice

_AND = re.compile("[与和、及]")
_UNIT = re.compile("(?:工作)?(?:办公室|中心|处|室|科|股|所)$")
_LINES = {
    "12348": (
        "12348是公共法律服务热线，由司法行政机关开通，免费解答法律问题，也告诉您法律援助、公证、人民调解、司法鉴定怎么办。",
        "打电话咨询不算正式申请，复议、起诉、仲裁的期限照样走，不要耽误。",
    ),
    "12345": (
        "12345是政务服务便民热线，全天有人接听，受理政府管理和公共服务方面的咨询、求助、投诉、举报和建议。",
        "急事打110、119、120、122。应当走诉讼、仲裁、复议这些程序的事它不办，复议和起诉的期限照样走，不要耽误。",
    ),
}
"""Public line -> what it is, and what its callers must know beside."""


@dataclass(frozen=True)
class Contact:
    """Whom to call: the ``entry`` that tells it, and the ``names`` under which people ask for it, the official first.

    ``duties`` say what the department or the line is for. ``office_code`` is that of the member office that it is, or
    belongs to; "" for the office that runs the line."""

    entry: Entry
    names: tuple[str, ...]
    duties: str
    office_code: str = ""

    @property
    def is_line(self) -> bool:
        return self.entry.number in PUBLIC_LINE_NUMBERS

    @property
    def is_office(self) -> bool:
        return self.entry.number in MEMBER_OFFICE_NUMBERS

    @property
    def is_department(self) -> bool:
        return not self.is_line and not self.is_office


def list_contacts(
    office: Office, departments: Sequence[Department], day: date, members: Sequence[MemberOffice] = ()
) -> tuple[Contact, ...]:
    """The office's own line and the public lines, then every department that has a telephone, then member offices.

    ``day`` is that from which the entries hold. Numbers go by the place in the tables."""
    return (*_list_lines(office, day), *_list_departments(departments, day), *_list_offices(members, day))


def _list_lines(office: Office, day: date) -> Iterator[Contact]:
    own = {office.line_number: (f"{office.line_number}是{office.line_name}。", office.line_description)}
    told = own | {line: words for line, words in _LINES.items() if line not in own}
    for number, (line, (what, beside)) in zip(PUBLIC_LINE_NUMBERS, told.items(), strict=False):
        if line:
            entry = make_entry(
                number,
                day,
                question=f"{line}是什么电话？",
                web=f"{what}\n\n{beside}",
                spoken=f"{what}{beside}",
                text=f"{what}{beside}",
            )
            yield Contact(entry, (line,), f"{what}{beside}")


def _list_departments(departments: Sequence[Department], day: date) -> Iterator[Contact]:
    numbers = chain(DEPARTMENT_NUMBERS, MORE_DEPARTMENT_NUMBERS)
    for number, department in zip(numbers, departments, strict=False):
        if department.telephone:
            told = f"电话是{department.telephone}" + (f"，在{department.room}" if department.room else "")
            entry = make_entry(
                number,
                day,
                question=f"{department.name}的电话是多少？",
                web=f"{department.name}的{told}。\n\n{department.duties}",
                spoken=f"{department.name}的{told}。{department.duties}",
                text=f"{department.name}{told}。{department.duties}",
                department=department.code,
            )
            yield Contact(entry, list_names(department.name), department.duties, department.office_code)


def _list_offices(members: Sequence[MemberOffice], day: date) -> Iterator[Contact]:
    for number, office in zip(MEMBER_OFFICE_NUMBERS, members, strict=False):
        written = f"上午{office.morning_hours}，下午{office.afternoon_hours}"
        note = office.hours_note.rstrip("。") + "。" if office.hours_note else ""
        entry = make_entry(
            number,
            day,
            question=f"{office.name}的电话、地址和办公时间是什么？",
            web=f"电话：{office.telephone}\n\n地址：{office.address}\n\n办公时间：{written}。{note}",
            spoken=f"{office.spoken}{note}",
            text=f"{office.name}：电话{office.telephone}，地址{office.address}，办公时间{written}。{note}",
        )
        yield Contact(entry, office.names, "", office.code)


def list_names(name: str) -> tuple[str, ...]:
    """The names by which people call a department: the whole one, and each of the parts that "and" joins.

    >>> list_names("行政复议与应诉科"), list_names("法律援助中心"), list_names("王老师")
    (('行政复议与应诉科', '行政复议科', '应诉科'), ('法律援助中心',), ('王老师',))
    """
    unit = _UNIT.search(name)
    if unit is None:
        return (name,)
    parts = [part for part in _AND.split(name[: unit.start()]) if len(part) > 1]
    return tuple(dict.fromkeys((name, *(f"{part}{unit[0].removeprefix('工作')}" for part in parts))))
