"""The line: what every verb needs from the world outside, joined once by ``hotline.app``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline.core.providers import Telephony, TextSender
    from hotline.matching.ranking.embeddings import Meaning
    from hotline.storage.knowledge.reader import KnowledgeFile
    from hotline.storage.knowledge.versions import Shelf
    from hotline.storage.records.database import Records


def _nobody(_number: str) -> str:
    return ""


@dataclass(frozen=True)
class Line:
    """``now`` gives an aware time, ``draw(n)`` a random integer below n, ``folder`` is the var folder."""

    records: Records
    shelf: Shelf
    now: Callable[[], datetime]
    is_workday: Callable[[date], bool]
    draw: Callable[[int], int]
    folder: Path
    public_url: str = ""
    """The address the provider calls, without a path."""
    meaning: Meaning | None = None
    """None where questions are matched by words alone."""
    senders: Mapping[str, TextSender] = field(default_factory=dict)
    """Who sends texts, by the name of the gateway; empty where a line is only read or written at the terminal."""
    text_gateway: str = "twilio"
    """The gateway of texts that nobody asked for just now, such as the answer to a message."""
    owner_of: Callable[[str], str] = _nobody
    """A keyed hash of a telephone number, by which its owner's texts and wishes are found again."""
    telephony: Telephony | None = None
    """Control over calls that are going on and over recordings; None where the provider gave no account for it."""

    @property
    def knowledge(self) -> KnowledgeFile:
        """The published version that serves now. Raises Unavailable while nothing is published."""
        return self.shelf.current()

    def for_one_request(self) -> RequestLine:
        """A copy for one request, which sees one version of the knowledge file from its beginning to its end."""
        return RequestLine(**{one.name: getattr(self, one.name) for one in fields(self)})


@dataclass(frozen=True)
class RequestLine(Line):
    """A ``Line`` whose ``knowledge`` is read once, so that a publish in mid-request cannot mix two versions."""

    @cached_property
    def knowledge(self) -> KnowledgeFile:
        """The version that served when the request first asked. Raises Unavailable while nothing is published."""
        return self.shelf.current()
