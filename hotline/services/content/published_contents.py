"""Contents of a publish, read from the records: small tables at once, entries and catalogue items one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from hotline.core.catalogue import CatalogueItem, check_item
from hotline.core.contents import Contents
from hotline.core.departments import check_department, check_office
from hotline.core.entries import Entry, check_entry, check_topic
from hotline.core.errors import InvalidInput
from hotline.core.hosts import WordSnapshot
from hotline.core.word_lists import WordList
from hotline.services.content.office_entries import office_entries

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

ASKED_WITHIN = timedelta(days=90)
"""The time before now in which the most asked entries are counted."""
MOST_ASKED = 30
T = TypeVar("T", Entry, CatalogueItem)


@dataclass(frozen=True, kw_only=True)
class PublishedContents(Contents):
    """Everything published at one moment, read through ``unit`` while that is open. ``entries`` holds only the entries
    on the office itself; the other entries and the items are read one by one.

    After the last one, reading raises InvalidInput if any was not fit to publish; it names each of them and why."""

    unit: Unit = field(repr=False, compare=False)

    def entry_digests(self) -> str:
        return self._entry_digests

    def item_digests(self) -> str:
        return self._item_digests

    @cached_property
    def _entry_digests(self) -> str:
        """Read once, because a publish compares them several times and half a million take 0.1 s."""
        return self.unit.entries.published_digests()

    @cached_property
    def _item_digests(self) -> str:
        return self.unit.catalogue.digests()

    def read_entries(self, digests: Collection[str] | None = None) -> Iterator[tuple[str, Entry]]:
        return _checked(self.unit.entries.read_published(digests), lambda entry: f"问答{entry.number}", check_entry)

    def read_items(self, digests: Collection[str] | None = None) -> Iterator[tuple[str, CatalogueItem]]:
        items = self.unit.catalogue.read_items(digests)
        return _checked(items, lambda item: f"目录条目{item.index_number}", check_item)


def read_contents(
    unit: Unit, now: datetime, words: WordSnapshot, *, most_asked: tuple[int, ...] = ()
) -> PublishedContents:
    """Everything published at this moment, to be read while ``unit`` is open, with the word lists ``words``."""
    office = unit.office.office()
    return PublishedContents(
        office=office,
        departments=tuple(unit.office.departments()),
        topics=tuple(unit.office.topics()),
        entries=office_entries(office, now.date()),
        items=(),
        synonyms=words.synonyms,
        dictionary=words.dictionary,
        stop_words=words.stop_words,
        most_asked=most_asked,
        holiday_decrees=tuple(unit.office.holiday_decrees()),
        local_days_off=tuple(unit.office.local_days_off()),
        announcements=tuple(unit.office.announcements()),
        public_notices=tuple(unit.office.public_notices()),
        member_offices=tuple(unit.office.member_offices()),
        unit=unit,
    )


def check_particulars(contents: Contents, told: Collection[object]) -> None:
    """Raise InvalidInput if the office, a department or a topic is not fit to publish.

    ``told`` is what the public is told already. It is left alone: a rule that is newer must not hold back the rest."""
    office, departments, topics = contents.office, contents.departments, contents.topics
    found = {"单位信息": check_office(office)} if office not in told else {}
    found |= {f"部门{one.code}": check_department(one) for one in departments if one not in told}
    found |= {f"分类{one.digit}": check_topic(one) for one in topics if one not in told}
    problems = {
        f"{title}.{field}": f"{title}的{field}：{problem}"
        for title, about in found.items()
        for field, problem in about.items()
    }
    if problems:
        raise InvalidInput(problems)


def list_most_asked(unit: Unit, now: datetime) -> tuple[int, ...]:
    """The entries shown most often within ASKED_WITHIN, then others by number."""
    shown = [number for number, _ in unit.enquiries.most_asked(now - ASKED_WITHIN, MOST_ASKED)]
    asked = unit.entries.filter_published(shown)
    others = unit.entries.list_published_numbers(MOST_ASKED)
    return tuple(dict.fromkeys([*asked, *others]))[:MOST_ASKED]


def read_words(unit: Unit) -> WordSnapshot:
    """The word lists as staff have them now, published or not."""
    return WordSnapshot(
        synonyms=tuple((pair.colloquial, pair.official) for pair in unit.words.list_words(WordList.SYNONYMS)),
        dictionary=tuple(term.word for term in unit.words.list_words(WordList.DICTIONARY)),
        stop_words=tuple(word.word for word in unit.words.list_words(WordList.STOP_WORDS)),
    )


def _checked(
    pairs: Iterator[tuple[str, T]], name: Callable[[T], str], check: Callable[[T], dict[str, str]]
) -> Iterator[tuple[str, T]]:
    """Yield every pair of digest and value, then raise InvalidInput if ``check`` found problems in any value."""
    problems: dict[str, str] = {}
    for digest, value in pairs:
        title = name(value)
        problems |= {f"{title}.{field}": f"{title}：{problem}" for field, problem in check(value).items()}
        yield digest, value
    if problems:
        raise InvalidInput(problems)
