"""Recognises what a citizen says that is no question: by the grammar, and by the classifier where its words are new."""

from __future__ import annotations

import re

from hotline.core.spoken_numbers import read_digits
from hotline.matching.subject.asked_for import find_asked_for
from hotline.services.sayings import grammar
from hotline.services.sayings.classifier import QUESTION, SURE, load_classifier
from hotline.services.sayings.grammar import LONGEST, Act, Saying, bare_words

EMERGENCY, NUMBER, EMPTY = "emergency", "number", "empty"
DOUBTFUL = 0.4
"""The probability of being a question below which words that nothing is found for are not kept as one."""
VERY_SURE = 0.9
"""The probability for what would cost the citizen the call or the question: ending it, or taking words for noise."""
SURE_OF_DANGER = 0.7
_LAST_WISHES = (Act.GOODBYE, Act.REPEAT, Act.SLOWER)
STORY = 12
"""Characters from which words are more than noise."""
_OWN_MESSAGE = re.compile("留言|留的|反映|查询号|上[次回]|我[的那]|前[天几]|之前|昨天")
"""Words for the message that its writer asks after."""
_CLAUSES = re.compile(r"[，,。.！!？?；;、\s]+")
_ACTS = {
    "leave": Act.YES,
    "none": Act.NONE_OF_THESE,
    EMPTY: Act.NO_CONTENT,
    "stop": Act.OPT_OUT,
}
"""Classes that have another name as acts."""
_NO_ACT = frozenset({QUESTION, EMERGENCY, NUMBER})
_REFUSAL = re.compile("(?:不|别|莫)(?:要|想|用|必|需要|再)?")
"""Beside the words for sending a text: the sender may want no more of them."""
_REFUSED_PLACE = re.compile("(?:不是|不要)[^是要]{1,4}(?=[是要]|$)")
_PLACES = (
    (re.compile("最后|末|尾|垫底|最底|[后下]头|后面"), -1),
    (re.compile("中间|当中|第?[二2两]"), 2),
    (re.compile("第?[三3]"), 3),
    (re.compile("第[一1]|^[一1幺]|[是选要听按][一1]$|首|头|最?先|最前"), 1),
)
"""Words for a place in a list, the surest first."""


def recognise(words: str) -> Saying | None:
    """The saying that ``words`` are; None for a question, for danger, and for nothing.

    >>> recognise("麻烦你家讲得再慢一丁点儿嘛").acts
    frozenset({<Act.SLOWER: 'slower'>})
    >>> recognise("申请行政复议要多久") is None
    True
    """
    bare = bare_words(words)
    parsed = grammar.parse(words)
    if parsed and not (parsed.has(Act.SEND) and _REFUSAL.search(bare)):
        return parsed
    return _find_last_wish(words) or _classify(bare) or parsed


def _find_last_wish(words: str) -> Saying | None:
    """What the last clause of ``words`` wishes, where those before ask for nothing: reasons, or words to a child."""
    *before, last = [clause for clause in _CLAUSES.split(words) if clause] or [""]
    parsed = grammar.parse(last) if before else None
    is_wish = parsed is not None and parsed.has(*_LAST_WISHES)
    return parsed if is_wish and not find_asked_for(bare_words("".join(before))) else None


def warm() -> None:
    """Load the phrases and the classifier now, so that the first citizen need not wait."""
    grammar.load_phrases()
    load_classifier()


def is_doubtful(words: str) -> bool:
    """Whether ``words``, which are no clear saying, are hardly a question either.

    Where nothing is found for them they are asked for again, and not kept as a question without an answer."""
    bare = bare_words(words)
    is_short = 0 < len(bare) <= LONGEST and not find_asked_for(bare)
    return is_short and load_classifier().classify(bare).question < DOUBTFUL


def names_number(words: str) -> bool:
    """Whether the classifier takes ``words`` for the number of an entry or a message, with other words around it."""
    found = load_classifier().classify(bare_words(words)[:LONGEST])
    return found.label == NUMBER and found.probability >= SURE


def is_called_danger(bare: str) -> bool:
    """Whether the classifier takes ``bare`` for a cry for help."""
    found = load_classifier().classify(bare)
    return found.label == EMERGENCY and found.probability >= SURE_OF_DANGER


def _classify(bare: str) -> Saying | None:
    is_latin = 2 * sum(character.isascii() for character in bare) > len(bare) > 2
    if is_latin or not 0 < len(bare) <= LONGEST:
        return None
    found = load_classifier().classify(bare)
    if found.label in _NO_ACT or found.probability < SURE:
        return None
    if found.label == EMPTY and found.probability < VERY_SURE and (find_asked_for(bare) or len(bare) >= STORY):
        return None  # who asks for a price or a time, or says much, mostly speaks to the line
    if found.label == Act.PROGRESS.value and find_asked_for(bare) and not _OWN_MESSAGE.search(bare):
        return None  # how long something takes is a question of its own
    if found.label == Act.GOODBYE.value and found.probability < VERY_SURE:
        return Saying(frozenset({Act.THANKS}))  # a call is not ended by guesswork
    if found.label == Act.PICK.value and not any(len(number) > 1 for number in read_digits(bare)):
        named = _REFUSED_PLACE.sub("", bare)
        place = next((place for pattern, place in _PLACES if pattern.search(named)), 0)
        return Saying(frozenset({Act.PICK}), place) if place else None
    if found.label == Act.PICK.value:
        return None
    return Saying(frozenset({_ACTS.get(found.label) or Act(found.label)}))
