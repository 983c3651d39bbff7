"""The report's files in the layout of the form, its item in the catalogue, and the reminder until that is public."""

import io
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pytest

from hotline.core.catalogue import check_item
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.disclosure.report_documents import PROSE_PARTS, ReportAction, ReportState
from hotline.core.disclosure.report_form import CORNER
from hotline.core.errors import Conflict, NotAllowed
from hotline.core.proposals import ProposalKind
from hotline.services.content import proposals, publish
from hotline.services.content.commonmark import commonmark
from hotline.services.disclosure import report_docx, report_files, report_items
from hotline.services.disclosure.owed_report import find_owed_report, find_owed_report_for
from hotline.services.disclosure.report_documents import LONGEST_PROSE, read_report
from hotline.services.reminders import collect, word_body, word_subject
from tests.support.annual_reports import freeze_report, step_report, write_report
from tests.support.disclosure_desk import CLERK, HEAD, OPERATOR

OFFICE = "示例市司法局"
TITLE = "2026年政府信息公开工作年度报告"


@pytest.fixture
def frozen(desk_line, register, on_day):
    """The frozen report of 2026: one case answered, one open, figures, and marks that could be taken for markup."""
    answered, _ = register(), register()
    answered.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    on_day("2027-01-08")
    prose = {"disclosure": "1. 主动公开*重点*领域信息。\n| 表 | 格 |\n<b>完</b>"}
    freeze_report(desk_line, 2026, prose=prose, figures={"licences": "46", "charges": "1.25"})
    return read_report(desk_line, CLERK, 2026)


def test_the_workbook_has_three_sheets_with_the_spans_of_the_form(frozen):
    workbook = openpyxl.load_workbook(io.BytesIO(report_files.write_xlsx(frozen)))
    figures, applications, contests = workbook.worksheets
    assert [sheet.title for sheet in workbook.worksheets] == [
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
    ]
    assert [cell.value for cell in figures[7]][:2] == ["行政许可", 46]
    assert [cell.value for cell in figures[14]][:2] == ["行政事业性收费", 1.25]
    assert applications["A1"].value == CORNER
    merged = {str(cells) for cells in applications.merged_cells.ranges}
    assert {"A1:C3", "D1:J1", "D2:D3", "E2:I2", "J2:J3", "A6:A27", "B8:B15", "B16:B18", "A28:C28"} <= merged
    assert [cell.value for cell in applications[4]][3:] == [2, 0, 0, 0, 0, 0, 2]
    assert {"A1:E1", "F1:O1", "A2:A3", "F2:J2", "K2:O2"} <= {str(cells) for cells in contests.merged_cells.ranges}
    assert [cell.value for cell in contests[4]] == [0] * 15


def test_the_document_has_six_parts_and_the_tables_with_merged_cells(frozen):
    document = docx.Document(io.BytesIO(report_docx.write_docx(frozen, OFFICE)))
    told = [paragraph.text for paragraph in document.paragraphs]
    assert told[0] == OFFICE + TITLE
    assert told[1] == ""
    heads = [text for text in told if text[:2] in {f"{one}、" for one in "一二三四五六"}]
    assert len(heads) == 6
    assert told.index("（一）主动公开") + 1 == told.index("1. 主动公开*重点*领域信息。")
    figures, applications, contests = document.tables
    rows = [[cell.text for cell in row.cells] for row in applications.rows]
    assert [len(table.rows) for table in (figures, applications, contests)] == [14, 28, 4]
    assert rows[0][:3] == rows[1][:3] == rows[2][:3] == [CORNER] * 3
    assert rows[5][0] == rows[26][0] == "三、本年度办理结果"
    assert rows[3] == ["一、本年新收政府信息公开申请数量"] * 3 + ["2", "0", "0", "0", "0", "0", "2"]
    assert rows[7][1:3] == ["（三）不予公开", "1.属于国家秘密"]
    assert [cell.text for cell in contests.rows[3].cells] == ["0"] * 15
    heads = [row._tr.xpath("./w:trPr/w:tblHeader") != [] for row in applications.rows]
    assert heads == [True] * 3 + [False] * 25


def test_a_file_of_a_report_that_nobody_approved_says_so(desk_line):
    write_report(desk_line, 2026)
    opened = read_report(desk_line, CLERK, 2026)
    document = docx.Document(io.BytesIO(report_docx.write_docx(opened, OFFICE)))
    assert document.paragraphs[1].text == "（草稿，没有审核定稿）"


def test_a_frozen_report_becomes_the_draft_of_an_item_with_its_files(desk_line, frozen):
    publish.publish(desk_line)
    number = report_items.propose_item(desk_line, CLERK, 2026, frozen.version)
    history = proposals.get_history(desk_line, CLERK, ProposalKind.CATALOGUE, number)
    item = history.open.content
    assert item.title.endswith(TITLE)
    assert [one.name for one in item.attachments] == [f"{item.title}.docx", f"{item.title}（表格）.xlsx"]
    assert all(len(desk_line.attachments.find(one.digest).read_bytes()) == one.size for one in item.attachments)
    shown = commonmark(item.body)
    assert 'rowspan="22">三、本年度办理结果' in shown
    assert shown.count("official-form") == 2 * 2
    assert "<p>1. 主动公开*重点*领域信息。</p>" in shown
    assert "<p>&lt;b&gt;完&lt;/b&gt;</p>" in shown
    assert "<td>46</td>" in shown
    with pytest.raises(Conflict):  # the same button a second time
        report_items.propose_item(desk_line, CLERK, 2026, frozen.version)
    with pytest.raises(Conflict, match="已经在写或者在等审核"):
        report_items.propose_item(desk_line, CLERK, 2026, frozen.version + 1)


def test_the_longest_report_fits_into_an_item(desk_line):
    write_report(desk_line, 2026, prose={part.key: "字" * LONGEST_PROSE for part in PROSE_PARTS})
    item = report_items.make_item(desk_line, read_report(desk_line, CLERK, 2026), "00000000-0/2027-00001")
    assert check_item(item).keys() <= {"department"}


def test_only_a_frozen_report_becomes_an_item_and_only_by_who_makes_it(desk_line, frozen):
    with pytest.raises(NotAllowed):
        report_items.propose_item(desk_line, HEAD, 2026, frozen.version)
    step_report(desk_line, 2026, ReportAction.REOPEN, HEAD, "漏了一件")
    with pytest.raises(Conflict, match="审核定稿以后"):
        report_items.propose_item(desk_line, CLERK, 2026, frozen.version + 1)


def publish_item(line, number):
    """Submit the item as its clerk completed it, approve and publish it."""
    history = proposals.get_history(line, CLERK, ProposalKind.CATALOGUE, number)
    submitted = proposals.submit(line, CLERK, ProposalKind.CATALOGUE, number, version=history.version)
    assert proposals.approve(line, HEAD, ProposalKind.CATALOGUE, number, version=submitted.version) == ""


def test_the_reminder_lasts_from_the_first_of_january_until_the_item_is_public(desk_line, frozen, on_day):
    publish.publish(desk_line)
    on_day("2027-01-01")
    owed = find_owed_report(desk_line)
    assert (owed.year, owed.last_day, owed.is_late, owed.state) == (2026, date(2027, 1, 31), False, ReportState.FROZEN)
    on_day("2027-02-01")
    assert find_owed_report(desk_line).is_late
    work = collect(desk_line)
    assert "1份年度报告要公布" in word_subject(work, desk_line.now())
    assert "1月31日以前要公布，已经逾期（已定稿）" in word_body(work, desk_line.now(), "")
    number = report_items.propose_item(desk_line, CLERK, 2026, frozen.version)
    publish_item(desk_line, number)
    assert find_owed_report(desk_line) is None
    assert collect(desk_line).report is None
    assert report_items.find_published(desk_line, 2026).index_number == number
    assert desk_line.knowledge.find_item(number).attachments


def test_a_report_frozen_anew_changes_the_item_that_it_had(desk_line, frozen):
    publish.publish(desk_line)
    number = report_items.propose_item(desk_line, CLERK, 2026, frozen.version)
    publish_item(desk_line, number)
    step_report(desk_line, 2026, ReportAction.REOPEN, HEAD, "漏了一件")
    write_report(desk_line, 2026, figures={"licences": "47"})
    step_report(desk_line, 2026, ReportAction.SUBMIT)
    version = step_report(desk_line, 2026, ReportAction.FREEZE, HEAD).version
    assert "| 46 |" in desk_line.knowledge.find_item(number).body
    assert report_items.propose_item(desk_line, CLERK, 2026, version) == number
    publish_item(desk_line, number)
    assert "| 47 |" in desk_line.knowledge.find_item(number).body


def test_the_item_that_an_office_published_by_hand_is_changed_and_no_second_one_is_made(desk_line, frozen):
    publish.publish(desk_line)
    item = replace(report_items.make_item(desk_line, frozen, "00000000-0/2027-00009"), body="手写的报告。")
    proposals.save_draft(desk_line, CLERK, item, None)
    publish_item(desk_line, item.index_number)
    published = report_items.find_published(desk_line, 2026)
    assert not report_items.is_told(frozen, published)
    assert report_items.propose_item(desk_line, CLERK, 2026, frozen.version) == item.index_number
    publish_item(desk_line, item.index_number)
    assert report_items.is_told(frozen, report_items.find_published(desk_line, 2026))


def test_who_reviews_is_reminded_once_the_report_waits_and_others_never(desk_line, on_day):
    on_day("2027-01-04")
    assert find_owed_report_for(desk_line, CLERK).state is None
    assert find_owed_report_for(desk_line, HEAD) is None
    write_report(desk_line, 2026)
    step_report(desk_line, 2026, ReportAction.SUBMIT)
    assert find_owed_report_for(desk_line, HEAD).state is ReportState.SUBMITTED
    assert find_owed_report_for(desk_line, OPERATOR) is None


def test_an_office_without_a_disclosure_desk_is_not_reminded(small_line, on_day):
    on_day("2027-01-04")
    assert find_owed_report(small_line).year == 2026
    with small_line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.remove(1)
    assert find_owed_report(small_line) is None


def test_an_office_that_began_after_the_year_is_not_told_that_its_report_is_late(desk_line, on_day):
    assert find_owed_report(desk_line) is None  # of 2025, in November 2026
    write_report(desk_line, 2025)
    assert find_owed_report(desk_line).is_late


def test_nothing_of_a_report_is_public_before_its_item_is_approved(desk_line, frozen):
    publish.publish(desk_line)
    number = report_items.propose_item(desk_line, CLERK, 2026, frozen.version)
    publish.publish(desk_line)
    assert desk_line.knowledge.find_item(number) is None
