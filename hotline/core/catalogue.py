"""An item of the government information disclosure catalogue, and the rules for its fields."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from hotline.core.attachments import Attachment, check_attachments
from hotline.core.departments import check_texts
from hotline.core.disclosure.statutory_classes import STATUTORY_CLASSES

ORGANISATION_CODE = "[0-9A-Z]{8}-[0-9A-Z]"
"""GB 11714: eight characters, a dash, a check character."""
SERIAL_DIGITS = 5
_ANY_CODE = "(?:[0-9A-Z]{18}|[0-9A-Z]{8}-?[0-9A-Z])"
"""A unified social credit code, or an organisation code with or without its dash."""
INDEX_NUMBER_FORM = rf"{_ANY_CODE}(?:-?/|-)[0-9]{{4}}(?:[0-9]{{2}})?-[0-9]{{5,7}}"
INDEX_NUMBER = re.compile(rf"^{INDEX_NUMBER_FORM}$")
"""An index number as offices really have them: a code, then year or year and month, then five to seven digits.

The numbers that we make are organisation code / year - five digits. A number is never used again. Forms in use
were seen on Yunnan's portals: 115323000151673132-/2020-0310001, 01526096-4-/2022-0822005, 015114277-202105-308074."""
IN_FORCE, EXPIRED, REPEALED = "有效", "失效", "废止"
"""Validity: in force; over, because its time has passed or its task is done; replaced or withdrawn."""
_FIRST_DAY = r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
_NOTICE_PERIOD = re.compile(
    rf"公示期[^\d。]{{0,9}}{_FIRST_DAY}[至到—-]+(?:(?P<last_year>\d{{4}})年)?(?:(?P<last_month>\d{{1,2}})月)?(?P<last_day>\d{{1,2}})日",
    re.ASCII,
)
"""How a notice states its period; a year or month that the last day leaves out is the first day's."""
_HEARING_DAY = re.compile(rf"时间和地点[^\d。]{{0,9}}{_FIRST_DAY}", re.ASCII)
"""How the announcement of a hearing states its day."""


class Section(Enum):
    """The catalogue's sections; the last four are Yunnan's four systems of open administration."""

    FUNCTIONS = "机构职能"
    NEWS = "工作动态"
    SERVICES = "业务与服务"
    HEARINGS = "重大决策听证"
    NOTICES = "重要事项公示"
    BULLETINS = "重点工作通报"
    ENQUIRY_LINE = "政务信息查询"


@dataclass(frozen=True)
class CatalogueItem:
    """One published item; ``body`` is CommonMark, ``topic`` is a topic's digit or ""."""

    index_number: str
    section: Section
    title: str
    summary: str
    body: str
    document_number: str
    issuing_body: str
    made_date: date
    published_date: date
    topic: str
    genre: str
    mode: str
    validity: str
    department: str
    attachments: tuple[Attachment, ...] = ()
    disclosure_class: str = ""
    """The number of its class of article 20 of the regulation; "" for none."""

    @property
    def is_repealed(self) -> bool:
        """Whether another item has replaced this one, or it was withdrawn: it must not be used any more."""
        return self.validity == REPEALED

    @property
    def is_expired(self) -> bool:
        """Whether its time is over, such as that of a notice on which people could comment."""
        return self.validity == EXPIRED


INDEX_NUMBER_RULE = (
    "索引号应当是“机构代码/年份-五位数字”，例如00000000-0/2026-00001；以前编的照原样写，"
    "例如115323000151673132-/2020-0310001。"
)
_ITEM_REQUIRED = ("title", "summary", "body", "issuing_body", "genre", "mode", "department")
_ITEM_LIMITS = {
    **dict.fromkeys(("title", "issuing_body"), 200),
    **dict.fromkeys(("genre", "mode"), 20),
    **{"summary": 1_000, "body": 50_000, "document_number": 60},
}


def organisation_code(index_number: str) -> str:
    """The organisation code of an index number, as the numbers that we make have it: eight characters, a dash, one.

    In a unified social credit code it is the ninth to the seventeenth character (GB 32100-2015).

    >>> organisation_code("00000000-0/2026-00001"), organisation_code("015114277-202105-308074")
    ('00000000-0', '01511427-7')
    >>> organisation_code("11532331015179648Q-/2024-1121001")
    '01517964-8'
    """
    code = index_number[:9] if index_number[8] != "-" else index_number[:8] + index_number[9]
    if len(re.split("[-/]", index_number)[0]) == len("11532331015179648Q"):
        code = index_number[8:17]
    return f"{code[:8]}-{code[8:]}"


def check_item(item: CatalogueItem) -> dict[str, str]:
    """What keeps ``item`` from being published: field name -> message; empty when nothing does."""
    problems = check_texts(item, _ITEM_REQUIRED, _ITEM_LIMITS, {})
    if not INDEX_NUMBER.fullmatch(item.index_number):
        problems["index_number"] = INDEX_NUMBER_RULE
    if item.disclosure_class and item.disclosure_class not in STATUTORY_CLASSES:
        problems["disclosure_class"] = "公开类别应当是1到15，对应条例第二十条的十五项，没有就空着。"
    if item.made_date > item.published_date:
        problems["published_date"] = "公开日期不能早于生成日期。"
    if item.validity not in ("", IN_FORCE, EXPIRED, REPEALED):
        problems["validity"] = f"有效性应当是“{IN_FORCE}”“{EXPIRED}”“{REPEALED}”中的一个，或者空着。"
    return problems | check_attachments(item.attachments)


def last_day(item: CatalogueItem) -> date | None:
    """The day with which the time of a notice (公示) or of a hearing's announcement ends, as its body states it.

    None for all other items, and where no day that exists is stated: such an item has no end of its own."""
    if item.genre == "公示":
        found = _NOTICE_PERIOD.search(item.body)
    elif item.genre == "公告" and item.section is Section.HEARINGS:
        found = _HEARING_DAY.search(item.body)
    else:
        return None
    if found is None:
        return None
    stated = found.groupdict()
    year, month, day = (int(stated.get(f"last_{part}") or stated[part]) for part in ("year", "month", "day"))
    try:
        return date(year, month, day)
    except ValueError:  # such as 31 November, a slip of whoever wrote it
        return None


def validity_on(item: CatalogueItem, today: date) -> str:
    """``item.validity`` as it is ``today``: an item in force lapses by itself on the day after its last day.

    Staff mark what is repealed; nobody has to remember the day on which a notice ends."""
    end = last_day(item)
    return EXPIRED if item.validity == IN_FORCE and end is not None and end < today else item.validity
