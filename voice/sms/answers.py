"""Replies to texts from what is published: answers, choices, the list of contents, and the parts of a long one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import normalize

from hotline.core.enquiries import Channel, Outcome
from hotline.core.entries import Entry
from hotline.core.errors import NotFound
from hotline.core.texts import TextReply
from hotline.services.content import published
from hotline.services.questions import ask as asking
from hotline.services.texts.inbound import DraftReply, Settled
from hotline.services.texts.session import Context
from voice import content, outgoing_texts
from voice.content import is_entry
from voice.phrases import TEXT
from voice.sms.context import TextContext, fresh, silence, split, tell

if TYPE_CHECKING:
    from hotline.core.entries import Topic
    from hotline.matching.search import Match
    from hotline.services.questions.ask import DecidedQuestion
    from hotline.storage.records.database import Unit
    from voice.content import Subject

_TOPIC = "topic:"
_MOST_TOPICS = 9
MOST_LINES = 20
"""More never fit into three parts."""


def ask(chat: TextContext, question: str) -> DraftReply:
    """A question or an entry's number: its answer, choices, or that there is none yet."""
    decided = asking.decide(chat.line, question)
    matches = decided.decision.matches
    if decided.outcome is Outcome.ANSWERED or (matches and _is_named(matches[0], question)):
        return _answer(chat, decided, matches[0])
    if decided.outcome is Outcome.OFFERED:
        return _offer(chat, decided, matches[: outgoing_texts.MOST_CHOICES])
    if is_entry(question):
        words = TEXT("nothing.number", asked=question, number=chat.number)
        return _asked(chat, decided, TextReply.UNANSWERED, words, words, Context())
    words, unkept = TEXT("nothing.kept", number=chat.number), TEXT("nothing.text", number=chat.number)
    return _asked(chat, decided, TextReply.UNANSWERED, words, unkept, Context(question=question))


def pick(chat: TextContext, place: int) -> DraftReply:
    """What stands at ``place``, counted from 1, of what was offered last."""
    offered = len(chat.context.choices)
    if place > offered:
        return tell(TEXT("choices.beyond", most=offered) if offered > 1 else TEXT("help.no_choice"))
    subject = chat.context.choices[place - 1]
    if subject.startswith(_TOPIC):
        return list_topic(chat, subject.removeprefix(_TOPIC))
    try:
        parts, unkept = split(chat, _told(content.get_subject(chat.line, subject)))
    except NotFound:  # withdrawn since it was offered
        return tell(TEXT("help.gone"))
    left_open = replace(chat.context, rest=parts[1:], topic="")

    def settle(unit: Unit) -> Settled:
        enquiry = chat.context.enquiry
        if enquiry is not None and is_entry(subject):
            unit.enquiries.pick(enquiry, int(subject))
        return Settled(parts[0], enquiry, left_open)

    return DraftReply(TextReply.ANSWERED, unkept, settle)


def none_of_these(chat: TextContext, otherwise: DraftReply) -> DraftReply:
    """Nothing that was offered is what was meant: the question can be left for staff; ``otherwise`` when none was."""
    question = chat.context.question
    if not question:
        return otherwise
    return tell(TEXT("nothing.other", number=chat.number), unkept=otherwise.unkept, context=Context(question=question))


def list_topics(chat: TextContext, place: int) -> DraftReply:
    """The topics, to be picked by digit; the questions of the one at ``place``, counted from 1, when it is not 0."""
    topics = chat.line.knowledge.topics()[:_MOST_TOPICS]
    if place:
        return list_topic(chat, topics[place - 1].digit) if place <= len(topics) else tell(TEXT("topics.last"))
    lines = [TEXT("choices.choice", key=key, name=topic.name) for key, topic in enumerate(topics, start=1)]
    words, shown = outgoing_texts.list_lines(TEXT("topics.intro"), lines, most=_MOST_TOPICS)
    unkept, _ = outgoing_texts.list_lines(TEXT("topics.numbers"), lines, most=_MOST_TOPICS)
    choices = tuple(f"{_TOPIC}{topic.digit}" for topic in topics[:shown])
    return tell(words, unkept=unkept, context=Context(choices=choices))


def list_topic(chat: TextContext, digit: str, skip: int = 0) -> DraftReply:
    """The questions of a topic with their numbers, as many as fit after the ``skip`` first."""
    try:
        topic = published.get_topic(chat.line.knowledge, digit)
    except NotFound:
        return tell(TEXT("help.gone"))
    entries = chat.line.knowledge.list_entries(digit, MOST_LINES, skip)
    total = chat.line.knowledge.count_entries(digit)
    words, shown = _list_entries(topic, entries, "topics.more", skip, total)
    unkept, _ = _list_entries(topic, entries, "topics.plain", skip, total)
    goes_on = digit if skip + shown < total else ""
    return tell(words, unkept=unkept, context=replace(chat.context, rest=(), topic=goes_on, skip=skip + shown))


def more(chat: TextContext) -> DraftReply:
    """What was not sent yet of the last reply."""
    if not chat.before.known:
        return tell(TEXT("trouble.sorry"))
    if chat.context.topic:
        return list_topic(chat, chat.context.topic, chat.context.skip)
    if not chat.context.rest:
        return tell(TEXT("more.none"))
    words, *rest = chat.context.rest
    return tell(words, context=replace(chat.context, rest=tuple(rest)))


def _answer(chat: TextContext, decided: DecidedQuestion, match: Match) -> DraftReply:
    told = _told(match.entry or match.item)
    if told.strip() == chat.text.body.strip():  # our own answer, sent back by a machine
        return silence(TextReply.LOOP)
    parts, unkept = split(chat, told)
    return _asked(chat, decided, TextReply.ANSWERED, parts[0], unkept, Context(rest=parts[1:]))


def _is_named(match: Match, question: str) -> bool:
    """Whether ``question`` is the item's index number, so that there is nothing to choose."""
    return match.item is not None and match.item.index_number == normalize("NFKC", question).upper()


def _offer(chat: TextContext, decided: DecidedQuestion, matches: tuple[Match, ...]) -> DraftReply:
    lines = [TEXT("choices.choice", key=key, name=match.title) for key, match in enumerate(matches, start=1)]
    words, shown = outgoing_texts.list_lines(TEXT("choices.intro"), lines)
    numbered = [TEXT("choices.number", number=content.name(match), name=match.title) for match in matches]
    unkept, _ = outgoing_texts.list_lines(TEXT("choices.numbers"), numbered)
    offered = tuple(content.name(match) for match in matches[:shown])
    context = Context(choices=offered, question=decided.question)
    return _asked(chat, decided, TextReply.OFFERED, words, unkept, context)


def _asked(
    chat: TextContext, decided: DecidedQuestion, kind: TextReply, words: str, unkept: str, context: Context
) -> DraftReply:
    """A reply with which the enquiry is kept."""

    def settle(unit: Unit) -> Settled:
        enquiry = asking.record(
            chat.line,
            decided,
            channel=Channel.SMS,
            caller=chat.text.caller,
            conversation="",  # kept for good: it would tell which questions came from one telephone
            delivery=chat.text.delivery,
            unit=unit,
        )
        left_open = replace(context, enquiry=enquiry) if context.choices else context
        return Settled(words, enquiry, fresh(chat, left_open))

    return DraftReply(kind, unkept, settle)


def _list_entries(topic: Topic, entries: list[Entry], tail: str, skip: int, total: int) -> tuple[str, int]:
    """As many of a topic's questions as fit, and how many; with the sentence ``tail`` when there are more."""
    intro = TEXT("topics.entries", name=topic.name)
    lines = [TEXT("choices.number", number=entry.number, name=entry.question) for entry in entries]
    words, shown = outgoing_texts.list_lines(intro, lines, most=MOST_LINES)
    if skip + shown >= total:
        return words, shown
    _, shown = outgoing_texts.list_lines(intro, lines, TEXT(tail, shown=total, total=total), most=MOST_LINES)
    return outgoing_texts.list_lines(intro, lines[:shown], TEXT(tail, shown=skip + shown, total=total), most=MOST_LINES)


def _told(subject: Subject | None) -> str:
    if subject is None:
        raise NotFound("没有这个条目。")
    return content.text_of(subject)
