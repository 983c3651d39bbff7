"""Recognises what a citizen says that is no question: by the grammar, and by the classifier where its words are new."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hotline.core.spoken_numbers import read_digits
from hotline.matching.subject.asked_for import find_asked_for
from hotline.matching.text.normalise import fold, normalise
from hotline.services.sayings import grammar
from hotline.services.sayings.classifier import QUESTION, SURE, load_classifier
from hotline.services.sayings.grammar import LONGEST, Act, Saying, bare_words

EMERGENCY, NUMBER, EMPTY = "emergency", "number", "empty"
DOUBTFUL = 0.4
"""The probability of being a question below which words that nothing is found for are not kept as one."""
LEAST_ASKED = 2
"""Characters that what follows a refusal must have more than, to be a question."""
VERY_SURE = 0.9
"""The probability for what would cost the citizen the call or the question: ending it, or taking words for noise."""
SURE_OF_DANGER = 0.7
"""The probability from which the classifier alone takes words for a cry for help."""
_LAST_WISHES = (Act.GOODBYE, Act.REPEAT, Act.SLOWER)
"""What the last clause of an utterance may wish, where those before ask for nothing."""
_REFUSALS = frozenset({Act.NO, Act.NONE_OF_THESE})
_REFUSED_FIRST = re.compile(
    "^(?:(?:一个|这些|哪个)?[都也]?不是(?:的|啊|嘞|嘛|这个|这些)?)+(?=我(?:是|就是|想|要|来)?(?:问|说|讲))"
)
"""A refusal that a recogniser did not part from the question after it: 都不是我问公证收费."""
_NOT_THAT = re.compile("^(?:我(?:问|说|讲)?的?)?(?:又|并)?不是(?:问|说|讲)?.{1,10}$")
_BUT_THIS = re.compile("^(?:那|哎|而)?(?:我(?:说|问|讲|要问|是问|是说|是讲)|是)")
"""A clause that says what is meant instead of what a clause like _NOT_THAT refuses: 不是请律师，是申请赔偿."""
_CURSES = re.compile("(?:他|你|她)?妈(?:了个|个|卖)?(?:的|逼|批|b)|狗日的|龟儿子?|日你(?:妈|先人)|我[日操靠艹]|老子")
_CALL_BACK = re.compile(
    "(?:请|麻烦|尽快|你们)*(?:[给跟]我)?(?:[回打]个?(?:电话|话)(?:给我|过来)?|(?:回复|联系|答复)我(?:一下|一哈)?)"
)
"""A wish to be rung or written to: it needs a message. Where a message is awaited, these are its words."""
_PERSON = re.compile("人工|转人|接人|客服|工作人员|真人|接线|[找叫喊换](?:一?个)?人")
"""Beside other clauses, only these words ask the line for a person: 有人来说和吗 asks for something else."""
_WAIT = re.compile("等|挂|莫忙|别急|慢着")
"""Beside other clauses, only these words ask the line to wait: 麻烦您给看看 does not."""
_ASKS = re.compile("[吗呢]|还是|怎|哪|什么|几|多")
"""Clauses with one of these after 等一下 or 谢谢 ask something."""
_PLAN = re.compile("^(?:那|好|行|嗯)*我们?(?:先|就|这就|马上|明天|改天|等下|自己|再|回去|现在)")
"""How one tells what one will do now, after thanks."""
FRAGMENT = 8
"""Characters of a question that may stand beside a wish to hear the same again: 再说一遍，找哪个申请."""
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
    if _CALL_BACK.fullmatch(bare):
        return Saying(frozenset({Act.MESSAGE}))
    found = _find_wish(words) or _classify(bare) or parsed
    return None if found and found.has(Act.NO_CONTENT) and _asks_at_last(words) else found


def _split_clauses(words: str) -> list[str]:
    return [clause for clause in _CLAUSES.split(words) if clause]


def _asks_at_last(words: str) -> bool:
    """Whether the last of several clauses is a question, after words to somebody in the room: 妈你莫吵，能赔好多钱."""
    *before, last = _split_clauses(words) or [""]
    return bool(before) and bool(find_asked_for(fold(normalise(last)))) and recognise(last) is None


def question_after_refusal(words: str) -> str:
    """The question that follows a refusal of what was offered (都不是，我问公证收费); "" where there is none.

    >>> question_after_refusal("一个都不是，我问公证收费"), question_after_refusal("不是，谢谢")
    ('我问公证收费', '')
    """
    clauses = _split_clauses(words)
    wanted = [clause for clause in clauses if not _NOT_THAT.match(clause)]
    if 0 < len(wanted) < len(clauses) and any(map(_BUT_THIS.match, wanted)):
        return _keep_question("，".join(wanted), words)
    return _question_after(words, _REFUSALS) or _keep_question(_REFUSED_FIRST.sub("", words), words)


def question_after_pick(words: str) -> str:
    """The question that follows a place in a list (第一个，就是条件和材料那个); "" where there is none."""
    return _question_after(words, frozenset({Act.PICK}))


def find_pick_first(words: str) -> Saying | None:
    """The place in a list that the first of several clauses picks (第一个，怎么去); None for none."""
    clauses = _split_clauses(words)
    parsed = grammar.parse(clauses[0]) if len(clauses) > 1 else None
    return parsed if parsed is not None and parsed.acts == {Act.PICK} else None


def _question_after(words: str, acts: frozenset[Act]) -> str:
    clauses = _split_clauses(words)
    said = 0
    while said < len(clauses) and (parsed := grammar.parse(clauses[said])) and parsed.acts <= acts:
        said += 1
    return _keep_question("，".join(clauses[said:]), words) if said else ""


def _keep_question(rest: str, words: str) -> str:
    """``rest`` where it is a question, and only a part of ``words``; else ""."""
    is_question = rest != words and len(bare_words(rest)) > LEAST_ASKED and recognise(rest) is None
    return rest if is_question else ""


def _find_wish(words: str) -> Saying | None:
    """What one clause of ``words`` wishes, where the others ask for nothing: reasons, words to a child, a plan."""
    clauses = _split_clauses(words)
    if len(clauses) < 2:
        return None
    *before, last = clauses
    parsed = grammar.parse(strip_swearing(last))
    if parsed is not None and parsed.has(Act.PERSON) and _PERSON.search(last):
        return parsed
    if parsed is not None and parsed.has(*_LAST_WISHES) and not find_asked_for(bare_words("".join(before))):
        return parsed
    parsed_each = [(clause, grammar.parse(clause)) for clause in clauses]
    first, rest = parsed_each[0][1], bare_words("".join(clauses[1:]))
    thanks = first and first.acts == {Act.THANKS} and _PLAN.match(clauses[1])
    waits = first and first.acts == {Act.WAIT} and _WAIT.search(clauses[0])
    if (thanks or waits) and not find_asked_for(rest) and not _ASKS.search(rest):
        return first
    return _find_repeat(parsed_each) or _find_thanks(parsed_each)


def _find_thanks(parsed: Sequence[tuple[str, Saying | None]]) -> Saying | None:
    """Thanks among clauses, each with what it was ``parsed`` as, of which the others are sayings, or repeat what was
    heard: 一二三六八，记着了，谢谢."""
    thanks = [saying for _, saying in parsed if saying and saying.has(Act.THANKS)]
    rest = bare_words("".join(clause for clause, saying in parsed if not saying))
    return thanks[0] if thanks and len(rest) <= FRAGMENT and not find_asked_for(rest) else None


def _find_repeat(parsed: Sequence[tuple[str, Saying | None]]) -> Saying | None:
    """The wish to hear the same again, where the other clauses are sayings, or fragments of what was heard."""
    repeats = [saying for _, saying in parsed if saying and saying.has(Act.REPEAT, Act.SLOWER)]
    is_rest_short = all(saying or len(bare_words(clause)) <= FRAGMENT for clause, saying in parsed)
    return repeats[0] if repeats and is_rest_short else None


def strip_swearing(words: str) -> str:
    """``words`` without the curses in them, which say nothing of what is asked.

    >>> strip_swearing("你们他妈的凭什么罚我")
    '你们凭什么罚我'
    """
    return _CURSES.sub("", words)


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
