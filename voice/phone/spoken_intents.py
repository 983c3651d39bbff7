"""The intent of what a caller said or pressed at a place of the call; pure.

The sayings are recognised by one grammar for all channels (``hotline.services.sayings``). This module says what a
saying does at the places of a call: 好的 after an answer is thanks, and after 您是想问……吗 it is yes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from hotline.core.disclosure.stages import asks_for_status
from hotline.core.messages import TRACKING_DIGITS
from hotline.core.notice_questions import asks_for_list
from hotline.core.public_notices import NoticeKind
from hotline.core.spoken_numbers import LEAST_DIGITS, find_digits, read_digits
from hotline.services.sayings.emergencies import find_emergencies
from hotline.services.sayings.grammar import Act, bare_words
from hotline.services.sayings.recognition import (
    find_pick_first,
    names_number,
    question_after_pick,
    question_after_refusal,
    recognise,
    strip_swearing,
)
from voice.content import is_entry
from voice.phone.call_state import CallState, Place
from voice.phone.intents import (
    KEYS,
    LONGEST_QUESTION,
    NUMBERS,
    SILENCE,
    CallerInput,
    Intent,
    Understood,
    understand_keys,
)
from voice.phrases import PHONE

if TYPE_CHECKING:
    from hotline.services.sayings.grammar import Saying

SHORTEST_ECHO = 6
"""Characters of a prompt that come back from a loudspeaker. Fewer may be a caller's own words."""
_TAKES_PART = re.compile("(?:我?要?想?)?(?:提?一?[个点条]?意见|报个?名)(?:吧|了)?")
NOTICE_KEYS = {NoticeKind.NOTICE: "1", NoticeKind.HEARING: "2", NoticeKind.BRIEFING: "5"}
"""The keys of their lists at Place.INFORMATION; that of briefings is not told, for few callers ask for them."""
_ORDINAL = re.compile("第|头一|最[前后]|末")
_ANYWHERE = {
    Act.PERSON: Intent.OPERATOR,
    Act.MESSAGE: Intent.MESSAGE,
    Act.PROGRESS: Intent.TRACKING,
    Act.HELP: Intent.HELP,
    Act.UNSOLVED: Intent.UNSOLVED,
    Act.SOLVED: Intent.SOLVED,
    Act.NONE_OF_THESE: Intent.NONE_OF_THESE,
    Act.SEND: Intent.SEND,
    Act.SLOWER: Intent.SLOWER,
    Act.REPEAT: Intent.REPEAT,
    Act.LOUDER: Intent.LOUDER,
    Act.SWEARING: Intent.SWEARING,
    Act.WAIT: Intent.WAIT,
    Act.DETAILS: Intent.MORE,
    Act.MENU: Intent.MENU,
    Act.TOPICS: Intent.TOPICS,
    Act.GOODBYE: Intent.GOODBYE,
    Act.NO_MORE: Intent.NO_MORE,
    Act.NO: Intent.NONE_OF_THESE,
    Act.DECLINE: Intent.NO_MORE,
    Act.CANCEL: Intent.NO_MORE,
    Act.OPT_OUT: Intent.GOODBYE,
    Act.THANKS: Intent.THANKS,
    Act.NO_CONTENT: Intent.NO_CONTENT,
    Act.OPENING: Intent.OPENING,
    Act.YES: Intent.HELLO,
    Act.HELLO: Intent.HELLO,
    Act.OPT_IN: Intent.HELLO,
}
"""What each act does, the weightiest first: of 谢谢 and 没解决 the second counts."""
_REFUSED = dict.fromkeys((Act.NO, Act.NO_MORE, Act.DECLINE, Act.CANCEL), Intent.NONE_OF_THESE)
_AFTER_ANSWER = {Act.YES: Intent.THANKS}
_AT: dict[Place, dict[Act, Intent]] = {
    Place.CHOICES: _REFUSED,
    Place.CONFIRM: _REFUSED | dict.fromkeys((Act.YES, Act.THANKS, Act.SOLVED, Act.DETAILS), Intent.YES),
    Place.ANSWER: _AFTER_ANSWER | {Act.DECLINE: Intent.SKIP},
    Place.AFTER: _AFTER_ANSWER,
}
"""What an act does at a place instead."""


def spoken_at(place: Place) -> frozenset[Intent]:
    """Every intent that a saying can have at ``place``."""
    return frozenset((_ANYWHERE | _AT.get(place, {})).values())


def understand(state: CallState, caller_input: CallerInput) -> Understood:
    """The intent of ``caller_input`` at ``state``; keys count when both keys and words arrive."""
    if pressed := understand_keys(state.place, caller_input.keys):
        return pressed
    words = caller_input.speech.strip()[:LONGEST_QUESTION]
    if not bare_words(words):
        return SILENCE
    if find_emergencies(words):
        return Understood(Intent.EMERGENCY, words)
    if named := _understand_by_name(state.place, words):
        return named
    words = question_after_refusal(words) or words
    saying = recognise(words)
    if state.choices and KEYS.get(state.place, {}).get("1") is Intent.PICK and saying is None:
        saying = find_pick_first(words)
    if saying is None or saying.has(Act.PICK):
        numbered = _understand_number(state, words, saying)
        if numbered:
            return numbered
    if saying and saying.has(Act.YES) and state.place is Place.CHOICES and len(state.choices) == 1:
        return Understood(Intent.PICK, pick="1")
    if saying is None:
        return Understood(Intent.NO_CONTENT if _is_echo(words) else Intent.ASK, strip_swearing(words) or words)
    return Understood(_choose_intent(state.place, saying), words)


def _understand_by_name(place: Place, words: str) -> Understood | None:
    """What is asked for by its name alone: an application, the public notices, or to take part in the one heard."""
    bare = bare_words(words)
    if asks_for_status(bare):
        return Understood(Intent.APPLICATION, words)
    if kind := asks_for_list(bare):
        return Understood(Intent.NOTICES, words, pick=NOTICE_KEYS[kind])
    takes_part = place is Place.NOTICE and _TAKES_PART.fullmatch(bare)
    return Understood(Intent.MESSAGE, words) if takes_part else None


def _choose_intent(place: Place, saying: Saying) -> Intent:
    """The intent of the weightiest act that was said."""
    at_place = _AT.get(place, {})
    if place is Place.CONFIRM and saying.has(Act.YES) and not saying.has(Act.NO, Act.REPEAT, Act.PERSON):
        return Intent.YES
    said = (at_place.get(act, intent) for act, intent in _ANYWHERE.items() if saying.has(act))
    return next(said, Intent.WRONG_KEY)  # a place in a list, where there is no list


def _understand_number(state: CallState, words: str, saying: Saying | None) -> Understood | None:
    """A number that is asked for here, a thing picked from the list, or a message's tracking number."""
    numbers = read_digits(words)
    digits = "".join(numbers) or (find_digits(words) if saying is None and names_number(words) else "")
    if len(numbers) > 1 and (state.place not in NUMBERS or all(map(is_entry, numbers))):
        return None  # matching offers them all
    if state.place in NUMBERS and len(digits) > 1:
        return understand_keys(state.place, digits)
    if saying and saying.pick and state.place in (Place.ANSWER, Place.AFTER) and state.choices:
        return Understood(Intent.SECOND)
    if saying and state.place in (Place.ANSWER, Place.AFTER) and _ORDINAL.search(words):
        rest = question_after_pick(words)  # of choices heard before: the keys here rate the answer
        return Understood(Intent.ASK, rest) if rest else Understood(Intent.WRONG_KEY)
    if saying and saying.pick and state.place in KEYS and not saying.has(Act.NO, Act.NONE_OF_THESE):
        picked = saying.pick if saying.pick > 0 else len(state.choices)
        return understand_keys(state.place, str(picked)) if picked else None
    if len(digits) == TRACKING_DIGITS:
        return Understood(Intent.TRACKED, digits)
    return Understood(Intent.ASK, digits) if is_entry(digits) and (numbers or len(digits) == LEAST_DIGITS) else None


@cache
def _own_words() -> str:
    return "|".join(bare_words(sentence) for sentence in PHONE.sentences.values())


def _is_echo(words: str) -> bool:
    """Whether ``words`` are part of a prompt of ours, which the telephone's loudspeaker has sent back."""
    bare = bare_words(words)
    return len(bare) >= SHORTEST_ECHO and bare in _own_words()
