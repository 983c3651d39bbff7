"""The second person: approves whatever waits for approval in the tables of the office."""

from sqlalchemy import update

from hotline.core.permissions import Role, Staff
from hotline.core.review import Status
from hotline.services.content import proposal_lists, proposals
from hotline.storage.records.models.content import CatalogueRow, DepartmentRow, PublicNoticeRow, RevisionRow

HEAD = Staff(99, "head", "批准的人", Role.REVIEWER, True)


def add_head(line):
    """An account for the second person: from then on nothing of an import is public before they approve it."""
    with line.records.writing() as unit:
        unit.staff.add(name=HEAD.name, full_name=HEAD.full_name, role=HEAD.role, password_hash="x", at=line.now())


def approve_proposals(line):
    """Approve and publish every submitted proposal."""
    for one in proposal_lists.list_open(line, HEAD):
        if one.status is Status.SUBMITTED:
            assert proposals.approve(line, HEAD, one.kind, one.key, version=one.version) == ""


def withdraw_value(line, kind, key):
    """Withdraw what is published under ``key``."""
    version = proposals.get_history(line, HEAD, kind, key).version
    assert proposals.withdraw(line, HEAD, kind, key, version=version, comment="不该公开。") == ""


def take_over_sample(line):
    """Have somebody of the office stand for everything that came with the program: it is no sample any more."""
    with line.records.writing() as unit:
        rows = (CatalogueRow, DepartmentRow, PublicNoticeRow)
        for author in (RevisionRow.author, *(row.changed_by for row in rows)):
            written = update(author.class_).where(author == "seed")
            unit._session.execute(written.values({author.key: "li"}))
