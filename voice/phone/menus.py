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


def topics(state: CallState, found: Sequence[Topic], lead: str = "") -> list[Step]:
    listed = "；".join(PHONE("list.topic", key=topic.digit, name=topic.name) for topic in found)
    return listen(state, lead, prompt(state, choices=listed))


def choices(state: CallState, titles: Sequence[str], lead: str = "") -> list[Step]:
    return listen(state, lead, prompt(state, choices="；".join(_keyed(titles))))


def page(state: CallState, title: str, names: Sequence[str], total: int, lead: str = "") -> list[Step]:
    """One page, ``names``, of the ``total`` under ``title``."""
    listed = _keyed(names)
    size = PAGES[state.place]
    if total > size:
        last = (state.page + 1) * size >= total
        listed.append(PHONE("list.first" if last else "list.more"))
    return listen(state, lead, prompt(state, title=title, choices="；".join(listed)))


def next_page(state: CallState, total: int) -> int | None:
    """The page after the state's; after the last comes the first, and None where there is no other.

    >>> [next_page(CallState(Place.ENTRIES, page=page), 5) for page in (0, 1, 7)]
    [1, 0, 0]
    >>> next_page(CallState(Place.ENTRIES), 4)
    """
    size = PAGES[state.place]
    if total <= size:
        return None
    return state.page + 1 if (state.page + 1) * size < total else 0


def span(state: CallState) -> tuple[int, int]:
    """How many are on the page, and how many before it."""
    size = PAGES[state.place]
    return size, state.page * size


def _keyed(titles: Sequence[str]) -> list[str]:
    return [PHONE("list.choice", key=key, name=named(title)) for key, title in enumerate(titles, start=1)]
