"""Reads of what is published, for every channel: topics, entries, departments, catalogue items, the office."""

from __future__ import annotations

from hotline.core.catalogue import CatalogueItem, Section
from hotline.core.contents import KnowledgeVersion
from hotline.core.departments import Department, Office
from hotline.core.entries import Entry, Topic
from hotline.core.errors import NotFound, Unavailable
from hotline.matching.confidence import RELATED
from hotline.matching.search import search
from hotline.matching.text.normalise import normalise
from hotline.services.line import Line

REPEALED = "废止"
ALL = -1


def office(line: Line) -> Office:
    return line.shelf.current().office


def knowledge_version(line: Line) -> KnowledgeVersion:
    return line.shelf.current().version


def list_topics(line: Line) -> list[Topic]:
    """Topics that staff write entries for, by digit; the office's own entries (901 and up) have none."""
    return line.shelf.current().topics()


def get_topic(line: Line, digit: str) -> Topic:
    for topic in list_topics(line):
        if topic.digit == digit:
            return topic
    raise NotFound("没有这个分类。")


def list_entries(line: Line, topic: str | None = None, limit: int = ALL, skip: int = 0) -> list[Entry]:
    """Published entries by number, at most ``limit`` after the ``skip`` first, those of one topic when ``topic`` (its
    digit) is given."""
    return line.shelf.current().list_entries(topic, limit, skip)


def count_entries(line: Line, topic: str) -> int:
    return line.shelf.current().count_entries(topic)


def get_entry(line: Line, number: int) -> Entry:
    entry = line.shelf.current().find_entry(number)
    if entry is None:
        raise NotFound(f"没有编号为{number}的问答。")
    return entry


def list_most_asked(line: Line, limit: int = 8) -> list[Entry]:
    """The entries asked most when the knowledge file was built; never an entry of the office's own."""
    return line.shelf.current().most_asked(limit)


def list_hints(line: Line, version: int | None = None) -> tuple[str, ...]:
    """What a recogniser of callers' speech should expect, by what is published now, or was under ``version``."""
    knowledge = line.shelf.current()
    if version is not None and version != knowledge.version.number:
        try:
            return line.shelf.open_version(version).hints
        except Unavailable:  # not kept any more
            pass
    return knowledge.hints


def list_departments(line: Line) -> list[Department]:
    return line.shelf.current().departments()


def get_department(line: Line, code: str) -> Department:
    department = line.shelf.current().find_department(code)
    if department is None:
        raise NotFound("没有这个部门。")
    return department


def list_items(line: Line, section: Section, limit: int, skip: int = 0) -> list[CatalogueItem]:
    """At most ``limit`` items of a section, newest first, after the ``skip`` first."""
    return line.shelf.current().list_items(section, limit, skip)


def count_items(line: Line, section: Section) -> int:
    return line.shelf.current().count_items(section)


def get_newest_item(line: Line, words: str) -> CatalogueItem:
    """The newest item in force whose title holds ``words``: each year's edition takes the last one's place."""
    item = line.shelf.current().find_newest_item(words, but=REPEALED)
    if item is None:
        raise NotFound(f"目录里还没有{words}。")
    return item


def search_items(line: Line, words: str) -> list[CatalogueItem]:
    """Catalogue items that ``words`` (a title's words or an index number) find, best first."""
    knowledge = line.shelf.current()
    question = normalise(words)
    item = knowledge.find_item(question.upper())
    if item is not None:
        return [item]
    findings = search(question, knowledge)
    related = [fit for fit in findings.items if findings.strength(fit) >= RELATED[findings.mode]]
    items = knowledge.items_at([fit.key for fit in related])
    return [items[fit.key] for fit in related]


def get_item_of_year(line: Line, year: str, serial: str) -> CatalogueItem:
    """The item whose index number ends in ``year`` (four digits) and ``serial`` (five), as callers key it.

    Of several organisations' items the newest."""
    item = line.shelf.current().find_item_ending(f"/{year}-{serial}")
    if item is None:
        raise NotFound("没有这个索引号的目录条目。")
    return item


def get_item(line: Line, index_number: str) -> CatalogueItem:
    item = line.shelf.current().find_item(index_number)
    if item is None:
        raise NotFound("没有这个索引号的目录条目。")
    return item
