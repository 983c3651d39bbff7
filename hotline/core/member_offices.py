"""Other offices whose matters one line answers too (成员单位): one number for all of them.

The office that runs the line has no code of its own: what belongs to no member is its own. An entry, an item and a
document belong to the office of their department, so that each has one and only one. An application has the code of the
office that it is addressed to, because no department has it yet when it comes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hotline.core.departments import (
    CODE_LIMIT,
    Department,
    check_hours,
    check_telephone,
    check_texts,
    fold_width,
    is_department_code,
)
from hotline.core.disclosure.desk import DisclosureDesk, check_desk
from hotline.core.opening_hours import speak_hours
from hotline.core.text_length import SPOKEN_LIMIT, utf16_units

LINE_OFFICE = ""
"""The code of the office that runs the line."""
_HIGHER_OR_LOWER = frozenset("省州县区镇乡")
_OTHER_BODY = re.compile("厅|站|部(?!门)|所(?!在)|分局|支队|大队|总队")
"""What makes another body of an office's name where it follows: 民政厅, 公安分局, 房管所."""
_SEPARATOR = re.compile(r"\s*[、；;，,]\s*")
_LIMITS = dict.fromkeys(("name", "telephone"), 40) | dict.fromkeys(("other_names", "address", "hours_note"), 200)
_CHECKS = {
    "telephone": check_telephone,
    "morning_hours": check_hours,
    "afternoon_hours": check_hours,
}
_DESK_FIELDS = {
    "name": "desk_name",
    "address": "desk_address",
    "telephone": "desk_telephone",
    **{name: name for name in ("letter_mark", "review_body", "review_address", "review_online", "court", "payment")},
}
"""Field of the disclosure desk -> the field here that holds it."""


@dataclass(frozen=True)
class MemberOffice:
    """One member: how people reach it, and what its letters name.

    ``other_names`` are names by which people call it, with 、 between them ("民政局、民政"). Where the fields of its
    disclosure desk are empty, it takes no applications through this line."""

    code: str
    name: str
    other_names: str
    address: str
    telephone: str
    morning_hours: str
    afternoon_hours: str
    hours_note: str
    desk_name: str = ""
    desk_address: str = ""
    desk_telephone: str = ""
    letter_mark: str = ""
    review_body: str = ""
    review_address: str = ""
    review_online: str = ""
    court: str = ""
    payment: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means this office, the official one first."""
        return tuple(dict.fromkeys(filter(None, (self.name, *_SEPARATOR.split(self.other_names)))))

    @property
    def spoken(self) -> str:
        """How to reach it, as the telephone tells it; the note on the hours follows where there is room."""
        hours = f"上午{speak_hours(self.morning_hours)}，下午{speak_hours(self.afternoon_hours)}"
        return f"{self.name}的电话是{self.telephone}，在{self.address}。办公时间是{hours}。"

    @property
    def desk(self) -> DisclosureDesk | None:
        """The desk that answers its applications; None where it takes none through this line."""
        desk = DisclosureDesk(**{name: getattr(self, column) for name, column in _DESK_FIELDS.items()})
        return desk if any(vars(desk).values()) else None


def check_member_office(office: MemberOffice) -> dict[str, str]:
    """What keeps ``office`` from being published: field name -> message; empty when nothing does.

    A desk that is begun must be whole: its letters name all of it."""
    required = ("code", "name", "address", "telephone", "morning_hours", "afternoon_hours")
    problems = check_texts(office, required, _LIMITS, _CHECKS)
    if "code" not in problems and not is_department_code(office.code):
        problems["code"] = f"单位代码最多{CODE_LIMIT}个字母或者数字，中间不能有空格和符号。"
    if not problems and (units := utf16_units(office.spoken)) > SPOKEN_LIMIT:
        told = f"名称、电话、地址和时间在电话里一起念，最多{SPOKEN_LIMIT}个字，现在有{units}个字。请把地址写短一些。"
        problems["address"] = told
    if office.desk is not None:
        problems |= {_DESK_FIELDS[name]: problem for name, problem in check_desk(office.desk).items()}
    return problems


def tidy_member_office(office: MemberOffice) -> MemberOffice:
    """``office`` with the digits of its numbers and hours in half width."""
    numbers = ("telephone", "morning_hours", "afternoon_hours", "desk_telephone")
    folded = {name: fold_width(getattr(office, name)) for name in numbers}
    return replace(office, other_names="、".join(office.names[1:]), **folded)


def _stands_in(name: str, office: MemberOffice, question: str) -> bool:
    """Whether ``name`` stands in ``question`` for ``office``: not after a place of another level (区民政局), unless
    another of its names has that, and not as the beginning of another body's name."""
    return any(
        (before[-1:] not in _HIGHER_OR_LOWER or any(f"{before[-1]}{name}" in one for one in office.names))
        and not _OTHER_BODY.match(after)
        for before, after in _surroundings(name, question)
    )


def _surroundings(name: str, question: str) -> Iterator[tuple[str, str]]:
    """What stands before and after each place of ``name`` in ``question``."""
    for found in re.finditer(re.escape(name), question):
        yield question[: found.start()], question[found.end() :]


def offices_of(departments: Sequence[Department]) -> Mapping[str, str]:
    """Code of a department -> code of its office."""
    return {department.code: department.office_code for department in departments}


def title_of_office(office: str, title: str) -> str:
    """``title`` of what several offices tell, with the name of the ``office`` before it unless that is there.

    >>> title_of_office("民政局", "收费吗？"), title_of_office("民政局", "民政局几点上班？")
    ('民政局：收费吗？', '民政局几点上班？')
    """
    return title if not office or office in title else f"{office}：{title}"


def find_named(offices: Collection[MemberOffice], question: str) -> tuple[MemberOffice, ...]:
    """The members that ``question`` names; a name that is part of a longer one that stands there does not count, nor
    one that is part of the name of another body.

    >>> offices = [MemberOffice(name[:2], name, "", "", "", "", "", "") for name in ("民政局", "城北区民政局")]
    >>> [office.name for office in find_named(offices, "城北区民政局几点上班")]
    ['城北区民政局']
    >>> find_named(offices[:1], "省民政局在哪里"), find_named(offices[:1], "民政局所的电话")
    ((), ())
    """
    named = [(name, office) for office in offices for name in office.names if _stands_in(name, office, question)]
    longest = [name for name, _ in named if not any(name != other and name in other for other, _ in named)]
    return tuple(dict.fromkeys(office for name, office in named if name in longest))
