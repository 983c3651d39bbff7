"""The intent of a text message: a command, a pick from choices, or a question; pure.

The sayings are recognised by one grammar for all channels (``hotline.services.sayings``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from hotline.core.disclosure.stages import asks_for_status, find_number_and_code
from hotline.core.messages import TRACKING_DIGITS
from hotline.core.spoken_numbers import LEAST_DIGITS, find_digits, read_digits
from hotline.services.sayings.emergencies import find_emergencies
from hotline.services.sayings.grammar import Act, bare_words, parse, strip_around
from hotline.services.sayings.recognition import names_number, question_after_refusal, recognise
from voice.content import is_entry
from voice.sms.notice_requests import find_request

if TYPE_CHECKING:
    from hotline.services.sayings.grammar import Saying

LONGEST_QUESTION = 500


class TextIntent(Enum):
    """What a text wants. ``NO_CONTENT`` was meant for somebody else; ``OPENING`` announces a question."""

    HELP = "help"
    PICK = "pick"
    PERSON = "person"
    NONE_OF_THESE = "none of these"
    THANKS = "thanks"
    TOPICS = "topics"
    MORE = "more"
    REPEAT = "repeat"
    PROGRESS = "progress"
    APPLICATION = "application"
    MESSAGE = "message"
    NOTICE = "notice"
    CANCEL = "cancel"
    DECLINE = "decline"
    YES = "yes"
    WAIT = "wait"
    OPENING = "opening"
    SWEARING = "swearing"
    UNSOLVED = "unsolved"
    NO_CONTENT = "no content"
    EMERGENCY = "emergency"
    OPT_OUT = "opt out"
    OPT_IN = "opt in"
    ASK = "ask"


# Twilio itself stops sending after its English words, and begins again after START and UNSTOP:
# https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out (read 2026-11-23). T and TD are what Chinese
# bulk texts tell people to reply.
_ENGLISH = {
    TextIntent.OPT_OUT: "stop stopall unsubscribe cancel end quit revoke optout",
    TextIntent.OPT_IN: "start unstop",
}
_INTENT_OF_WORD = {word: intent for intent, words in _ENGLISH.items() for word in words.split()}
_INTENTS = {
    Act.OPT_OUT: TextIntent.OPT_OUT,
    Act.OPT_IN: TextIntent.OPT_IN,
    Act.MESSAGE: TextIntent.MESSAGE,
    Act.PERSON: TextIntent.PERSON,
    Act.PROGRESS: TextIntent.PROGRESS,
    Act.TOPICS: TextIntent.TOPICS,
    Act.MENU: TextIntent.HELP,
    Act.HELP: TextIntent.HELP,
    Act.UNSOLVED: TextIntent.UNSOLVED,
    Act.NONE_OF_THESE: TextIntent.NONE_OF_THESE,
    Act.SWEARING: TextIntent.SWEARING,
    Act.SEND: TextIntent.REPEAT,
    Act.SLOWER: TextIntent.REPEAT,
    Act.REPEAT: TextIntent.REPEAT,
    Act.LOUDER: TextIntent.REPEAT,
    Act.DETAILS: TextIntent.MORE,
    Act.WAIT: TextIntent.WAIT,
    Act.CANCEL: TextIntent.CANCEL,
    Act.SOLVED: TextIntent.THANKS,
    Act.GOODBYE: TextIntent.THANKS,
    Act.NO: TextIntent.NONE_OF_THESE,
    Act.DECLINE: TextIntent.DECLINE,
    Act.NO_MORE: TextIntent.DECLINE,
    Act.THANKS: TextIntent.THANKS,
    Act.NO_CONTENT: TextIntent.NO_CONTENT,
    Act.OPENING: TextIntent.OPENING,
    Act.HELLO: TextIntent.HELP,
    Act.YES: TextIntent.YES,
}
"""What each act does, the weightiest first: of 谢谢 and 没解决 the second counts."""
_TOPIC = re.compile(r"(?:目录|分类)([1-9])")
_PROGRESS = re.compile(r"(?:查|查询)?(?:留言)?(?:进度|查询号)[是为]?(\d+)", re.ASCII)
_MESSAGE = re.compile(r"[\W_]*(?:好的?|行|要得|我要|我想|请)*[\W_]*留言([\W_]*)(.*)", re.DOTALL)
_ABOUT_MESSAGES = re.compile(
    "板|箱|电|電|功能|怎|如何|多久|多长|多長|什|甚|吗|嗎|了|的|后|後|没|沒|有|能|可|在|答|回|查|是|会|會|进|進|结|結|咋|哪"
)
"""If one of these follows 留言 directly, the text asks about messages; otherwise the rest is the message."""


@dataclass(frozen=True)
class TextUnderstood:
    """A text message as it was understood.

    ``pick`` counts from 1; -1 is the last, and 0 stands for several at once. ``words`` are the question, the message,
    or the tracking number asked for, "" when it is not given. ``is_guess`` tells a saying or a number that the
    classifier guessed, because it has words that the grammar does not know: it may be something else."""

    intent: TextIntent
    words: str = ""
    pick: int = 0
    is_guess: bool = False


def understand(body: str) -> TextUnderstood:
    """Understand ``body``: as a command, or else as a question; without any letter or digit, as a wish for help.

    >>> understand("１").pick, understand("102").words, understand("😀").intent.value
    (1, '102', 'help')
    >>> understand("進度：１２３４５６７８"), understand("留言，请给我回电话").words
    (TextUnderstood(intent=<TextIntent.PROGRESS: 'progress'>, words='12345678', pick=0, is_guess=False), '请给我回电话')
    """
    words = body.strip()
    bare = bare_words(words)
    if not bare:
        return TextUnderstood(TextIntent.HELP)
    if find_emergencies(words):
        return TextUnderstood(TextIntent.EMERGENCY, words)
    if bare in _INTENT_OF_WORD:
        return TextUnderstood(_INTENT_OF_WORD[bare])
    if find_number_and_code(words) or asks_for_status(bare):
        return TextUnderstood(TextIntent.APPLICATION, words)
    if find_request(words):
        return TextUnderstood(TextIntent.NOTICE, words)
    words = question_after_refusal(words) or words
    saying = recognise(words)
    return _numbered(words, bare, saying) or _message(words) or _said(words, saying)


def _numbered(words: str, bare: str, saying: Saying | None) -> TextUnderstood | None:
    if topic := _TOPIC.fullmatch(bare):
        return TextUnderstood(TextIntent.TOPICS, pick=int(topic[1]))
    if asked := _PROGRESS.fullmatch(bare):
        return TextUnderstood(TextIntent.PROGRESS, words=asked[1])
    numbers = read_digits(words)
    if len(numbers) > 1 and all(len(digits) == 1 for digits in numbers):
        return TextUnderstood(TextIntent.PICK)
    if saying and saying.pick:
        is_refused = saying.has(Act.NO, Act.NONE_OF_THESE)
        return None if is_refused else TextUnderstood(TextIntent.PICK, pick=saying.pick)
    if [len(digits) for digits in numbers] == [TRACKING_DIGITS]:
        return TextUnderstood(TextIntent.PROGRESS, words=numbers[0])
    named = find_digits(words) if saying is None and not numbers and names_number(words) else ""
    if is_entry(named) and len(named) == LEAST_DIGITS:
        return TextUnderstood(TextIntent.ASK, words=named, is_guess=True)
    return None


def is_message(words: str) -> bool:
    """Whether ``words`` ask to be left for staff: 留言 and what is to be left."""
    return bool((message := _message(words.strip())) and message.words)


def _message(words: str) -> TextUnderstood | None:
    found = _MESSAGE.fullmatch(words)
    if not found or (not found[1] and _ABOUT_MESSAGES.match(found[2])):
        return None
    left = found[2].strip()
    return TextUnderstood(TextIntent.MESSAGE, words=left if strip_around(left) else "")


def _said(words: str, saying: Saying | None) -> TextUnderstood:
    for act, intent in _INTENTS.items():
        if saying and saying.has(act):
            return TextUnderstood(intent, is_guess=parse(words) is None)
    return TextUnderstood(TextIntent.ASK, words=words[:LONGEST_QUESTION])
