"""The rows behind a figure: calls, texts, transfers, messages or enquiries as the cells of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from hotline.console.calls.labels import CALL_OUTCOME, CALL_STATUS, OUTCOME, TEXT_REPLY
from hotline.console.filters import format_moment, format_span, format_telephone
from hotline.console.labels import CHANNEL, MESSAGE_STATE
from hotline.console.reports.pages import Cell
from hotline.core.calls import CallRecord
from hotline.core.line_statistics import IncomingText, Transfer
from hotline.core.messages import Message
from hotline.services.reports import Figure

if TYPE_CHECKING:
    from hotline.core.enquiries import Enquiry
    from hotline.services.reports import Row

TITLES = {
    Figure.CALLS: "电话",
    Figure.TEXTS: "短信",
    Figure.TRANSFERS: "转人工",
    Figure.MESSAGES: "留言",
    Figure.ENQUIRIES: "咨询",
    Figure.WEB: "网页提问",
}
COLUMNS = {
    Figure.CALLS: ("打来的时间", "号码", "时长", "结果", "状态"),
    Figure.TEXTS: ("收到的时间", "号码", "内容", "回复用时", "结果"),
    Figure.TRANSFERS: ("开始转接的时间", "等候", "拨了几次", "结果"),
    Figure.MESSAGES: ("收到的时间", "查询号", "渠道", "状态", "答复的时间"),
    Figure.ENQUIRIES: ("问的时间", "渠道", "问题", "结果"),
    Figure.WEB: ("问的时间", "渠道", "问题", "结果"),
}


def cells(row: Row) -> tuple[Cell, ...]:
    """The cells of ``row`` in the order of its columns."""
    match row:
        case CallRecord():
            return _call_cells(row)
        case IncomingText():
            return _text_cells(row)
        case Transfer():
            return _transfer_cells(row)
        case Message():
            return _message_cells(row)
    return _enquiry_cells(row)


def _call_cells(call: CallRecord) -> tuple[Cell, ...]:
    return (
        Cell(format_moment(call.began_at), url_for("console.call", call_id=call.id)),
        Cell(format_telephone(call.caller) or "没有显示号码"),
        Cell("" if call.seconds is None else format_span(call.seconds)),
        Cell(CALL_OUTCOME[call.outcome]),
        Cell(CALL_STATUS.get(call.status, call.status)),
    )


def _text_cells(text: IncomingText) -> tuple[Cell, ...]:
    reply_time = "" if text.replied_at is None else format_span((text.replied_at - text.received_at).total_seconds())
    return (
        Cell(format_moment(text.received_at)),
        Cell(format_telephone(text.caller) or "没有显示号码"),
        Cell(text.body, url_for("console.enquiry", enquiry_id=text.enquiry_id) if text.enquiry_id else ""),
        Cell(reply_time),
        Cell(TEXT_REPLY[text.reply]),
    )


def _transfer_cells(transfer: Transfer) -> tuple[Cell, ...]:
    return (
        Cell(format_moment(transfer.rung_at), url_for("console.call", call_id=transfer.call_id)),
        Cell("" if transfer.waited is None else format_span(transfer.waited)),
        Cell(str(transfer.attempts)),
        Cell("没有人接" if transfer.waited is None else "接通"),
    )


def _message_cells(message: Message) -> tuple[Cell, ...]:
    number = message.tracking_number
    return (
        Cell(format_moment(message.received_at)),
        Cell(number, url_for("console.message", tracking_number=number)),
        Cell(CHANNEL[message.channel]),
        Cell(MESSAGE_STATE[message.state]),
        Cell(format_moment(message.answered_at) if message.answered_at else ""),
    )


def _enquiry_cells(enquiry: Enquiry) -> tuple[Cell, ...]:
    return (
        Cell(format_moment(enquiry.asked_at)),
        Cell(CHANNEL[enquiry.channel]),
        Cell(enquiry.question, url_for("console.enquiry", enquiry_id=enquiry.id)),
        Cell(OUTCOME[enquiry.outcome]),
    )
