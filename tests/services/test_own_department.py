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
