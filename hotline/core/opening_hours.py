"""Opening hours and deadlines: whether the office is staffed, when it opens next, when an answer is due."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from hotline.core.departments import Office
from hotline.core.office_announcements import Closings

IsWorkday = Callable[[date], bool]
NO_CLOSINGS: Closings = {}

_DAYS = {0: "今天", 1: "明天", 2: "后天"}
_WEEKDAYS = "一二三四五六日"

_DAYS_AHEAD = 31
"""Days in which the next opening is looked for: more than any holiday has."""


def shifts(office: Office) -> list[tuple[time, time]]:
    """(begin, end) of each shift of a working day, in order; hours that are not "HH:MM-HH:MM" are left out."""
    found = []
    for hours in (office.morning_hours, office.afternoon_hours):
        begin, _, end = hours.partition("-")
        try:
            found.append((time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())))
        except ValueError:
            continue
    return found


def shifts_on(office: Office, day: date, closings: Closings) -> list[tuple[time, time]]:
    """The shifts of a working day, cut off where the office closes early; none where it is closed all day."""
    closed_from = closings.get(day, time.max)
    return [(begin, min(end, closed_from)) for begin, end in shifts(office) if begin < closed_from]


def is_staffed(office: Office, now: datetime, is_workday: IsWorkday, closings: Closings = NO_CLOSINGS) -> bool:
    """Whether the office is staffed at ``now``, which is in its local time."""
    day = now.date()
    return is_workday(day) and any(begin <= now.time() < end for begin, end in shifts_on(office, day, closings))


def next_opening(
    office: Office, now: datetime, is_workday: IsWorkday, closings: Closings = NO_CLOSINGS
) -> datetime | None:
    """When the next shift begins after ``now``; None where no hours are known."""
    openings = (
        datetime.combine(day, begin, now.tzinfo) for day in _days(now) for begin, _ in shifts_on(office, day, closings)
    )
    return next((moment for moment in openings if moment > now and is_workday(moment.date())), None)


def answer_deadline(
    office: Office, received: datetime, is_workday: IsWorkday, closings: Closings = NO_CLOSINGS
) -> datetime:
    """Until when a message that came at ``received`` (local time) must be answered.

    The limit is 24 hours (GB/T 33358-2016 《政府热线服务规范》), of which only working days count, and it ends
    while the office is staffed. A message that comes before the office opens must be answered until it closes that day;
    one that comes after it has closed, or on a day off, until it closes on the next working day. A day on which the
    office is closed all day does not count; on one on which it closes early, the limit ends by then."""

    def is_open(day: date) -> bool:
        return is_workday(day) and (not shifts(office) or bool(shifts_on(office, day, closings)))

    day, clock, hours = received.date(), received.time(), shifts(office)
    if not is_open(day):
        clock = time.max
    elif hours and clock < hours[0][0]:
        day, clock = day - timedelta(days=1), time.max
    due = add_working_days(day, 1, is_open)
    ends = [min(clock, end) for begin, end in shifts_on(office, due, closings) if begin <= clock]
    return datetime.combine(due, ends[-1] if ends else clock, received.tzinfo)


def _days(now: datetime) -> Iterator[date]:
    return (now.date() + timedelta(days=days) for days in range(_DAYS_AHEAD))


def name_moment(moment: datetime, now: datetime) -> str:
    """``moment`` in Chinese, by the day's name within a week after ``now``, later by its date.

    Both times are in the same time zone, and ``moment`` is the later one.

    >>> at = datetime.fromisoformat
    >>> name_moment(at("2026-11-23 14:00"), at("2026-11-23 12:10"))
    '今天下午2点'
    >>> friday, holiday = at("2026-11-27 20:00"), at("2026-09-30 18:00")
    >>> name_moment(at("2026-11-30 08:30"), friday), name_moment(at("2026-10-08 08:30"), holiday)
    ('星期一上午8点30分', '10月8日上午8点30分')
    """
    days = (moment.date() - now.date()).days
    day = _DAYS.get(days) or (f"星期{_WEEKDAYS[moment.weekday()]}" if days < 7 else f"{moment.month}月{moment.day}日")
    return day + _name_time(moment)


def _name_time(moment: datetime) -> str:
    half = "上午" if moment.hour < 12 else "下午"
    minutes = f"{moment.minute}分" if moment.minute else ""
    return f"{half}{(moment.hour - 1) % 12 + 1}点{minutes}"


def add_working_days(start: date, days: int, is_workday: IsWorkday) -> date:
    """The last day of a limit of ``days`` working days; its first day is not counted (民法典 第二百零一条).

    >>> add_working_days(date(2026, 11, 20), 1, lambda day: day.weekday() < 5)
    datetime.date(2026, 11, 23)
    """
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_workday(day)
    return day


def speak_hours(hours: str) -> str:
    """Opening hours in spoken form.

    >>> speak_hours("08:30-12:00"), speak_hours("14:00-17:30")
    ('8点30分到12点', '14点到17点30分')
    """
    return "到".join(_speak_time(time) for time in hours.split("-"))


def _speak_time(time: str) -> str:
    hour, _, minute = time.partition(":")
    said = f"{int(hour)}点" if hour.isdecimal() else time
    return said if not minute.isdecimal() or int(minute) == 0 else f"{said}{int(minute)}分"
