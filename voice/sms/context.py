"""What every reply to a text is planned from, and the plans that many replies share."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hotline.core.texts import TextReply
from hotline.services.line import Line
from hotline.services.texts.inbound import InboundText, ReplyPlan, SenderState
from hotline.services.texts.session import NOTHING_OPEN, TextSession
from voice import outgoing_texts
from voice.phrases import TEXT


@dataclass(frozen=True)
class TextContext:
    """A text that came in, the line it came to, and what the records know of its sender."""

    line: Line
    text: InboundText
    sender: SenderState

    @property
    def number(self) -> str:
        """The line's own number, which people ring to reach a person."""
        return self.line.knowledge.office.line_number

    @property
    def session(self) -> TextSession:
        """What the last reply left open."""
        return self.sender.session

    def without_session(self) -> TextContext:
        """The same text, as if no reply had left anything open."""
        return replace(self, sender=replace(self.sender, session=NOTHING_OPEN))


def announce(context: TextContext, words: str) -> str:
    """``words`` about the office's hours, after the announcements of the day, which may say that it closes early."""
    return "".join((*context.line.list_announcements(), words))


def tell(words: str, *, unkept: str | None = None, session: TextSession | None = None) -> ReplyPlan:
    """Reply with ``words`` and leave ``session`` open; with ``unkept`` where that cannot be remembered."""
    return ReplyPlan(TextReply.TOLD, words, words if unkept is None else unkept, session)


def silence(kind: TextReply) -> ReplyPlan:
    """No reply."""
    return ReplyPlan(kind, "", "")


def split(context: TextContext, words: str) -> tuple[tuple[str, ...], str]:
    """``words`` in parts of at most three SMS, which 更多 brings one by one.

    Second, what to send where the parts cannot be remembered: the beginning, and the number to ring for the rest."""
    parts = outgoing_texts.pages(words, lambda part, of: TEXT("more.part", part=part, parts=of))
    return parts, outgoing_texts.fit(words, TEXT("more.elsewhere", number=context.number))
