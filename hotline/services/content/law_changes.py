"""Laws that changed: each is entered once, and the entries that cite it are listed until they are reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hotline.core.errors import InvalidInput
from hotline.core.law_changes import TITLE_LIMIT, LawChange, law_name
from hotline.core.permissions import Permission, Staff
from hotline.core.text_length import tidy
from hotline.services.content.entry_lists import EntryRow, choose_seen, read_rows
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

LISTED_FOR = timedelta(days=2 * 365)
"""Changes entered earlier are no longer listed: every entry has come up for its own review since."""


@dataclass(frozen=True)
class ChangedLaw:
    """A change, and the entries that cite the law and were not published anew since it was entered."""

    change: LawChange
    entries: list[EntryRow]


def note_change(line: Line, actor: Staff, title: str, changed_on: date) -> int:
    """Enter that the law ``title`` changed on a day. Returns how many entries cite it."""
    actor.require(Permission.PUBLISH)
    title = tidy(title)
    if not law_name(title):
        raise InvalidInput({"title": "请写法律的名称。"})
    if len(title) > TITLE_LIMIT:
        raise InvalidInput({"title": f"名称最多{TITLE_LIMIT}个字，现在有{len(title)}个字。"})
    with line.records.writing() as unit:
        unit.law_changes.add(LawChange(title, changed_on, actor.name, line.now()))
        return len(unit.law_changes.find_citing(title, line.now()))


def list_changed_laws(line: Line, actor: Staff) -> list[ChangedLaw]:
    """The laws that changed, the newest first, each with the entries that are still to be reviewed for it: for staff of
    a member office, those of that office."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        laws = read_changed_laws(line, unit)
    return [ChangedLaw(law.change, choose_seen(law.entries, actor)) for law in laws]


def read_changed_laws(line: Line, unit: Unit) -> list[ChangedLaw]:
    today = line.now().date()
    return [
        ChangedLaw(change, read_rows(unit, unit.law_changes.find_citing(change.title, change.noted_at), today))
        for change in unit.law_changes.list_changes(line.now() - LISTED_FOR)
    ]


def count_entries(laws: list[ChangedLaw]) -> int:
    """How many entries are to be reviewed because a law changed, each counted once."""
    return len({row.number for law in laws for row in law.entries})
