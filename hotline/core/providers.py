"""The interfaces of the providers of calls, texts and mails, independent of any one provider."""

from dataclasses import dataclass
from typing import Protocol

from hotline.core.errors import HotlineError


class SendFailed(HotlineError):
    """A provider did not accept a text; ``passing`` says whether the cause may pass, so that trying again helps."""

    status = 503

    def __init__(self, reason: str, *, passing: bool) -> None:
        super().__init__(reason)
        self.passing = passing


class MailFailed(HotlineError):
    """The mail server did not take a mail, or could not be reached; the message is for the administrator."""

    status = 503


class Mailer(Protocol):
    """Sends mails to those whom the office named in its settings."""

    def send(self, subject: str, body: str) -> None:
        """Raises MailFailed."""


class TextSender(Protocol):
    """A provider that sends texts; ``name`` is that of its gateway."""

    @property
    def name(self) -> str: ...

    def send(self, number: str, body: str, key: str) -> str:
        """Send ``body`` to ``number`` (E.164) and return the provider's id of the text; raises SendFailed.

        ``key`` is our own id: it is the same when the same text is tried again."""


@dataclass(frozen=True)
class Recording:
    """The recording of a caller, as the provider stores it."""

    content: bytes
    mimetype: str


class Telephony(Protocol):
    """A provider's control of calls in progress and of recordings; every method raises Unavailable when it fails."""

    def fetch_recording(self, url: str) -> Recording:
        """Raises NotFound when there is no recording at ``url``, or ``url`` is not the provider's."""

    def delete_recording(self, url: str) -> None:
        """Delete the recording at ``url``, if it still exists."""

    def redirect(self, leg: str, url: str) -> None:
        """Make a connected leg fetch its next instructions from ``url``; raises NotFound when it has ended."""

    def ring(self, number: str, url: str, *, status_url: str, seconds: int) -> str:
        """Call ``number`` for at most ``seconds`` and return the id of the new leg.

        When it is answered, the provider fetches the instructions from ``url``; every change of its state is reported
        to ``status_url``."""
