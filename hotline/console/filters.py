"""Filters and tests of the console's templates: times, durations, telephone numbers, names of staff."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from flask import g

from hotline.console.blueprint import console
from hotline.core.permissions import ROLE_NAMES, Role
from hotline.http.context import current_line
from hotline.services.messages import is_due_provisional
from hotline.services.staff import accounts

if TYPE_CHECKING:
    from hotline.core.messages import Message
    from hotline.core.office_announcements import Announcement

SHORTEST_WITH_AREA = 9
"""Digits of the shortest landline number with its area code, without the leading 0; shorter numbers, such as 12348,
are dialled as they are."""


@console.app_template_filter("moment")
def format_moment(moment: datetime) -> str:
    """A time as the office's clock shows it: 2026年11月23日 10:00."""
    local = current_line().at_office(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


@console.app_template_filter("clock")
def format_clock(moment: datetime) -> str:
    """The time on the office's clock, to the second: 10:00:05."""
    return f"{current_line().at_office(moment):%H:%M:%S}"


@console.app_template_filter("left")
def format_left(due: datetime) -> str:
    """The time left until ``due``, or passed since: 还剩3小时, 已超期2天."""
    late = current_line().now() > due
    minutes = int(abs((due - current_line().now()).total_seconds())) // 60
    hours = minutes // 60
    span = f"{hours // 24}天" if hours >= 48 else f"{hours}小时" if hours else f"{max(1, minutes)}分钟"
    return f"已超期{span}" if late else f"还剩{span}"


@console.app_template_test("overdue")
def is_overdue(due: datetime) -> bool:
    return current_line().now() > due


@console.app_template_test("provisional")
def is_provisional(message: Message) -> bool:
    """Whether the day by which ``message`` is due may still change by a decree on days off."""
    return is_due_provisional(current_line(), message)


@console.app_template_test("over")
def is_over(announcement: Announcement) -> bool:
    return announcement.is_over(current_line().now())


@console.app_template_filter("span")
def format_span(seconds: float) -> str:
    """A duration in seconds as people say it.

    >>> format_span(0.4), format_span(75), format_span(3600)
    ('不到1秒', '1分15秒', '1小时0分')
    """
    if seconds < 1:
        return "不到1秒"
    minutes, rest = divmod(int(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60}小时{minutes % 60}分"
    return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"


@console.app_template_filter("telephone")
def format_telephone(number: str) -> str:
    """An E.164 number, masked or not, as people in China dial it; a foreign number stays as it is.

    >>> format_telephone("+8613800138000"), format_telephone("+86138****8000"), format_telephone("+8687163100001")
    ('13800138000', '138****8000', '087163100001')
    >>> format_telephone("+8612348"), format_telephone("+864008096096"), format_telephone("+85221234567")
    ('12348', '4008096096', '+85221234567')
    """
    home = number.removeprefix("+86")
    if home == number or len(home) < SHORTEST_WITH_AREA or re.match("1[3-9]|[48]00", home):
        return home
    return f"0{home}"


@console.app_template_filter("without_full_stop")
def cut_full_stop(words: str) -> str:
    """``words`` that somebody typed, to stand before a full stop of the page.

    >>> cut_full_stop("先撤回。"), cut_full_stop("数字错了")
    ('先撤回', '数字错了')
    """
    return words.rstrip("。.．")


@console.app_template_filter("role_name")
def name_role(role: Role) -> str:
    return ROLE_NAMES[role]


@console.app_template_filter("person")
def name_person(login_name: str) -> str:
    """The full name of a member of staff; 导入 for content that was imported and that nobody has edited."""
    if login_name in accounts.RESERVED:
        return "导入"
    if "names" not in g:
        g.names = accounts.list_names(current_line())
    return str(g.names.get(login_name, login_name))
