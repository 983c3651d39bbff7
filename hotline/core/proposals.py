"""Proposals: what staff want to publish of the catalogue, the departments, the topics, the offices, their days off,
the announcements, the public notices, the texts of its letters and the words that questions are matched with.

What is published stands in a table for each kind. A proposal is a value that is to take its place there, or to be new
in it. Entries have revisions of their own (core.entries)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Any

from hotline.core.catalogue import INDEX_NUMBER, CatalogueItem, check_item
from hotline.core.departments import (
    Department,
    Office,
    check_department,
    check_office,
    is_department_code,
    tidy_department,
    tidy_office,
)
from hotline.core.disclosure.desk import DisclosureDesk, check_desk, tidy_desk
from hotline.core.disclosure.letter_templates import LetterTemplate, check_template, is_template_code, tidy_template
from hotline.core.entries import Topic, check_topic, is_topic_digit
from hotline.core.holidays import (
    HolidayDecree,
    LocalDayOff,
    check_decree,
    check_local_day_off,
    is_year,
    tidy_decree,
    tidy_local_day_off,
)
from hotline.core.member_offices import MemberOffice, check_member_office, tidy_member_office
from hotline.core.office_announcements import (
    Announcement,
    check_announcement,
    is_announcement_code,
    tidy_announcement,
)
from hotline.core.permissions import OwnPart
from hotline.core.public_notices import PublicNotice, check_notice, is_notice_code, tidy_notice
from hotline.core.review import Reviewed, Status
from hotline.core.text_length import tidy
from hotline.core.typed_days import parse_day
from hotline.core.word_lists import StopWord, Synonym, Term, Word, check_word_key, is_word_key

Proposed = (
    CatalogueItem
    | Department
    | Topic
    | Office
    | DisclosureDesk
    | HolidayDecree
    | LocalDayOff
    | Announcement
    | LetterTemplate
    | Word
    | PublicNotice
    | MemberOffice
)
"""A value that may be proposed."""
OFFICE_KEY = "1"
"""The key of the one office, and of its one disclosure desk."""


class ProposalKind(Enum):
    """What a proposal is about; the value is the name of its table, in faq_data too where it has one there."""

    CATALOGUE = "catalogue"
    DEPARTMENTS = "departments"
    TOPICS = "topics"
    OFFICE = "office"
    DISCLOSURE_DESK = "disclosure_desk"
    HOLIDAY_DECREES = "holiday_decrees"
    LOCAL_DAYS_OFF = "local_days_off"
    ANNOUNCEMENTS = "announcements"
    LETTER_TEMPLATES = "letter_templates"
    SYNONYMS = "synonyms"
    DICTIONARY = "dictionary"
    STOP_WORDS = "stop_words"
    PUBLIC_NOTICES = "public_notices"
    MEMBER_OFFICES = "member_offices"


WORD_KINDS = frozenset({ProposalKind.SYNONYMS, ProposalKind.DICTIONARY, ProposalKind.STOP_WORDS})
"""The word lists, named as in core.word_lists.WordList. Writing for them takes a permission of its own."""
SINGLE_KINDS = frozenset({ProposalKind.OFFICE, ProposalKind.DISCLOSURE_DESK})
"""What there is one of: it is changed, and never withdrawn."""
NEVER_WITHDRAWN = SINGLE_KINDS | {ProposalKind.LETTER_TEMPLATES}
"""What can only be changed: without a template its letter could not go out."""
NOT_TOLD = frozenset({ProposalKind.LETTER_TEMPLATES})
"""What is approved without a publish: the knowledge file has nothing of it."""
DATED_KINDS = frozenset(
    {ProposalKind.HOLIDAY_DECREES, ProposalKind.LOCAL_DAYS_OFF}
    | {ProposalKind.ANNOUNCEMENTS, ProposalKind.PUBLIC_NOTICES}
)
"""What takes effect on the days that it names itself: no other day is chosen for its publication."""
VALUE_TYPES: dict[ProposalKind, type[Proposed]] = {
    ProposalKind.CATALOGUE: CatalogueItem,
    ProposalKind.DEPARTMENTS: Department,
    ProposalKind.TOPICS: Topic,
    ProposalKind.OFFICE: Office,
    ProposalKind.DISCLOSURE_DESK: DisclosureDesk,
    ProposalKind.HOLIDAY_DECREES: HolidayDecree,
    ProposalKind.LOCAL_DAYS_OFF: LocalDayOff,
    ProposalKind.ANNOUNCEMENTS: Announcement,
    ProposalKind.LETTER_TEMPLATES: LetterTemplate,
    ProposalKind.SYNONYMS: Synonym,
    ProposalKind.DICTIONARY: Term,
    ProposalKind.STOP_WORDS: StopWord,
    ProposalKind.PUBLIC_NOTICES: PublicNotice,
    ProposalKind.MEMBER_OFFICES: MemberOffice,
}


@dataclass(frozen=True, kw_only=True)
class Proposal(Reviewed):
    """One step of a proposal: the ``content`` as it was after the step, who made it, and where it stands since.

    The steps of one ``kind`` and ``key`` are numbered by ``version``, and none is ever changed: the newest tells where
    the proposal stands. ``serial`` grows with each proposal about the same key."""

    kind: ProposalKind
    key: str
    content: Proposed


@dataclass(frozen=True)
class Sought:
    """What a list is narrowed to: values that contain ``words``, and those of this ``status`` and ``department``."""

    words: str = ""
    status: Status | None = None
    department: str = ""
    own: OwnPart | None = None
    """The part of the line that is all that is looked through; None for the whole."""


def kind_of(value: Proposed) -> ProposalKind:
    """
    >>> kind_of(Topic("1", "行政复议", ""))
    <ProposalKind.TOPICS: 'topics'>
    """
    return next(kind for kind, value_type in VALUE_TYPES.items() if isinstance(value, value_type))


def department_of(value: Proposed) -> str:
    """The code of the department that ``value`` belongs to; "" for what is the whole office's.

    >>> department_of(Topic("1", "行政复议", ""))
    ''
    """
    match value:
        case CatalogueItem() | PublicNotice():
            return value.department
        case Department():
            return value.code
        case _:
            return ""


def office_code_of(value: Proposed) -> str | None:
    """The code of the member office that ``value`` is, or whose department it is; None where its department tells."""
    match value:
        case MemberOffice():
            return value.code
        case Department():
            return value.office_code
        case _:
            return None


def key_of_value(value: Proposed) -> str:
    """What tells ``value`` from the others of its kind.

    >>> key_of_value(Topic("1", "行政复议", ""))
    '1'
    """
    kind = kind_of(value)
    return OFFICE_KEY if kind in SINGLE_KINDS else str(getattr(value, KEY_FIELD[kind]))


KEY_FIELD = {
    ProposalKind.CATALOGUE: "index_number",
    ProposalKind.DEPARTMENTS: "code",
    ProposalKind.TOPICS: "digit",
    ProposalKind.OFFICE: "name",
    ProposalKind.DISCLOSURE_DESK: "name",
    ProposalKind.HOLIDAY_DECREES: "year",
    ProposalKind.LOCAL_DAYS_OFF: "first_day",
    ProposalKind.ANNOUNCEMENTS: "code",
    ProposalKind.LETTER_TEMPLATES: "code",
    ProposalKind.SYNONYMS: "colloquial",
    ProposalKind.DICTIONARY: "word",
    ProposalKind.STOP_WORDS: "word",
    ProposalKind.PUBLIC_NOTICES: "code",
    ProposalKind.MEMBER_OFFICES: "code",
}
"""The field that holds the key; that of the office is only where a problem with it is shown."""


def title_of(value: Proposed) -> str:
    return value.title if isinstance(value, CatalogueItem) else value.name


def is_key(kind: ProposalKind, key: str) -> bool:
    """Whether something of this kind may have ``key``. No other key is ever looked for in a database.

    >>> is_key(ProposalKind.TOPICS, "1"), is_key(ProposalKind.OFFICE, "2"), is_key(ProposalKind.DEPARTMENTS, "A B")
    (True, False, False)
    """
    return _IS_KEY[kind](key)


def _is_only_key(key: str) -> bool:
    return key == OFFICE_KEY


def _is_day(key: str) -> bool:
    day = parse_day(key)
    return day is not None and day.isoformat() == key


_IS_KEY: dict[ProposalKind, Callable[[str], bool]] = {
    ProposalKind.CATALOGUE: lambda key: INDEX_NUMBER.fullmatch(key) is not None,
    ProposalKind.DEPARTMENTS: is_department_code,
    ProposalKind.TOPICS: is_topic_digit,
    ProposalKind.OFFICE: _is_only_key,
    ProposalKind.DISCLOSURE_DESK: _is_only_key,
    ProposalKind.HOLIDAY_DECREES: is_year,
    ProposalKind.LOCAL_DAYS_OFF: _is_day,
    ProposalKind.ANNOUNCEMENTS: is_announcement_code,
    ProposalKind.LETTER_TEMPLATES: is_template_code,
    ProposalKind.SYNONYMS: is_word_key,
    ProposalKind.DICTIONARY: is_word_key,
    ProposalKind.STOP_WORDS: is_word_key,
    ProposalKind.PUBLIC_NOTICES: is_notice_code,
    ProposalKind.MEMBER_OFFICES: is_department_code,
}


_CHECKS: dict[type, Callable[[Any], dict[str, str]]] = {
    CatalogueItem: check_item,
    Department: check_department,
    Topic: check_topic,
    Office: check_office,
    DisclosureDesk: check_desk,
    HolidayDecree: check_decree,
    LocalDayOff: check_local_day_off,
    Announcement: check_announcement,
    LetterTemplate: check_template,
    Synonym: check_word_key,
    Term: check_word_key,
    StopWord: check_word_key,
    PublicNotice: check_notice,
    MemberOffice: check_member_office,
}


def check_value(value: Proposed) -> dict[str, str]:
    """What keeps ``value`` from being submitted: field name -> message; empty when nothing does."""
    return _CHECKS[type(value)](value)


def tidy_value(value: Proposed) -> Proposed:
    """``value`` with its texts tidied, and with digits in half width where they are dialled or read by programs."""
    texts = {name: tidy(text) for name, text in texts_of(value).items()}
    tidied: Proposed = replace(value, **texts)  # type: ignore[arg-type]
    match tidied:
        case Department():
            return tidy_department(tidied)
        case Office():
            return tidy_office(tidied)
        case DisclosureDesk():
            return tidy_desk(tidied)
        case HolidayDecree():
            return tidy_decree(tidied)
        case LocalDayOff():
            return tidy_local_day_off(tidied)
        case Announcement():
            return tidy_announcement(tidied)
        case LetterTemplate():
            return tidy_template(tidied)
        case PublicNotice():
            return tidy_notice(tidied)
        case MemberOffice():
            return tidy_member_office(tidied)
        case _:
            return tidied


def texts_of(value: Proposed) -> dict[str, str]:
    """Field name -> text of each field that holds a text."""
    named = ((field.name, getattr(value, field.name)) for field in fields(value))
    return {name: text for name, text in named if isinstance(text, str)}
