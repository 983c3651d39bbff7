"""A second program beside the disclosure desk's own: it reads the raw rows by SQL, counts the days and fills the tables
of the annual report by itself.

Written by hand from ../shared/disclosure.md (heads 2 and 4) and the decrees. It imports nothing of hotline, so that a
fault in a table of the program cannot be in both."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy

OFF = {
    2024: "0101 0210-0217 0404-0406 0501-0505 0610 0915-0917 1001-1007",
    2025: "0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
    2026: "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
}
"""Days off by 国办发明电〔2023〕7号, 〔2024〕12号 and 〔2025〕7号."""
AT_WORK = {
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}
ROW_OF = {
    "已主动公开": "3.1",
    "予以公开": "3.1",
    "部分公开": "3.2",
    "属于国家秘密": "3.3.1",
    "其他法律、行政法规禁止公开": "3.3.2",
    "危及“三安全一稳定”": "3.3.3",
    "保护第三方合法权益": "3.3.4",
    "属于内部事务信息": "3.3.5",
    "属于过程性信息": "3.3.6",
    "属于行政执法案卷": "3.3.7",
    "属于行政查询事项": "3.3.8",
    "信息不存在": "3.4.1",
    "不属于本机关负责公开": "3.4.1",
    "没有现成信息，需要另行制作": "3.4.2",
    "补正后仍不明确": "3.4.3",
    "信访、投诉、举报": "3.5.1",
    "重复申请": "3.5.2",
    "重复申请，原答复没有公开": "3.5.2",
    "要求提供公开出版物": "3.5.3",
    "无正当理由大量反复申请": "3.5.4",
    "要求确认或者重新出具已获取的信息": "3.5.5",
    "逾期不补正": "3.6.1",
    "逾期不缴费": "3.6.2",
    "申请人撤回": "3.6.3",
}
"""Outcome as the column holds it -> row of the form."""
STARTS = ("确认收到", "收到补正", "已缴费", "责令重新答复")
PAUSES = ("告知补正", "征求意见", "通知缴费")
WRITES = ("拟答复", "逾期不补正", "逾期不缴费", "申请人撤回")
"""The steps with which a wording of the reply is kept."""
TAKEN_BACK = (
    *("收到补正", "逾期不补正", "收到说明", "意见已齐", "已缴费", "逾期不缴费", "申请人撤回", "登记送达"),
    *("送出答复", "维持原答复", "责令重新答复", "确认违法"),
)
"""What 撤销误登 takes back, with the reviews after it: the newest of these that stands. Its wording is removed."""


def _spans(told, year):
    for part in told.split():
        first, _, last = part.partition("-")
        day, end = (date(year, int(one[:2]), int(one[2:])) for one in (first, last or first))
        while day <= end:
            yield day
            day += timedelta(days=1)


DAYS_OFF = {day for year, told in OFF.items() for day in _spans(told, year)}
DAYS_AT_WORK = {day for year, told in AT_WORK.items() for day in _spans(told, year)}


def is_at_work(day):
    return day in DAYS_AT_WORK or (day.weekday() < 5 and day not in DAYS_OFF)


def day_after(day, working_days):
    """The day that lies so many working days after ``day``, which does not count."""
    while working_days:
        day += timedelta(days=1)
        working_days -= is_at_work(day)
    return day


@dataclass(frozen=True)
class Step:
    """A row of application_events with what the count needs."""

    action: str
    day: date
    at: str
    words: str
    working_days: int
    yuan: int
    state: str


def standing(steps):
    """The steps without those that were taken back."""
    kept = []
    for step in steps:
        if step.action == "撤销误登":
            while kept.pop().action not in TAKEN_BACK:
                pass
        else:
            kept.append(step)
    return kept


def stops(step):
    """A reply handed over counts on the day of the signature, one by post on that of posting; a withdrawal at once."""
    is_signed_for = "当面" in step.words or "委托" in step.words
    return step.action in ("申请人撤回", "登记送达") or (step.action == "送出答复" and not is_signed_for)


def answering(steps):
    """The standing steps with which an answer counts as given: who contests a reply that was handed over has it."""
    found, contested, sent_on = [], [], None
    for step in steps:
        if step.action == "送出答复":
            sent_on = step.day
        if step.action == "登记复议或诉讼":
            contested.append(step)
            if step.state == "复议或诉讼中" and sent_on is not None and sent_on <= step.day:
                found.append(step)
        elif step.action in ("维持原答复", "确认违法", "责令重新答复"):
            contested.pop()
        elif step.action == "撤销误登的复议或诉讼":
            taken_back = contested.pop()
            found = [one for one in found if one is not taken_back]
        elif stops(step):
            found.append(step)
    return found


def last_day_of(steps):
    """The last day for the answer, None while the clock stands still or has not begun.

    From the newest start on, the days between a pause and its end are struck out of the calendar."""
    steps = standing(steps)
    answers = answering(steps)
    ordered = [place for place, step in enumerate(steps) if step.action == "责令重新答复"]
    steps = sorted(steps[ordered[-1] :] if ordered else steps, key=lambda step: step.day)  # an order begins anew
    begun = [place for place, step in enumerate(steps) if step.action in STARTS]
    if not begun:
        return None
    start, later = steps[begun[-1]], steps[begun[-1] + 1 :]
    days, struck, paused_on, ended_on = start.working_days, [], None, None
    for step in later:
        if step.action in ("延期答复", "延迟答复"):
            days += step.working_days
        elif step.action in PAUSES and paused_on is None and not (ordered and step.action == "征求意见"):
            paused_on = step.day
        elif paused_on and (step.action == "意见已齐" or any(step is one for one in answers)):
            struck.append((paused_on, step.day))
            paused_on, ended_on = None, step.day
    if paused_on:
        return None
    day, left = start.day, days
    while left:
        day += timedelta(days=1)
        left -= is_at_work(day) and not any(begin < day <= end for begin, end in struck)
    if struck and struck[-1][0] >= day > start.day:  # the pause began on the last day: its end is the last day then
        return ended_on if is_at_work(ended_on) else day_after(ended_on, 1)
    return day


@dataclass(frozen=True)
class CaseRow:
    """One application as its raw rows have it."""

    number: str
    kind: str
    received_on: date | None
    steps: tuple[Step, ...]
    outcomes: tuple[str, ...]

    @property
    def last_day(self):
        return last_day_of(self.steps)

    def first_answer(self):
        """(day, outcome) of the first reply that counts as given, or of the withdrawal; None while neither came.

        The signature of what was handed over may be entered after the contest of it, with an earlier day."""
        steps, first = standing(self.steps), None
        answers, written = answering(steps), 0
        for step in steps:
            written += step.action in WRITES
            if step.action == "责令重新答复" and first:
                break
            if any(step is one for one in answers) and (first is None or step.day < first[0]):
                first = step.day, self.outcomes[written - 1]
        return first


def _days(text):
    return None if text is None else date.fromisoformat(str(text)[:10])


def read_cases(connection):
    """Every application by its number."""
    read = lambda told: connection.execute(sqlalchemy.text(told)).all()  # noqa: E731
    steps, outcomes = {}, {}
    for row in read(
        "SELECT number, action, day, at, words, working_days, yuan, state FROM application_events ORDER BY serial"
    ):
        step = Step(row.action, _days(row.day), str(row.at), row.words, row.working_days, row.yuan, row.state)
        steps.setdefault(row.number, []).append(step)
    for row in read("SELECT number, outcome FROM application_replies ORDER BY id"):
        outcomes.setdefault(row.number, []).append(row.outcome)
    rows = read("SELECT number, applicant_kind, received_on FROM applications")
    return {
        row.number: CaseRow(
            row.number,
            row.applicant_kind,
            _days(row.received_on),
            tuple(steps.get(row.number, ())),
            tuple(outcomes.get(row.number, ())),
        )
        for row in rows
    }


def count_table_three(cases, year):
    """(row, kind of applicant) -> applications in the table of ``year``."""
    cells = Counter()
    for case in cases:
        if case.received_on is None or case.received_on.year > year:
            continue
        answer = case.first_answer()
        if answer and answer[0].year < year:
            continue
        cells["new" if case.received_on.year == year else "carried_in", case.kind] += 1
        if answer and answer[0].year == year:
            cells[ROW_OF[answer[1]], case.kind] += 1
            cells["3.7", case.kind] += 1
        else:
            cells["carried_out", case.kind] += 1
    return cells


def count_table_four(connection, year):
    """(kind of contest, result) -> contests in the table of ``year``."""
    cells = Counter()
    for row in connection.execute(
        sqlalchemy.text("SELECT kind, taken_on, result, decided_on FROM application_contests")
    ):
        taken, decided = _days(row.taken_on), _days(row.decided_on)
        if taken.year <= year and (decided is None or decided.year >= year):
            is_decided = decided is not None and decided.year == year
            cells[row.kind, row.result if is_decided else "尚未审结"] += 1
    return cells


def sum_fees(cases, year):
    """The yuan that were paid in ``year``."""
    paid = 0
    for case in cases:
        steps = standing(case.steps)
        for place, step in enumerate(steps):
            if step.action == "已缴费" and step.day.year == year:
                paid += [one.yuan for one in steps[:place] if one.action == "通知缴费"][-1]
    return paid
