"""Finds whom to call: a department that is asked for by its name, or a public line by its number.

The name decides, and nothing else: 法律援助中心电话 asks for the department, 法律援助中心收费吗 about legal aid, and
教育局办公室电话 for somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hotline.core.member_offices import find_named
from hotline.matching.rewriting.rewrite import LONG, rewrite
from hotline.matching.subject.asked_for import find_asked_for
from hotline.matching.text.normalise import fold_for_search
from hotline.matching.text.question_analysis import analyse_question

if TYPE_CHECKING:
    from hotline.core.contact_entries import Contact
    from hotline.matching.search import SearchableKnowledge

_UNIT = re.compile("科室|部门|办公室|中心|[科处室股所]")
_ANY_UNIT = re.compile("科室|部门")
_ASKING = re.compile(
    "(?:联系)?电话(?:号码)?|号码|座机|分机|联系方式|怎么联系|怎么找|怎么[走去到]|联系|[在到]?几楼|(?:哪[个间])?房间号?|"
    "在?哪[里儿]?|什么地方|地址|位置|是?多少号?|几号|告诉|有没有|咨询|麻烦|帮忙|拨打|负责|[你您]们|[找打查发给管]|什么"
)
"""Words that ask for a telephone or a room, and those around them."""
_HOW_TO_REACH = re.compile("怎么(?:联系|找|[走去到])")
_LINE_WORDS = re.compile("热线|电话|专线|号码|平台|作用|用处|功能|单位|服务|受理|范围|拨打|有用|咨询|干啥|[干管打用]")
_NUMBER = re.compile(r"(?<!\d)\d{3,12}(?!\d)")


def find_contact(question: str, knowledge: SearchableKnowledge) -> Contact | None:
    """The public line or the department that ``question`` (normalised) asks for; None where it asks for none, or for
    several alike."""
    if len(question) >= LONG:
        return None
    folded = fold_for_search(question)
    number = _NUMBER.search(folded)
    if number:
        return _find_line(number[0], folded, knowledge)
    return _find_department(question, folded, knowledge) if _asks_for_department(folded) else None


def _find_line(number: str, folded: str, knowledge: SearchableKnowledge) -> Contact | None:
    """The public line with this number, where the question is about nothing but what the line is for."""
    line = next((contact for contact in knowledge.contacts if contact.is_line and number in contact.names), None)
    if line is None:
        return None
    words = _list_words(_LINE_WORDS.sub(" ", folded.replace(number, " ")), knowledge)
    return line if all(word in line.duties or find_asked_for(word) for word in words) else None


def _asks_for_department(folded: str) -> bool:
    """Whether a question asks how to reach somebody, or is perhaps a department's name alone."""
    asked = find_asked_for(folded) - {"phone", "place", "who"}
    is_how = asked == {"how"} and _HOW_TO_REACH.search(folded) is not None
    return (not asked or is_how) and ("phone" in find_asked_for(folded) or _UNIT.search(folded) is not None)


def _find_department(question: str, folded: str, knowledge: SearchableKnowledge) -> Contact | None:
    """The department that has all words of the question in its name, or in its duties where a telephone is asked for.

    The words of the offices' own names are left out."""
    named = {office.code for office in find_named(knowledge.member_offices, question)}
    departments = [one for one in knowledge.contacts if one.is_department and (not named or one.office_code in named)]
    offices = (knowledge.office.name, *(name for office in knowledge.member_offices for name in office.names))
    has_duties = "phone" in find_asked_for(folded)
    for wording in rewrite(question, knowledge).wordings:
        is_any = has_duties and _ANY_UNIT.search(wording) is not None  # 复议找哪个部门 asks who decides
        rest = _ASKING.sub(" ", _ANY_UNIT.sub(" ", fold_for_search(wording)))
        words = [word for word in _list_words(rest, knowledge) if not any(word in name for name in offices)]
        likeness = {contact: _likeness(words, contact, is_any, has_duties) for contact in departments}
        best = [contact for contact in departments if likeness[contact] == max(likeness.values()) > 0]
        if len(best) == 1:
            return best[0]
    return None


def _likeness(words: Sequence[str], contact: Contact, is_any: bool, has_duties: bool) -> int:
    """How many characters of ``words`` a name of the department has; 0 where another word stands in the question.

    A matter alone (法律援助) names a department only where that is for nothing else. ``is_any`` tells that the question
    says 科室 or 部门, which stands for any kind of department."""
    best = 0
    for name in contact.names:
        named = [word for word in words if _is_in(word, name)]
        matter = [word for word in named if not _UNIT.fullmatch(word)]
        others = [word for word in words if word not in named and not (has_duties and word in contact.duties)]
        has_unit = is_any or any(_UNIT.search(word) for word in named)
        is_whole = len(contact.names) == 1 and _UNIT.sub("", name) == "".join(matter)
        if matter and not others and (has_unit or is_whole):
            best = max(best, sum(map(len, named)))
    return best


def _is_in(word: str, name: str) -> bool:
    """Whether the characters of ``word`` stand in ``name`` in their order: people leave out what is in between.

    >>> _is_in("行政执法监督", "行政执法协调监督科"), _is_in("公证处", "公证仲裁科")
    (True, False)
    """
    rest = iter(name)
    return all(character in rest for character in word)


def _list_words(text: str, knowledge: SearchableKnowledge) -> list[str]:
    return list(analyse_question(text, knowledge.dictionary, knowledge.stop_words).subject_words)
