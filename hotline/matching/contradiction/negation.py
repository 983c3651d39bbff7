"""Finds what a question negates, as opposed to what it only asks (能不能, 收费不) and to idioms (不好意思, 不知道)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_IDIOM = re.compile(
    "不好意思|不知道?|不晓得|不清楚|不太?懂|不太?明白|不了解|没想到|没办法|没法子|不得不|不得已|不仅仅?|不但|不管|不论|无论如何|无论|不过|"
    "不同|不一样|不如|不然|不少|不久|不止|不只|差不多|说不定|不动产|不锈钢|忍不住|来不来?得及|来不及|了不起|不一定|不怎么|不错|不好|"
    "没关系|没问题|没事|没错|别人|别的|特别|分别|区别|个别|性别|类别|级别|识别|辨别|鉴别|差别|告别|离别|派别|别墅|无关|无锡|无线|无人机|"
    "无障碍|无偿|非常|除非|是非|非法|非要|非得|并非|莫非|未来|未必|不服|不满意|没用|不用说|不要紧|不会吧|不行|不通|不认|不算|不是|"
    "要不|没电|没钱|没了|没收|没落|沉没|淹没|出没|没完|不用多久|用不了多久|不出几天"
)
"""Phrases whose 不, 没, 别, 无, 未 or 非 negates nothing that another wording would affirm."""
_A_NOT_A = re.compile(r"(\w\w?)[不没]\1")
_FINAL_PARTICLE = re.compile(r"(?:没有|[不没否])(?=[\s,。.!?;、]*$|[,。.!?;、])")
"""A negation at the end of a sentence only makes it a question."""
_UNABLE = re.compile(
    r"(?<=\w)不(?=[了起动成着住完]|上(?![班学网课诉])|到(?![场现位庭岗])|出(?![示具庭席])|开(?![具证票发])|下(?!班)|进(?!行))"
)
"""Verbs of inability (打不开, 借不了) report a trouble and negate nothing."""
_NEGATION = re.compile(
    "(?:没有|不予|不得|不用|不必|无需|无须|不需要?|不可以?|不能够?|不会|不准|不许|不让|不给|不要|不想|不应当?|不该|不再|没能|未能|"
    "没法|无法|莫得|没|不|未|无|冇|勿|非|别)(?:再|被|有|能够?|可以|经|曾|给|过|太|把)?"
)
_POSSIBLE = re.compile("可以|能|行|算|准|许|可|成")
_QUESTION_WORD = re.compile("什么|啥|哪|谁|怎|咋|如何|多少|几|多久|为何|吗.+吗")
_QUESTION_PARTICLE = re.compile("[吗么吧◇]")
_LOST = re.compile("丢|遗失|掉了|不见|忘|缺|弄没")
_COMPLAINT = re.compile(
    "为什么|为何|为啥|怎么办|咋办|怎么(?=[还就都我]?[不没])|咋(?=[还就都我]?[不没])|还没|一直|怎么回事|什么原因|显示|提示"
)
"""Somebody asks because something does not work: the entry on how to do it answers that as well."""
ASKED = "◇"
"""Marks a verb that is only asked about (能不能): put before it in the bare text."""
_NO_ACT = "什啥哪怎咋的了吗呢么"
"""Characters that cannot be the second of an act."""


@dataclass(frozen=True)
class Polarity:
    """What a plain text negates and affirms."""

    text: str

    @cached_property
    def bare(self) -> str:
        """The text without idioms, and with ASKED in place of the negation in questions such as 能不能."""
        text = _A_NOT_A.sub(rf"{ASKED}\1", _IDIOM.sub("·", self.text))
        return _UNABLE.sub("·", _FINAL_PARTICLE.sub(ASKED, text))

    @cached_property
    def is_yes_no_question(self) -> bool:
        """Whether yes or no answers it, so that 不收费吗 and 收费吗 ask the same."""
        return bool(_QUESTION_PARTICLE.search(self.bare)) and not _QUESTION_WORD.search(self.bare)

    @cached_property
    def negated(self) -> dict[str, str]:
        """The first two characters of each act that is negated -> the negation together with them."""
        found: dict[str, str] = {}
        for match in _NEGATION.finditer(self.bare):
            rest = self.bare[match.end() :]
            is_only_asked = self.is_yes_no_question and match[0][0] == "不" and not _POSSIBLE.search(rest)
            if not is_only_asked and len(rest) >= 2 and rest[:2].isalnum() and rest[1] not in _NO_ACT:
                found.setdefault(rest[:2], match[0] + rest[:2])
        return found

    def affirms(self, act: str) -> bool:
        """Whether ``act`` (two characters) stands in the text, neither negated nor merely asked about."""
        if act in self.negated or act not in self.bare or ASKED + act in self.bare:
            return False
        return not (self.is_yes_no_question and not _POSSIBLE.search(self.bare.partition(act)[2]))


def find_negation(one: Polarity, other: Polarity) -> tuple[str, str] | None:
    """What ``one`` negates and ``other`` affirms, in the words of each; None when they agree.

    没有 something does not contradict a text that says it was lost."""
    if _COMPLAINT.search(one.text) or _COMPLAINT.search(other.text):
        return None
    for act, said in one.negated.items():
        if said[0] in "没无莫冇" and _LOST.search(other.text):
            continue
        if other.affirms(act):
            return said, act
    return None
