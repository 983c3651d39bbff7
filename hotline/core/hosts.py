"""The hosts of one line, and the numbered contents that all of them serve."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PublishedVersion:
    """What was published at one moment. ``number`` names one content on every host; the highest is to be served."""

    number: int
    content_hash: str
    published_at: datetime


@dataclass(frozen=True)
class WordSnapshot:
    """The word lists as they were published: staff change them before they publish them."""

    synonyms: tuple[tuple[str, str], ...]
    dictionary: tuple[str, ...]
    stop_words: tuple[str, ...]


@dataclass(frozen=True)
class Host:
    """A host as it last reported: which version it serves, since when it has reported without a gap."""

    name: str
    number: int
    content_hash: str
    seen_at: datetime
    started_at: datetime
