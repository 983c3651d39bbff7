"""The office that runs the line, its departments and their liaison officers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

MOST_OFFICERS = 5
"""Liaison officers of one department: they are called one after the other, 15 seconds each, while the caller waits."""
LONGEST_LINE_NAME = 20
"""Characters: the greeting takes ten seconds, and must also say how to ask."""
CODE_LIMIT = 20
"""Characters of a department's code."""
_SEPARATOR = re.compile(r"\s*[、；;]\s*")
_TELEPHONE_NUMBER = re.compile(r"\+?[0-9]([ -]?[0-9]){2,19}", re.ASCII)
_EXTENSION = re.compile(r"\s*转\s*[0-9]{1,6}", re.ASCII)
_POSTCODE = re.compile(r"[0-9]{6}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_CODE = re.compile(r"[^\W_]([\w-]*[^\W_])?")


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
    office_code: str = ""
    """The code of the member office that it belongs to (core.member_offices); "" for the office that runs the line."""

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


Check = Callable[[str], str]
"""What is wrong with a text, in a sentence for staff; "" when nothing is."""


def check_telephone(text: str) -> str:
    """What is wrong with a number that people are told: it is dialled, read aloud and texted.

    >>> check_telephone("0871-63100000"), check_telephone("0871-63100000转801"), check_telephone("")
    ('', '', '')
    >>> check_telephone("1.38E+10")
    '“1.38E+10”不是电话号码：表格软件把长号码改成了科学计数，请把那一格设成文本再写。'
    >>> check_telephone("请打电话")
    '“请打电话”不是电话号码，请写成0871-63100000的样子。'
    """
    if not text or is_telephone_number(_EXTENSION.sub("", text)):
        return ""
    if re.fullmatch(r"[0-9.]+[Ee][+-]?[0-9]+", text):
        return f"“{text}”不是电话号码：表格软件把长号码改成了科学计数，请把那一格设成文本再写。"
    return f"“{text}”不是电话号码，请写成0871-63100000的样子。"


def check_website(text: str) -> str:
    """What is wrong with an address that people open: only http and https lead to a page.

    >>> check_website("https://sifaju.example"), check_website("javascript:alert(1)")
    ('', '“javascript:alert(1)”不是网址，请写成https://开头的样子。')
    """
    try:
        address = urlsplit(text)
        is_page = address.scheme in ("http", "https") and "." in (address.hostname or "") and not re.search(r"\s", text)
    except ValueError:
        is_page = False
    return "" if not text or is_page else f"“{text}”不是网址，请写成https://开头的样子。"


def check_hours(text: str) -> str:
    """What is wrong with the hours of one shift.

    >>> check_hours("08:30-12:00"), check_hours("12:00-08:30")
    ('', '“12:00-08:30”不是时间段，请写成08:30-12:00的样子。')
    """
    is_span = _HOURS.fullmatch(text) is not None and text[:5] < text[6:]
    return "" if not text or is_span else f"“{text}”不是时间段，请写成08:30-12:00的样子。"


def _check_postcode(text: str) -> str:
    return "" if not text or _POSTCODE.fullmatch(text) else f"“{text}”不是邮政编码，请写六位数字。"


def _check_email(text: str) -> str:
    return "" if not text or _EMAIL.fullmatch(text) else f"“{text}”不是电子邮箱，请写成gongkai@sifaju.example的样子。"


_OFFICE_CHECKS: Mapping[str, Check] = {
    "line_number": check_telephone,
    "telephone": check_telephone,
    "fax": check_telephone,
    "postcode": _check_postcode,
    "email": _check_email,
    "website": check_website,
    "morning_hours": check_hours,
    "afternoon_hours": check_hours,
}
_OFFICE_LIMITS = dict.fromkeys(
    ("name", "city", "line_number", "postcode", "telephone", "fax", "email"), 60
) | dict.fromkeys(("line_description", "address", "directions", "hours_note", "website", "sample_notice"), 500)
_OFFICE_REQUIRED = (
    *("name", "city", "line_name", "line_number", "line_description", "address"),
    *("morning_hours", "afternoon_hours", "telephone"),
)


def check_office(office: Office) -> dict[str, str]:
    """What is wrong with the office's particulars: column -> message; empty when nothing is."""
    problems = check_texts(office, _OFFICE_REQUIRED, _OFFICE_LIMITS, _OFFICE_CHECKS)
    if len(office.line_name) > LONGEST_LINE_NAME:
        problems["line_name"] = f"热线的名称最多{LONGEST_LINE_NAME}个字，电话开头十秒要说完。"
    hours = ("morning_hours", "afternoon_hours")
    if not any(name in problems for name in hours) and office.morning_hours[6:] > office.afternoon_hours[:5]:
        problems["afternoon_hours"] = "下午的时间不能早于上午下班的时间。"
    return problems


def check_texts(
    value: object, required: tuple[str, ...], limits: Mapping[str, int], checks: Mapping[str, Check]
) -> dict[str, str]:
    """What is wrong with the texts of a dataclass: field -> message. Each field has one message at most.

    ``limits`` are in characters; what is ``required`` may not be empty; ``checks`` look at how a text is written."""
    problems: dict[str, str] = {}
    for name in dict.fromkeys((*required, *limits, *checks)):
        text: str = getattr(value, name)
        problem = checks[name](text) if name in checks else ""
        if name in required and not text.strip():
            problem = "不能为空。"
        elif len(text) > limits.get(name, len(text)):
            problem = f"最多{limits[name]}个字，现在有{len(text)}个字。"
        if problem:
            problems[name] = problem
    return problems


def tidy_office(office: Office) -> Office:
    """``office`` with the digits of its numbers, hours and addresses in half width, as input methods often do not."""
    return replace(office, **{name: fold_width(getattr(office, name)) for name in _OFFICE_CHECKS})


def tidy_department(department: Department) -> Department:
    """``department`` with the digits of its telephone numbers in half width."""
    return replace(
        department,
        telephone=fold_width(department.telephone),
        liaison_line=_SEPARATOR.sub("、", fold_width(department.liaison_line)),
    )


def fold_width(text: str) -> str:
    """``text`` with full-width digits, letters and signs in half width.

    >>> fold_width("１３８００１３８０００"), fold_width("０８：３０－１２：００"), fold_width("0000-8000转８０１")
    ('13800138000', '08:30-12:00', '0000-8000转801')
    """
    return unicodedata.normalize("NFKC", text)


def is_telephone_number(text: str) -> bool:
    """Whether ``text`` is a telephone number as people write it: digits with spaces or hyphens between them.

    >>> is_telephone_number("0871-63100000"), is_telephone_number("96128"), is_telephone_number("转101")
    (True, True, False)
    """
    return _TELEPHONE_NUMBER.fullmatch(text) is not None


_DEPARTMENT_LIMITS = {"name": 40, "duties": 300, "room": 60, "telephone": 40, "liaison_officer": 200}


def check_department(department: Department) -> dict[str, str]:
    """What is wrong with ``department`` and its liaison officers: column -> message; empty when nothing is."""
    required = ("code", "name", "duties", "telephone")
    problems = check_texts(department, required, _DEPARTMENT_LIMITS, {"telephone": check_telephone})
    if "code" not in problems and not is_department_code(department.code):
        problems["code"] = f"部门代码最多{CODE_LIMIT}个字母或者数字，中间不能有空格和符号。"
    return problems | _check_liaison(department)


def is_department_code(text: str) -> bool:
    """Whether ``text`` may be the code of a department, which also stands in addresses.

    >>> is_department_code("FYK"), is_department_code("复议-1"), is_department_code("a/b"), is_department_code("")
    (True, True, False, False)
    """
    return len(text) <= CODE_LIMIT and _CODE.fullmatch(text) is not None


def _check_liaison(department: Department) -> dict[str, str]:
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
