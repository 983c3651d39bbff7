"""Statistics of the line: charts and targets, the rows behind every figure, and each chart as a CSV file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from flask import request, url_for

from hotline.console.blueprint import actor, console
from hotline.console.calls.labels import CALL_OUTCOME, OUTCOME, TEXT_REPLY
from hotline.console.csv_download import csv_response
from hotline.console.reports import figure_rows
from hotline.console.reports.pages import AimRow, Bar, Chart, FigureRowsPage, LineFiguresPage
from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Outcome
from hotline.core.errors import NotFound
from hotline.core.line_statistics import CONNECTED_AIM, MESSAGE_HOURS, PERSON_SECONDS, TEXT_SECONDS, Period
from hotline.core.texts import TextReply
from hotline.http.context import current_line, render
from hotline.services import reports
from hotline.services.reports import Figure, RowFilter

if TYPE_CHECKING:
    from flask import Response

    from hotline.core.line_statistics import LineFigures, Share

SPANS = (7, 30, 90)
"""The periods to choose from, in days up to today."""
K = TypeVar("K", CallOutcome, TextReply, Outcome)
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
"""The days that a period may hold. At the ends of the calendar there is no day after, nor one in another time zone."""


@console.get("/line")
def line() -> str:
    days = _chosen_days()
    figures = reports.measure(current_line(), actor(), reports.last_days(current_line(), days))
    return render(
        LineFiguresPage(
            title="热线情况", figures=figures, days=days, spans=SPANS, aims=_aims(figures), charts=_charts(figures)
        )
    )


@console.get("/line/<chart>.csv")
def line_csv(chart: str) -> Response:
    """The counts of one chart as CSV, with a byte order mark so that a spreadsheet reads the Chinese."""
    figures = reports.measure(current_line(), actor(), reports.last_days(current_line(), _chosen_days()))
    wanted = next((drawn for drawn in _charts(figures) if drawn.id == chart), None)
    if wanted is None:
        raise NotFound("没有这张表。")
    name = f"{wanted.id}-{figures.period.first}-{figures.period.last}.csv"
    return csv_response(name, [wanted.label, *wanted.series], ([bar.label, *bar.counts] for bar in wanted.bars))


@console.get("/line/rows/<name>")
def line_rows(name: str) -> str:
    """The rows that a figure counts."""
    figure = next((figure for figure in Figure if figure.value == name), None)
    if figure is None:
        raise NotFound("没有这张表。")
    period = _chosen_period()
    listed = reports.list_rows(current_line(), actor(), figure, period, _selection())
    days = (period.last - period.first).days + 1
    return render(
        FigureRowsPage(
            title=figure_rows.TITLES[figure],
            columns=figure_rows.COLUMNS[figure],
            rows=[figure_rows.cells(row) for row in listed],
            whole=len(listed) < reports.ROWS_SHOWN,
            back=url_for("console.line", days=days if days in SPANS else SPANS[0]),
        )
    )


def _chosen_days() -> int:
    chosen = request.args.get("days", "")
    return next((days for days in SPANS if str(days) == chosen), SPANS[0])


def _chosen_period() -> Period:
    """The period in the URL; the last week when there is none or it makes no sense."""
    try:
        first, last = sorted(date.fromisoformat(request.args[name]) for name in ("first", "last"))
    except (KeyError, ValueError):
        first, last = date.min, date.max
    makes_sense = first >= EARLIEST and last <= LATEST
    return Period(first, last) if makes_sense else reports.last_days(current_line(), SPANS[0])


def _selection() -> RowFilter:
    hour, in_time = request.args.get("hour", ""), request.args.get("in_time", "")
    return RowFilter(
        hour=int(hour) if hour in map(str, range(24)) else None,
        outcome=request.args.get("outcome") or None,
        in_time={"yes": True, "no": False}.get(in_time),
    )


def _rows_url(
    figure: Figure, period: Period, *, hour: int | None = None, outcome: str | None = None, in_time: str | None = None
) -> str:
    return url_for(
        "console.line_rows",
        name=figure.value,
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        hour=hour,
        outcome=outcome,
        in_time=in_time,
    )


def _channel_urls(period: Period, hour: int | None = None) -> tuple[str, ...]:
    return tuple(_rows_url(figure, period, hour=hour) for figure in (Figure.CALLS, Figure.TEXTS, Figure.WEB))


def _aims(figures: LineFigures) -> list[AimRow]:
    def row(name: str, share: Share, aim: str, figure: Figure, least: float = 1.0) -> AimRow:
        ratio = share.ratio
        return AimRow(
            name=name,
            value="—" if ratio is None else f"{ratio:.1%}",
            of=f"{share.of}个里有{share.good}个",
            aim=aim,
            met=None if ratio is None else ratio >= least,
            missed_url=_rows_url(figure, figures.period, in_time="no") if share.good < share.of else "",
        )

    return [
        row("电话接通", figures.connected, f"不低于{CONNECTED_AIM:.0%}", Figure.CALLS, CONNECTED_AIM),
        row("转人工按时接听", figures.transfers, f"{PERSON_SECONDS}秒以内", Figure.TRANSFERS),
        row("短信按时回复", figures.texts, f"{TEXT_SECONDS // 60}分钟以内", Figure.TEXTS),
        row("留言按时答复", figures.messages, f"{MESSAGE_HOURS}小时以内", Figure.MESSAGES),
    ]


def _charts(figures: LineFigures) -> list[Chart]:
    """Every chart of the page; each bar has the URLs of the rows it counts."""
    period = figures.period
    asked, referred = (
        tuple(
            Bar(f"{entry.key} {entry.question}", (entry.times,), (url_for("console.entry", number=entry.key),))
            for entry in counted
        )
        for counted in (figures.most_asked, figures.most_referred)
    )
    unanswered = (
        Bar(enquiry.question, (enquiry.times,), (url_for("console.enquiry", enquiry_id=enquiry.key),))
        for enquiry in figures.most_unanswered
    )
    outcomes = _outcome_bars(Figure.CALLS, period, figures.outcomes, CALL_OUTCOME)
    replies = _outcome_bars(Figure.TEXTS, period, figures.replies, TEXT_REPLY)
    answers = _outcome_bars(Figure.WEB, period, figures.web_outcomes, OUTCOME)
    return [
        *_time_charts(figures),
        Chart("outcomes", "电话的结果", "结果", ("电话",), outcomes, horizontal=True),
        Chart("replies", "短信的结果", "结果", ("短信",), replies, horizontal=True),
        Chart("web", "网页提问的结果", "结果", ("网页",), answers, horizontal=True),
        Chart("asked", "问得最多的问答", "问答", ("次数",), asked, horizontal=True),
        Chart("referred", "请去找别的单位最多的事", "转介", ("次数",), referred, horizontal=True),
        Chart("unanswered", "最常没答上的问题", "问题", ("次数",), tuple(unanswered), horizontal=True),
    ]


def _time_charts(figures: LineFigures) -> list[Chart]:
    """Calls, texts and questions of the website by day, and by hour of the day."""
    series = ("电话", "短信", "网页")
    by_hour = zip(figures.calls_by_hour, figures.texts_by_hour, figures.web_by_hour, strict=True)
    hours = (Bar(f"{n}点", counts, _channel_urls(figures.period, n)) for n, counts in enumerate(by_hour))
    days = (
        Bar(
            f"{one.day.month}月{one.day.day}日",
            (one.calls, one.texts, one.web),
            _channel_urls(Period(one.day, one.day)),
        )
        for one in figures.days
    )
    return [
        Chart("days", "每天的电话、短信和网页提问", "日期", series, tuple(days)),
        Chart("hours", "一天里各个钟点的电话、短信和网页提问", "钟点", series, tuple(hours)),
    ]


def _outcome_bars(figure: Figure, period: Period, counts: dict[K, int], names: dict[K, str]) -> tuple[Bar, ...]:
    """One bar for each outcome, also where nothing had it."""
    return tuple(
        Bar(name, (counts.get(outcome, 0),), (_rows_url(figure, period, outcome=outcome.value),))
        for outcome, name in names.items()
    )
