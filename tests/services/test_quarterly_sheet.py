"""The quarterly sheet: every figure with its base in words, and what the records cannot give is never 0."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hotline.core.calls import AttemptKind, CallOutcome
from hotline.core.enquiries import Channel
from hotline.core.errors import NotAllowed
from hotline.core.permissions import Role, Staff
from hotline.core.public_notices import Quarter
from hotline.core.quarterly_sheet import NO_RECORD, NOTHING_TO_COUNT
from hotline.services import public_notices, quarterly_sheet
from hotline.services.content import workflow
from tests.support.fixed_values import NOW
from tests.support.traffic import Traffic

OPERATOR = Staff(1, "operator", "话务员", Role.OPERATOR, True)
HOURS = timedelta(hours=1)
THIS_QUARTER = Quarter(2026, 4)


@pytest.fixture
def traffic(line):
    with Traffic(line) as traffic:
        yield traffic


@pytest.fixture
def sheet(line, traffic):
    def read(quarter=THIS_QUARTER):
        traffic.session.commit()
        return quarterly_sheet.read_sheet(line, OPERATOR, quarter)

    return read


def figure(sheet, name):
    return next(one for one in sheet.figures if one.name == name)


def test_each_figure_of_calls_says_how_many_of_which_calls(traffic, sheet):
    quick, slow, missed = (traffic.call(HOURS, CallOutcome.PERSON) for _ in range(3))
    traffic.call(HOURS, CallOutcome.ANSWERED)
    traffic.call(HOURS, CallOutcome.NONE, status="busy")
    traffic.ring(quick, HOURS, waited=15)
    traffic.ring(slow, HOURS, waited=16)
    traffic.ring(missed, HOURS)
    traffic.ring(quick, HOURS, serial=1, waited=60, kind=AttemptKind.THREE_WAY)
    told = {one.name: (one.value, one.counted) for one in sheet().figures}
    assert told["15秒以内有人接听"] == ("33.3%", "3个里有1个")
    assert told["电话接通"] == ("80.0%", "5个里有4个")
    assert told["转接成功"] == ("66.7%", "3个里有2个")
    assert told["二次转接"] == ("50.0%", "2个里有1个")
    assert told["漏接"] == ("33.3%", "3个里有1个")
    assert told["电话直接答上"] == ("25.0%", "4个里有1个")
    assert all(one.among for one in sheet().figures)


def test_what_the_records_cannot_give_has_no_number_and_a_reason(sheet):
    for name, reason in (("自动应答几秒接起", "运营商不把"), ("漏接的回拨了多少、隔多久回拨", "自己的话机")):
        found = figure(sheet(), name)
        assert (found.value, found.counted, found.is_recorded) == (NO_RECORD, "", False)
        assert reason in found.among


def test_a_quarter_without_traffic_says_that_there_was_none_and_not_0_percent(sheet):
    empty = sheet(Quarter(2026, 2))
    shares = [one for one in empty.figures if one.is_recorded]
    assert {one.value for one in shares} == {NOTHING_TO_COUNT}
    assert all(one.approved is None for one in empty.departments)


def test_calls_that_are_kept_no_longer_are_no_record(sheet):
    old = sheet(Quarter(2024, 3))
    assert figure(old, "电话接通").value == NO_RECORD
    assert "730天" in figure(old, "电话接通").among


def test_messages_count_and_parts_in_public_notices_do_not(traffic, sheet, line):
    traffic.message(30 * HOURS, took=24 * HOURS)
    public_notices.take_part(line, "2026005", channel=Channel.WEB, body="同意")
    assert figure(sheet(), "留言24小时以内答复").counted == "1个里有1个"


def test_satisfaction_counts_those_who_chose(traffic, sheet, line):
    with line.records.writing() as unit:
        for helpful in (True, True, False):
            unit.enquiries.rate(102, helpful, None, line.now())
    assert figure(sheet(), "满意").counted == "3个里有2个"


def test_questions_are_counted_for_the_department_that_has_them_and_once_a_quarter(sheet, line):
    with line.records.reading() as unit:
        publisher, reviewer = (unit.staff.find_by_name(role.value) for role in (Role.PUBLISHER, Role.REVIEWER))
    before = {one.name: one for one in sheet().departments}
    number = 102
    shown = workflow.get_entry(line, publisher, number)
    draft = workflow.save_draft(
        line, publisher, replace(shown.published.entry, keywords=("新词",)), shown.published.version
    )
    sent = workflow.submit(line, publisher, number, version=draft.version)
    workflow.approve(line, reviewer, number, version=sent.version)
    after = {one.name: one for one in sheet().departments}
    approved = {name: one.approved for name, one in after.items() if one.approved}
    department = next(d.name for d in line.knowledge.departments() if d.code == shown.published.entry.department)
    assert approved == {department: 1}
    assert after[department].published == before[department].published > 0
    assert after[department].named_officers > 0


def test_a_quarter_that_is_not_over_is_told_as_of_now(sheet, line):
    assert sheet().is_running
    assert not sheet(Quarter(2026, 3)).is_running
    assert quarterly_sheet.list_quarters(line)[:2] == [THIS_QUARTER, Quarter(2026, 3)]


def test_only_those_who_read_enquiries_see_it(line):
    nobody = Staff(1, "x", "x", Role.OPERATOR, False)
    with pytest.raises(NotAllowed):
        quarterly_sheet.read_sheet(line, nobody, THIS_QUARTER)


def test_the_last_second_of_a_quarter_is_in_it(traffic, sheet, clock):
    clock.now = datetime(2027, 1, 5, 9, 0, tzinfo=clock.now.tzinfo)
    end = datetime(2027, 1, 1, 0, 0, tzinfo=clock.now.tzinfo)
    traffic.call(NOW - end)
    traffic.call(NOW - end + timedelta(seconds=1), status="busy")
    assert figure(sheet(), "电话接通").counted == "1个里有0个"
