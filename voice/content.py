"""Published content by its key: an entry's number or a catalogue item's index number.

Call states and text sessions carry the key."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from hotline.core.catalogue import CatalogueItem
from hotline.core.entries import REFERRAL_NUMBERS, Entry
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


def is_referral(subject: str) -> bool:
    """Whether the key ``subject`` is the number of a referral, which sends people on to another office.

    >>> is_referral("900001"), is_referral("102"), is_referral("00000000-0/2026-00001")
    (True, False, False)
    """
    return is_entry(subject) and int(subject) in REFERRAL_NUMBERS


def title(subject: Subject) -> str:
    return subject.question if isinstance(subject, Entry) else subject.title


def text_of(subject: Subject) -> str:
    """The text message that tells ``subject``."""
    if isinstance(subject, Entry):
        return subject.text or _refer(subject)
    return TEXT("answer.item", title=subject.title, index_number=subject.index_number, summary=subject.summary)


def _refer(referral: Entry) -> str:
    key = "referral.telephone" if referral.telephone else "referral.office"
    return TEXT(key, **facts_of(referral, referral.telephone))


def facts_of(referral: Entry, telephone: str) -> dict[str, str]:
    """What the sentences under [referral] are filled with; ``telephone`` is in the form of the channel."""
    note = referral.note.rstrip("。") + "。" if referral.note else ""
    return {"office": referral.office, "telephone": telephone, "note": note}


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
    return re.fullmatch(r"[1-9][0-9]{2}|[1-9][0-9]{5}", subject, re.ASCII) is not None
