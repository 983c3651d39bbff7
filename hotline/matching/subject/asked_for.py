"""What a text asks about its subject: how much, how long, when, where, who, which documents, which conditions, how.

公证要多少钱 and 公证处在哪里 have the same subject and ask for different things. The phrases below are how Chinese asks
for each of them; they belong to no office and no entry."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

ASKED_FOR = {
    "price": "多少钱|几块|几元|要钱|花钱|交钱|收钱|收费|费用|缴费|价格|免费|收不收|贵不贵|多少元",
    "duration": "多久|多长时间|几天|多少天|几个月|期限|时限|时效|几个工作日|时候能",
    "hours": "几点|上班|下班|周末|星期|礼拜|节假日|开门|中午|营业时间|办公时间",
    "place": "在哪|哪里|哪儿|哪个地方|什么地方|啥地方|地址|地点|怎么走|去哪|到哪|找哪|往哪",
    "papers": "材料|证件|资料|带什么|带啥|带些|准备什么|提交什么|提交哪些|什么手续|哪些手续|什么证明|什么证据",
    "who": "谁|什么人|哪些人|哪个部门|哪个机关|哪个单位|哪家",
    "condition": "条件|什么资格|能不能|能否|可不可以|可以.{0,12}吗|能.{0,12}吗|是否|可否|够不够|符合|范围|算不算|属于",
    "how": "怎么|怎样|如何|咋|流程|步骤|办法|方式|什么程序|哪些程序",
    "result": "后果|结果|怎么处理|怎么处罚|怎么判|效力|有用吗|管用|赔多少|多少年",
    "phone": "电话|号码|联系方式|热线",
    "meaning": "什么是|是什么|啥是|是啥|什么意思|区别|不同|含义|概念|定义",
    "reason": "为什么|为啥|为何|原因",
}
"""What is asked for -> the phrases that ask for it, as a regular expression."""
_PATTERNS = {name: re.compile(phrases) for name, phrases in ASKED_FOR.items()}


def find_asked_for(text: str) -> frozenset[str]:
    """The names in ASKED_FOR of what a folded ``text`` asks for; mostly one or two.

    >>> sorted(find_asked_for("公证要多少钱")), sorted(find_asked_for("法律援助"))
    (['price'], [])
    """
    return frozenset(name for name, pattern in _PATTERNS.items() if pattern.search(text))


def pack_asked_for(names: Set[str]) -> str:
    """``names`` as one text, to be stored with the entry.

    >>> pack_asked_for({"price", "place"})
    'place price'
    """
    return " ".join(sorted(names))


def agreement(question: Set[str], packed: str) -> float:
    """Of what a question asks for, how much the wordings of an entry ask for, from 0 to 1.

    ``packed`` is what ``pack_asked_for`` packed. It is 0.5 where the question or all wordings ask for nothing.

    >>> agreement({"price", "how"}, "place price"), agreement({"price"}, "place"), agreement({"price"}, "")
    (0.5, 0.0, 0.5)
    """
    answered = frozenset(packed.split())
    return len(question & answered) / len(question) if question and answered else 0.5


TOLD = {
    "price": (
        "多少钱",
        "多少钱|多少元|几块|几元|贵不贵|[要花交收给]不?[要花交收给]?钱|收费|费用$|[费价][用格]?是?多少|免费",
        "费|钱|[0-9一二三四五六七八九十百千]元",
    ),
    "duration": ("多久", "多久|多长时间|几天|多少天|几个月|几个工作日", "[日天月年]|小时|当场|随时|立即|马上"),
    "place": ("在哪里", "在哪|哪里|哪儿|哪个地方|什么地方|地点|去哪|到哪", "[到找向在去]|网|窗口|地址|寄|打|问"),
    "papers": ("要什么材料", "什么材料|哪些材料|带什么|带啥|带些|什么证件|什么手续", "材料|证|申请书|申请表|[带写交]"),
    "phone": ("电话", "电话|号码|联系方式", "[0-9]{3}|热线|按0"),
    "who": ("找谁", "谁|哪个部门|哪个机关|哪个单位", "机关|部门|单位|政府|法院|中心|局|科|处|所|委员会|人"),
}
"""What is asked for -> its name for staff, the phrases that ask for it and nothing else, and what an answer that tells
it contains."""
LONGEST_PLAIN = 15
"""Characters of a question that asks plainly; a longer one names such things in its story too."""


def find_untold(question: str, answers: Sequence[str]) -> str:
    """What a plain ``question`` (folded) asks for, in Chinese, where none of ``answers`` tells it; else "".

    公证要多少钱 is not answered by where to go. A question that asks for several things or tells a story is not judged.

    >>> find_untold("公证要多少钱", ["到公证处办。"]), find_untold("公证要多少钱", ["公证费由各省定。"])
    ('多少钱', '')
    """
    asked = [name for name, (_, asking, _) in TOLD.items() if re.search(asking, question)]
    if len(question) > LONGEST_PLAIN or len(asked) != 1:
        return ""
    name, _, told = TOLD[asked[0]]
    return "" if any(re.search(told, answer) for answer in answers) or not any(answers) else name
