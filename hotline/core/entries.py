"""The entry (a question and its answer), its topic and legal bases, and the rules for publishing it."""

from dataclasses import dataclass
from datetime import date, timedelta

from hotline.core.attachments import Attachment, check_attachments
from hotline.core.departments import check_texts, is_telephone_number
from hotline.core.text_length import SPOKEN_LIMIT, TEXT_LIMIT, utf16_units

_SHORT_NUMBERS, _LONG_NUMBERS = range(100, 900), range(100_000, 900_000)
NUMBER_RULE = (
    "编号应当是100到899之间的三位数；问答很多的时候也可以用100000到899999之间的六位数；"
    "转介（不归我们管的事）用900000到998999之间的六位数。"
)
OFFICE_NUMBERS = range(901, 1000)
"""Numbers of the entries generated from the office's own particulars at publish time."""
PARTICULAR_NUMBERS = range(901, 911)
"""Those of OFFICE_NUMBERS for its hours, its address and the like."""
TOLD_OF_MEMBERS = frozenset({901, 902, 903, 906})
"""Those of PARTICULAR_NUMBERS that member offices have too: hours, address, telephone, weekends; no fax, no e-mail."""
PUBLIC_LINE_NUMBERS = range(911, 920)
"""Those of OFFICE_NUMBERS for short telephone numbers such as 12348."""
DEPARTMENT_NUMBERS = range(921, 1000)
"""Those of OFFICE_NUMBERS for the departments, in the order of their table (core.contact_entries)."""
MEMBER_OFFICE_NUMBERS = range(999_000, 999_100)
"""Numbers of the entries on how to reach each member office, in the order of their table."""
MORE_DEPARTMENT_NUMBERS = range(999_100, 1_000_000)
"""Those of the departments beyond DEPARTMENT_NUMBERS, of a line with many offices."""
OFFICE_TOPIC = "9"
REFERRAL_NUMBERS = range(900_000, 999_000)
"""Numbers of the referrals, which send people on to another office."""
REVIEW_AFTER = timedelta(days=182)
"""The time until an entry is to be reviewed again, unless its author chooses another date: half a year."""
QUESTION_LIMIT = 60
WEB_LIMIT = 5_000
SIMILAR_LIMIT = 200
LEGAL_BASES_LIMIT = 30
"""The form for an entry has this many rows."""
REFERRED_OFFICE_LIMIT, REFERRED_TELEPHONE_LIMIT, NOTE_LIMIT = 30, 20, 40
"""Characters. The sentences that the channels make of these fields must fit into one wording (voice/content)."""


@dataclass(frozen=True)
class Topic:
    """A group of entries; ``digit`` is the first digit of their numbers, and the key that a caller presses."""

    digit: str
    name: str
    description: str


def check_topic(topic: Topic) -> dict[str, str]:
    """What is wrong with ``topic``: field name -> message; empty when nothing is."""
    problems = check_texts(topic, ("name",), {"name": 20, "description": 200}, {})
    if not is_topic_digit(topic.digit):
        problems["digit"] = "分类应当是1到8的一位数字。"
    return problems


def is_topic_digit(text: str) -> bool:
    """Whether ``text`` is a digit that a topic may have: 9 is the office's own, 0 calls a person.

    >>> is_topic_digit("1"), is_topic_digit("9"), is_topic_digit("１")
    (True, False, False)
    """
    return len(text) == 1 and text in "12345678"


@dataclass(frozen=True)
class LegalBasis:
    """An article of law that an answer rests on, and the day on which the cited version came into force."""

    title: str
    article: str
    in_force: date


@dataclass(frozen=True)
class Entry:
    """A common question with one answer in three wordings (web: CommonMark, spoken and text: plain).

    An entry with one of the REFERRAL_NUMBERS is a referral: ``question`` is a matter of another ``office``, to which
    people are sent, with its ``telephone``, a ``note`` that helps them, and for staff the ``source`` in which the
    responsibility was looked up, on the effective date. It has no topic and needs no legal bases; the channels make
    the wordings that it leaves empty from these fields. Those fields are empty in all other entries.

    A new field also takes: a migration and RevisionRow (storage/records/models/content.py), ``_content`` and ``_entry``
    in storage/records/stores/entries.py, COLUMNS in storage/csv_tables/schema.py with the tables of faq_data, FORMAT in
    storage/knowledge/content_tables.py, and the form, the labels and the templates of console and web. The knowledge
    file, the difference of revisions and the export read the fields from here."""

    number: int
    question: str
    web_answer: str
    spoken: str
    text: str
    similar_questions: tuple[str, ...]
    keywords: tuple[str, ...]
    topic: str
    department: str
    legal_bases: tuple[LegalBasis, ...]
    effective_date: date
    review_date: date
    office: str = ""
    telephone: str = ""
    note: str = ""
    source: str = ""
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_referral(self) -> bool:
        return self.number in REFERRAL_NUMBERS


def is_entry_number(number: int) -> bool:
    """Whether staff may give an entry this number; its first digit is the topic, except that of a referral.

    Three digits are quick to key; six serve a line with more entries, such as that of a whole province.

    >>> [is_entry_number(number) for number in (99, 102, 901, 1_020, 102_345, 900_001)]
    [False, True, False, False, True, True]
    """
    return number in _SHORT_NUMBERS or number in _LONG_NUMBERS or number in REFERRAL_NUMBERS


def topic_of(number: int) -> str:
    """The topic that goes with an entry's number: its first digit; "" for a referral, which no list of topics has.

    >>> topic_of(102), topic_of(900_001)
    ('1', '')
    """
    return "" if number in REFERRAL_NUMBERS else str(number)[0]


def check_place(entry: Entry) -> dict[str, str]:
    """What is wrong with the number and the topic of ``entry``: field name -> message; empty when nothing is."""
    if not is_entry_number(entry.number):
        return {"number": NUMBER_RULE}
    if entry.topic != topic_of(entry.number):
        return {"topic": "转介没有分类。" if entry.is_referral else "编号的第一位应当是分类的数字。"}
    return {}


def check_entry(entry: Entry) -> dict[str, str]:
    """What is wrong with ``entry`` on any day: field name -> message; empty when nothing is."""
    problems = check_place(entry) | _check_wordings(entry)
    if not entry.similar_questions:
        problems["similar_questions"] = "请至少写一个群众的问法（相似问）。"
    elif any(len(question) > SIMILAR_LIMIT for question in entry.similar_questions):
        problems["similar_questions"] = f"每个相似问最多{SIMILAR_LIMIT}个字。"
    problems |= _check_referred_office(entry) if entry.is_referral else _check_authority(entry)
    named = [f"《{basis.title}》{basis.article}" for basis in entry.legal_bases]
    if twice := next((name for place, name in enumerate(named) if name in named[:place]), ""):
        problems["legal_bases"] = f"{twice}写了两次。"
    if len(entry.legal_bases) > LEGAL_BASES_LIMIT:
        problems["legal_bases"] = f"依据最多{LEGAL_BASES_LIMIT}条，现在有{len(entry.legal_bases)}条。"
    if entry.review_date <= entry.effective_date:
        problems["review_date"] = "复核日期应当晚于生效日期。"
    return problems | check_attachments(entry.attachments)


def check_submission(entry: Entry, today: date) -> dict[str, str]:
    """What keeps ``entry`` from being submitted ``today``: field name -> message; empty when nothing does."""
    return check_entry(entry) | check_review_date(entry, today)


def check_review_date(entry: Entry, today: date) -> dict[str, str]:
    """What is wrong with the review date of an entry that is to be published after ``today``: it must lie ahead."""
    if entry.review_date > today:
        return {}
    return {"review_date": "复核日期已经过了。请对照现在的法律看一遍，再写以后的日子。"}


def _check_authority(entry: Entry) -> dict[str, str]:
    """Who answers for an entry of our own, and by which law."""
    problems: dict[str, str] = {}
    if not entry.department:
        problems["department"] = "请选择负责的部门。"
    if not entry.legal_bases:
        problems["legal_bases"] = "请写明依据：法律名称、条款、施行日期。"
    if entry.office or entry.telephone or entry.note or entry.source:
        problems["office"] = "只有转介（编号900000到998999）才写归哪个单位管。"
    return problems


def _check_referred_office(entry: Entry) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not entry.office:
        problems["office"] = "请写明这件事归哪个单位管。"
    elif len(entry.office) > REFERRED_OFFICE_LIMIT:
        problems["office"] = f"单位名称最多{REFERRED_OFFICE_LIMIT}个字，现在有{len(entry.office)}个字。"
    if entry.telephone and not is_telephone_number(entry.telephone):
        problems["telephone"] = "请写一个电话号码，没有就空着。"
    elif len(entry.telephone) > REFERRED_TELEPHONE_LIMIT:
        problems["telephone"] = f"电话号码最多{REFERRED_TELEPHONE_LIMIT}个字符。"
    if len(entry.note) > NOTE_LIMIT:
        problems["note"] = f"提示最多{NOTE_LIMIT}个字，现在有{len(entry.note)}个字。"
    if not entry.source:
        problems["source"] = "请写明在哪里查到归这个单位管：法律条款，或者官方网页。"
    return problems


def _check_wordings(entry: Entry) -> dict[str, str]:
    """A referral may leave its answers empty, because the channels make them from its other fields."""
    problems: dict[str, str] = {}
    limits = {
        "question": (entry.question, len(entry.question), QUESTION_LIMIT, "问题"),
        "web_answer": (entry.web_answer, len(entry.web_answer), WEB_LIMIT, "网页答复"),
        "spoken": (entry.spoken, len(entry.spoken), SPOKEN_LIMIT, "语音答复"),
        "text": (entry.text, utf16_units(entry.text), TEXT_LIMIT, "短信答复"),
    }
    for field, (wording, length, limit, name) in limits.items():
        if not wording.strip() and (field == "question" or not entry.is_referral):
            problems[field] = f"{name}不能为空。"
        elif length > limit:
            problems[field] = f"{name}最多{limit}个字，现在有{length}个字。"
    return problems
