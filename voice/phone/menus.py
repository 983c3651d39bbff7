"""The lists that are read to a caller, each thing with its key: topics, questions, items, departments; pure."""

from __future__ import annotations

from collections.abc import Sequence

from hotline.core.entries import Topic
from voice.phone.actions import Step
from voice.phone.call_state import CallState, Place
from voice.phone.prompts import listen, named, prompt
from voice.phrases import PHONE

PAGES = {Place.ENTRIES: 4, Place.DEPARTMENTS: 4, Place.ITEMS: 3}
"""How many are read on one page, half a minute at most: the titles of items are long. Key 9 is for the next page."""


def topics(position: CallState, found: Sequence[Topic], lead: str = "") -> list[Step]:
    listed = "；".join(PHONE("list.topic", key=topic.digit, name=topic.name) for topic in found)
    return listen(position, lead, prompt(position, choices=listed))


def choices(position: CallState, titles: Sequence[str], lead: str = "") -> list[Step]:
    return listen(position, lead, prompt(position, choices="；".join(_keyed(titles))))


def page(position: CallState, title: str, names: Sequence[str], total: int, lead: str = "") -> list[Step]:
    """One page, ``names``, of the ``total`` under ``title``."""
    listed = _keyed(names)
    size = PAGES[position.place]
    if total > size:
        last = (position.page + 1) * size >= total
        listed.append(PHONE("list.first" if last else "list.more"))
    return listen(position, lead, prompt(position, title=title, choices="；".join(listed)))


def next_page(position: CallState, total: int) -> int | None:
    """The page after the position's; after the last comes the first, and None where there is no other.

    >>> [next_page(CallState(Place.ENTRIES, page=page), 5) for page in (0, 1, 7)]
    [1, 0, 0]
    >>> next_page(CallState(Place.ENTRIES), 4)
    """
    size = PAGES[position.place]
    if total <= size:
        return None
    return position.page + 1 if (position.page + 1) * size < total else 0


def span(position: CallState) -> tuple[int, int]:
    """How many are on the page, and how many before it."""
    size = PAGES[position.place]
    return size, position.page * size


def _keyed(titles: Sequence[str]) -> list[str]:
    return [PHONE("list.choice", key=key, name=named(title)) for key, title in enumerate(titles, start=1)]
