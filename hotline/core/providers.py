"""What the line asks of the companies that carry its calls and texts, said without any company's words."""

from dataclasses import dataclass
from typing import Protocol

from hotline.core.errors import HotlineError


class SendFailed(HotlineError):
    """A text was not taken; ``passing`` tells whether trying again later may help."""

    status = 503

    def __init__(self, reason: str, *, passing: bool) -> None:
        super().__init__(reason)
        self.passing = passing


class TextSender(Protocol):
    """A provider that sends texts; ``name`` is the gateway's."""

    @property
    def name(self) -> str: ...

    def send(self, number: str, body: str, key: str) -> str:
        """Send ``body`` to ``number`` (E.164); the provider's id of the text. ``key`` is ours, the same when the same
        text is tried again. SendFailed when it was not taken."""


@dataclass(frozen=True)
class Recording:
    """What a caller said, as the provider keeps it."""

    content: bytes
    mimetype: str


class Telephony(Protocol):
    """A provider's control over calls that are going on, and over recordings; all raise Unavailable when it fails."""

    def fetch_recording(self, url: str) -> Recording:
        """NotFound when there is none (any more) at ``url``, or ``url`` is not the provider's."""

    def delete_recording(self, url: str) -> None:
        """Nothing happens when it is gone already."""

    def redirect(self, leg: str, url: str) -> None:
        """Make a leg that is connected fetch what it does next from ``url``; NotFound when it has ended."""

    def ring(self, number: str, url: str, *, status_url: str, seconds: int) -> str:
        """Call ``number``; when it answers, it does what ``url`` says. The new leg's id; how it goes is reported to
        ``status_url``."""
