"""A liaison officer with a department works on its messages and content, and on nothing else."""

from dataclasses import replace

import pytest

from hotline.core.enquiries import Channel
from hotline.core.entries import Topic
from hotline.core.errors import NotAllowed
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.services import message_deeds, messages
from hotline.services.content import proposals, workflow


@pytest.fixture
def officer(people):
    """The liaison officer of FYK."""
    return replace(people[Role.LIAISON], department="FYK")


def leave(line, people, department):
    left = messages.leave_message(line, channel=Channel.WEB, body=f"给{department}的留言")
    if department:
        message_deeds.assign(line, people[Role.OPERATOR], left.tracking_number, department)
    return left.tracking_number


def test_a_liaison_officer_sees_the_messages_of_the_own_department_alone(small_line, people, officer):
    own, other, nobodys = (leave(small_line, people, department) for department in ("FYK", "GKB", ""))
    assert [one.tracking_number for one in messages.list_messages(small_line, officer)] == [own]
    assert [one.tracking_number for one in messages.list_messages(small_line, officer, department="GKB")] == [own]
    assert messages.get_message(small_line, officer, own).body == "给FYK的留言"
    for number in (other, nobodys):
        with pytest.raises(NotAllowed, match="自己部门"):
            messages.get_message(small_line, officer, number)
        with pytest.raises(NotAllowed):
            message_deeds.note(small_line, officer, number, "看过了")
    assert len(messages.list_messages(small_line, people[Role.LIAISON])) == 3


def test_a_liaison_officer_writes_for_the_own_department_alone(small_line, people, officer):
    history = {number: workflow.get_entry(small_line, officer, number).published for number in (102, 301)}
    assert {number: one.entry.department for number, one in history.items()} == {102: "FYK", 301: "GKB"}
    workflow.save_draft(small_line, officer, replace(history[102].entry, text="改"), history[102].version)
    for department in ("GKB", "FYK"):
        taken = replace(history[301].entry, department=department)
        with pytest.raises(NotAllowed, match="自己部门"):
            workflow.save_draft(small_line, officer, taken, history[301].version)
    both = replace(officer, further_roles=(Role.PUBLISHER,))
    workflow.save_draft(small_line, both, history[301].entry, history[301].version)


def test_a_liaison_officer_proposes_for_the_own_department_alone(small_line, officer):
    def change(kind, key):
        standing = proposals.get_history(small_line, officer, kind, key)
        return standing.published, standing.version

    own, version = change(ProposalKind.DEPARTMENTS, "FYK")
    proposals.save_draft(small_line, officer, replace(own, duties="新的职责。"), version)
    other, version = change(ProposalKind.DEPARTMENTS, "GKB")
    with pytest.raises(NotAllowed):
        proposals.save_draft(small_line, officer, replace(other, duties="新的职责。"), version)
    with pytest.raises(NotAllowed):
        proposals.save_draft(small_line, officer, Topic("8", "新分类", ""), None)


def test_no_step_on_another_departments_content_is_open_to_a_liaison_officer(small_line, people, officer):
    def version(number):
        return max(one.version for one in workflow.get_entry(small_line, officer, number).revisions)

    entry = workflow.get_entry(small_line, officer, 301).published.entry
    workflow.save_draft(small_line, people[Role.PUBLISHER], replace(entry, text="新"), version(301))
    for step in (workflow.submit, workflow.discard):
        with pytest.raises(NotAllowed, match="自己部门"):
            step(small_line, officer, 301, version=version(301))
    workflow.discard(small_line, people[Role.PUBLISHER], 301, version=version(301))
    with pytest.raises(NotAllowed, match="自己部门"):
        workflow.restore(small_line, officer, 301, 2, version=version(301))


def test_a_discarded_draft_takes_no_entry_from_its_department(small_line, people, officer):
    published = workflow.get_entry(small_line, officer, 301).published
    moved = replace(published.entry, department="FYK")
    draft = workflow.save_draft(small_line, people[Role.PUBLISHER], moved, published.version)
    gone = workflow.discard(small_line, people[Role.PUBLISHER], 301, version=draft.version)
    with pytest.raises(NotAllowed):
        workflow.save_draft(small_line, officer, moved, gone.version)
    other = replace(officer, department="GKB")
    assert (
        workflow.save_draft(small_line, other, replace(moved, department="GKB"), gone.version).entry.department == "GKB"
    )


def test_what_a_liaison_officer_writes_without_a_department_is_the_own_departments(small_line, officer):
    published = workflow.get_entry(small_line, officer, 102).published
    draft = workflow.save_draft(small_line, officer, replace(published.entry, department=""), published.version)
    assert draft.entry.department == "FYK"
    assert (
        workflow.save_draft(small_line, officer, replace(draft.entry, text="再改"), draft.version).entry.text == "再改"
    )


def test_a_liaison_officer_does_not_step_on_proposals_of_other_departments(small_line, people, officer):
    writer = people[Role.PUBLISHER]
    standing = proposals.get_history(small_line, writer, ProposalKind.DEPARTMENTS, "GKB")
    draft = proposals.save_draft(small_line, writer, replace(standing.published, duties="新"), standing.version)
    for step in (proposals.submit, proposals.discard):
        with pytest.raises(NotAllowed, match="自己部门"):
            step(small_line, officer, ProposalKind.DEPARTMENTS, "GKB", version=draft.version)
    with small_line.records.reading() as unit:
        item = unit.catalogue.list_items()[0]
    new = replace(item, index_number="00000000-0/2026-09999", department="GKB")
    drafted = proposals.save_draft(small_line, writer, new, None)
    with pytest.raises(NotAllowed, match="自己部门"):
        proposals.save_draft(small_line, officer, replace(new, department="FYK"), drafted.version)
