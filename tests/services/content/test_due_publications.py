"""What is approved for a day is public from the beginning of that day, and not before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hotline.core.content_changes import ContentAction
from hotline.core.errors import Conflict, InvalidInput, NotAllowed
from hotline.core.holidays import LocalDayOff
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.core.review import Status
from hotline.server.background import publish_due as run_job
from hotline.services.content import content_changes, due_publications, entry_lists, proposals, workflow
from hotline.services.content.due_publications import publish_due
from hotline.services.content.follow import Follower
from hotline.services.content.published import get_entry

MONDAY = date(2026, 11, 23)
"""The next working day: the clock of these tests begins on Friday 20 November 2026."""
TOPICS, LOCAL = ProposalKind.TOPICS, ProposalKind.LOCAL_DAYS_OFF
NEW = "从星期一起，一分钱不收。"


def history(line, actor, number=105):
    return workflow.get_entry(line, actor, number)


def newest(line, actor, number=105):
    return max(one.version for one in history(line, actor, number).revisions)


def submitted(line, writer, **changes):
    entry = replace(history(line, writer).revisions[0].entry, **{"spoken": NEW} | changes)
    draft = workflow.save_draft(line, writer, entry, newest(line, writer))
    return workflow.submit(line, writer, 105, version=draft.version)


def scheduled(line, writer, reviewer, day=MONDAY, **changes):
    sent = submitted(line, writer, **changes)
    return workflow.approve(line, reviewer, 105, version=sent.version, day=day).revision


def told(line):
    return get_entry(line.knowledge, 105).spoken


def shown(line, actor, kind=TOPICS, key="3"):
    return proposals.get_history(line, actor, kind, key)


def scheduled_topic(line, writer, reviewer, day=MONDAY):
    there = shown(line, writer)
    draft = proposals.save_draft(line, writer, replace(there.published, name="新的名称"), there.version)
    sent = proposals.submit(line, writer, TOPICS, "3", version=draft.version)
    assert proposals.approve(line, reviewer, TOPICS, "3", version=sent.version, day=day) == ""
    return shown(line, writer).open


def test_an_entry_is_public_from_the_beginning_of_its_day(first, writer, reviewer, set_clock):
    before = told(first)
    waiting = scheduled(first, writer, reviewer)
    assert (waiting.status, waiting.publish_on, waiting.reviewer) == (Status.APPROVED, MONDAY, "reviewer")
    set_clock.now = set_clock.now.replace(day=22, hour=23, minute=59)
    assert publish_due(first, "first:1") == 0
    assert told(first) == before
    set_clock.now = set_clock.now.replace(day=23, hour=0, minute=0)
    assert publish_due(first, "first:1") == 1
    assert told(first) == NEW
    after = history(first, writer)
    assert (after.published.publish_on, after.published.reviewer, after.open) == (MONDAY, "reviewer", None)
    assert [one.status for one in after.revisions] == [Status.PUBLISHED, Status.SUPERSEDED]
    assert publish_due(first, "first:1") == 0


def test_a_host_that_was_off_on_the_day_publishes_when_it_runs_again(first, writer, reviewer, set_clock):
    scheduled(first, writer, reviewer)
    scheduled_topic(first, writer, reviewer)
    set_clock.pass_by(days=30)
    waits = []
    run_job(first, lambda seconds: waits.append(seconds) or True)
    assert (told(first), waits) == (NEW, [60.0])
    assert shown(first, writer).published.name == "新的名称"


def test_the_day_is_of_the_office_and_not_of_the_machine(first, writer, reviewer, set_clock):
    scheduled(first, writer, reviewer)
    set_clock.now = set_clock.now.replace(day=23, hour=0, minute=1)
    assert set_clock.now.utctimetuple().tm_mday == 22
    assert publish_due(first, "first:1") == 1


def test_another_process_does_not_do_it_too_and_another_host_serves_it(first, second, writer, reviewer, set_clock):
    scheduled(first, writer, reviewer)
    set_clock.now = set_clock.now.replace(day=23, hour=0)
    with first.records.writing() as unit:
        now = first.now()
        unit.leases.take(
            due_publications.JOB,
            "second:7",
            now=now,
            until=now + timedelta(minutes=5),
            implausible=now + timedelta(minutes=10),
        )
    assert publish_due(first, "first:1") == 0
    set_clock.pass_by(minutes=6)
    assert publish_due(first, "first:1") == 1
    Follower(second).step()
    assert told(second) == NEW


def test_a_value_of_a_table_waits_for_its_day_too(first, writer, reviewer, set_clock):
    waiting = scheduled_topic(first, writer, reviewer)
    assert (waiting.status, waiting.publish_on) == (Status.APPROVED, MONDAY)
    assert publish_due(first, "first:1") == 0
    assert "新的名称" not in {topic.name for topic in first.knowledge.topics()}
    set_clock.now = set_clock.now.replace(day=23, hour=0)
    assert publish_due(first, "first:1") == 1
    assert "新的名称" in {topic.name for topic in first.knowledge.topics()}
    step = shown(first, writer).steps[0]
    assert (step.status, step.changed_by, step.publish_on) == (Status.PUBLISHED, "reviewer", MONDAY)
    assert shown(first, writer).open is None


def test_a_value_that_names_its_own_days_gets_no_other(first, writer, people):
    draft = proposals.save_draft(first, writer, LocalDayOff("2026-12-01", "", "州庆"), None)
    with pytest.raises(InvalidInput, match="自己有日子"):
        proposals.choose_day(first, writer, LOCAL, draft.key, version=draft.version, day=MONDAY)
    sent = proposals.submit(first, writer, LOCAL, draft.key, version=draft.version)
    with pytest.raises(InvalidInput, match="自己有日子"):
        proposals.approve(first, people[Role.REVIEWER], LOCAL, draft.key, version=sent.version, day=MONDAY)


def test_the_writer_asks_for_a_day_and_the_approval_has_the_last_word(small_line, writer, reviewer):
    sent = submitted(small_line, writer)
    asked = workflow.choose_day(small_line, writer, 105, version=sent.version, day=MONDAY)
    assert (asked.status, asked.publish_on) == (Status.SUBMITTED, MONDAY)
    with pytest.raises(Conflict):  # the reviewer has not seen the day
        workflow.approve(small_line, reviewer, 105, version=sent.version, day=None)
    later = date(2027, 1, 1)
    waiting = workflow.approve(small_line, reviewer, 105, version=asked.version, day=later).revision
    assert (waiting.status, waiting.publish_on) == (Status.APPROVED, later)


def test_a_draft_keeps_its_day_while_it_is_rewritten_and_returned(small_line, writer, reviewer):
    draft = workflow.save_draft(
        small_line, writer, history(small_line, writer).revisions[0].entry, newest(small_line, writer)
    )
    asked = workflow.choose_day(small_line, writer, 105, version=draft.version, day=MONDAY)
    again = workflow.save_draft(small_line, writer, replace(asked.entry, spoken=NEW), asked.version)
    sent = workflow.submit(small_line, writer, 105, version=again.version)
    back = workflow.return_(small_line, reviewer, 105, version=sent.version, comment="再改。")
    assert (back.status, back.publish_on) == (Status.DRAFT, MONDAY)


def test_another_who_edits_does_not_move_the_day_of_a_submission(small_line, writer, people):
    sent = submitted(small_line, writer)
    with pytest.raises(NotAllowed, match="只有写这一条的人"):
        workflow.choose_day(small_line, people[Role.ADMINISTRATOR], 105, version=sent.version, day=MONDAY)


@pytest.mark.parametrize(
    ("day", "why"), [(date(2026, 11, 19), "已经过了"), (date(2029, 1, 1), "太远"), (date(1, 1, 1), "已经过了")]
)
def test_a_day_in_the_past_or_years_ahead_is_refused(small_line, writer, reviewer, day, why):
    sent = submitted(small_line, writer)
    with pytest.raises(InvalidInput, match=why):
        workflow.choose_day(small_line, writer, 105, version=sent.version, day=day)
    with pytest.raises(InvalidInput, match=why):
        workflow.approve(small_line, reviewer, 105, version=sent.version, day=day)
    assert history(small_line, writer).open.status is Status.SUBMITTED


def test_today_is_at_once_and_a_wish_that_passed_during_the_review_too(first, writer, reviewer, set_clock):
    sent = submitted(first, writer)
    asked = workflow.choose_day(first, writer, 105, version=sent.version, day=MONDAY)
    set_clock.now = set_clock.now.replace(day=25)
    change = workflow.approve(first, reviewer, 105, version=asked.version, day=MONDAY)
    assert (change.revision.status, told(first)) == (Status.PUBLISHED, NEW)
    draft = submitted(first, writer, spoken="再改一次。")
    today = first.now().date()
    assert workflow.approve(first, reviewer, 105, version=draft.version, day=today).revision.status is Status.PUBLISHED


def test_nobody_approves_what_they_wrote_for_a_later_day_or_moves_its_day(small_line, people, reviewer):
    both = people[Role.ADMINISTRATOR]
    sent = submitted(small_line, both)
    with pytest.raises(NotAllowed, match="不能审核自己写的内容"):
        workflow.approve(small_line, both, 105, version=sent.version, day=MONDAY)
    waiting = workflow.approve(small_line, reviewer, 105, version=sent.version, day=MONDAY).revision
    for day in (None, date(2026, 12, 1)):
        with pytest.raises(NotAllowed, match="不能审核自己写的内容"):
            workflow.approve(small_line, both, 105, version=waiting.version, day=day)
    with pytest.raises(Conflict):
        workflow.choose_day(small_line, both, 105, version=waiting.version, day=None)


def test_the_writer_recalls_what_waits_for_its_day_and_it_must_be_approved_again(first, writer, reviewer, set_clock):
    before = told(first)
    waiting = scheduled(first, writer, reviewer)
    assert workflow.recall(first, writer, 105, version=waiting.version).status is Status.DRAFT
    set_clock.now = set_clock.now.replace(day=23, hour=0)
    assert publish_due(first, "first:1") == 0
    assert told(first) == before


def test_a_reviewer_moves_the_day_publishes_now_or_returns_it(first, writer, reviewer, set_clock):
    waiting = scheduled(first, writer, reviewer)
    moved = workflow.approve(first, reviewer, 105, version=waiting.version, day=date(2026, 12, 1)).revision
    set_clock.now = set_clock.now.replace(day=23, hour=0)
    assert publish_due(first, "first:1") == 0
    now = workflow.approve(first, reviewer, 105, version=moved.version, day=None).revision
    assert (now.status, now.publish_on, told(first)) == (Status.PUBLISHED, None, NEW)


def test_what_waits_cannot_be_edited(small_line, writer, reviewer):
    waiting = scheduled(small_line, writer, reviewer)
    with pytest.raises(Conflict):
        workflow.save_draft(small_line, writer, waiting.entry, waiting.version)


def test_a_withdrawal_in_between_lets_an_entry_wait_for_review_again(first, writer, reviewer, set_clock):
    waiting = scheduled(first, writer, reviewer)
    workflow.withdraw(first, reviewer, 105, version=waiting.version, comment="错了。")
    held = history(first, writer).open
    assert held.status is Status.SUBMITTED
    assert "正在发布的那一版撤回了" in held.comment
    set_clock.now = set_clock.now.replace(day=23, hour=0)
    assert publish_due(first, "first:1") == 0
    assert history(first, writer).published is None


def test_a_withdrawal_in_between_lets_a_value_wait_for_review_again(first, writer, reviewer, set_clock):
    there = shown(first, writer, ProposalKind.CATALOGUE, "00000000-0/2026-00001")
    draft = proposals.save_draft(first, writer, replace(there.published, title="新标题"), there.version)
    sent = proposals.submit(first, writer, there.kind, there.key, version=draft.version)
    proposals.approve(first, reviewer, there.kind, there.key, version=sent.version, day=MONDAY)
    seen = shown(first, writer, there.kind, there.key)
    proposals.withdraw(first, reviewer, there.kind, there.key, version=seen.version, comment="错了。")
    held = shown(first, writer, there.kind, there.key).open
    assert (held.status, "撤回了" in held.comment) == (Status.SUBMITTED, True)
    set_clock.now = set_clock.now.replace(day=23, hour=0)
    assert publish_due(first, "first:1") == 0


def test_what_has_become_unfit_by_its_day_waits_for_review_again_and_says_why(first, writer, reviewer, set_clock):
    before = told(first)
    scheduled(first, writer, reviewer, review_date=date(2026, 12, 1))
    scheduled_topic(first, writer, reviewer)
    set_clock.now = set_clock.now.replace(month=12, day=2)
    assert publish_due(first, "first:1") == 2
    held = history(first, writer).open
    assert (held.status, told(first)) == (Status.SUBMITTED, before)
    assert "复核日期已经过了" in held.comment
    assert shown(first, writer).published.name == "新的名称"
    assert publish_due(first, "first:1") == 0


def test_a_day_after_the_review_date_is_refused(small_line, writer, reviewer):
    sent = submitted(small_line, writer, review_date=date(2026, 12, 1))
    with pytest.raises(InvalidInput, match="复核日期"):
        workflow.approve(small_line, reviewer, 105, version=sent.version, day=date(2026, 12, 1))


def test_a_base_that_changed_in_another_way_is_noticed_on_the_day(first, writer, reviewer, set_clock):
    scheduled(first, writer, reviewer)
    with first.records.writing() as unit:
        published = unit.entries.find_published(105)
        unit.entries.move(published, Status.SUPERSEDED, by="other", at=first.now(), reviewer="", comment="")
    set_clock.now = set_clock.now.replace(day=23, hour=0)
    assert publish_due(first, "first:1") == 1
    held = history(first, writer).open
    assert (held.status, "又有变动" in held.comment) == (Status.SUBMITTED, True)


def test_the_history_keeps_who_chose_the_day_and_when_it_was_published(first, writer, reviewer, set_clock):
    sent = submitted(first, writer)
    asked = workflow.choose_day(first, writer, 105, version=sent.version, day=MONDAY)
    workflow.approve(first, reviewer, 105, version=asked.version, day=MONDAY)
    set_clock.now = set_clock.now.replace(day=23, hour=0)
    publish_due(first, "first:1")
    steps = content_changes.list_of_entry(first, writer, 105)
    assert [(step.action, step.changed_by) for step in steps[-3:]] == [
        (ContentAction.CHOOSE_DAY, "publisher"),
        (ContentAction.SCHEDULE, "reviewer"),
        (ContentAction.PUBLISH, "reviewer"),
    ]
    assert "2026年11月23日" in steps[-2].comment


def test_what_waits_for_its_day_is_listed_by_it_and_not_for_review(small_line, writer, reviewer):
    scheduled(small_line, writer, reviewer)
    (row,) = entry_lists.list_scheduled(small_line, reviewer)
    assert (row.number, row.open, row.work.publish_on) == (105, Status.APPROVED, MONDAY)
    assert entry_lists.list_for_review(small_line, reviewer) == []
    found = entry_lists.list_entries(small_line, reviewer, status=Status.APPROVED)
    assert [one.number for one in found.rows] == [105]
