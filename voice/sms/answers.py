"""Replies with published content: answers, choices, topics and their entries, and further parts of a long answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.enquiries import Outcome
from hotline.core.entries import Entry
from hotline.core.errors import NotFound
from hotline.core.text_length import segments
from hotline.core.texts import TextReply
from hotline.services.content import published
from hotline.services.content.office_entries import HOURS_NUMBERS
from hotline.services.questions import ask as asking
from hotline.services.questions.two_questions import decide_both
from hotline.services.sayings.recognition import is_doubtful
from hotline.services.texts.inbound import ReplyPlan
from hotline.services.texts.session import TextSession
from voice import content, outgoing_texts
from voice.content import is_entry
from voice.phrases import TEXT
from voice.sms import messages
from voice.sms.context import TextContext, announce, silence, split, tell

if TYPE_CHECKING:
    from hotline.core.entries import Topic
    from hotline.core.passages import Passage
    from hotline.services.questions.ask import DecidedQuestion, Match
    from hotline.services.questions.two_questions import AskedTogether
    from voice.content import Subject

_TOPIC = "topic:"
_MOST_TOPICS = 9
MOST_LINES = 20
"""Lines of a list; more never fit into three SMS parts."""


def ask(context: TextContext, question: str) -> ReplyPlan:
    """Reply to a question or an entry's number: the answer, choices, or that there is no answer yet."""
    heard = int(context.session.about) if context.session.about else None
    both = decide_both(context.line, question, heard)
    if both:
        return _answer_both(context, both)
    decided = asking.decide(context.line, question, context=heard)
    matches = decided.decision.matches
    if any(_text_of(context, match.entry or match.item).strip() == context.text.body.strip() for match in matches):
        return silence(TextReply.LOOP)  # a machine sends our own answer back
    if decided.is_answer or (len(matches) == 1 and matches[0].is_numbered):
        return _answer(context, decided, matches[0])
    if decided.outcome is Outcome.OFFERED:
        return _offer(context, decided, matches[: outgoing_texts.MOST_CHOICES])
    if is_entry(question):
        words = TEXT("nothing.number", asked=question, number=context.number)
        return _reply_to_question(context, decided, TextReply.UNANSWERED, words, words, context.session)
    if is_doubtful(question):
        return tell(TEXT("help.unclear"))
    words, unkept = TEXT("nothing.kept", number=context.number), TEXT("nothing.text", number=context.number)
    about = _name_context(decided)
    opened = replace(context.session, question=question, subject="", about=about, offers_message=True)
    return _reply_to_question(context, decided, TextReply.UNANSWERED, words, unkept, opened)


def pick(context: TextContext, place: int) -> ReplyPlan:
    """Reply with the choice at ``place`` of those offered last: from 1, -1 for the last, 0 for several at once."""
    offered = len(context.session.choices)
    if not offered and context.session.expired:
        return _tell_expired(context, "expired.choices")
    place = offered if place < 0 else place
    if not 1 <= place <= offered:
        return tell(TEXT("choices.beyond", most=offered) if offered > 1 else TEXT("help.no_choice"))
    subject = context.session.choices[place - 1]
    if subject.startswith(_TOPIC):
        return list_topic(context, subject.removeprefix(_TOPIC))
    try:
        parts, unkept = split(context, _text_of(context, content.get_subject(context.line, subject)))
    except NotFound:  # withdrawn since it was offered
        return tell(TEXT("help.gone"))
    about = subject if is_entry(subject) else ""
    left_open = replace(context.session, rest=parts[1:], topic="", subject=subject, about=about, offers_message=False)
    return ReplyPlan(_kind_of(subject), parts[0], unkept, left_open, picked=subject)


def agree(context: TextContext, *, is_guess: bool) -> ReplyPlan:
    """The sender agrees: leave the question for staff where that was offered, and otherwise say what to do next.

    Only guessed agreement may be a wish such as 请给我回电话, which must not sound granted; nor must any while it is
    not known what was offered."""
    session = context.session
    if not context.sender.known:
        return tell(TEXT("trouble.sorry"))
    if session.offers_message:
        return messages.leave(context, "")
    if is_guess:
        return tell(TEXT("message.how"))
    is_to_pick = len(session.choices) > 1 and not session.subject
    return tell(TEXT("choices.beyond", most=len(session.choices)) if is_to_pick else TEXT("help.yes"))


def repeat(context: TextContext, otherwise: ReplyPlan) -> ReplyPlan:
    """Send the last answer again; ``otherwise`` where there was none."""
    try:
        subject = content.get_subject(context.line, context.session.subject) if context.session.subject else None
    except NotFound:
        subject = None
    if subject is None:
        return otherwise
    parts, unkept = split(context, _text_of(context, subject))
    return tell(parts[0], unkept=unkept, session=replace(context.session, rest=parts[1:], topic=""))


def none_of_these(context: TextContext, otherwise: ReplyPlan) -> ReplyPlan:
    """The choices or the answer did not help: offer to leave the question for staff; ``otherwise`` without one."""
    question = context.session.question
    if not question:
        return otherwise
    opened = TextSession(question=question, about=context.session.about, offers_message=True)
    return tell(TEXT("nothing.other", number=context.number), unkept=otherwise.unkept, session=opened)


def decline(context: TextContext) -> ReplyPlan:
    """The sender wants no more: no message where one was offered, none of the choices, or nothing after an answer."""
    if context.session.offers_message:
        return tell(TEXT("help.cancelled"), session=replace(context.session, offers_message=False))
    thanks = tell(TEXT("help.thanks"))
    return thanks if context.session.subject else none_of_these(context, thanks)


def list_topics(context: TextContext, place: int) -> ReplyPlan:
    """List the topics, to be picked by digit; or the entries of the topic at ``place`` (from 1), when it is not 0."""
    topics = context.line.knowledge.topics()[:_MOST_TOPICS]
    if place:
        return list_topic(context, topics[place - 1].digit) if place <= len(topics) else tell(TEXT("topics.last"))
    lines = [TEXT("choices.choice", key=key, name=topic.name) for key, topic in enumerate(topics, start=1)]
    words, shown = outgoing_texts.list_lines(TEXT("topics.intro"), lines, most=_MOST_TOPICS)
    unkept, _ = outgoing_texts.list_lines(TEXT("topics.numbers"), lines, most=_MOST_TOPICS)
    choices = tuple(f"{_TOPIC}{topic.digit}" for topic in topics[:shown])
    return tell(words, unkept=unkept, session=TextSession(choices=choices))


def list_topic(context: TextContext, digit: str, skip: int = 0) -> ReplyPlan:
    """List the entries of a topic with their numbers: as many as fit, after the first ``skip``."""
    try:
        topic = published.get_topic(context.line.knowledge, digit)
    except NotFound:
        return tell(TEXT("help.gone"))
    entries = context.line.knowledge.list_entries(digit, MOST_LINES, skip)
    total = context.line.knowledge.count_entries(digit)
    words, shown = _list_entries(topic, entries, "topics.more", skip, total)
    unkept, _ = _list_entries(topic, entries, "topics.plain", skip, total)
    goes_on = digit if skip + shown < total else ""
    return tell(words, unkept=unkept, session=replace(context.session, rest=(), topic=goes_on, skip=skip + shown))


def more(context: TextContext) -> ReplyPlan:
    """Reply with the next part of the last reply."""
    if not context.sender.known:
        return tell(TEXT("trouble.sorry"))
    if context.session.topic:
        return list_topic(context, context.session.topic, context.session.skip)
    if context.session.expired:
        return _tell_expired(context, "expired.more")
    if not context.session.rest:
        return tell(TEXT("more.none") if context.session.asked else TEXT("more.nothing"))
    words, *rest = context.session.rest
    return tell(words, session=replace(context.session, rest=tuple(rest)))


def _tell_expired(context: TextContext, sentence: str) -> ReplyPlan:
    """Say that what was offered has expired, and repeat what was asked."""
    asked = context.session.asked
    return tell(TEXT(sentence, asked=asked) if asked else TEXT("expired.unknown"))


def _answer(context: TextContext, decided: DecidedQuestion, match: Match) -> ReplyPlan:
    parts, unkept = split(context, _text_of(context, match.entry or match.item))
    if match.entry and decided.decision.passage:
        told, unkept = split(context, _tell_passage(match.entry, decided.decision.passage))
        parts = (*told, *parts)  # 更多 brings the whole answer
    name = content.name(match)
    opened = TextSession(rest=parts[1:], question=decided.question, subject=name, about=_name_context(decided))
    return _reply_to_question(context, decided, _kind_of(name), parts[0], unkept, opened)


def _tell_passage(entry: Entry, passage: Passage) -> str:
    return TEXT("answer.passage", question=entry.question.rstrip("？?"), passage=passage.text)


def _name_context(decided: DecidedQuestion) -> str:
    """The number of the entry that the sender's next question may go on about, "" for none."""
    return str(decided.decision.next_context or "")


def _kind_of(subject: str) -> TextReply:
    """The kind of the reply that tells the entry or item with the key ``subject``."""
    return TextReply.REFERRED if content.is_referral(subject) else TextReply.ANSWERED


def _answer_both(context: TextContext, both: AskedTogether) -> ReplyPlan:
    """The answer to the first question, and the second as the one thing to pick where both fit into one reply."""
    first = both.first.decision.matches[0]
    passage = both.first.decision.passage
    answer = _tell_passage(first.entry, passage) if first.entry and passage else _text_of(context, first.entry)
    text = f"{answer}\n{TEXT('answer.second', question=both.second.question)}"
    if len(segments(text)) > outgoing_texts.MOST_PARTS:
        return _answer(context, both.first, first)
    opened = TextSession(
        choices=(str(both.second.number),),
        question=both.first.question,
        subject=content.name(first),
        about=_name_context(both.first),
    )
    return _reply_to_question(context, both.first, TextReply.ANSWERED, text, answer, opened)


def _offer(context: TextContext, decided: DecidedQuestion, matches: tuple[Match, ...]) -> ReplyPlan:
    lines = [TEXT("choices.choice", key=key, name=match.title) for key, match in enumerate(matches, start=1)]
    words, shown = outgoing_texts.list_lines(TEXT("choices.intro"), lines)
    numbered = [TEXT("choices.number", number=content.name(match), name=match.title) for match in matches]
    unkept, _ = outgoing_texts.list_lines(TEXT("choices.numbers"), numbered)
    offered = tuple(content.name(match) for match in matches[:shown])
    opened = TextSession(choices=offered, question=decided.question, about=_name_context(decided))
    return _reply_to_question(context, decided, TextReply.OFFERED, words, unkept, opened)


def _reply_to_question(
    context: TextContext, decided: DecidedQuestion, kind: TextReply, words: str, unkept: str, opened: TextSession
) -> ReplyPlan:
    """A reply with which the question is recorded as an enquiry; ``opened`` replaces what the last reply left open."""
    return ReplyPlan(kind, words, unkept, None if opened == context.session else opened, enquiry=decided)


def _list_entries(topic: Topic, entries: list[Entry], tail: str, skip: int, total: int) -> tuple[str, int]:
    """As many of a topic's entries as fit, and how many; with the sentence ``tail`` when there are more."""
    intro = TEXT("topics.entries", name=topic.name)
    lines = [TEXT("choices.number", number=entry.number, name=entry.question) for entry in entries]
    words, shown = outgoing_texts.list_lines(intro, lines, most=MOST_LINES)
    if skip + shown >= total:
        return words, shown
    _, shown = outgoing_texts.list_lines(intro, lines, TEXT(tail, shown=total, total=total), most=MOST_LINES)
    return outgoing_texts.list_lines(intro, lines[:shown], TEXT(tail, shown=skip + shown, total=total), most=MOST_LINES)


def _text_of(context: TextContext, subject: Subject | None) -> str:
    if subject is None:
        raise NotFound("没有这个条目。")
    tells_hours = isinstance(subject, Entry) and subject.number in HOURS_NUMBERS
    text = content.text_of(subject)
    return announce(context, text) if tells_hours else text
