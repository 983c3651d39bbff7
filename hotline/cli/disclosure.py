"""The commands ``deadline`` and ``fee``: the limits and fees of disclosure, with how each was counted."""

from __future__ import annotations

import json
import re
from datetime import date

import click

from hotline.cli.opened_line import opened_line
from hotline.core.disclosure.clocks import ClockReading, CountedDay, read_clock, start_clock
from hotline.core.disclosure.fees import Fee, fee_by_items, fee_by_pages
from hotline.core.disclosure.limits import ANSWER

WEEKDAYS = "一二三四五六日"
MOST_WORKING_DAYS = 1_000
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Day(click.ParamType[date]):
    """A day as 2026-09-18."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error for what is none."""
        try:
            return date.fromisoformat(value if DAY.fullmatch(value) else "")
        except ValueError:
            self.fail(f"{value!r} is not a day like 2026-09-18.", param, ctx)


@click.command()
@click.argument("received_on", metavar="DAY", type=Day())
@click.option(
    "--working-days",
    default=ANSWER.working_days,
    show_default=True,
    type=click.IntRange(1, MOST_WORKING_DAYS),
    help="Length of the limit.",
)
@click.option("--calendar", is_flag=True, help="Each day of the limit: counted, or why not.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def deadline(received_on: date, working_days: int, calendar: bool, as_json: bool) -> None:
    """The last day of a limit that begins with what was received on DAY (2026-09-18).

    DAY itself is not counted. The days off are those that the office has published, and else those of the decrees that
    are known; 暂定 says that a year in it has none yet."""
    with opened_line() as line:
        reading = read_clock([start_clock(received_on, working_days, ANSWER.article)], line.describe_day)
    if as_json:
        click.echo(json.dumps(_deadline_as_json(reading), ensure_ascii=False))
        return
    if calendar:
        for day in reading.days:
            click.echo(_calendar_line(day))
    click.echo(f"{reading.last_day}{'（暂定）' if reading.is_provisional else ''}")


def _deadline_as_json(reading: ClockReading) -> dict[str, object]:
    days = [
        {
            "day": str(day.day),
            "kind": day.calendar_day.kind.value,
            "count": day.count,
            "reason": day.reason,
            "provisional": day.calendar_day.is_provisional,
        }
        for day in reading.days
    ]
    return {"last_day": str(reading.last_day), "provisional": reading.is_provisional, "days": days}


def _calendar_line(day: CountedDay) -> str:
    counted = f"第{day.count}天" if day.count is not None else "不计"
    kind = day.calendar_day
    why = day.reason or (f"{kind.name}{kind.kind.value}" if kind.name else kind.kind.value)
    provisional = "（暂定）" if kind.is_provisional else ""
    return f"{day.day} 星期{WEEKDAYS[day.day.weekday()]}  {counted}\t{why}{provisional}"


@click.command()
@click.option("--items", type=int, help="Applications of one applicant in one calendar month.")
@click.option("--pages", type=int, help="Pages of one application.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def fee(items: int | None, pages: int | None, as_json: bool) -> None:
    """What an applicant pays, by --items or by --pages (国办函〔2020〕109号: never by both)."""
    if (items is None) == (pages is None):
        raise click.UsageError("Give --items or --pages, one of the two.")
    counted = fee_by_items(items) if items is not None else fee_by_pages(pages or 0)
    if as_json:
        steps = [{"first": s.first, "last": s.last, "yuan_each": s.yuan_each, "yuan": s.yuan} for s in counted.steps]
        click.echo(json.dumps({"yuan": counted.yuan, "basis": counted.basis.value, "steps": steps}, ensure_ascii=False))
        return
    for line in _fee_lines(counted, "件" if items is not None else "页"):
        click.echo(line)


def _fee_lines(counted: Fee, unit: str) -> list[str]:
    steps = [
        f"{counted.basis.value} 第{s.first}到{s.last}{unit}：每{unit}{s.yuan_each}元，{s.yuan}元" for s in counted.steps
    ]
    return [*steps, f"合计{counted.yuan}元"]
