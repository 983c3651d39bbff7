"""What the office tells without being asked a question: its lists, its items, its departments, how a message stands."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotline.core.catalogue import Section
from hotline.core.departments import Department
from hotline.core.errors import NotFound, Unavailable
from hotline.services import messages
from hotline.services.content import published
from voice.phone import menus, prompts, read_aloud
from voice.phone.call_state import Place
from voice.phone.context import Transition
from voice.phrases import PHONE

if TYPE_CHECKING:
    from hotline.services.line import Line
    from voice.phone.actions import Step
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext

_log = logging.getLogger(__name__)
SECTIONS = {"1": Section.NOTICES, "2": Section.HEARINGS}
GUIDE_KEY = "3"
GUIDE = "公开指南"
"""What the guide's title holds; staff publish a new edition each year."""
YEAR_DIGITS = 4


@dataclass(frozen=True)
class ListPage:
    """One page of a list: what each thing on it is called, its name in a state ("" without), how many there are."""

    title: str
    names: tuple[str, ...]
    subjects: tuple[str, ...]
    total: int


def list_page(line: Line, state: CallState) -> ListPage:
    """The page of a list the state is at; NotFound when there is none."""
    page = _READ[state.place](line, state, *menus.span(state))
    if not page.names:
        raise NotFound("没有这一页。")
    return page


def pick(context: CallContext, state: CallState, key: str) -> Transition | None:
    """Where ``key`` leads in the menu of government information, from a list of items or of departments; None for
    nowhere."""
    if state.place is Place.INFORMATION:
        return _information(context, state, key)
    page = list_page(context.line, state)
    if int(key) > len(page.names):
        return None
    if state.place is Place.DEPARTMENTS:
        return Transition(state.go(Place.DEPARTMENT, topic=key, page=state.page))
    return Transition(state.go(Place.ANSWER, subject=page.subjects[int(key) - 1]))


def turn_page(context: CallContext, state: CallState) -> Transition | None:
    """The next page of a list; None where there is only one."""
    page = menus.next_page(state, list_page(context.line, state).total)
    return None if page is None else Transition(state.go(state.place, topic=state.topic, page=page))


def item(context: CallContext, state: CallState, digits: str) -> Transition | None:
    """The item whose index number ends in these ``digits``, year and number; None when there is none."""
    try:
        found = published.get_item_of_year(context.line.knowledge, digits[:YEAR_DIGITS], digits[YEAR_DIGITS:])
    except NotFound:
        return None
    return Transition(state.go(Place.ANSWER, subject=found.index_number))


def message(context: CallContext, state: CallState, digits: str) -> Transition | None:
    """How the message under this tracking number stands; None when there is no such message."""
    try:
        found = messages.find_message(context.line, digits)
    except Unavailable:
        _log.warning("call %s: messages cannot be read", context.call.id, exc_info=True)
        return Transition(state.go(Place.MENU), PHONE("progress.unreadable"))
    return Transition(state.go(Place.PROGRESS, tracking=digits)) if found else None


def progress(context: CallContext, state: CallState, lead: str) -> list[Step]:
    """Read how the message stands; no more of it than its writer may see."""
    found = messages.find_message(context.line, state.tracking)
    if found is None:
        raise NotFound("没有这个查询号的留言。")
    return prompts.progress(state, read_aloud.progress_of(found, context.line.now()), lead)


def next_part(context: CallContext, state: CallState) -> Transition | None:
    """The next part of what is told of a message; None after the last."""
    found = messages.find_message(context.line, state.tracking)
    page = state.page + 1
    if found is None or page >= len(read_aloud.progress_of(found, context.line.now())):
        return None
    return Transition(state.go(Place.PROGRESS, tracking=state.tracking, page=page))


def get_department(line: Line, state: CallState) -> Department:
    """The department picked from its page."""
    size, skip = menus.span(replace(state, place=Place.DEPARTMENTS))
    found = line.knowledge.departments()[skip : skip + size]
    place = int(state.topic or 0)
    if not 1 <= place <= len(found):
        raise NotFound("没有这个部门。")
    return found[place - 1]


def _information(context: CallContext, state: CallState, key: str) -> Transition:
    menu = state.go(Place.INFORMATION)
    if key in SECTIONS:
        if not context.line.knowledge.count_items(SECTIONS[key]):
            return Transition(menu, PHONE("information.none"))
        return Transition(state.go(Place.ITEMS, topic=key))
    if key == GUIDE_KEY:
        try:
            guide = published.get_newest_item(context.line.knowledge, GUIDE)
        except NotFound:
            return Transition(menu, PHONE("information.none"))
        return Transition(state.go(Place.ANSWER, subject=guide.index_number))
    return Transition(state.go(Place.ITEM))


def _read_entries(line: Line, state: CallState, size: int, skip: int) -> ListPage:
    topic = published.get_topic(line.knowledge, state.topic)
    found = line.knowledge.list_entries(topic.digit, size, skip)
    names, numbers = tuple(entry.question for entry in found), tuple(str(entry.number) for entry in found)
    return ListPage(topic.name, names, numbers, line.knowledge.count_entries(topic.digit))


def _read_items(line: Line, state: CallState, size: int, skip: int) -> ListPage:
    section = SECTIONS.get(state.topic)
    if section is None:
        raise NotFound("没有这个栏目。")
    found = line.knowledge.list_items(section, size, skip)
    names, numbers = tuple(item.title for item in found), tuple(item.index_number for item in found)
    return ListPage(section.value, names, numbers, line.knowledge.count_items(section))


def _read_departments(line: Line, state: CallState, size: int, skip: int) -> ListPage:
    found = line.knowledge.departments()
    names = tuple(department.name for department in found[skip : skip + size])
    return ListPage("", names, ("",) * len(names), len(found))


_READ = {Place.ENTRIES: _read_entries, Place.ITEMS: _read_items, Place.DEPARTMENTS: _read_departments}
