"""The sheet for the notice board: what a month brought, for those who have no computer.

Notice boards, reading places, the archive and the public library are ways of disclosure: 《政府信息公开条例》第二十三条
and 第二十五条 (read 2026-11-28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hotline.core.catalogue import CatalogueItem
from hotline.core.content_changes import ContentAction, ContentKind
from hotline.core.entries import Entry
from hotline.core.item_numbers import number_to_key
from hotline.core.months import month_after
from hotline.services.content.content_changes import list_month

if TYPE_CHECKING:
    from hotline.core.permissions import Staff
    from hotline.services.line import Line

MOST_STEPS = 100_000
"""Steps of the history that are looked through for one month."""


@dataclass(frozen=True)
class NoticeSheet:
    """The catalogue items disclosed in ``month`` (its first day) that are still valid, the newest first, each with the
    number to key in, and the entries of the line that were published or changed in it, by number."""

    month: date
    items: list[tuple[CatalogueItem, str]]
    entries: list[Entry]


def make_sheet(line: Line, actor: Staff, month: date) -> NoticeSheet:
    """What is public now of what came in the calendar month of ``month``."""
    first = month.replace(day=1)
    steps = list_month(line, actor, first, kinds=(ContentKind.ENTRY,), limit=MOST_STEPS).changes
    numbers = sorted({int(step.key) for step in steps if step.action is ContentAction.APPROVE})
    entries = line.knowledge.entries_at(numbers)
    items = line.knowledge.items_published(first, month_after(first))
    return NoticeSheet(
        month=first,
        items=[(item, number_to_key(item.index_number)) for item in items if not item.is_repealed],
        entries=[entries[number] for number in numbers if number in entries and not entries[number].is_referral],
    )
