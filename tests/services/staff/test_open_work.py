"""What is open with a leaver: it is listed, and given to somebody who may take it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.core.enquiries import Channel
from hotline.core.errors import InvalidInput
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.core.review import Status
from hotline.core.word_lists import Synonym
from hotline.services import message_deeds, messages
from hotline.services.content import proposals, publish, workflow
from hotline.services.content.due_publications import publish_due
from hotline.services.staff import people

TOPICS = ProposalKind.TOPICS


def draft_topic(line, author):
    there = proposals.get_history(line, author, TOPICS, "3")
    return proposals.save_draft(line, author, replace(there.published, name="新的名称"), there.version)


def submitted_entry(line, author):
    revision = workflow.get_entry(line, author, 105).published
    draft = workflow.save_draft(line, author, replace(revision.entry, spoken="新的。"), revision.version)
    return workflow.submit(line, author, 105, version=draft.version)


def in_department(line, staff, code):
    changed = replace(staff, department=code)
    with line.records.writing() as unit:
        unit.staff.change(changed)
    return changed


def test_drafts_and_submissions_of_every_kind_are_handed_over(small_line, boss, add, logged):
    li, heir = add("li"), add("heir")
    draft_topic(small_line, li)
    submitted_entry(small_line, li)
    work = people.close(small_line, boss, li.id)
    assert (work.written, [one.key for one in work.proposals]) == (2, ["3"])
    assert people.hand_over(small_line, boss, li.id, heir.id) == 2
    assert people.list_open_work(small_line, boss, li.id).written == 0
    topic = proposals.get_history(small_line, heir, TOPICS, "3").open
    assert (topic.status, topic.author, set(topic.writers)) == (Status.DRAFT, "heir", {"li", "heir"})
    entry = workflow.get_entry(small_line, heir, 105).open
    assert (entry.status, entry.author) == (Status.SUBMITTED, "heir")
    assert logged()[-1] == ("HANDED_OVER", "li", "boss")
    proposals.submit(small_line, heir, TOPICS, "3", version=topic.version)


def test_a_returned_submission_goes_to_the_successor_with_its_comment(small_line, boss, add):
    li, heir, head = add("li"), add("heir"), add("head", Role.REVIEWER)
    sent = submitted_entry(small_line, li)
    workflow.return_(small_line, head, 105, version=sent.version, comment="再改。")
    people.hand_over(small_line, boss, li.id, heir.id)
    handed = workflow.get_entry(small_line, heir, 105).open
    assert (handed.author, handed.reviewer, handed.comment) == ("heir", "head", "再改。")


def test_a_liaison_officer_takes_only_their_department_and_no_words(small_line, boss, add):
    li, liaison = add("li"), in_department(small_line, add("liaison", Role.LIAISON), "LFK")
    draft_topic(small_line, li)
    with pytest.raises(InvalidInput, match="只办自己部门的事"):
        people.hand_over(small_line, boss, li.id, liaison.id)
    everywhere = add("everywhere", Role.LIAISON)
    proposals.save_draft(small_line, li, Synonym("吃官司", "被起诉"), None)
    with pytest.raises(InvalidInput, match="不能改词表"):
        people.hand_over(small_line, boss, li.id, everywhere.id)
    assert people.list_open_work(small_line, boss, li.id).written == 2


def test_what_waits_for_its_day_is_handed_over_and_not_to_who_approved_it(small_line, boss, add, set_clock):
    publish.publish(small_line)
    li, heir, head = add("li"), add("heir"), add("head", Role.REVIEWER, Role.PUBLISHER)
    sent = submitted_entry(small_line, li)
    day = small_line.now().date() + timedelta(days=3)
    workflow.approve(small_line, head, 105, version=sent.version, day=day)
    with pytest.raises(InvalidInput, match="等日子发布"):
        people.hand_over(small_line, boss, li.id, head.id)
    assert people.hand_over(small_line, boss, li.id, heir.id) == 1
    set_clock.pass_by(days=3)
    assert publish_due(small_line, "host:1") == 1
    assert workflow.get_entry(small_line, heir, 105).published.author == "heir"


def test_messages_of_the_department_are_listed_with_who_else_is_there(small_line, boss, add):
    publish.publish(small_line)
    li = in_department(small_line, add("li", Role.LIAISON), "FYK")
    left = messages.leave_message(small_line, channel=Channel.WEB, body="复议多久？", caller="")
    message_deeds.assign(small_line, boss, left.tracking_number, "FYK")
    alone = people.close(small_line, boss, li.id)
    assert [one.tracking_number for one in alone.messages] == [left.tracking_number]
    assert alone.colleagues == []
    other = in_department(small_line, add("other", Role.LIAISON), "FYK")
    assert people.list_open_work(small_line, boss, li.id).colleagues == [other]
