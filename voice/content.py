"""Published content by its key: an entry's number or a catalogue item's index number.

Call states and text sessions carry the key."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from hotline.core.catalogue import CatalogueItem
from hotline.core.entries import Entry
from hotline.core.errors import NotFound
from hotline.services.content import published
from voice.phrases import TEXT

if TYPE_CHECKING:
    from hotline.services.line import Line
    from hotline.services.questions.ask import Match


log = logging.getLogger(__name__)
Subject = Entry | CatalogueItem


def get_subject(line: Line, subject: str) -> Subject:
    """The entry or item with the key ``subject``. Raises NotFound when it is not published, or no longer."""
    if is_entry(subject):
        return published.get_entry(line.knowledge, int(subject))
    return published.get_item(line.knowledge, subject)


def find_subject(line: Line, subject: str) -> Subject | None:
    """The same, or None when it is not published or cannot be read, so that a caller's message is kept without it."""
    try:
        return get_subject(line, subject) if subject else None
    except NotFound:
        return None
    except Exception:
        log.warning("%s cannot be looked up", subject, exc_info=True)
        return None


def title(subject: Subject) -> str:
    return subject.question if isinstance(subject, Entry) else subject.title


def text_of(subject: Subject) -> str:
    """The text message that tells ``subject``."""
    if isinstance(subject, Entry):
        return subject.text
    return TEXT("answer.item", title=subject.title, index_number=subject.index_number, summary=subject.summary)


def name(match: Match) -> str:
    """The key of the entry or item that was matched."""
    if match.entry:
        return str(match.entry.number)
    return match.item.index_number if match.item else ""


def is_entry(subject: str) -> bool:
    """Whether the key ``subject`` is an entry's number.

    >>> is_entry("102"), is_entry("102345"), is_entry("00000000-0/2026-00001")
    (True, True, False)
    """
    return re.fullmatch(r"[1-9][0-9]{2}|[1-8][0-9]{5}", subject, re.ASCII) is not None
