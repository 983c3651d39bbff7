"""Notices that a question is about another office or place, so that it is not told our own hours, address or number.

The entries on the office itself (几点上班, 在哪里) hardly name it: whoever asks 几点下班 means us. So 邮局几点下班 has
every word of ours and one more. Names of offices and places are told by their last character and by their word
vectors, because no list holds them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from hotline.matching.subject.subject_terms import is_term
from hotline.matching.text.word_vectors import Vector, find_word_vectors

LAST_CHARACTERS = frozenset("局所院站馆厅园店厂司社场部处会校库铺吧寺庙楼台")
"""Most names of offices, shops and public places end with one of these."""
CUT_UP = re.compile(
    "[\u4e00-\u9fff]{2}(?:中心|大队|支队|街道办|村委会|居委会|[小中大]学|银行|市场)|[妇残侨]联|[省市州县区乡镇]政府|"
    "(?:(?![们我你您本这那贵各哪个家到去在找来是回给打的从问跟和进向往要])[\u4e00-\u9fff]){2}局(?![部长])"
)
"""Names that word segmentation cuts into pieces which are no names any more."""
PLACES = (
    "银行", "医院", "学校", "派出所", "税务局", "法院", "幼儿园", "图书馆", "超市", "车站", "邮局", "村委会", "电影院",
    "公司", "宾馆", "药店", "公园", "供电所", "大厅", "卫生院",
)  # fmt: skip
"""Well known ones, to which the names of others are near in meaning."""
NEAR_PLACE = 0.6
"""Similarity to one of PLACES from which a word is taken for a place. From 0.45, 学生, 收费, 环境 and 申诉 would be."""
NO_NAMES = frozenset((
    "大厅", "大门", "大楼", "办公楼", "办公室", "办公厅", "门厅", "窗口", "柜台", "前台", "后台", "厕所", "停车场",
    "部门", "各部门", "单位", "网站", "平台", "电台", "热线", "邮编", "邮政编码", "邮政", "邮件", "社会", "市场",
    "立场", "当场", "现场", "会场", "到场", "在场", "一场", "场所", "处所", "住所", "有所", "所在", "机会", "不会",
    "开会", "大会", "会议", "听证会", "理会", "误会", "约会", "聚会", "一会", "体会", "全部", "内部", "外部", "一部",
    "干部", "总部", "到处", "好处", "用处", "一处", "何处", "各处", "住处", "相处", "查处", "结局", "格局", "布局",
    "官司", "上司", "一台", "一所", "住院", "在校", "出台", "上楼", "下楼", "企业", "股东", "患者", "诉讼", "审判",
    "审理", "税收", "医疗", "卫生", "药物", "购物", "书籍", "本书", "用电",
))  # fmt: skip
"""Words with such an ending or such a vector that name nobody: what every office has, and words of other kinds."""
NOT_IN_NAMES = frozenset("本我咱俺哪几这那各每某")
"""Characters that begin no name of another (我局, 哪栋楼)."""
STARTING_POINT = re.compile("从[^,。?!从到去]{0,10}")
"""Whoever asks how to come from a place means the way to us, unless another place is named beside."""
ADDRESSING = re.compile("[你您]们|[你贵][局处]|[你贵]单位|这[里边儿]")
"""Who says 你们 means the office that is asked, whatever else is named."""


def find_other_office(question: str, words: Sequence[str], read_own_text: Callable[[], str]) -> str:
    """The name of another office or place in ``question``; empty where it names none, or addresses the office itself.

    ``words`` are the question's words. ``read_own_text`` reads what is published about the office itself; most
    questions name no place, and nothing is read for them."""
    if ADDRESSING.search(question):
        return ""
    places = [*_find_places(words), *CUT_UP.findall(question)]
    own_text = read_own_text() if places else ""
    if any(place in own_text for place in places):
        return ""
    beside = STARTING_POINT.sub("", question)
    return next((place for place in places if place in beside), "")


def _find_places(words: Sequence[str]) -> list[str]:
    """The names of offices and places among ``words``."""
    terms = [word for word in dict.fromkeys(words) if _can_be_name(word)]
    if not terms:
        return []
    nearness = (find_word_vectors().rows(terms) @ _rows_of_places().T).max(axis=1).tolist()
    return [
        word for word, near in zip(terms, nearness, strict=True) if word[-1] in LAST_CHARACTERS or near >= NEAR_PLACE
    ]


@cache
def _rows_of_places() -> Vector:
    return find_word_vectors().rows(PLACES)


def _can_be_name(word: str) -> bool:
    return is_term(word) and word not in NO_NAMES and word[0] not in NOT_IN_NAMES
