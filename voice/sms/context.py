"""What every reply to a text is made from: the text, the line, and what is known of its writer."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.core.texts import TextReply
from hotline.services.line import Line
from hotline.services.texts.inbound import Before, DraftReply, Incoming, Settled
from hotline.services.texts.session import NOTHING, Context
from voice import outgoing_texts
from voice.phrases import TEXT


@dataclass(frozen=True)
class TextContext:
    """Somebody who texted the line."""

    line: Line
    text: Incoming
    before: Before

    @property
    def number(self) -> str:
        """The number that people ring for a person."""
        return self.line.knowledge.office.line_number

    @property
    def context(self) -> Context:
        """What the last reply left open."""
        return self.before.context


def tell(words: str, *, unkept: str | None = None, context: Context | None = None) -> DraftReply:
    """A reply from which nothing follows but ``context``; ``unkept`` where that cannot be remembered."""
    return DraftReply(
        TextReply.TOLD, words if unkept is None else unkept, lambda _unit: Settled(words, context=context)
    )


def silence(kind: TextReply) -> DraftReply:
    """No reply."""
    return DraftReply(kind, "", lambda _unit: Settled(""))


def split(chat: TextContext, words: str) -> tuple[tuple[str, ...], str]:
    """``words`` in parts that 更多 brings one after the other, and what to send where that cannot be remembered."""
    parts = outgoing_texts.pages(words, lambda part, of: TEXT("more.part", part=part, parts=of))
    return parts, outgoing_texts.fit(words, TEXT("more.elsewhere", number=chat.number))


def fresh(chat: TextContext, context: Context) -> Context | None:
    """``context`` in the place of what was left open; None where nothing was and nothing is."""
    return context if context != NOTHING or chat.context != NOTHING else None
