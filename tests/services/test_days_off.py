"""Days off that two people publish: what limits count then, what is provisional, what holds while records are down."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from hotline import workday_calendar
from hotline.core.enquiries import Channel
from hotline.core.errors import InvalidInput, NotAllowed, RecordsDown, Unavailable
from hotline.core.holidays import LocalDayOff, tidy_decree
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.core.work_calendar import DayKind
from hotline.services import messages
from hotline.services.calls import dialling
from hotline.services.content import proposals, publish
from hotline.services.reminders import collect, word_body
from hotline.storage.knowledge.versions import VersionStore
from tests.support.broken import Broken
from tests.support.decrees import MADE_UP

CALLER = "+8613800138000"


@pytest.fixture
def line(small_line, set_clock):
    """A line that has published, on Thursday, 2027-02-04; the decree for 2027 is not known."""
    line = replace(small_line, known_days=workday_calendar.describe_day)
    set_clock.now = set_clock.now.replace(year=2027, month=2, day=4)
    publish.publish(line)
    return line


@pytest.fixture
def decide(line, writer, reviewer):
    """Publish a value as two people do."""

    def go_through(value, version=None):
        draft = proposals.save_draft(line, writer, value, version)
        sent = proposals.submit(line, writer, draft.kind, draft.key, version=draft.version)
        assert proposals.approve(line, reviewer, sent.kind, sent.key, version=sent.version) == ""

    return go_through


def leave(line):
    return messages.leave_message(line, channel=Channel.PHONE, body="家里的低保停了", caller=CALLER)


def find(line, left):
    return messages.find_message(line, left.tracking_number)


def test_a_due_date_that_reaches_an_undecreed_day_is_provisional_until_the_decree_is_entered(line, decide):
    left = leave(line)
    assert left.due == date(2027, 2, 5)
    assert messages.is_due_provisional(line, left)
    decide(MADE_UP)
    counted = find(line, left)
    assert not messages.is_due_provisional(line, counted)
    assert counted.due == date(2027, 2, 12), "the decree made holidays of the days before"
    assert counted.due_at.astimezone(line.now().tzinfo).date() == counted.due


def test_an_answered_or_overdue_message_keeps_its_due_date(line, decide, people, set_clock):
    answered, overdue = leave(line), None
    messages.answer_message(line, people[Role.OPERATOR], answered.tracking_number, "好", compose_text=str)
    set_clock.pass_by(days=-2)
    overdue = leave(line)
    set_clock.pass_by(days=2)
    decide(MADE_UP)
    assert (find(line, answered).due, find(line, overdue).due) == (date(2027, 2, 5), date(2027, 2, 3))


def test_the_daily_list_says_which_due_dates_are_provisional(line, decide):
    left = leave(line)
    told = f"查询号{left.tracking_number}，2月5日16:00前答复"
    assert f"{told}（暂定）" in word_body(collect(line), line.now(), "")
    decide(replace(MADE_UP, days_off=MADE_UP.days_off.replace("2月5日", "2月6日")))
    assert f"{told}\n" in word_body(collect(line), line.now(), "") + "\n"


def test_one_person_alone_changes_no_day(line, writer):
    draft = proposals.save_draft(line, writer, MADE_UP, None)
    sent = proposals.submit(line, writer, draft.kind, draft.key, version=draft.version)
    with pytest.raises(NotAllowed):
        proposals.approve(line, writer, sent.kind, sent.key, version=sent.version)
    assert line.describe_day(date(2027, 2, 5)).is_provisional


def test_a_half_wrong_decree_is_kept_as_a_draft_and_not_submitted(line, writer):
    draft = proposals.save_draft(line, writer, replace(MADE_UP, document_number="", days_off=""), None)
    with pytest.raises(InvalidInput) as refused:
        proposals.submit(line, writer, draft.kind, draft.key, version=draft.version)
    assert set(refused.value.fields) == {"document_number", "days_off"}


def test_a_local_day_off_closes_the_office_while_the_records_are_down(line, decide, set_clock):
    assert dialling.is_staffed(line)
    decide(tidy_decree(MADE_UP))
    decide(LocalDayOff("2027-02-04", "", "州庆"))
    down = replace(line, records=Broken(RecordsDown("连不上数据库。")))
    assert not dialling.is_staffed(down)
    assert down.describe_day(date(2027, 2, 4)).kind is DayKind.LOCAL_DAY_OFF
    assert dialling.next_opening(down) == "2月12日上午8点30分"


def test_a_withdrawn_decree_makes_its_year_provisional_again(line, decide, reviewer):
    decide(MADE_UP)
    version = proposals.get_history(line, reviewer, ProposalKind.HOLIDAY_DECREES, "2027").version
    proposals.withdraw(
        line, reviewer, ProposalKind.HOLIDAY_DECREES, "2027", version=version, comment="通知还没有正式发。"
    )
    assert line.describe_day(date(2027, 2, 5)).is_provisional


def test_without_a_knowledge_file_the_days_are_told_as_the_software_knows_them(small_line):
    line = replace(small_line, known_days=workday_calendar.describe_day)
    assert line.describe_day(date(2026, 10, 10)).kind is DayKind.MAKE_UP


def test_a_knowledge_file_from_before_days_off_is_built_anew_with_them(line):
    connection = sqlite3.connect(line.knowledge.path)
    connection.execute("update version set format = 11")
    connection.commit()
    connection.close()
    updated = replace(line, shelf=VersionStore(line.shelf.folder))
    with pytest.raises(Unavailable):
        updated.knowledge  # noqa: B018 — it is opened when it is asked for
    assert updated.describe_day(date(2026, 12, 4)).kind is DayKind.WORKING, "as the software alone knows it"
    assert publish.publish_pending(updated, check_records=True) == ""
    assert updated.describe_day(date(2026, 12, 4)).name == "州庆"
    assert updated.knowledge.version.number == 1
