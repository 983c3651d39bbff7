"""登录记录: who signed in, who changed whose role or password, who heard which recording."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask import request

from hotline.console.blueprint import actor, console
from hotline.console.csv_download import csv_response
from hotline.console.labels import STAFF_EVENT
from hotline.console.sign_in_log.pages import SignInLogPage
from hotline.core.months import month_after
from hotline.core.pagination import choose_page
from hotline.core.staff_log import LogFilter, StaffEventKind
from hotline.http.context import current_line, render
from hotline.services.staff import accounts, event_log

if TYPE_CHECKING:
    from flask import Response

    from hotline.core.staff_log import StaffEvent

EVENTS_A_PAGE = 100
HEADING = ("时间", "什么事", "谁", "谁办的", "网络", "说明")


@console.get("/sign-ins")
def sign_in_log() -> str:
    line, chosen = current_line(), _chosen()
    found = event_log.count_events(line, actor(), _filter(chosen))
    paging = choose_page(request.args.get("page", 1, int), rows=found, size=EVENTS_A_PAGE)
    events = event_log.list_events(line, actor(), _filter(chosen), skip=paging.skip, limit=paging.size)
    return render(
        SignInLogPage(
            title="登录记录",
            events=events,
            found=found,
            paging=paging,
            months=_list_months(),
            people=accounts.list_names(line),
            chosen=chosen,
        )
    )


@console.get("/sign-ins.csv")
def sign_in_log_csv() -> Response:
    chosen = _chosen()
    events = event_log.list_events(current_line(), actor(), _filter(chosen), limit=event_log.EXPORTED)
    return csv_response(f"sign-ins-{chosen['month'] or 'all'}.csv", HEADING, map(_cells, events))


def _chosen() -> dict[str, str]:
    """The filter in the URL; what makes no sense is left out."""
    month, kind = request.args.get("month", ""), request.args.get("kind", "")
    return {
        "month": month if month in _list_months() else "",
        "person": request.args.get("person", "")[:40],
        "kind": kind if kind in {one.value for one in StaffEventKind} else "",
    }


def _filter(chosen: dict[str, str]) -> LogFilter:
    first = end = None
    if chosen["month"]:
        first = datetime.strptime(chosen["month"], "%Y-%m").replace(tzinfo=current_line().now().tzinfo)
        end = month_after(first)
    kind = StaffEventKind(chosen["kind"]) if chosen["kind"] else None
    return LogFilter(first, end, chosen["person"], kind)


def _list_months() -> list[str]:
    """The months from the oldest event that is kept until now, the newest first, such as 2026-11."""
    now = current_line().now()
    oldest = event_log.find_oldest(current_line(), actor()) or now
    month = oldest.astimezone(now.tzinfo).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    months = []
    while month <= now:
        months.append(f"{month:%Y-%m}")
        month = month_after(month)
    return months[::-1]


def _cells(event: StaffEvent) -> tuple[str, ...]:
    local = current_line().at_office(event.at)
    return (f"{local:%Y-%m-%d %H:%M:%S}", STAFF_EVENT[event.kind], event.name, event.by, event.network, event.detail)
