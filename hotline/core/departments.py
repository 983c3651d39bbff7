"""The office that runs the line, its departments and their liaison officers."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_OFFICERS = 5
"""Liaison officers of one department: they are called one after the other, 15 seconds each, while the caller waits."""
LONGEST_LINE_NAME = 20
"""Characters: the greeting takes ten seconds, and must also say how to ask."""
_SEPARATOR = re.compile(r"\s*[、；;]\s*")
_TELEPHONE_NUMBER = re.compile(r"\+?[0-9]([ -]?[0-9]){2,19}", re.ASCII)


@dataclass(frozen=True)
class Office:
    """The office's particulars. Hours are "HH:MM-HH:MM" in local time; telephone numbers are as people write them."""

    name: str
    city: str
    line_name: str
    line_number: str
    line_description: str
    address: str
    directions: str
    postcode: str
    morning_hours: str
    afternoon_hours: str
    hours_note: str
    telephone: str
    fax: str
    email: str
    website: str
    sample_notice: str


@dataclass(frozen=True)
class Officer:
    """A liaison officer of a department; ``telephone`` is a number as people write it."""

    name: str
    telephone: str


@dataclass(frozen=True)
class Department:
    """A section of the office; callers are connected to ``liaison_line``, which is not shown to the public.

    Several liaison officers are listed in the order in which they are called, with 、 or ； between them: their names
    in ``liaison_officer`` and their numbers in ``liaison_line``."""

    code: str
    name: str
    duties: str
    room: str
    telephone: str
    liaison_officer: str
    liaison_line: str

    @property
    def officers(self) -> tuple[Officer, ...]:
        """The liaison officers in the order in which they are called; a single name goes with every number.

        >>> Department("FYK", "复议科", "", "", "", "王芳、李强", "0000-80000201、0000-80000211").officers[1]
        Officer(name='李强', telephone='0000-80000211')
        """
        names, numbers = _split(self.liaison_officer), _split(self.liaison_line)
        return tuple(
            Officer(names[min(place, len(names) - 1)] if names else "", number) for place, number in enumerate(numbers)
        )


def check_office(office: Office) -> dict[str, str]:
    """What is wrong with the office's particulars: column -> message; empty when nothing is."""
    if len(office.line_name) > LONGEST_LINE_NAME:
        return {"line_name": f"热线的名称最多{LONGEST_LINE_NAME}个字，电话开头十秒要说完。"}
    return {}


def is_telephone_number(text: str) -> bool:
    """Whether ``text`` is a telephone number as people write it: digits with spaces or hyphens between them.

    >>> is_telephone_number("0871-63100000"), is_telephone_number("96128"), is_telephone_number("转101")
    (True, True, False)
    """
    return _TELEPHONE_NUMBER.fullmatch(text) is not None


def check_department(department: Department) -> dict[str, str]:
    """What is wrong with the liaison officers of ``department``: column -> message; empty when nothing is."""
    names, numbers = _split(department.liaison_officer), _split(department.liaison_line)
    if not all(map(is_telephone_number, numbers)):
        return {"liaison_line": "请写电话号码，几位联络员的号码之间用顿号隔开。"}
    if len(numbers) > MOST_OFFICERS:
        return {"liaison_line": f"一个部门最多{MOST_OFFICERS}位联络员。"}
    if len(names) > 1 and len(names) != len(numbers):
        return {"liaison_officer": f"写了{len(names)}个名字，{len(numbers)}个号码，应当一一对应。"}
    return {}


def _split(listed: str) -> list[str]:
    return [part for part in _SEPARATOR.split(listed.strip()) if part]
