"""Lists read to a caller, each thing with its key: what is on a page, how it is read, and what a key picks from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotline.core.catalogue import Section
from hotline.core.departments import Department
from hotline.core.entries import Topic
from hotline.core.errors import NotFound
from hotline.core.public_notices import NoticeKind, is_notice_code
from hotline.services import public_notices
from hotline.services.content import published
from voice.phone.actions import Step
from voice.phone.call_state import CallState, Place
from voice.phone.context import Transition
from voice.phone.prompts import listen, prompt, with_pause
from voice.phrases import PHONE

if TYPE_CHECKING:
    from hotline.core.public_notices import PublicNotice
    from hotline.services.line import Line
    from voice.phone.context import CallContext

PAGE_SIZES = {Place.ENTRIES: 4, Place.DEPARTMENTS: 4, Place.ITEMS: 3}
"""How many things are read on one page, in half a minute at most; titles of items are long. Key 9 turns the page."""
SECTIONS = {"1": Section.NOTICES, "2": Section.HEARINGS, "5": Section.BULLETINS}
"""Sections of the catalogue whose items are read as a list, by their keys."""
_KINDS = {"1": NoticeKind.NOTICE, "2": NoticeKind.HEARING, "5": NoticeKind.BRIEFING}
"""The kinds of public notices under the same keys. An office that publishes none has its catalogue's section read."""


@dataclass(frozen=True)
class ListPage:
    """One page of a list of ``total`` things: their names, and their subjects in a call state ("" for a department)."""

    title: str
    names: tuple[str, ...]
    subjects: tuple[str, ...]
    total: int


def get_page(line: Line, state: CallState) -> ListPage:
    """The page of the list at which ``state`` is; raises NotFound when the list has no such page."""
    page = _READERS[state.place](line, state, *span(state))
    if not page.names:
        raise NotFound("没有这一页。")
    return page


def get_department(line: Line, state: CallState) -> Department:
    """The department that was picked from its page, named as there; raises NotFound when there is none any more."""
    size, skip = span(replace(state, place=Place.DEPARTMENTS))
    found = line.knowledge.departments()[skip : skip + size]
    place = int(state.topic or 0)
    if not 1 <= place <= len(found):
        raise NotFound("没有这个部门。")
    picked = found[place - 1]
    return replace(picked, name=published.name_department(line.knowledge, picked))


def go_to(place: Place) -> Callable[[CallContext, CallState], Transition]:
    """The action that moves the caller to ``place``; back from a department to the page on which it was listed."""

    def go(context: CallContext, state: CallState) -> Transition:
        return Transition(state.go(place, page=state.page if state.place is Place.DEPARTMENT else 0))

    return go


def pick_topic(context: CallContext, state: CallState) -> Transition | None:
    """Go to the entries of the topic picked; None when no topic has the key."""
    digit = context.heard.pick
    digits = {topic.digit for topic in context.line.knowledge.topics()}
    return Transition(state.go(Place.ENTRIES, topic=digit)) if digit in digits else None


def pick_item(context: CallContext, state: CallState) -> Transition | None:
    """Read the catalogue item picked; None when the page has fewer items."""
    subjects = get_page(context.line, state).subjects
    place = int(context.heard.pick)
    if place > len(subjects):
        return None
    subject = subjects[place - 1]
    return Transition(state.go(Place.NOTICE if is_notice_code(subject) else Place.ANSWER, subject=subject))


def pick_department(context: CallContext, state: CallState) -> Transition | None:
    """Tell about the department picked; None when the page has fewer departments."""
    key = context.heard.pick
    if int(key) > len(get_page(context.line, state).names):
        return None
    return Transition(state.go(Place.DEPARTMENT, topic=key, page=state.page))


def turn_page(context: CallContext, state: CallState) -> Transition | None:
    """Read the next page of the list; None when the list has only one."""
    page = next_page(state, get_page(context.line, state).total)
    return None if page is None else Transition(state.go(state.place, topic=state.topic, page=page))


def next_page(state: CallState, total: int) -> int | None:
    """The number of the page after the state's; the first after the last, None when there is only one.

    >>> [next_page(CallState(Place.ENTRIES, page=page), 5) for page in (0, 1, 7)]
    [1, 0, 0]
    >>> next_page(CallState(Place.ENTRIES), 4)
    """
    size = PAGE_SIZES[state.place]
    if total <= size:
        return None
    return state.page + 1 if (state.page + 1) * size < total else 0


def span(state: CallState) -> tuple[int, int]:
    """How many things are on the state's page, and how many on the pages before it."""
    size = PAGE_SIZES[state.place]
    return size, state.page * size


def read_topics(state: CallState, topics: Sequence[Topic], lead: str = "") -> list[Step]:
    """Read the topics, each with its own digit as its key."""
    listed = "；".join(PHONE("list.topic", key=topic.digit, name=topic.name) for topic in topics)
    return listen(state, lead, prompt(state, choices=listed))


def read_choices(state: CallState, titles: Sequence[str], lead: str = "") -> list[Step]:
    """Read the entries or items that may answer the question."""
    return listen(state, lead, prompt(state, choices="；".join(_with_keys(titles))))


def read_page(state: CallState, page: ListPage, lead: str = "") -> list[Step]:
    """Read one page of a list, and the key for the next page where there is one."""
    listed = _with_keys(page.names)
    size = PAGE_SIZES[state.place]
    if page.total > size:
        is_last = (state.page + 1) * size >= page.total
        listed.append(PHONE("list.first" if is_last else "list.more"))
    return listen(state, lead, prompt(state, title=page.title, choices="；".join(listed)))


def _with_keys(titles: Sequence[str]) -> list[str]:
    return [PHONE("list.choice", key=key, name=with_pause(title)) for key, title in enumerate(titles, start=1)]


def _read_entries(line: Line, state: CallState, size: int, skip: int) -> ListPage:
    topic = published.get_topic(line.knowledge, state.topic)
    found = line.knowledge.list_entries(topic.digit, size, skip)
    names, subjects = tuple(entry.question for entry in found), tuple(str(entry.number) for entry in found)
    return ListPage(topic.name, names, subjects, line.knowledge.count_entries(topic.digit))


def count_listed(line: Line, key: str) -> int:
    """How many notices, or else items, the list under ``key`` has."""
    return len(public_notices.list_notices(line, _KINDS[key])) or line.knowledge.count_items(SECTIONS[key])


def _read_items(line: Line, state: CallState, size: int, skip: int) -> ListPage:
    section = SECTIONS.get(state.topic)
    if section is None:
        raise NotFound("没有这个栏目。")
    if notices := public_notices.list_notices(line, _KINDS[state.topic]):
        return _list_notices(line, section.value, notices, size, skip)
    found = line.knowledge.list_items(section, size, skip)
    names, subjects = tuple(item.title for item in found), tuple(item.index_number for item in found)
    return ListPage(section.value, names, subjects, line.knowledge.count_items(section))


def _list_notices(line: Line, title: str, notices: Sequence[PublicNotice], size: int, skip: int) -> ListPage:
    """A page of public notices; each that is over says so."""
    today, shown = line.now().date(), notices[skip : skip + size]
    names = tuple(PHONE("notice.listed_over", title=one.title) if one.is_over(today) else one.title for one in shown)
    return ListPage(title, names, tuple(one.code for one in shown), len(notices))


def _read_departments(line: Line, state: CallState, size: int, skip: int) -> ListPage:
    found = line.knowledge.departments()
    names = tuple(published.name_department(line.knowledge, one) for one in found[skip : skip + size])
    return ListPage("", names, ("",) * len(names), len(found))


_READERS = {Place.ENTRIES: _read_entries, Place.ITEMS: _read_items, Place.DEPARTMENTS: _read_departments}
