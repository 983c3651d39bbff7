"""Look-ups in the published version that raise NotFound with a message for the citizen; all channels use them.

Other reads need no message and go to the version itself: ``line.knowledge``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hotline.core.catalogue import REPEALED, CatalogueItem
from hotline.core.departments import Department
from hotline.core.entries import Entry, Topic
from hotline.core.errors import NotFound, Unavailable
from hotline.core.member_offices import title_of_office
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.knowledge.reader import KnowledgeFile


def get_topic(knowledge: KnowledgeFile, digit: str) -> Topic:
    for topic in knowledge.topics():
        if topic.digit == digit:
            return topic
    raise NotFound("没有这个分类。")


def get_entry(knowledge: KnowledgeFile, number: int) -> Entry:
    entry = knowledge.find_entry(number)
    if entry is None:
        raise NotFound(f"没有编号为{number}的问答。")
    return entry


def list_hints(line: Line, version: int | None = None) -> tuple[str, ...]:
    """Speech recognition hints from the version that serves now, or from ``version`` where that file is still kept."""
    knowledge = line.knowledge
    if version is not None and version != knowledge.version.number:
        try:
            return line.shelf.open_version(version).hints
        except Unavailable:  # that version is no longer kept
            pass
    return knowledge.hints


def get_department(knowledge: KnowledgeFile, code: str) -> Department:
    department = knowledge.find_department(code)
    if department is None:
        raise NotFound("没有这个部门。")
    return department


def find_newest_item(knowledge: KnowledgeFile, words: str) -> CatalogueItem | None:
    """The newest item in force of the office that runs the line whose title contains ``words``, such as its latest
    annual report: a member's has the same words in its title."""
    others = [code for code, office in knowledge.department_offices.items() if office]
    return knowledge.find_newest_item(words, but=REPEALED, not_of=others)


def get_newest_item(knowledge: KnowledgeFile, words: str) -> CatalogueItem:
    """The same. Raises NotFound where there is none."""
    item = find_newest_item(knowledge, words)
    if item is None:
        raise NotFound(f"目录里还没有{words}。")
    return item


def get_item_ending(knowledge: KnowledgeFile, digits: str) -> CatalogueItem:
    """The item whose index number ends in these ``digits``, the year and what follows, as callers key them in.

    Where several organisations have such an item, the newest in force."""
    found = knowledge.items_ending(digits)
    if not found:
        raise NotFound("没有这个索引号的目录条目。")
    return found[0]


def get_item(knowledge: KnowledgeFile, index_number: str) -> CatalogueItem:
    item = knowledge.find_item(index_number)
    if item is None:
        raise NotFound("没有这个索引号的目录条目。")
    return item


def find_office_name(knowledge: KnowledgeFile, value: Entry | CatalogueItem) -> str:
    """The name of the member office that answers for ``value``; "" for the office that runs the line, and for a
    referral, which names its own."""
    if _is_referral(value):
        return ""
    return find_member_name(knowledge, knowledge.office_code_of(value))


def find_member_name(knowledge: KnowledgeFile, code: str) -> str:
    """The name of the member office with this code; "" for none."""
    return next((office.name for office in knowledge.member_offices if office.code == code), "")


def name_department(knowledge: KnowledgeFile, department: Department) -> str:
    """Its name, with that of its member office before it: each of several offices has an 办公室."""
    return f"{find_member_name(knowledge, department.office_code)}{department.name}"


def tell_apart(knowledge: KnowledgeFile, values: Sequence[Entry | CatalogueItem]) -> list[str]:
    """The titles of ``values``, with the office before each where they are of several offices."""
    named = [(value, "" if _is_referral(value) else _office_name(knowledge, value)) for value in values]
    several = len({name for _, name in named} - {""}) > 1
    titles = [value.question if isinstance(value, Entry) else value.title for value in values]
    return [title_of_office(name if several else "", title) for (_, name), title in zip(named, titles, strict=True)]


def _office_name(knowledge: KnowledgeFile, value: Entry | CatalogueItem) -> str:
    return find_office_name(knowledge, value) or knowledge.office.name


def _is_referral(value: Entry | CatalogueItem) -> bool:
    return isinstance(value, Entry) and value.is_referral
