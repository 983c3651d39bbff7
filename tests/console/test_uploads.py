"""Staff upload a table, see row by row what is new, changed or wrong, confirm it, and a reviewer finds it waiting."""

import io
import re

import pytest

from hotline.core.permissions import Role
from hotline.core.review import Status
from hotline.core.table_uploads import LARGEST_UPLOAD
from hotline.services.content.table_uploads import uploads
from hotline.services.content.table_uploads.background_work import work_off_due
from tests.support.html_pages import check_page, text
from tests.support.spreadsheets import topics_csv, workbook

UPLOADS = "/console/tables/uploads"
TOPICS = ["代码", "名称", "说明"]


def send(desk, *files, **fields):
    """Upload files; returns the response."""
    form = next(form for form in desk.forms(UPLOADS) if form.action == UPLOADS)
    given = [(io.BytesIO(content), name) for name, content in files]
    told = {"csrf_token": form.fields["csrf_token"], "table": "", "files": given} | fields
    return desk.client.post(UPLOADS, data=told, headers={"Referer": f"https://hotline.example{UPLOADS}"})


def entries(desk, **changes):
    """The downloaded table of entries, with words replaced: old=new."""
    content = desk.get("/console/tables/entries.csv").data.decode("utf-8-sig")
    for old, new in changes.items():
        assert old in content
        content = content.replace(old, new)
    return content.encode()


def test_a_downloaded_table_is_changed_uploaded_confirmed_and_waits_for_a_reviewer(publisher, reviewer, history):
    sent = send(publisher, ("entries.csv", entries(publisher, 申请行政复议收费吗="申请复议花不花钱")))
    assert sent.status_code == 303
    page = text(publisher.get(sent.location).text)
    assert "新的0行，改了的1行，不变的" in page
    assert "entries.csv，第" in page
    assert "［删］申请行政复议收费吗" in page or "［加］" in page
    assert publisher.send(sent.location, "/confirm").status_code == 303
    page = text(publisher.get(sent.location).text)
    assert "提交了1行，等审核员审核。" in page
    assert (history(105).open.status, history(105).open.entry.question) == (Status.SUBMITTED, "申请复议花不花钱？")
    assert "申请复议花不花钱" in reviewer.get("/console/").text


def test_an_excel_workbook_is_uploaded_the_same_way(publisher):
    sent = send(publisher, ("分类.xlsx", workbook({"分类": [TOPICS, [1, "行政复议", "新的说明"]]})))
    page = publisher.get(sent.location)
    assert "分类.xlsx“分类”，第2行" in text(page.text)
    check_page(page.text)


def test_a_wrong_row_is_told_and_cannot_be_confirmed(publisher):
    sent = send(publisher, ("分类.csv", topics_csv(["0", "别的", ""])))
    page = publisher.get(sent.location).text
    assert "分类.csv，第2行" in text(page)
    assert "代码：分类应当是1到8的一位数字。" in text(page)
    assert "/confirm" not in page
    check_page(page)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.exe", b"MZ", "“x.exe”不是XLSX也不是CSV"),
        ("x.xlsm", b"PK\3\4", "“x.xlsm”可能带宏"),
        ("表/x.xlsx", b"PK\3\4zzz", "“x.xlsx”打不开"),
        ("x.csv", b"", "“x.csv”是空的"),
    ],
)
def test_a_refused_file_is_told_in_the_form(publisher, name, content, told):
    sent = send(publisher, (name, content))
    assert sent.status_code == 400
    assert told in text(sent.text)
    check_page(sent.text)
    assert "还没有上传过" in sent.text


def test_no_file_at_all_is_told_in_the_form(publisher):
    assert "请选一个文件" in send(publisher).text


def test_a_file_of_50_megabytes_is_told_in_a_sentence(publisher):
    sent = send(publisher, ("x.csv", b"1,2\n" * (50 * 1024 * 1024 // 4)))
    assert (sent.status_code, "一次最多20MB" in text(sent.text)) == (413, True)
    check_page(sent.text)
    assert LARGEST_UPLOAD == 20 * 1024 * 1024
    longest = publisher.client.post(
        "/console/entries/102/return",
        data={"comment": "字" * 500_000},
        headers={"Referer": "https://hotline.example/"},
    )
    assert (longest.status_code, "20MB" in longest.text) == (413, False)


def test_a_large_file_shows_its_progress_and_the_page_comes_again_by_itself(publisher, line, monkeypatch):
    monkeypatch.setattr(uploads, "AT_ONCE_BYTES", -1)
    sent = send(publisher, ("分类.csv", topics_csv(["1", "行政复议", "新的说明"])))
    page = publisher.get(sent.location).text
    assert '<meta http-equiv="refresh" content="3">' in page
    assert "可以关掉浏览器" in page
    check_page(page)
    with line.records.writing() as unit:
        [upload] = unit.table_uploads.list_due()
        unit.table_uploads.note_progress(upload, 500, 100_000)
    page = publisher.get(sent.location).text
    assert "500行，一共100000行" in text(page)
    check_page(page)
    work_off_due(line, "host:1")
    page = publisher.get(sent.location).text
    assert "refresh" not in page
    assert "改了的1行" in text(page)


def test_an_upload_is_thrown_away_with_one_click(publisher):
    sent = send(publisher, ("分类.csv", topics_csv(["1", "行政复议", "新的说明"])))
    assert "已经放弃" in text(publisher.get(publisher.send(sent.location, "/discard").location).text)
    publisher.get(sent.location, status=404)


def test_an_upload_of_somebody_else_is_shown_without_buttons(publisher, reviewer, desk):
    sent = send(publisher, ("分类.csv", topics_csv(["1", "行政复议", "新的说明"])))
    for role in (Role.REVIEWER, Role.ADMINISTRATOR):
        page = desk(role).get(sent.location).text
        assert "请上传的人看过以后确认提交" in page
        assert not re.search(r"/(confirm|discard)", page)
    assert "分类.csv" in reviewer.get(UPLOADS).text
    assert 'type="file"' not in reviewer.get(UPLOADS).text


def test_many_rows_are_shown_page_by_page(publisher, monkeypatch):
    monkeypatch.setattr(uploads, "PAGE", 1)
    rows = [["1", "行政复议", "新的说明"], ["3", "信息公开", "另一个说明"]]
    sent = send(publisher, ("分类.csv", topics_csv(*rows)))
    assert "第1页，共2页" in publisher.get(sent.location).text
    assert "分类.csv，第3行" in text(publisher.get(f"{sent.location}?show=changed&page=2").text)
    publisher.get(f"{sent.location}?show=x&page=999999999999")


def test_what_is_not_in_a_replacing_upload_is_withdrawn_by_a_reviewer(publisher, reviewer):
    content = publisher.get("/console/tables/topics.csv").data.decode("utf-8-sig")
    sent = send(publisher, ("topics.csv", (content + "8,要撤的,\n").encode()))
    publisher.send(sent.location, "/confirm")
    reviewer.send("/console/content/topics/review/8", "/8")
    sent = send(publisher, ("topics.csv", content.encode()), replaces="1")
    page = text(publisher.get(sent.location).text)
    assert "文件里没有的：1条" in page
    assert "请审核员或者管理员打开这一页来撤回" in page
    check_page(reviewer.get(sent.location).text)
    assert reviewer.send(sent.location, "/withdraw").status_code == 303
    page = reviewer.get(sent.location).text
    assert "已经撤回的（1）" in text(page)
    check_page(page)
    assert "要撤的" not in publisher.get("/console/tables/topics.csv").text


def test_a_made_up_upload_is_not_found(publisher):
    for upload in ("0", "999", "9" * 40):
        publisher.get(f"{UPLOADS}/{upload}", status=404)
