"""The days of public notices: when the public was told of one, and whether that leaves the time that the rules ask."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.proposals import Proposed
from hotline.core.public_notices import NoticeKind, PublicNotice, announce, check_days, earliest_hearing_day
from hotline.core.typed_days import parse_day
from hotline.core.work_calendar import reaches_provisional
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.services.content.proposal_steps import Standing
    from hotline.storage.records.unit_of_work import Unit


def keep_announced(value: Proposed, standing: Standing) -> Proposed:
    """A public notice with the day on which it was published first: nobody types it."""
    if not isinstance(value, PublicNotice):
        return value
    told = _find_told(standing)
    return replace(value, announced_on=told.announced_on if told else "")


def announce_now(line: Line, value: Proposed, standing: Standing) -> Proposed:
    """What is published of ``value`` now: a public notice carries the day on which the public is told of it."""
    if not isinstance(value, PublicNotice):
        return value
    return announce(value, _find_told(standing), line.now().date())


def check_notice_days(unit: Unit, line: Line, notice: PublicNotice) -> dict[str, str]:
    """What the days of a public notice or a hearing break, as if it were published today: field name -> message."""
    row = unit.office.rows_of_public_notices.find_key(notice.code)
    told, today = row.value if row else None, line.now().date()
    wrong = check_days(announce(notice, told, today), told, line.is_workday, today)
    earliest = earliest_hearing_day(today, line.is_workday)
    if "held_at" in wrong and reaches_provisional(today, earliest, line.describe_day):
        wrong["held_at"] += "这个日子是暂定的：放假安排还没有公布。"
    return wrong


def word_provisional(line: Line, notice: PublicNotice) -> str:
    """That the ten working days before a hearing reach a year without a decree, as staff read it; else ""."""
    held, today = notice.held_on, line.now().date()
    announced = parse_day(notice.announced_on) or today
    if notice.section is not NoticeKind.HEARING or held is None or held < today:
        return ""
    if not reaches_provisional(announced, held, line.describe_day):
        return ""
    return "“提前10个工作日公告”算到了放假安排还没有公布的日子，是暂定的。放假通知公布以后，请再核对听证会的日期。"


def _find_told(standing: Standing) -> PublicNotice | None:
    told = standing.published.value if standing.published else None
    return told if isinstance(told, PublicNotice) else None
