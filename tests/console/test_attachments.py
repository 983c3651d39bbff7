"""Attachments in the console: a clerk adds files to an item or an entry, the head looks at them and approves them."""

import hashlib
import io
from datetime import timedelta

import pytest

from hotline.core.errors import NotAllowed
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.services.content import attachments, csv_export, csv_import, proposals
from tests.support.attached_files import WORKBOOK, docx, pdf, png, xlsx
from tests.support.html_pages import check_page, fields_of, text

ITEM = "00000000-0/2026-00001"
EDIT_ITEM = f"/console/content/catalogue/edit/{ITEM}"
PUBLIC_ITEM = f"/catalogue/items/{ITEM}"
EDIT_ENTRY, PUBLIC_ENTRY = "/console/entries/101/edit", "/entries/101"
REPORT = pdf("年度报告")
DIGEST = hashlib.sha256(REPORT).hexdigest()
ITEM_FILE = f"/catalogue/files/{ITEM}/{DIGEST}"


def send(desk, path, *files, then="submit", **changes):
    """Send the last form of ``path`` with ``files``, pairs of (name, content)."""
    form = desk.forms(path)[-1]
    sent = [(io.BytesIO(content), name) for name, content in files]
    fields = {name: value for name, value in form.fields.items() if name != "files"}
    return desk.post(form.action, fields | {"then": then} | changes | ({"files": sent} if sent else {}))


@pytest.fixture
def published(publisher, reviewer):
    """The item with the report attached, approved by the head."""
    assert send(publisher, EDIT_ITEM, ("2025年年度报告.pdf", REPORT)).status_code == 303
    assert reviewer.send(f"/console/content/catalogue/review/{ITEM}", f"/approve/{ITEM}").status_code == 303


def test_a_clerk_attaches_a_report_and_the_public_gets_it_when_the_head_has_approved(publisher, reviewer, client):
    assert send(publisher, EDIT_ITEM, ("2025年年度报告.pdf", REPORT)).status_code == 303
    assert client.get(ITEM_FILE).status_code == 404
    assert "年度报告.pdf" not in client.get(PUBLIC_ITEM).text
    page = reviewer.get(f"/console/content/catalogue/review/{ITEM}").text
    check_page(page)
    assert "2025年年度报告.pdf（PDF，1千字节，校验码" in text(page)
    assert reviewer.get(f"/console/files/{DIGEST}").data == REPORT
    reviewer.send(f"/console/content/catalogue/review/{ITEM}", f"/approve/{ITEM}")
    page = client.get(PUBLIC_ITEM).text
    check_page(page)
    assert "2025年年度报告.pdf（PDF，1千字节）" in text(page)
    assert client.get(ITEM_FILE).data == REPORT


def test_a_file_is_served_so_that_nothing_in_it_can_run(published, client):
    response = client.get(ITEM_FILE)
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''2025%E5%B9%B4%E5%B9%B4%E5%BA%A6" in headers["Content-Disposition"]
    assert headers["Cache-Control"] == "private, max-age=86400, immutable"
    assert "Set-Cookie" not in headers
    again = client.get(ITEM_FILE, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    part = client.get(ITEM_FILE, headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.data) == (206, b"%PDF-")


def test_what_was_withdrawn_is_no_longer_served(published, reviewer, client):
    path = f"/console/content/catalogue/withdraw/{ITEM}"
    assert reviewer.send(path, -1, comment="里面有身份证号码").status_code == 303
    assert client.get(ITEM_FILE).status_code == 410


def test_a_file_that_was_taken_out_is_no_longer_served_once_that_is_approved(published, publisher, reviewer, client):
    assert send(publisher, EDIT_ITEM, **{"attachments-0-remove": "y"}).status_code == 303
    page = text(reviewer.get(f"/console/content/catalogue/review/{ITEM}").text)
    assert "［删］2025年年度报告.pdf" in page
    assert client.get(ITEM_FILE).status_code == 200
    reviewer.send(f"/console/content/catalogue/review/{ITEM}", f"/approve/{ITEM}")
    assert client.get(ITEM_FILE).status_code == 404
    assert "年度报告.pdf" not in client.get(PUBLIC_ITEM).text


def test_a_file_that_nothing_public_names_is_served_to_staff_alone(publisher, reviewer, client):
    send(publisher, EDIT_ITEM, ("草稿.pdf", REPORT), then="save")
    assert client.get(f"/console/files/{DIGEST}").status_code == 302
    assert client.get(ITEM_FILE).status_code == 404
    assert client.get(f"/catalogue/files/{ITEM}/..%2f..%2fetc%2fpasswd").status_code == 404
    assert publisher.get(f"/console/files/{DIGEST}").headers["Cache-Control"] == "no-store"
    reviewer.get("/console/files/" + "0" * 64, 404)
    reviewer.get("/console/files/..", 404)


def test_a_picture_is_shown_with_its_description(publisher, reviewer, client):
    picture = png()
    assert send(publisher, EDIT_ITEM, ("大厅.png", picture), then="save").status_code == 303
    described = {"attachments-0-description": "办事大厅一楼，复议窗口在右手"}
    assert send(publisher, EDIT_ITEM, **described).status_code == 303
    reviewer.send(f"/console/content/catalogue/review/{ITEM}", f"/approve/{ITEM}")
    page = client.get(PUBLIC_ITEM).text
    check_page(page)
    address = f"/catalogue/files/{ITEM}/{hashlib.sha256(picture).hexdigest()}"
    assert f'<img src="{address}" alt="办事大厅一楼，复议窗口在右手"' in page
    headers = client.get(address).headers
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"].startswith("inline; filename=")


def test_files_are_attached_to_entries_and_to_referrals_too(publisher, reviewer, client):
    assert send(publisher, EDIT_ENTRY, ("申请表.docx", docx()), ("统计.xlsx", xlsx())).status_code == 303
    page = reviewer.get("/console/entries/101/review").text
    check_page(page)
    assert "申请表.docx（Word文档，1千字节，校验码" in text(page)
    check_page(reviewer.get("/console/entries/101/preview").text)
    assert reviewer.send("/console/entries/101/review", "/101/approve").status_code == 303
    page = client.get(PUBLIC_ENTRY).text
    check_page(page)
    assert "申请表.docx（Word文档，1千字节）" in text(page)
    assert "统计.xlsx（Excel表格，1千字节）" in text(page)
    response = client.get(f"/entries/101/files/{hashlib.sha256(docx()).hexdigest()}")
    assert response.headers["Content-Type"].endswith("wordprocessingml.document")
    assert send(publisher, "/console/entries/900001/edit", ("地图.png", png()), then="save").status_code == 303
    assert "地图.png" in publisher.get("/console/entries/900001").text


def test_a_bad_file_is_refused_with_a_sentence_and_nothing_else_is_lost(publisher):
    bad, good = ("年报.pdf", b"<script>alert(1)</script>"), ("申请表.docx", docx())
    response = send(publisher, EDIT_ITEM, bad, good, title="换了标题")
    assert response.status_code == 400
    check_page(response.text)
    assert "“年报.pdf”的内容不是PDF、DOCX、XLSX、PNG或者JPEG" in response.text
    assert 'value="换了标题"' in response.text
    assert 'value="申请表.docx"' in response.text
    assert "换了标题" not in publisher.get(EDIT_ITEM).text


def test_a_file_stays_in_the_form_when_another_field_is_wrong(publisher, line):
    response = send(publisher, EDIT_ITEM, ("年报.pdf", REPORT), made_date="前天")
    assert response.status_code == 400
    form = list(check_page(response.text).iter("form"))[-1]
    assert fields_of(form)["attachments-0-digest"] == DIGEST


def test_a_request_of_fifty_megabytes_is_refused_with_a_sentence(publisher):
    response = send(publisher, EDIT_ITEM, ("年报.pdf", b"%PDF-" + bytes(50 * 1024**2)))
    assert response.status_code == 413
    assert "附件每个最大20兆" in response.text


def test_a_file_just_over_the_limit_is_refused_by_its_name(publisher):
    response = send(publisher, EDIT_ITEM, ("年报.pdf", b"%PDF-" + bytes(20 * 1024**2) + b"%%EOF"))
    assert response.status_code == 400
    assert "“年报.pdf”太大：附件每个最大20兆" in response.text


def test_two_files_of_one_name_cannot_be_submitted(publisher):
    response = send(publisher, EDIT_ITEM, ("表.pdf", pdf("一")), ("表.pdf", pdf("二")))
    assert response.status_code == 400
    assert "有两个附件都叫“表.pdf”" in response.text


def test_a_name_cannot_lead_anywhere_or_hide_what_the_file_is(publisher, line, staff):
    send(publisher, EDIT_ITEM, ("../年报\u202efdp.exe.pdf", REPORT), then="save")
    history = proposals.get_history(line, staff(Role.REVIEWER), ProposalKind.CATALOGUE, ITEM)
    assert [one.name for one in history.shown.attachments] == ["年报fdp.exe.pdf"]


def test_nobody_can_name_a_file_that_was_never_uploaded(publisher, line, staff):
    forged = {"attachments-0-digest": "a" * 64, "attachments-0-name": "秘密.pdf", "attachments-1-digest": "../../etc"}
    assert send(publisher, EDIT_ITEM, then="save", title="换了标题", **forged).status_code == 303
    history = proposals.get_history(line, staff(Role.REVIEWER), ProposalKind.CATALOGUE, ITEM)
    assert history.shown.attachments == ()


def test_a_head_who_does_not_write_cannot_upload(reviewer, line, staff):
    with pytest.raises(NotAllowed):
        attachments.upload(line, staff(Role.REVIEWER), "年报.pdf", io.BytesIO(REPORT))
    with line.records.reading() as unit:
        assert unit.uploads.list_digests() == []


def test_a_store_that_is_down_is_told_and_what_was_typed_stays(publisher, line, monkeypatch):
    def fail(*_):
        raise OSError("no disk")

    monkeypatch.setattr(line.attachments, "put", fail)
    response = send(publisher, EDIT_ITEM, ("年报.pdf", REPORT), title="换了标题")
    assert response.status_code == 400
    assert "附件的存放处现在用不了" in response.text
    assert 'value="换了标题"' in response.text


def test_a_file_that_nothing_names_is_deleted_after_a_week_and_one_that_a_revision_names_stays(
    publisher, line, clock, published
):
    loose = pdf("没有提交")
    send(publisher, EDIT_ITEM, ("没有提交.pdf", loose), made_date="前天")
    send(publisher, EDIT_ITEM, **{"attachments-0-remove": "y"})
    digests = {hashlib.sha256(loose).hexdigest(), DIGEST}
    clock.now += timedelta(days=6)
    assert attachments.delete_orphans(line) == 0
    assert set(attachments.find_uploads(line, digests)) == digests
    clock.now += timedelta(days=2)
    assert attachments.delete_orphans(line) == 1
    assert set(attachments.find_uploads(line, digests)) == {DIGEST}
    assert [path.name for path in line.folder.joinpath("attachments").iterdir()] == [f"attachment-{DIGEST}"]


def test_a_table_that_is_imported_leaves_attachments_alone(published, line, staff, client, tmp_path):
    csv_export.export_tables(line, tmp_path)
    table = tmp_path / "catalogue.csv"
    assert csv_import.import_tables(line, tmp_path, "publisher").proposed == []
    history = proposals.get_history(line, staff(Role.REVIEWER), ProposalKind.CATALOGUE, ITEM)
    table.write_text(table.read_text("utf-8").replace(history.published.title, "表格里改的标题"), "utf-8")
    assert f"catalogue {ITEM}" in csv_import.import_tables(line, tmp_path, "publisher").proposed
    history = proposals.get_history(line, staff(Role.REVIEWER), ProposalKind.CATALOGUE, ITEM)
    assert history.open.content.title == "表格里改的标题"
    assert [one.digest for one in history.open.content.attachments] == [DIGEST]


def test_author_and_reviewer_are_warned_of_what_is_hidden_in_a_file_and_may_publish_it(publisher, reviewer, client):
    hidden = WORKBOOK.replace("<sheet ", '<sheet state="hidden" ')
    assert send(publisher, EDIT_ITEM, ("名单.xlsx", xlsx(hidden))).status_code == 303
    review = f"/console/content/catalogue/review/{ITEM}"
    for desk, path in ((publisher, f"/console/content/catalogue/of/{ITEM}"), (reviewer, review)):
        page = desk.get(path).text
        check_page(page)
        assert "有隐藏的工作表：表。" in page
    assert reviewer.send(review, f"/approve/{ITEM}").status_code == 303
    page = client.get(PUBLIC_ITEM).text
    assert "名单.xlsx" in page
    assert "隐藏" not in page
