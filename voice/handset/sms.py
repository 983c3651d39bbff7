"""A telephone for texts: sends each text as a signed webhook, and shows the reply and how many SMS it takes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hotline.core.text_length import segments
from voice.handset.leg import LINE_NUMBER
from voice.handset.transports import LineUnreachable, Transport
from voice.handset.twiml_reader import read_messages


@dataclass(frozen=True)
class TextExchange:
    """One text and the replies to it."""

    sent: str
    replies: tuple[str, ...]

    @property
    def parts(self) -> int:
        """How many SMS the replies take."""
        return sum(len(segments(reply)) for reply in self.replies)

    def to_text(self) -> str:
        """For a person to read: the text, its replies, and how many SMS they take."""
        replies = self.replies or ("(no reply)",)
        return "\n".join([f"> {self.sent}", *replies, f"-- {self.parts} SMS"])

    def to_json(self) -> dict[str, object]:
        return {"sent": self.sent, "replies": list(self.replies), "parts": self.parts}


def send_texts(transport: Transport, bodies: Iterable[str], *, caller: str) -> Iterator[TextExchange]:
    """Send ``bodies`` from ``caller``, each after the reply to the one before. Raises LineUnreachable."""
    url = f"{transport.public_url}/sms/twilio"
    for body in bodies:
        sid = f"SM{uuid.uuid4().hex}"
        reply = transport.post(
            url, {"MessageSid": sid, "From": caller, "To": LINE_NUMBER, "Body": body, "NumMedia": "0"}
        )
        if reply.status != 200:
            raise LineUnreachable(f"{url} answered {reply.status}: {reply.body[:200]}")
        yield TextExchange(body, read_messages(reply.body))
