"""Files that an applicant is to be given are looked into for what is hidden in them, and are not kept."""

import io

import pytest

from tests.support.attached_files import docx, pdf
from tests.support.html_pages import check_page, text
from tests.support.spreadsheets import workbook


def hide_a_row(book):
    book.worksheets[0].row_dimensions[2].hidden = True


@pytest.fixture
def send(clerk, register):
    case = register()
    path = f"/console/applications/{case.number}/file-check"

    def send(*files):
        token = clerk.desk.forms(path)[-1].fields["csrf_token"]
        given = [(io.BytesIO(content), name) for name, content in files]
        sent = clerk.desk.post(path, {"csrf_token": token, "files": given})
        check_page(sent.text)
        return sent.status_code, text(sent.text)

    return send


def test_hidden_rows_and_authors_are_named_for_each_file(send):
    hidden = workbook({"表": [["姓名"], ["赵大山"]]}, hide_a_row)
    status, shown = send(("名单.xlsx", hidden), ("告知.pdf", pdf(author="Zhang Min")), ("干净.docx", docx()))
    assert status == 200
    shown = shown[shown.index("名单.xlsx") :]
    assert shown.index("名单.xlsx") < shown.index("隐藏") < shown.index("告知.pdf") < shown.index("Zhang Min")
    assert "没有发现隐藏的内容" in shown[shown.index("干净.docx") :]


def test_a_file_that_cannot_be_looked_into_is_told_and_the_others_are_checked(send):
    status, shown = send(("木马.exe", b"MZ" + b"0" * 100), ("干净.docx", docx()))
    assert status == 200
    assert "没有检查。“木马.exe”的内容不是PDF" in shown
    assert "没有发现隐藏的内容" in shown


def test_no_file_is_asked_for_and_none_is_kept(send, desk_line, tmp_path):
    status, shown = send()
    assert (status, "请选要检查的文件。" in shown) == (400, True)
    send(("干净.docx", docx()))
    assert not [path for path in desk_line.attachments._folder.glob("*") if path.is_file() and "upload" in path.name]


def test_who_may_not_handle_applications_checks_no_files(operator, register):
    operator.desk.get(f"/console/applications/{register().number}/file-check", 403)
