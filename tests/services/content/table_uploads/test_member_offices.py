"""Tables of a line of several offices: what an upload brings, and what tables of earlier versions leave as it is."""

from dataclasses import replace

import pytest

from hotline.core.departments import Department
from hotline.core.member_offices import MemberOffice
from hotline.core.table_uploads import RowVerdict, UploadedFile
from hotline.services.content import publish
from hotline.services.content.csv_export import _read_published, write_csv
from hotline.services.content.table_uploads.terminal_import import import_files
from hotline.storage.csv_tables.csv_file import table_text
from hotline.storage.csv_tables.schema import headings_of
from hotline.storage.csv_tables.table_rows import rows_of
from tests.support.small_contents import entry

CIVIL = MemberOffice("MZJ", "示例市民政局", "民政局", "幸福路8号", "0000-80008888", "09:00-12:00", "13:30-17:00", "")
AID = Department("JZK", "救助科", "办低保。", "102", "0000-80008801", "", "", "MZJ")


@pytest.fixture
def member(small_line):
    """A line with a member office and its department."""
    with small_line.records.writing() as unit:
        unit.office.rows_of_member_offices.put(CIVIL, 1, by="x", at=small_line.now())
        unit.office.rows_of_departments.put(AID, 9, by="x", at=small_line.now())
    publish.publish(small_line)
    return small_line


def preview(line, **tables):
    files = [UploadedFile(f"{name}.csv", content) for name, content in tables.items()]
    return import_files(line, files, "terminal", only_preview=True)


def test_departments_of_an_earlier_version_stay_with_their_office(member, writer):
    rows = write_csv(member, writer, "departments").decode().splitlines()
    without = "\n".join(row.rpartition(",")[0] for row in rows).encode()
    assert preview(member, departments=without).counts == {RowVerdict.SAME: 3}


def test_offices_that_come_with_their_entries_may_share_wordings(small_line, writer):
    publish.publish(small_line)
    with small_line.records.reading() as unit:
        own = next(one for one in unit.entries.list_published() if one.number == 102)
        departments = (*unit.office.departments(), AID)
    other = replace(entry(181, own.question), department="JZK", similar_questions=own.similar_questions)

    def table(name, **rows):
        tables = replace(empty, **rows)
        return table_text(list(headings_of(name)), rows_of(name, tables)).encode()

    empty = _read_published(small_line)
    shared = {"entries": (own, other), "departments": departments, "member_offices": (CIVIL,)}
    files = {
        name: table(name, **shared)
        for name in ("entries", "similar_questions", "legal_bases", "departments", "member_offices")
    }
    counts = preview(small_line, **files).counts
    assert RowVerdict.WRONG not in counts
    assert counts[RowVerdict.HELD] == 2
