"""The daily list by e-mail: once for all hosts, on working days, and nothing when nothing is to be done."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.core.disclosure.applications import ApplicationChannel
from hotline.core.disclosure.documents import DocumentAction
from hotline.core.enquiries import Channel
from hotline.core.errors import RecordsDown
from hotline.core.permissions import Role
from hotline.core.providers import MailFailed
from hotline.services import messages
from hotline.services.content import entry_lists, workflow
from hotline.services.reminders import CLAIM, DailyReminder, collect
from tests.support import document_register
from tests.support.broken import Broken
from tests.support.disclosure_desk import CLERK, DESK, register_case

CALLER = "+8613800138000"


class Letterbox:
    """A mailer that keeps what it sends, or fails."""

    def __init__(self):
        self.mails = []
        self.fails = False

    def send(self, subject, body):
        if self.fails:
            raise MailFailed("邮件服务器没有收下邮件。")
        self.mails.append((subject, body))


@pytest.fixture
def letterbox():
    return Letterbox()


@pytest.fixture
def line(small_line, set_clock):
    """A Monday morning at 9:00 on which no entry is due for review."""
    set_clock.now = set_clock.now.replace(day=23, hour=9, minute=0)
    with small_line.records.reading() as unit:
        assert unit.entries.find_numbers_past_review(set_clock.now.date() + timedelta(days=31), 9) == []
    return small_line


@pytest.fixture
def remind(line, letterbox):
    """A process of the host ``host`` that checks whether the list is due; each check is another process."""
    return lambda host="web1": DailyReminder(replace(line, host=host), letterbox).send_if_due()


def leave(line, clock):
    """A message that was left the day before."""
    clock.pass_by(days=-1)
    left = messages.leave_message(line, channel=Channel.PHONE, body="家里的低保停了", caller=CALLER)
    clock.pass_by(days=1)
    return left


def set_review_date(line, people, number, day):
    published = workflow.get_entry(line, people[Role.LIAISON], number).published
    entry = replace(published.entry, review_date=day, effective_date=day - timedelta(days=100))
    draft = workflow.save_draft(line, people[Role.LIAISON], entry, published.version)
    submitted = workflow.submit(line, people[Role.LIAISON], number, version=draft.version)
    workflow.approve(line, people[Role.REVIEWER], number, version=submitted.version)


def test_nothing_is_sent_when_nothing_is_to_be_done(line, remind, letterbox, set_clock):
    assert collect(line).is_empty
    assert not remind()
    assert letterbox.mails == []


def test_the_list_has_messages_near_their_time_submissions_and_reviews_and_no_words_of_citizens(
    line, remind, letterbox, people, set_clock
):
    left = leave(line, set_clock)
    set_review_date(line, people, 102, set_clock.now.date() + timedelta(days=30))
    set_review_date(line, people, 105, set_clock.now.date() + timedelta(days=31))
    published = workflow.get_entry(line, people[Role.LIAISON], 301).published
    draft = workflow.save_draft(line, people[Role.LIAISON], published.entry, published.version)
    workflow.submit(line, people[Role.LIAISON], 301, version=draft.version)
    assert remind()
    [(subject, body)] = letterbox.mails
    assert subject == "【热线待办】11月23日：1条留言快到期或者超期，1条问答等审核，1条问答要复核"
    assert f"查询号{left.tracking_number}，11月23日" in body
    assert "301 " in body
    assert "102 " in body
    assert "复核日期2026-12-23" in body
    assert "105 " not in body
    assert "低保" not in body
    assert "138" not in body.replace(left.tracking_number, "")


def test_what_is_overdue_is_marked_and_what_is_due_later_is_left_out(line, letterbox, people, set_clock):
    late = leave(line, set_clock)
    set_clock.pass_by(days=2)
    messages.leave_message(line, channel=Channel.PHONE, body="家里的低保停了", caller=CALLER)
    work = collect(line)
    assert [message.tracking_number for message in work.messages] == [late.tracking_number]
    assert DailyReminder(line, letterbox).send_if_due()
    assert "已经超期" in letterbox.mails[0][1]


def test_a_list_is_sent_once_a_day_for_all_hosts(line, remind, letterbox, set_clock):
    leave(line, set_clock)
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(remind, ["web1", "web1", "web2", "web2"]))
    assert sent.count(True) == 1
    for _ in range(20):
        set_clock.pass_by(minutes=30)
        assert not remind("web3")
    assert len(letterbox.mails) == 1
    set_clock.pass_by(hours=14)
    assert remind("web2")
    assert len(letterbox.mails) == 2


def test_the_process_that_sent_the_list_does_not_send_it_again(line, letterbox, set_clock):
    leave(line, set_clock)
    reminder = DailyReminder(line, letterbox)
    assert reminder.send_if_due()
    for _ in range(60):
        set_clock.pass_by(minutes=1)
        assert not reminder.send_if_due()


def test_no_list_is_sent_on_a_day_off_or_before_the_morning(line, remind, letterbox, set_clock):
    leave(line, set_clock)
    set_clock.pass_by(days=5)  # a Saturday
    assert not remind()
    set_clock.pass_by(days=2, hours=-2)  # Monday at 7:00
    assert not remind()
    set_clock.pass_by(hours=1)
    assert remind()
    assert len(letterbox.mails) == 1


def test_a_list_that_could_not_be_sent_is_tried_again_when_the_claim_is_over(line, remind, letterbox, set_clock):
    leave(line, set_clock)
    letterbox.fails = True
    assert not remind()
    letterbox.fails = False
    assert not remind("web2")
    set_clock.now += CLAIM + timedelta(seconds=1)
    assert remind("web2")
    assert len(letterbox.mails) == 1


def test_the_list_waits_while_the_records_are_down(line, letterbox):
    reminder = DailyReminder(replace(line, records=Broken(RecordsDown("记录库暂时无法使用。"))), letterbox)
    assert not reminder.send_if_due()
    assert letterbox.mails == []


def test_entries_to_be_reviewed_within_thirty_days_are_listed_apart_from_those_past_it(line, people, set_clock):
    set_review_date(line, people, 102, set_clock.now.date() + timedelta(days=30))
    set_review_date(line, people, 105, set_clock.now.date() + timedelta(days=31))
    due = [row.number for row in entry_lists.list_due_review(line, people[Role.OPERATOR])]
    assert due == [102]
    set_clock.pass_by(days=31)
    assert [row.number for row in entry_lists.list_due_review(line, people[Role.OPERATOR])] == [105]
    assert [row.number for row in entry_lists.list_past_review(line, people[Role.OPERATOR])] == [102]


def test_applications_and_documents_that_are_due_are_listed_by_number_and_title_and_nobody_is_named(
    line, remind, letterbox, set_clock
):
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", line.now())
    case = register_case(line, ApplicationChannel.FAX, actor=CLERK)
    document = document_register.register(line)
    document.do(DocumentAction.PROPOSE)
    assert remind()
    ((subject, body),) = letterbox.mails
    assert "1件公开申请要办" in subject
    assert f"{case.number}：等待确认收到，联系申请人" in body
    assert f"{document.now.details.title}：公开属性等审核" in body
    assert "赵大山" not in body
