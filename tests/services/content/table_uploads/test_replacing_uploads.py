"""An upload that replaces: what is not in the files is listed and withdrawn, and no sample is published beside a real
office."""

import csv
import io
from dataclasses import replace

import pytest

from hotline.core.errors import Conflict, NotAllowed, PublishFailed
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.core.review import Status
from hotline.core.table_uploads import RowVerdict, UploadedFile, UploadState
from hotline.services.content import csv_export, csv_import, proposals, publish, workflow
from hotline.services.content.table_uploads import background_work, uploads
from hotline.services.content.table_uploads.background_work import work_off_due
from hotline.services.content.table_uploads.terminal_import import import_files, read_uploaded
from tests.support.records_database import dumped
from tests.support.spreadsheets import table_csv

WHOLE = ("entries", "similar_questions", "legal_bases", "referrals", "catalogue", "departments", "topics")


@pytest.fixture
def staffed(small_line):
    """The small line, published, with accounts for a publisher and a reviewer."""
    publish.publish(small_line)
    with small_line.records.writing() as unit:
        for role in (Role.PUBLISHER, Role.REVIEWER):
            unit.staff.add(
                name=role.value, full_name=f"测试{role.value}", role=role, password_hash="x", at=small_line.now()
            )
    return small_line


def upload_without(line, writer, reviewer, *left_out, tables=WHOLE, new_topics=()):
    """Upload what is published, but for the rows with the keys ``left_out``; returns the upload's id."""
    files = []
    for table in tables:
        rows = csv.reader(io.StringIO(csv_export.write_csv(line, reviewer, table).decode("utf-8-sig"), newline=""))
        kept = [row for row in rows if row[0] not in left_out]
        new = new_topics if table == "topics" else ()
        files.append(UploadedFile(f"{table}.csv", table_csv(table, *kept[1:], *new)))
    return uploads.add_upload(line, writer, files, replaces=True, holder="x")


def missing(line, actor, upload):
    return [(row.table, row.key) for row in uploads.list_rows(line, actor, upload, RowVerdict.MISSING, 1).rows]


def make_real(line):
    """Give the office its own particulars, without the notice that calls it a sample."""
    with line.records.writing() as unit:
        office = replace(unit.office.office(), name="青山市司法局", sample_notice="")
        unit.office.rows_of_office.put(office, 0, "publisher", line.now())


def approve_all(line, reviewer):
    with line.records.reading() as unit:
        numbers, steps = unit.entries.find_open_numbers(999), unit.proposals.list_open(999)
    for number in numbers:
        workflow.approve(line, reviewer, number, version=workflow.get_entry(line, reviewer, number).open.version)
    for step in steps:
        proposals.approve(line, reviewer, step.kind, step.key, version=step.version)


def test_what_is_published_and_not_in_the_files_is_listed(staffed, writer, reviewer):
    upload = upload_without(staffed, writer, reviewer, "105", "900001", "00000000-0/2026-00002")
    assert missing(staffed, reviewer, upload) == [
        ("entries", "105"),
        ("referrals", "900001"),
        ("catalogue", "00000000-0/2026-00002"),
    ]


def test_tables_that_are_not_in_the_files_are_not_withdrawn(staffed, writer, reviewer):
    upload = upload_without(staffed, writer, reviewer, "1", tables=("topics",))
    assert missing(staffed, reviewer, upload) == [("topics", "1")]


def test_nothing_is_listed_while_a_row_is_wrong(staffed, writer, reviewer):
    upload = upload_without(staffed, writer, reviewer, "105", new_topics=[["0", "错的", ""]])
    assert missing(staffed, reviewer, upload) == []
    assert uploads.get_upload(staffed, writer, upload).count(RowVerdict.WRONG)


def test_a_reviewer_withdraws_what_is_missing_with_one_click_after_the_rest_was_submitted(staffed, writer, reviewer):
    upload = upload_without(staffed, writer, reviewer, "105", "00000000-0/2026-00002")
    with pytest.raises(Conflict):
        uploads.withdraw_missing(staffed, reviewer, upload, holder="x")
    uploads.confirm(staffed, writer, upload, holder="x")
    with pytest.raises(NotAllowed):
        uploads.withdraw_missing(staffed, writer, upload, holder="x")
    uploads.withdraw_missing(staffed, reviewer, upload, holder="x")
    found = uploads.get_upload(staffed, reviewer, upload)
    assert (found.state, found.count(RowVerdict.MISSING), found.count(RowVerdict.WITHDRAWN)) == (UploadState.DONE, 0, 2)
    assert staffed.shelf.current().find_entry(105) is None
    [withdrawn] = workflow.get_entry(staffed, reviewer, 105).revisions
    assert (withdrawn.status, withdrawn.changed_by) == (Status.WITHDRAWN, "reviewer")
    before = dumped(staffed)
    uploads.withdraw_missing(staffed, reviewer, upload, holder="x")
    assert dumped(staffed) == before


def test_what_something_else_needs_is_not_withdrawn_and_says_why(staffed, writer, reviewer):
    upload = upload_without(staffed, writer, reviewer, "1", tables=("topics",))
    uploads.withdraw_missing(staffed, reviewer, upload, holder="x")
    [row] = uploads.list_rows(staffed, reviewer, upload, RowVerdict.HELD, 1).rows
    assert (row.key, "有内容用着它" in row.faults[0][1]) == ("1", True)


def test_a_withdrawal_that_was_interrupted_goes_on(staffed, writer, reviewer, monkeypatch, set_clock):
    monkeypatch.setattr(uploads, "AT_ONCE_ROWS", 0)
    monkeypatch.setattr(background_work, "SUBMITTED_AT_ONCE", 1)
    upload = upload_without(staffed, writer, reviewer, "105", "102")
    uploads.confirm(staffed, writer, upload, holder="x")
    work_off_due(staffed, "host:1")
    uploads.withdraw_missing(staffed, reviewer, upload, holder="x")
    withdraw = background_work.withdraw_row

    def die_at_the_second(unit, line, actor, row):
        if row.key == "105":
            raise KeyboardInterrupt
        withdraw(unit, line, actor, row)

    monkeypatch.setattr(background_work, "withdraw_row", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        work_off_due(staffed, "host:1")
    assert missing(staffed, reviewer, upload) == [("entries", "105")]
    monkeypatch.setattr(background_work, "withdraw_row", withdraw)
    set_clock.pass_by(seconds=61)
    work_off_due(staffed, "host:2")
    assert uploads.get_upload(staffed, reviewer, upload).count(RowVerdict.WITHDRAWN) == 2
    assert staffed.shelf.current().find_entry(102) is None


def test_a_real_office_is_not_published_beside_sample_entries_and_hears_which(staffed):
    make_real(staffed)
    with pytest.raises(PublishFailed) as refused:
        publish.publish(staffed)
    assert "问答4条（102、105、301、900001）；目录2条（00000000-0/2026-00001、" in str(refused.value)
    assert "上传表格" in str(refused.value)
    assert staffed.shelf.current().office.sample_notice, "the sample goes on serving"


def test_a_real_office_is_published_once_the_sample_was_taken_over_or_withdrawn(staffed, writer, reviewer):
    make_real(staffed)
    upload = upload_without(staffed, writer, reviewer, "105", "900001")
    found = uploads.get_upload(staffed, writer, upload)
    assert (found.changes, found.count(RowVerdict.SAME)) == (6, 2)
    [row, *_] = uploads.list_rows(staffed, writer, upload, RowVerdict.CHANGED, 1).rows
    assert "跟程序自带的样例一样" in row.faults[0][1]
    uploads.confirm(staffed, writer, upload, holder="x")
    assert uploads.get_upload(staffed, writer, upload).submitted == 6
    approve_all(staffed, reviewer)
    assert "105" in publish.last_error(staffed)
    uploads.withdraw_missing(staffed, reviewer, upload, holder="x")
    assert publish.last_error(staffed) == ""
    assert staffed.shelf.current().office.name == "青山市司法局"
    assert staffed.shelf.current().find_entry(105) is None
    assert staffed.shelf.current().find_entry(102).question == "复议期限多久？"


def test_the_sample_of_a_later_version_is_not_added_to_a_real_office(staffed, folder):
    make_real(staffed)
    table = folder / "entries.csv"
    table.write_text(table.read_text("utf-8").replace("102,复议期限", "103,复议期限"), "utf-8")
    for part in ("similar_questions", "legal_bases"):
        table = folder / f"{part}.csv"
        table.write_text(table.read_text("utf-8").replace("102,", "103,"), "utf-8")
    before = dumped(staffed)
    assert not csv_import.import_tables(staffed, folder).changed
    assert dumped(staffed) == before


def test_an_import_that_replaces_lists_what_is_missing_and_submits_the_sample_too(staffed, folder, reviewer):
    table = folder / "departments.csv"
    table.write_text("".join(table.read_text("utf-8").splitlines(keepends=True)[:2]), "utf-8")
    preview = import_files(staffed, read_uploaded(table), "import", replaces=True)
    assert [row.key for row in preview.rows[RowVerdict.MISSING]] == ["GKB"]
    assert preview.submitted == 1
    department = proposals.get_history(staffed, reviewer, ProposalKind.DEPARTMENTS, "FYK")
    assert department.open.author == "import"
