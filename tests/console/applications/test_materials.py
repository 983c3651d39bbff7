"""The files of a case in the console, and the whole case as one archive."""

import csv
import io
import zipfile

import pytest

from hotline.core.disclosure.applications import ApplicationAction
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.staff_log import LogFilter
from tests.support.attached_files import pdf
from tests.support.html_pages import text

A = ApplicationAction


def send(person, case, content, name="身份证.pdf", kind="IDENTITY"):
    return person.fill(f"/{case.number}/materials/new", kind=kind, file=(io.BytesIO(content), name))


def open_archive(person, case):
    response = person.desk.get(f"/console/applications/{case.number}/archive.zip")
    assert response.headers["Cache-Control"] == "no-store"
    assert case.number in response.headers["Content-Disposition"]
    return zipfile.ZipFile(io.BytesIO(response.data))


@pytest.fixture
def answered(register):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    return case


def test_a_scan_is_added_opened_and_removed_by_the_forms(clerk, register):
    case = register()
    assert send(clerk, case, pdf()).status_code == 303
    shown = clerk.see(f"/{case.number}")
    assert "身份证.pdf 身份证明" in shown
    opened = clerk.desk.get(f"/console/applications/{case.number}/materials/1")
    assert opened.data == pdf()
    assert opened.headers["Cache-Control"] == "no-store"
    assert "删除，不能恢复" in clerk.see(f"/{case.number}/materials/1/remove")
    assert clerk.fill(f"/{case.number}/materials/1/remove").status_code == 303
    assert "身份证.pdf（已经删除）" in clerk.see(f"/{case.number}")


def test_no_removal_is_offered_in_a_case_that_is_archived(clerk, answered):
    send(clerk, answered, pdf())
    remove = f"/console/applications/{answered.number}/materials/1/remove"
    assert remove in clerk.desk.get(f"/console/applications/{answered.number}").text
    answered.do(A.DELIVER)
    answered.do(A.ARCHIVE)
    assert remove not in clerk.desk.get(f"/console/applications/{answered.number}").text
    form = clerk.desk.forms(remove)[-1]
    refused = clerk.desk.post(form.action, form.fields)
    assert refused.status_code == 409
    assert "已经归档，案卷里的材料不能删" in text(refused.text)


def test_a_file_of_another_kind_gets_a_sentence_at_its_field(clerk, register):
    case = register()
    refused = send(clerk, case, b"MZ", name="程序.exe")
    assert refused.status_code == 400
    assert "只能传这几种" in text(refused.text)


def test_who_may_not_see_applicants_gets_neither_the_materials_nor_the_archive(clerk, liaison, register):
    case = register()
    send(clerk, case, pdf())
    assert "您的角色看不到材料" in liaison.see(f"/{case.number}")
    liaison.see(f"/{case.number}/materials/1", 404)
    liaison.see(f"/{case.number}/archive.zip", 403)


def test_the_archive_holds_an_index_the_case_its_letters_and_its_materials(clerk, answered):
    send(clerk, answered, pdf(), name="签收单.pdf", kind="SERVICE")
    archive = open_archive(clerk, answered)
    rows = list(csv.reader(io.StringIO(archive.read("目录.csv").decode("utf-8-sig"))))
    assert [row[4] for row in rows[1:]] == ["案卷.html", "文书/01 政府信息公开告知书.docx", "材料/01 签收单.pdf"]
    assert {row[4] for row in rows[1:]} | {"目录.csv"} == set(archive.namelist())
    case = archive.read("案卷.html").decode()
    for said in ("赵大山", "身份证 532331196001010011", "审核通过", "属于工作流程。", "签收单.pdf", "申请行政复议"):
        assert said in case, said
    assert archive.read("材料/01 签收单.pdf") == pdf()
    assert archive.read("文书/01 政府信息公开告知书.docx").startswith(b"PK")


def test_what_was_erased_is_named_in_the_index_and_has_no_file(clerk, answered):
    send(clerk, answered, pdf())
    clerk.fill(f"/{answered.number}/materials/1/remove")
    archive = open_archive(clerk, answered)
    assert "身份证.pdf（已经删除）" in archive.read("目录.csv").decode("utf-8-sig")
    assert not any(name.startswith("材料/") for name in archive.namelist())


def test_who_took_a_case_out_is_in_the_log_of_accounts(clerk, answered, desk_line):
    open_archive(clerk, answered)
    with desk_line.records.reading() as unit:
        kinds = [(event.kind.value, event.detail) for event in unit.staff_events.list_events(LogFilter(), 0, 5)]
    assert ("took_case_out", answered.number) in kinds
