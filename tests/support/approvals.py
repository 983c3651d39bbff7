"""The second person: approves whatever waits for approval in the tables of the office."""

from hotline.core.permissions import Role, Staff
from hotline.core.review import Status
from hotline.services.content import proposal_lists, proposals

HEAD = Staff(99, "head", "批准的人", Role.REVIEWER, True)


def approve_proposals(line):
    """Approve and publish every submitted proposal."""
    for one in proposal_lists.list_open(line, HEAD):
        if one.status is Status.SUBMITTED:
            assert proposals.approve(line, HEAD, one.kind, one.key, version=one.version) == ""


def withdraw_value(line, kind, key):
    """Withdraw what is published under ``key``."""
    version = proposals.get_history(line, HEAD, kind, key).version
    assert proposals.withdraw(line, HEAD, kind, key, version=version, comment="不该公开。") == ""
