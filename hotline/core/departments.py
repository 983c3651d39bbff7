"""The office that runs the line and its departments, as the public is told of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_OFFICERS = 5
"""Liaison officers of one department: each is rung for 15 seconds while a caller waits."""
LONGEST_LINE_NAME = 20
"""Characters: a telephone greets in ten seconds, and says how to ask in them too."""
_APART = re.compile(r"\s*[、；;]\s*")
_LINE = re.compile(r"\+?[0-9]([ -]?[0-9]){2,19}", re.ASCII)


@dataclass(frozen=True)
class Office:
    """The office's particulars; hours are "HH:MM-HH:MM" local time, numbers as people write them."""

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
    """A liaison officer; ``telephone`` is a number as people write it."""

    name: str
    telephone: str


@dataclass(frozen=True)
class Department:
    """A section of the office; ``liaison_line`` is rung for callers and not shown to the public.

    A department with several liaison officers has their names in ``liaison_officer`` and their numbers in
    ``liaison_line``, each in the order in which they are rung, with 、 or ； between them."""

    code: str
    name: str
    duties: str
    room: str
    telephone: str
    liaison_officer: str
    liaison_line: str

    @property
    def officers(self) -> tuple[Officer, ...]:
        """Who is rung, in order; one name for several numbers is the name of each.

        >>> Department("FYK", "复议科", "", "", "", "王芳、李强", "0000-80000201、0000-80000211").officers[1]
        Officer(name='李强', telephone='0000-80000211')
        """
        names, lines = _split(self.liaison_officer), _split(self.liaison_line)
        return tuple(
            Officer(names[min(place, len(names) - 1)] if names else "", line) for place, line in enumerate(lines)
        )


def check_office(office: Office) -> dict[str, str]:
    """What is wrong with the office's particulars: column -> reason, empty when nothing is."""
    if len(office.line_name) > LONGEST_LINE_NAME:
        return {"line_name": f"热线的名称最多{LONGEST_LINE_NAME}个字，电话开头十秒要说完。"}
    return {}


def is_telephone_number(text: str) -> bool:
    """Whether ``text`` is a telephone number as people write it: digits with spaces or hyphens between them.

    >>> is_telephone_number("0871-63100000"), is_telephone_number("96128"), is_telephone_number("转101")
    (True, True, False)
    """
    return _LINE.fullmatch(text) is not None


def check_department(department: Department) -> dict[str, str]:
    """What is wrong with the liaison officers: column -> reason, empty when nothing is."""
    names, lines = _split(department.liaison_officer), _split(department.liaison_line)
    if not all(map(is_telephone_number, lines)):
        return {"liaison_line": "请写电话号码，几位联络员的号码之间用顿号隔开。"}
    if len(lines) > MOST_OFFICERS:
        return {"liaison_line": f"一个部门最多{MOST_OFFICERS}位联络员。"}
    if len(names) > 1 and len(names) != len(lines):
        return {"liaison_officer": f"写了{len(names)}个名字，{len(lines)}个号码，应当一一对应。"}
    return {}


def _split(listed: str) -> list[str]:
    return [part for part in _APART.split(listed.strip()) if part]
