"""The annual report as a document: its prose and typed figures, and what may be done with it in which state.

Numbers of tables 三 and 四 are counted from the records while it is written. They are copied when it is submitted, so
that what is reviewed is what is frozen, and later changes of cases do not change it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from hotline.core.disclosure.annual_report import ReportTables
from hotline.core.errors import Conflict, NotAllowed
from hotline.core.permissions import Permission, Staff


class ReportState(Enum):
    """The value is what staff read. Whether a frozen report is published is told by the catalogue."""

    DRAFT = "草稿"
    SUBMITTED = "待审核"
    FROZEN = "已定稿"


class ReportAction(Enum):
    """The value is what staff read in the history."""

    SAVE = "保存"
    SUBMIT = "提交审核"
    RECALL = "收回"
    RETURN = "退回修改"
    FREEZE = "通过，定稿"
    REOPEN = "重新打开修改"
    PROPOSE = "送进公开目录"


_S, _A = ReportState, ReportAction
REPORT_LIFE: dict[tuple[ReportState, ReportAction], tuple[ReportState, Permission]] = {
    (_S.DRAFT, _A.SAVE): (_S.DRAFT, Permission.MAKE_REPORT),
    (_S.DRAFT, _A.SUBMIT): (_S.SUBMITTED, Permission.MAKE_REPORT),
    (_S.SUBMITTED, _A.RECALL): (_S.DRAFT, Permission.MAKE_REPORT),
    (_S.SUBMITTED, _A.RETURN): (_S.DRAFT, Permission.APPROVE_REPORT),
    (_S.SUBMITTED, _A.FREEZE): (_S.FROZEN, Permission.APPROVE_REPORT),
    (_S.FROZEN, _A.REOPEN): (_S.DRAFT, Permission.APPROVE_REPORT),
    (_S.FROZEN, _A.PROPOSE): (_S.FROZEN, Permission.MAKE_REPORT),
}
"""(state, action) -> the next state and the permission that the action takes."""


@dataclass(frozen=True)
class ProsePart:
    """A part of the report that is written: ``part`` is its number in the form, ``prompt`` what it must cover."""

    key: str
    part: str
    title: str
    prompt: str


PROSE_PARTS: tuple[ProsePart, ...] = (
    ProsePart(
        "disclosure",
        "一",
        "（一）主动公开",
        "全年主动公开多少条、哪几类；规范性文件制发和清理；重点领域公开；政策解读、回应关切。",
    ),
    ProsePart(
        "applications",
        "一",
        "（二）依申请公开",
        "新收多少件、上年结转多少件、办结多少件、结转下年度多少件，跟表三一样；办理程序怎样完善；复议和诉讼的情况。",
    ),
    ProsePart(
        "management",
        "一",
        "（三）政府信息管理",
        "公文公开属性怎样定；公开前怎样审查；信息怎样更新、清理；哪些文件废止、失效。",
    ),
    ProsePart(
        "platform",
        "一",
        "（四）政府信息公开平台建设",
        "网站专栏、热线、查阅点、公开栏，图书馆和档案馆的移交；这一年添了什么、改了什么。",
    ),
    ProsePart(
        "oversight",
        "一",
        "（五）监督保障",
        "谁负责、几个人；培训几次；工作考核、社会评议和责任追究结果的情况。",
    ),
    ProsePart(
        "problems",
        "五",
        "",
        "先写这一年存在的主要问题，再写怎样改进，上年写的改进做到了没有。不能只写“无”。",
    ),
    ProsePart(
        "other",
        "六",
        "",
        "收了信息处理费的，写明数额（国办函〔2020〕109号）；没有收，写“本年没有收取信息处理费”。没有其他事项的也写明。",
    ),
)
"""The prose of the six parts; 二, 三 and 四 are tables. What 一 must cover: 国办公开办函〔2021〕30号 一（一）, read in
an excerpt on 2026-11-28."""
PART_TITLES = {
    "一": "一、总体情况",
    "二": "二、主动公开政府信息情况",
    "三": "三、收到和处理政府信息公开申请情况",
    "四": "四、政府信息公开行政复议、行政诉讼情况",
    "五": "五、存在的主要问题及改进情况",
    "六": "六、其他需要报告的事项",
}
FIGURES: dict[str, str] = {
    "rules_made": "规章：本年制发件数",
    "rules_repealed": "规章：本年废止件数",
    "rules_valid": "规章：现行有效件数",
    "norms_made": "行政规范性文件：本年制发件数",
    "norms_repealed": "行政规范性文件：本年废止件数",
    "norms_valid": "行政规范性文件：现行有效件数",
    "licences": "行政许可：本年处理决定数量",
    "penalties": "行政处罚：本年处理决定数量",
    "coercions": "行政强制：本年处理决定数量",
    "charges": "行政事业性收费：本年收费金额（万元）",
}
"""The figures of table 二, which somebody types: key -> label."""
AMOUNTS = frozenset({"charges"})
"""Figures that are sums of money and may have decimals."""
_COUNT, _AMOUNT = re.compile(r"[0-9]{1,9}", re.ASCII), re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?", re.ASCII)


@dataclass(frozen=True)
class TypedFigure:
    """A figure as it was typed; ``typed_by`` is the login name of who typed this value."""

    value: str
    typed_by: str


@dataclass(frozen=True, kw_only=True)
class PreparedReport:
    """The report of ``year`` as it was after the step ``action``; steps are numbered by ``version`` and never change.

    ``tables`` is the copy of tables 三 and 四, None while the records are counted. ``item`` is the index number of the
    catalogue item that was made of it, "" before. ``writers`` are all who changed its text since it was last frozen."""

    year: int
    version: int
    action: ReportAction
    state: ReportState
    prose: Mapping[str, str]
    figures: Mapping[str, TypedFigure]
    tables: ReportTables | None
    item: str
    writers: tuple[str, ...]
    comment: str
    changed_by: str
    changed_at: datetime
    office_code: str = ""
    """Whose report it is; "" for the office that runs the line."""

    def value(self, key: str) -> str:
        """A figure of table 二; "" where nobody typed it."""
        return self.figures[key].value if key in self.figures else ""


def next_report_state(report: PreparedReport, action: ReportAction, actor: Staff) -> ReportState:
    """The state to which ``action`` by ``actor`` leads.

    Raises Conflict where the present state does not allow the action, NotAllowed where ``actor`` may not do it."""
    found = REPORT_LIFE.get((report.state, action))
    if found is None:
        raise Conflict(f"这份报告现在是“{report.state.value}”，不能这样做。请刷新页面再看。")
    state, permission = found
    actor.require(permission)
    if action is ReportAction.FREEZE and actor.name in report.writers:
        raise NotAllowed("不能审核自己写的报告，请换一个人审核。")
    return state


def tidy_figure(typed: str) -> str:
    """A number in half width, without the marks between thousands.

    >>> tidy_figure(" １，２３４ "), tidy_figure("007"), tidy_figure("0012.50"), tidy_figure("/")
    ('1234', '7', '12.50', '/')
    """
    plain = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", typed))
    return re.sub(r"^0+(?=[0-9])", "", plain)


def check_figure(key: str, value: str) -> str:
    """What is wrong with a tidied figure; "" when nothing is, or when it is empty yet.

    >>> check_figure("licences", "/"), check_figure("charges", "1.25"), check_figure("licences", "")
    ('请写数字，没有就写0。', '', '')
    """
    if not value:
        return ""
    if key in AMOUNTS:
        return "" if _AMOUNT.fullmatch(value) else "请写数字，单位是万元，没有就写0。"
    return "" if _COUNT.fullmatch(value) else "请写数字，没有就写0。"
