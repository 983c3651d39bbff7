"""The texts of letters: which there are, what may and must be filled into each, and what is wrong with one.

A text is curated by kind of letter and by outcome of the reply. The remedy is none of them: it follows from the law and
is filled in, so that no template can carry a wrong one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from hotline.core.disclosure.case_files import LetterKind, has_words
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Conflict

TEMPLATE_LIMIT = 4_000
"""Characters of a template."""
PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
MEANINGS = {
    "申请人": "申请人的姓名或者名称",
    "编号": "申请的编号",
    "收到日期": "收到申请的日期",
    "申请内容": "申请人写的内容",
    "公开机构": "公开工作机构",
    "公开机构地址": "公开工作机构的地址",
    "公开机构电话": "公开工作机构的电话",
    "办理日期": "办这一步的日期",
    "事由": "这一步要写的内容",
    "期限天数": "给几个工作日",
    "最后一天": "答复的最后一天",
    "被征求人": "征求谁的意见",
    "征求原因": "为什么征求意见",
    "征求依据": "征求意见的条文",
    "逾期后果": "逾期不答复怎样处理",
    "金额": "收多少元",
    "缴费方式": "收费怎样缴纳",
    "答复": "按结论写的正文",
    "救济途径": "救济途径，按规定自动写",
    "依据": "依据的条文",
    "理由": "事实和理由",
    "提供内容": "提供的内容",
    "不公开部分": "不提供的每一处、依据和理由",
    "告知补正日期": "告知补正的日期",
    "通知缴费日期": "通知缴费的日期",
    "复议机关": "复议机关",
    "复议机构地址": "复议机关的地址",
    "网上复议": "网上申请复议的渠道",
    "法院": "法院",
    "不服什么": "对什么不服",
}
"""Each placeholder and what is filled in for it, as staff read it."""
MAY_BE_EMPTY = frozenset({"申请内容", "救济途径", "理由", "依据"})
_OF_THE_CASE = ("申请人", "编号", "收到日期", "申请内容")
_OF_THE_DESK = ("公开机构", "公开机构地址", "公开机构电话")
_K, _O = LetterKind, ReplyOutcome
_OWN: dict[LetterKind, tuple[str, ...]] = {
    _K.CORRECTION_NOTICE: ("事由", "期限天数"),
    _K.REASONS_NOTICE: ("事由",),
    _K.EXTENSION_NOTICE: ("事由", "期限天数", "最后一天"),
    _K.DELAY_NOTICE: ("事由", "期限天数", "最后一天"),
    _K.OPINION_REQUEST: ("被征求人", "征求原因", "征求依据", "逾期后果"),
    _K.CONSULTATION_NOTICE: ("办理日期",),
    _K.FEE_NOTICE: ("金额", "事由", "缴费方式"),
    _K.REPLY: ("答复", "救济途径"),
}
"""What is filled into one kind of letter alone; each of them is mandatory."""
_OF_AN_OUTCOME = ("依据", "理由", "提供内容")


@dataclass(frozen=True)
class LetterTemplate:
    """The text of a letter, or of the part of a reply that tells one outcome. ``code`` tells which one."""

    code: str
    text: str

    @property
    def name(self) -> str:
        """What staff call it."""
        return TITLES.get(self.code, self.code)


@dataclass(frozen=True)
class ShippedTexts:
    """``letter_templates.toml``, by the value of the enum that each text belongs to."""

    letters: Mapping[str, str]
    decisions: Mapping[str, str]
    remedies: Mapping[str, str]
    opinions: Mapping[str, str]
    silences: Mapping[str, str]


@cache
def read_shipped() -> ShippedTexts:
    text = files("hotline.core.disclosure").joinpath("letter_templates.toml").read_text("utf-8")
    return ShippedTexts(**tomllib.loads(text))


def code_of(part: LetterKind | ReplyOutcome) -> str:
    """
    >>> code_of(LetterKind.REPLY), code_of(ReplyOutcome.NOT_HELD)
    ('reply', 'reply-not_held')
    """
    return part.name.lower() if isinstance(part, LetterKind) else f"reply-{part.name.lower()}"


_PARTS: dict[str, LetterKind | ReplyOutcome] = {code_of(part): part for part in (*LetterKind, *ReplyOutcome)}
TITLES = {
    code: part.value if isinstance(part, LetterKind) else f"答复的正文：{part.value}" for code, part in _PARTS.items()
}
"""Code -> what staff call the template, in the order of their list."""


def is_template_code(code: str) -> bool:
    return code in TITLES


def shipped_template(code: str) -> LetterTemplate:
    """Version 1 of the template with this code, which must be one."""
    shipped, part = read_shipped(), _PARTS[code]
    texts = shipped.letters if isinstance(part, LetterKind) else shipped.decisions
    return LetterTemplate(code, texts[part.value].strip())


def part_of(code: str) -> LetterKind | ReplyOutcome:
    """The letter or the outcome that the template with this code is for."""
    return _PARTS[code]


def allowed_in(code: str) -> tuple[str, ...]:
    """The placeholders that may stand in the template with this code."""
    part = _PARTS[code]
    if isinstance(part, ReplyOutcome):
        return (*_OF_AN_OUTCOME, *_special_of(part), *_OF_THE_CASE)
    if part is LetterKind.OPINION_REQUEST:  # it does not say who applied
        return (*_OWN[part], "编号", "申请内容", *_OF_THE_DESK)
    day = () if part is LetterKind.REPLY or "办理日期" in _OWN[part] else ("办理日期",)
    return (*_OWN[part], *_OF_THE_CASE, *_OF_THE_DESK, *day)


def mandatory_in(code: str) -> frozenset[str]:
    """The placeholders that must stand in it: for an outcome those of its shipped text."""
    part = _PARTS[code]
    if isinstance(part, ReplyOutcome):
        return frozenset(PLACEHOLDER.findall(shipped_template(code).text))
    return frozenset({*_OWN[part], "编号"} if part is LetterKind.OPINION_REQUEST else {*_OWN[part], "编号", "申请人"})


def _special_of(outcome: ReplyOutcome) -> tuple[str, ...]:
    special = {
        _O.PARTLY_DISCLOSED: ("不公开部分",),
        _O.NOT_CORRECTED: ("告知补正日期",),
        _O.NOT_PAID: ("通知缴费日期",),
    }
    return special.get(outcome, ())


def tidy_template(template: LetterTemplate) -> LetterTemplate:
    """``template`` with braces in half width, as input methods often do not write them."""
    return replace(template, text=template.text.translate(str.maketrans("｛｝", "{}")).strip())


def check_template(template: LetterTemplate) -> dict[str, str]:
    """What keeps a template from being submitted: field name -> message; empty when nothing does."""
    if not is_template_code(template.code):
        return {"code": "没有这一种文书。"}
    if not has_words(template.text):
        return {"text": "请写文书的文字。"}
    if len(template.text) > TEMPLATE_LIMIT:
        return {"text": f"最多{TEMPLATE_LIMIT}个字，现在有{len(template.text)}个字。"}
    used = PLACEHOLDER.findall(template.text)
    unknown = list(dict.fromkeys(name for name in used if name not in allowed_in(template.code)))
    missing = [name for name in allowed_in(template.code) if name in mandatory_in(template.code) - set(used)]
    problems = []
    if unknown:
        problems.append(f"这里没有{_in_braces(unknown)}可以填，请改成表里有的。")
    if missing:
        problems.append(f"一定要有{_in_braces(missing)}。")
    if set("{}") & set(PLACEHOLDER.sub("", template.text)):
        problems.append("大括号要成对写，两个一起，例如{{编号}}。")
    return {"text": "".join(problems)} if problems else {}


def _in_braces(names: list[str]) -> str:
    return "、".join(f"{{{{{name}}}}}" for name in names)


_TYPED_LAW = re.compile(
    r"(?:\d+|[一二三四五六七八九十]+)\s*(?:日内|天内|个月内|日以内)|60\s*日|六十日|6\s*个月|六个月|15\s*日|十五日"
    r"|行政复议|行政诉讼|提起诉讼|起诉|人民法院"
)


def find_typed_law(template: LetterTemplate) -> list[str]:
    """The words about review, suit and their periods that were typed by hand; those of the shipped text are none.

    >>> find_typed_law(LetterTemplate("reply", "可以在60日内申请行政复议。{{救济途径}}"))
    ['60日内', '行政复议']
    """
    rest = template.text
    for sentence in re.split(r"(?<=[。\n])", shipped_template(template.code).text):
        rest = rest.replace(sentence, "") if has_words(sentence) else rest
    return list(dict.fromkeys(found[0] for found in _TYPED_LAW.finditer(PLACEHOLDER.sub("", rest))))


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its placeholders filled; what is filled in is not read for placeholders again.

    Raises Conflict that names those that stay empty and must not: no letter goes out with an empty mandatory part."""
    used = {name: values.get(name, "") for name in PLACEHOLDER.findall(text)}
    missing = [MEANINGS.get(name, name) for name, value in used.items() if not value and name not in MAY_BE_EMPTY]
    if missing:
        raise Conflict(f"文书还缺：{'、'.join(missing)}。")
    return PLACEHOLDER.sub(lambda found: used[found[1]], text)
