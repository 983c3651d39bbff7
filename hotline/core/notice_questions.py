"""Questions that ask for the list of public notices, hearings or briefings, on every channel."""

from __future__ import annotations

import re

from hotline.core.public_notices import NoticeKind

_LIST = re.compile(
    "(?:我?[要想]?(?:问|查|听|看)?一?下?)?(?:现在|最近|你们|这里){0,2}有?(?:什么|哪些|啥)?(?:最新|新|最近)?的?"
    "(?P<kind>公示|听证|通报)(?:会|公告|信息)?(?:有哪些|有什么|有啥|有没有|有吗|呢|吗)?"
)
_HOW = re.compile(
    "(?:请问)?我?想?要?(?:(?P<kind>公示|听证)会?的?要?(?:怎么|怎样|如何|在哪里?|去哪里?)(?:报名|提意见|看|查)"
    "|(?:怎么|怎样|如何|在哪里?|去哪里?)(?:报名|参加|看|查){1,2}(?P<later>公示|听证)会?)(?:呢|啊|呀)?"
)
"""How to take part in one, which the list and each of them tell."""


def asks_for_list(bare: str) -> NoticeKind | None:
    """The kind whose list is asked for by ``bare`` words, without marks and spaces; None where they say anything else.

    >>> asks_for_list("最新公示"), asks_for_list("有哪些听证会"), asks_for_list("听证会要交钱吗")
    (<NoticeKind.NOTICE: '公示'>, <NoticeKind.HEARING: '听证'>, None)
    >>> asks_for_list("听证会怎么报名"), asks_for_list("在哪里看公示"), asks_for_list("行政处罚怎么申请听证")
    (<NoticeKind.HEARING: '听证'>, <NoticeKind.NOTICE: '公示'>, None)
    """
    if found := _LIST.fullmatch(bare):
        return NoticeKind(found["kind"])
    asked = _HOW.fullmatch(bare)
    return NoticeKind(asked["kind"] or asked["later"]) if asked else None
