"""What staff did to the content, step by step: a record that only grows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class ContentKind(Enum):
    """What was changed: an entry or a referral, a value under review like it, or a word of a list."""

    ENTRY = "entry"
    CATALOGUE = "catalogue"
    DEPARTMENTS = "departments"
    TOPICS = "topics"
    OFFICE = "office"
    DISCLOSURE_DESK = "disclosure_desk"
    HOLIDAY_DECREES = "holiday_decrees"
    LOCAL_DAYS_OFF = "local_days_off"
    ANNOUNCEMENTS = "announcements"
    LETTER_TEMPLATES = "letter_templates"
    PUBLIC_NOTICES = "public_notices"
    MEMBER_OFFICES = "member_offices"
    SYNONYMS = "synonyms"
    DICTIONARY = "dictionary"
    STOP_WORDS = "stop_words"


class ContentAction(Enum):
    WRITE = "write"
    DISCARD = "discard"
    SUBMIT = "submit"
    RECALL = "recall"
    RETURN = "return"
    CHOOSE_DAY = "choose_day"
    SCHEDULE = "schedule"
    PUBLISH = "publish"
    HOLD = "hold"
    APPROVE = "approve"
    WITHDRAW = "withdraw"
    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True)
class ContentChange:
    """One step: ``changed_by`` did ``action`` to ``key`` (the number of an entry or an item, a word) of ``kind``.

    ``serial`` is the revision, 0 for what has none. ``wording`` is what a reviewer was sent: the name of
    each field with its text. It stays readable after a return, when the author has written other words over it."""

    kind: ContentKind
    key: str
    action: ContentAction
    changed_by: str
    changed_at: datetime
    serial: int = 0
    comment: str = ""
    wording: Mapping[str, str] = field(default_factory=dict)
    id: int = 0
    """Given by the records, growing; 0 before the step is kept."""
