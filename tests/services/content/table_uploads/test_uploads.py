"""Uploads are checked in the background, shown row by row, confirmed once, and leave nothing half done."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from hotline.core.permissions import Role
from hotline.core.review import Status
from hotline.core.table_uploads import RowVerdict, UploadedFile, UploadState
from hotline.services import retention
from hotline.services.content import workflow
from hotline.services.content.table_uploads import background_work, uploads, whole_check
from hotline.services.content.table_uploads.background_work import work_off, work_off_due
from tests.support.approvals import add_head
from tests.support.records_database import dumped
from tests.support.spreadsheets import table_csv, topics_csv, workbook

CHANGED_TOPIC = topics_csv(["1", "行政复议", "复议怎么办。"])


@pytest.fixture
def line(small_line, people):
    """The small line with an account for the publisher, in whose name uploads are submitted."""
    add_head(small_line)
    with small_line.records.writing() as unit:
        unit.staff.add(
            name="publisher", full_name="测试publisher", role=Role.PUBLISHER, password_hash="x", at=small_line.now()
        )
    return small_line


@pytest.fixture
def add(line, writer):
    """``add(("a.csv", content), ...)`` uploads files without checking them yet, and returns the id."""

    def add_waiting(*files, **how):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(uploads, "AT_ONCE_BYTES", -1)
            given = [UploadedFile(name, content) for name, content in files]
            return uploads.add_upload(line, writer, given, holder="x", **how)

    return add_waiting


def state(line, actor, upload):
    return uploads.get_upload(line, actor, upload).state


def rows(line, actor, upload, verdict, page=1):
    return uploads.list_rows(line, actor, upload, verdict, page).rows


def entries_csv(line, reviewer, **changes):
    """The table of entries as it is published, with another text for some: number -> text."""
    lines = []
    for number in (102, 105, 301):
        entry = workflow.get_entry(line, reviewer, number).published.entry
        told = [entry.question, entry.web_answer, entry.spoken, changes.get(f"e{number}", entry.text)]
        ends = [";".join(entry.keywords), entry.topic, entry.department, entry.effective_date, entry.review_date]
        lines.append([number, *told, *ends])
    return table_csv("entries", *lines)


def test_a_small_file_is_checked_at_once_and_changes_nothing_before_it_is_confirmed(line, writer):
    upload = uploads.add_upload(line, writer, [UploadedFile("分类.csv", CHANGED_TOPIC)], holder="x")
    found = uploads.get_upload(line, writer, upload)
    assert (found.state, found.counts, found.rows_total) == (UploadState.CHECKED, {RowVerdict.CHANGED: 1}, 1)
    [row] = rows(line, writer, upload, RowVerdict.CHANGED)
    assert (row.line, row.key, row.changes) == (2, "1", (("说明", "怎样复议。", "复议怎么办。"),))
    with line.records.reading() as unit:
        assert unit.proposals.list_open(9) == []


def test_a_large_file_waits_for_the_background_job_and_its_result_waits_for_the_person(line, writer, add):
    upload = add(("分类.csv", CHANGED_TOPIC))
    assert state(line, writer, upload) is UploadState.WAITING
    work_off_due(line, "host:1")
    assert state(line, writer, upload) is UploadState.CHECKED


def test_a_confirmed_upload_waits_for_a_reviewer_in_the_name_of_who_uploaded_it(line, writer, reviewer, add):
    upload = add(("a.csv", entries_csv(line, reviewer, e105="一分钱不收。")), ("b.csv", CHANGED_TOPIC))
    work_off_due(line, "host:1")
    uploads.confirm(line, writer, upload, holder="x")
    found = uploads.get_upload(line, writer, upload)
    assert (found.state, found.submitted, found.changes) == (UploadState.DONE, 2, 2)
    sent = workflow.get_entry(line, reviewer, 105).open
    assert (sent.status, sent.author, sent.comment) == (Status.SUBMITTED, "publisher", "从表格“a.csv、b.csv”导入")
    with line.records.reading() as unit:
        assert unit.table_uploads.read_files(upload) == []


def test_a_second_confirmation_changes_nothing(line, writer, add):
    upload = add(("分类.csv", CHANGED_TOPIC))
    work_off_due(line, "host:1")
    uploads.confirm(line, writer, upload, holder="x")
    before = dumped(line)
    uploads.confirm(line, writer, upload, holder="y")
    assert dumped(line) == before


def test_confirmations_at_the_same_moment_submit_once(line, writer, add):
    upload = add(("分类.csv", CHANGED_TOPIC))
    work_off_due(line, "host:1")
    barrier = Barrier(2)

    def click(holder):
        barrier.wait()
        uploads.confirm(line, writer, upload, holder=holder)

    clicks = [Thread(target=click, args=(holder,)) for holder in "ab"]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert uploads.get_upload(line, writer, upload).submitted == 1
    with line.records.reading() as unit:
        assert len(unit.proposals.list_open(9)) == 1


def test_a_wrong_row_keeps_the_whole_upload_from_being_confirmed(line, writer, add):
    upload = add(("分类.csv", topics_csv(["1", "行政复议", "复议怎么办。"], ["0", "别的", ""])))
    work_off_due(line, "host:1")
    [row] = rows(line, writer, upload, RowVerdict.WRONG)
    assert (row.place, row.line, row.faults) == ("分类.csv", 3, (("代码", "分类应当是1到8的一位数字。"),))
    with pytest.raises(Conflict):
        uploads.confirm(line, writer, upload, holder="x")


def test_what_becomes_wrong_before_the_confirmation_is_submitted_is_told_and_nothing_is_submitted(
    line, writer, reviewer, add, monkeypatch
):
    upload = add(("a.csv", entries_csv(line, reviewer, e105="一分钱不收。", e102="六十天内。")))
    work_off_due(line, "host:1")
    with line.records.writing() as unit:
        unit.office.rows_of_departments.withdraw("GKB", "x", line.now())
        unit.office.rows_of_departments.withdraw("FYK", "x", line.now())
    uploads.confirm(line, writer, upload, holder="x")
    found = uploads.get_upload(line, writer, upload)
    assert (found.state, found.submitted, found.count(RowVerdict.WRONG)) == (UploadState.CHECKED, 0, 2)
    assert "什么都没有提交" in found.notes[0]


def test_a_process_that_dies_while_it_submits_is_followed_by_another_that_submits_the_rest_once(
    line, writer, reviewer, add, set_clock, monkeypatch
):
    monkeypatch.setattr(whole_check, "SUBMITTED_AT_ONCE", 1)
    monkeypatch.setattr(uploads, "AT_ONCE_ROWS", 0)
    changes = {"e102": "六十天内。", "e105": "一分钱不收。", "e301": "写申请。"}
    upload = add(("a.csv", entries_csv(line, reviewer, **changes)))
    work_off_due(line, "host:1")
    uploads.confirm(line, writer, upload, holder="x")
    submit = whole_check._submit

    def die_at_the_second(unit, value, *more):
        if value.number == 105:
            raise KeyboardInterrupt
        submit(unit, value, *more)

    monkeypatch.setattr(whole_check, "_submit", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        work_off(line, upload, "host:1")
    monkeypatch.setattr(whole_check, "_submit", submit)
    assert uploads.get_upload(line, writer, upload).submitted == 1
    work_off(line, upload, "host:2")
    assert state(line, writer, upload) is UploadState.CONFIRMED, "the lease of the dead process is not over"
    set_clock.pass_by(seconds=61)
    work_off(line, upload, "host:2")
    found = uploads.get_upload(line, writer, upload)
    assert (found.state, found.submitted) == (UploadState.DONE, 3)
    for number in (102, 105, 301):
        assert [one.status for one in workflow.get_entry(line, reviewer, number).revisions] == [
            Status.SUBMITTED,
            Status.PUBLISHED,
        ]


def test_an_upload_that_is_thrown_away_while_it_is_checked_leaves_nothing(line, writer, add, monkeypatch):
    upload = add(("分类.csv", CHANGED_TOPIC))
    check = background_work.check_all

    def discard_first(*given):
        uploads.discard(line, writer, upload)
        return check(*given)

    monkeypatch.setattr(background_work, "check_all", discard_first)
    work_off(line, upload, "host:1")
    with pytest.raises(NotFound):
        uploads.get_upload(line, writer, upload)
    with line.records.reading() as unit:
        assert unit.table_uploads.count_rows(upload, RowVerdict.CHANGED) == 0


def test_two_uploads_at_once_do_not_disturb_each_other(line, writer, people, add, reviewer):
    first = add(("a.csv", CHANGED_TOPIC))
    second = add(("a.csv", entries_csv(line, reviewer, e105="一分钱不收。")))
    hosts = [Thread(target=work_off_due, args=(line, holder)) for holder in ("host:1", "host:2")]
    for host in hosts:
        host.start()
    for host in hosts:
        host.join()
    assert [row.table for row in rows(line, writer, first, RowVerdict.CHANGED)] == ["topics"]
    assert [row.table for row in rows(line, writer, second, RowVerdict.CHANGED)] == ["entries"]
    uploads.discard(line, writer, first)
    uploads.confirm(line, writer, second, holder="x")
    assert uploads.get_upload(line, writer, second).submitted == 1


def test_the_progress_is_told_while_rows_are_checked(line, writer, reviewer, add, monkeypatch):
    monkeypatch.setattr(whole_check, "CHECKED_AT_ONCE", 1)
    add(("a.csv", entries_csv(line, reviewer, e105="一分钱不收。")))
    told = []
    monkeypatch.setattr(
        background_work,
        "check_all",
        lambda line, context, keep: whole_check.check_all(
            line, context, lambda checked, found: (keep(checked, found), told.append((found.done, found.total)))
        ),
    )
    work_off_due(line, "host:1")
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_of_very_many_wrong_rows_the_first_are_listed_and_all_are_counted(line, writer, add, monkeypatch):
    monkeypatch.setattr(background_work, "WRONG_SHOWN", 2)
    upload = add(("a.csv", topics_csv(*[[str(90 + n), "别的", ""] for n in range(5)])))
    work_off_due(line, "host:1")
    assert uploads.get_upload(line, writer, upload).count(RowVerdict.WRONG) == 5
    assert len(rows(line, writer, upload, RowVerdict.WRONG)) == 2


def test_an_unreadable_file_ends_in_a_sentence_and_not_in_an_endless_check(line, writer, add, monkeypatch):
    upload = add(("a.csv", "代码,名称\n1,行政复议\n".encode()))
    work_off_due(line, "host:1")
    [row] = rows(line, writer, upload, RowVerdict.WRONG)
    assert row.faults == (("说明", "缺少这一列。"),)
    broken = add(("a.csv", CHANGED_TOPIC))
    monkeypatch.setattr(background_work, "check_all", lambda *given: 1 / 0)
    work_off_due(line, "host:1")
    [row] = rows(line, writer, broken, RowVerdict.WRONG)
    assert "请把文件再上传一次" in row.faults[0][1]


def test_a_check_goes_on_when_the_records_are_back(line, writer, add, monkeypatch):
    upload = add(("a.csv", CHANGED_TOPIC))

    def fail(*given):
        raise Unavailable("x")

    with monkeypatch.context() as patch:
        patch.setattr(background_work, "check_all", fail)
        with pytest.raises(Unavailable):
            work_off(line, upload, "host:1")
    work_off(line, upload, "host:1")
    assert state(line, writer, upload) is UploadState.CHECKED


def test_files_that_are_refused_are_not_stored(line, writer):
    before = dumped(line)
    for name, content in (("x.exe", b"MZ"), ("x.xlsm", b"PK\3\4"), ("x.xlsx", b"no")):
        with pytest.raises(InvalidInput):
            uploads.add_upload(line, writer, [UploadedFile(name, content)], holder="x")
    with pytest.raises(InvalidInput):
        uploads.add_upload(line, writer, [], holder="x")
    assert dumped(line) == before


def test_only_who_uploaded_confirms_or_discards_and_readers_upload_nothing(line, writer, reviewer, add):
    upload = add(("a.csv", CHANGED_TOPIC))
    other = replace(writer, name="another")
    for act in (uploads.discard, lambda *given: uploads.confirm(*given, holder="x")):
        with pytest.raises(NotAllowed):
            act(line, other, upload)
        with pytest.raises(NotAllowed):
            act(line, reviewer, upload)
    with pytest.raises(NotAllowed):
        uploads.add_upload(line, reviewer, [UploadedFile("a.csv", CHANGED_TOPIC)], holder="x")
    assert uploads.get_upload(line, reviewer, upload).uploaded_by == "publisher"


def test_a_liaison_officer_uploads_only_what_is_of_their_department(line, people, reviewer):
    with line.records.writing() as unit:
        unit.staff.add(
            name="liaison", full_name="联络", role=Role.LIAISON, password_hash="x", at=line.now(), department="FYK"
        )
        liaison = unit.staff.find_by_name("liaison")
    content = entries_csv(line, reviewer, e105="一分钱不收。", e301="写申请。")
    upload = uploads.add_upload(line, liaison, [UploadedFile("a.csv", content)], holder="x")
    assert [row.key for row in rows(line, liaison, upload, RowVerdict.CHANGED)] == ["105"]
    [row] = rows(line, liaison, upload, RowVerdict.WRONG)
    assert (row.key, row.faults) == ("301", (("负责部门", "您只办自己部门的事，这一条归别的部门。"),))


def test_uploads_are_deleted_after_thirty_days(line, writer, add, set_clock):
    upload = add(("a.xlsx", workbook({"topics": [["代码", "名称", "说明"], ["1", "行政复议", "新的"]]})))
    work_off_due(line, "host:1")
    for days, is_there in ((29, True), (2, False)):
        set_clock.pass_by(days=days)
        retention.erase_expired(line)
        with line.records.reading() as unit:
            assert (unit.table_uploads.find(upload) is not None) == is_there
    assert timedelta(days=30) == retention.UPLOADS
    with line.records.reading() as unit:
        assert unit.table_uploads.read_files(upload) == []
        assert unit.table_uploads.count_rows(upload, RowVerdict.CHANGED) == 0
