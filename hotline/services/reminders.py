"""The daily list of what is to be done, by e-mail to those who get the alerts: once for all hosts, on working days.

It has tracking numbers and no words of citizens, because a mail goes through servers that are not the office's."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hotline.core.errors import Unavailable
from hotline.core.messages import Message, MessageState
from hotline.core.providers import Mailer, MailFailed
from hotline.core.review import Status
from hotline.services.content import entry_lists, law_changes
from hotline.services.content.entry_lists import EntryRow
from hotline.services.content.law_changes import ChangedLaw
from hotline.services.disclosure.due_documents import DocumentTask, list_due_documents
from hotline.services.disclosure.due_work import DueTask, list_due_tasks
from hotline.services.disclosure.owed_report import OwedReport, find_owed_report
from hotline.services.leases import take_lease
from hotline.services.line import Line
from hotline.services.messages import is_due_provisional
from hotline.services.public_notices import DueNotice, list_due
from hotline.services.staff.accounts import TERMINAL

_log = logging.getLogger(__name__)

JOB = "daily reminder"
SEND_FROM = time(8, 0)
"""Local time from which the list of a day is sent."""
NEAR = timedelta(hours=24)
"""Messages that are due before the next list are in this one."""
TRY_EVERY = timedelta(minutes=10)
CLAIM = timedelta(minutes=5)
"""How long sending belongs to one process: longer than a mail server is waited for. One that died is replaced."""
A_DAY = timedelta(days=1)
MESSAGES_READ = 500
LISTED = 20
"""Lines of each part of the mail; the console has the rest."""


@dataclass(frozen=True)
class DueWork:
    """``messages`` wait and are due within NEAR or overdue; ``provisional`` has the tracking numbers of those whose due
    date may still change by a decree on days off. ``submitted`` entries wait for review; ``reviews`` are
    published entries whose review date is within 30 days or over; ``laws`` changed and have entries to be reviewed.
    ``applications``, ``documents`` and ``notices`` are what the desk, the register and the notices have to do today."""

    messages: list[Message]
    provisional: frozenset[str]
    submitted: list[EntryRow]
    reviews: list[EntryRow]
    laws: list[ChangedLaw]
    applications: list[DueTask]
    documents: list[DocumentTask]
    notices: list[DueNotice]
    report: OwedReport | None = None
    """Last year's report on disclosure while it is not public."""

    @property
    def is_empty(self) -> bool:
        of_content = self.submitted or self.reviews or self.laws
        of_disclosure = self.applications or self.documents or self.notices or self.report
        return not (self.messages or of_content or of_disclosure)


def collect(line: Line) -> DueWork:
    """What is to be done now. Raises Unavailable."""
    now, report = line.now(), find_owed_report(line)
    applications, documents = list_due_tasks(line, TERMINAL), list_due_documents(line, TERMINAL)
    notices = _list_notices(line)
    with line.records.reading() as unit:
        waiting = unit.messages.list_messages(MessageState.WAITING, MESSAGES_READ)
        due = [message for message in waiting if message.due_at <= now + NEAR]
        return DueWork(
            messages=due,
            provisional=frozenset(one.tracking_number for one in due if is_due_provisional(line, one)),
            submitted=[row for row in entry_lists.read_work(unit, now.date()) if row.open is Status.SUBMITTED],
            reviews=entry_lists.read_due_review(unit, now.date()),
            laws=[law for law in law_changes.read_changed_laws(line, unit) if law.entries],
            applications=applications,
            documents=documents,
            notices=notices,
            report=report,
        )


def _list_notices(line: Line) -> list[DueNotice]:
    """What is due of notices; nothing while nothing is published."""
    try:
        return list_due(line, TERMINAL)
    except Unavailable:
        return []


class DailyReminder:
    """Sends the list of a working day once, from one process of one host. ``send_if_due`` is called every minute."""

    def __init__(self, line: Line, mailer: Mailer) -> None:
        self._line = line
        self._mailer = mailer
        self._next_try = datetime.min.replace(tzinfo=line.now().tzinfo)

    def send_if_due(self) -> bool:
        """Send the list of today, unless it was sent, it is a day off or too early, or nothing is to be done.

        Whether there is something is asked once a day. A mail that cannot be sent is tried again after CLAIM. A process
        that is killed after sending may leave the mail to be sent again. Returns whether it was sent."""
        now = self._line.now()
        if abs(now - self._next_try) > A_DAY:
            self._next_try = now  # the clock was set, or this is the first time
        if now < self._next_try or now.time() < SEND_FROM or not self._line.is_workday(now.date()):
            return False
        self._next_try = now + TRY_EVERY
        # A name for this try alone: who sent the list must not take the lease again on the same day.
        holder = f"{self._line.host}:{os.getpid()}:{self._line.draw(10**9)}"
        try:
            return take_lease(self._line, JOB, holder, CLAIM, A_DAY) and self._send(holder, now)
        except Unavailable:
            _log.debug("the daily list waits for the records", exc_info=True)
        except MailFailed:
            _log.warning("the daily list could not be sent and is tried again", exc_info=True)
        return False

    def _send(self, holder: str, now: datetime) -> bool:
        work = collect(self._line)
        if not work.is_empty:
            self._mailer.send(word_subject(work, now), word_body(work, now, self._line.public_url))
            _log.info("daily list sent")
        midnight = datetime.combine(now.date() + A_DAY, time(), now.tzinfo)
        take_lease(self._line, JOB, holder, midnight - self._line.now(), A_DAY)
        return not work.is_empty


def word_subject(work: DueWork, now: datetime) -> str:
    parts = (
        (len(work.messages), "条留言快到期或者超期"),
        (len(work.submitted), "条问答等审核"),
        (len(work.reviews), "条问答要复核"),
        (law_changes.count_entries(work.laws), "条问答的依据改了"),
        (len(work.applications), "件公开申请要办"),
        (len(work.documents), "份文件要办公开"),
        (len(work.notices), "件公示、听证、通报要办"),
        (1 if work.report else 0, "份年度报告要公布"),
    )
    return f"【热线待办】{now.month}月{now.day}日：" + "，".join(f"{count}{what}" for count, what in parts if count)


def word_body(work: DueWork, now: datetime, public_url: str) -> str:
    messages = (_word_message(message, work, now) for message in work.messages)
    parts = (
        _word_part("留言（24小时内到期，或者已经超期）", messages),
        _word_part("等审核的问答", (f"{row.number} {row.question}" for row in work.submitted)),
        _word_part("30天内要复核，或者过了复核日期的问答", (_word_review(row) for row in work.reviews)),
        _word_part("改了的法律", (_word_law(law) for law in work.laws)),
        _word_part("依申请公开", (_word_task(task) for task in work.applications)),
        _word_part("文件公开", (_word_document(task) for task in work.documents)),
        _word_part("公示、听证、通报", (f"{due.title}：{due.kind.value}，{due.day}" for due in work.notices)),
        _word_part("年度报告", [work.report.sentence] if work.report else []),
        f"请到后台办理：{public_url}/console/" if public_url else "请到后台办理。",
    )
    return "\n\n".join(filter(None, parts))


def _word_part(title: str, lines: Iterable[str]) -> str:
    """The part of the mail under ``title``; "" where it has no lines."""
    listed = list(lines)
    rest = [f"……还有{len(listed) - LISTED}条，请到后台看"] if len(listed) > LISTED else []
    return "\n".join([f"{title}：{len(listed)}条", *listed[:LISTED], *rest]) if listed else ""


def _word_message(message: Message, work: DueWork, now: datetime) -> str:
    due = message.due_at.astimezone(now.tzinfo)
    late = "，已经超期" if message.due_at < now else ""
    provisional = "（暂定）" if message.tracking_number in work.provisional else ""
    return f"查询号{message.tracking_number}，{due.month}月{due.day}日{due:%H:%M}前答复{provisional}{late}"


def _word_task(task: DueTask) -> str:
    """An application by its number alone."""
    return f"{task.application.number}：{task.kind.value}{f'，{task.day}' if task.day else ''}"


def _word_document(task: DocumentTask) -> str:
    return f"{task.document.details.title}：{task.kind.value}{f'，{task.day}' if task.day else ''}"


def _word_review(row: EntryRow) -> str:
    return f"{row.number} {row.question}，复核日期{row.review_date}{'，已经过了' if row.overdue else ''}"


def _word_law(law: ChangedLaw) -> str:
    return f"{law.change.title}，{law.change.changed_on}起有变化，{len(law.entries)}条问答要复核"
