"""Public notices and hearings for staff: what is owed, who took part in each, and the table to download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.blueprint import actor, console, department_names
from hotline.console.csv_download import csv_response
from hotline.console.labels import CHANNEL, MESSAGE_STATE
from hotline.console.pages import ConsolePage
from hotline.http.context import current_line, render
from hotline.services import public_notices

if TYPE_CHECKING:
    from flask import Response

    from hotline.core.messages import Message
    from hotline.core.public_notices import PublicNotice
    from hotline.services.public_notices import DueNotice, NoticeReplies

_HEADING = ("查询号", "收到时间", "从哪里来", "电话", "内容", "有没有录音", "状态", "答复")


@dataclass(frozen=True, kw_only=True)
class PublicNoticeListPage(ConsolePage):
    """Every published notice with how many took part; ``due`` is what the office owes of them."""

    template: ClassVar[str] = "console/notices.html"
    rows: list[NoticeReplies]
    due: list[DueNotice]


@dataclass(frozen=True, kw_only=True)
class NoticeRepliesPage(ConsolePage):
    """Who took part in one notice; ``closed`` says why nobody may any more, "" while they may."""

    template: ClassVar[str] = "console/notice_replies.html"
    notice: PublicNotice
    department: str
    messages: list[Message]
    closed: str


@console.get("/notices")
def list_notices() -> str:
    line = current_line()
    rows = public_notices.list_with_counts(line, actor())
    return render(PublicNoticeListPage(title="公示和听证", rows=rows, due=public_notices.list_due(line, actor())))


@console.get("/notices/<code>")
def notice_replies(code: str) -> str:
    line, today = current_line(), current_line().now().date()
    found = public_notices.list_replies(line, actor(), code)
    notice = public_notices.get_told(line, actor(), code)
    return render(
        NoticeRepliesPage(
            title=f"{notice.genre} {notice.title}",
            notice=notice,
            department=department_names().get(notice.department, notice.department),
            messages=found,
            closed="" if notice.is_open(today) else public_notices.word_closed(notice, today),
        )
    )


@console.get("/notices/<code>.csv")
def notice_replies_csv(code: str) -> Response:
    """Who took part, as a table. Numbers are masked for those who may not see them."""
    line = current_line()
    found = public_notices.list_replies(line, actor(), code)
    rows = (
        (
            one.tracking_number,
            f"{line.at_office(one.received_at):%Y-%m-%d %H:%M}",
            CHANNEL[one.channel],
            one.caller,
            one.body,
            "有" if one.recording else "",
            MESSAGE_STATE[one.state],
            one.answer,
        )
        for one in found
    )
    return csv_response(f"notice-{code}.csv", _HEADING, rows)
