"""The parts in which the line reads an answer: of an entry, of a catalogue item, of a message's progress."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import lru_cache

from hotline.core.catalogue import CatalogueItem
from hotline.core.entries import Entry, LegalBasis
from hotline.core.messages import Message, MessagePurpose, MessageState
from hotline.core.opening_hours import name_moment
from hotline.core.passages import list_passages
from hotline.services.content.commonmark import plain
from hotline.services.sayings.grammar import bare_words
from voice import content
from voice.phrases import PHONE
from voice.speech import numbers
from voice.speech.chunks import cut


@lru_cache(maxsize=256)
def parts_of(subject: Entry | CatalogueItem, passage: int = 0) -> tuple[str, ...]:
    """The spoken wording of an entry, then its web wording and legal bases in parts of at most 25 seconds.

    The web wording is left out when the spoken one says the same, or there is none. For an item: its title and summary,
    then its text. Before all comes the ``passage`` of the entry that tells what was asked, if any (from 1)."""
    if isinstance(subject, CatalogueItem):
        summary = PHONE("answer.item", title=subject.title, summary=subject.summary)
        return (*cut(summary), *cut(plain(subject.body)))
    details, spoken = plain(subject.web_answer), spoken_of(subject)
    told = list_passages(subject)[passage - 1 : passage] if passage else ()
    first = [PHONE("answer.passage", passage=piece.text) for piece in told]
    if bare_words(details) in bare_words(spoken):
        return (*first, spoken)
    return (*first, spoken, *cut(details + _bases(subject.legal_bases)))


def spoken_of(entry: Entry) -> str:
    """The sentences in which ``entry`` is told, before its details."""
    return entry.spoken or _refer(entry)


def _refer(referral: Entry) -> str:
    key = "referral.telephone" if referral.telephone else "referral.office"
    return PHONE(key, **content.facts_of(referral, numbers.telephone(referral.telephone)))


def progress_of(message: Message, now: datetime, *, is_provisional: bool = False) -> tuple[str, ...]:
    """The answer to a message, or the day by which one is due, in parts of at most 25 seconds.

    ``is_provisional``: that day may still change by a decree on days off."""
    if message.state is not MessageState.WAITING:
        return cut(PHONE("progress.answered", answer=message.answer))
    if message.notice:
        registers = message.purpose is MessagePurpose.REGISTRATION
        return cut(PHONE("progress.registration" if registers else "progress.comment"))
    if message.due_at < now:
        return cut(PHONE("progress.late"))
    waiting = PHONE("progress.waiting", due=name_moment(message.due_at.astimezone(now.tzinfo), now))
    return cut(waiting + PHONE("progress.provisional") if is_provisional else waiting)


def _bases(bases: tuple[LegalBasis, ...]) -> str:
    articles: dict[str, list[str]] = defaultdict(list)
    for basis in bases:
        articles[basis.title].append(basis.article)
    if not articles:
        return ""
    return PHONE(
        "answer.bases", bases="；".join(f"《{title}》" + "、".join(found) for title, found in articles.items())
    )
