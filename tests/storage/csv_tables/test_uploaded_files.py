"""Uploaded files are read as staff write them in any spreadsheet program; what cannot be read is told in a sentence."""

import io
import zipfile
from datetime import date, datetime

import pytest

from hotline.core.errors import InvalidInput
from hotline.core.table_uploads import LARGEST_UPLOAD, UploadedFile
from hotline.storage.csv_tables import staged_upload
from hotline.storage.csv_tables.schema import COLUMNS, HEADINGS
from hotline.storage.csv_tables.staged_upload import StagedUpload
from hotline.storage.csv_tables.uploaded_files import check_files
from tests.support.spreadsheets import table_csv, topics_csv, workbook

TOPICS = HEADINGS["topics"].split()
ROWS = (["1", "行政复议", "怎样复议。"], ["3", "信息公开", ""])


def read(*files, chosen=""):
    """The staged rows of the files as (table, line, cells), the faults and the notes."""
    check_files(files)
    with StagedUpload() as staged:
        staged.stage(files, chosen, lambda rows: None)
        rows = [
            (row.table, row.line, list(row.cells.values()))
            for table in COLUMNS
            for batch in staged.batches(table, 2)
            for row in batch
        ]
        return rows, [(fault.line, fault.column, fault.reason) for fault in staged.faults], staged.notes


def refusal(name, content):
    with pytest.raises(InvalidInput) as refused:
        check_files([UploadedFile(name, content)])
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_is_read_in_each_encoding_and_with_each_mark_between_cells(encoding, delimiter):
    content = topics_csv(*ROWS, encoding=encoding, delimiter=delimiter)
    rows, faults, _ = read(UploadedFile("分类.csv", content))
    assert (rows, faults) == ([("topics", 2, list(ROWS[0])), ("topics", 3, list(ROWS[1]))], [])


def test_headings_may_be_in_english_and_the_columns_in_another_order():
    content = topics_csv(["怎样复议。", "1", "行政复议"], headings=["description", "code", "名称"])
    rows, faults, _ = read(UploadedFile("x.csv", content))
    assert (rows, faults) == ([("topics", 2, ["怎样复议。", "1", "行政复议"])], [])


def test_empty_rows_and_columns_at_the_end_are_ignored_and_rows_keep_their_number():
    sheets = {"分类": [[*TOPICS, None, ""], list(ROWS[0]), [None] * 3, list(ROWS[1]), [" ", None], [None]]}
    rows, faults, _ = read(UploadedFile("x.xlsx", workbook(sheets)))
    assert (rows, faults) == ([("topics", 2, list(ROWS[0])), ("topics", 4, ["3", "信息公开", ""])], [])


def test_each_sheet_of_a_workbook_is_the_table_that_its_headings_say():
    sheets = {
        "甲": [TOPICS, list(ROWS[0])],
        "乙": [HEADINGS["similar_questions"].split(), [102, "复议最晚什么时候提"]],
        "说明": [["怎么填"], ["照着填就行"]],
    }
    rows, faults, notes = read(UploadedFile("x.xlsx", workbook(sheets)))
    assert [row[0] for row in rows] == ["topics", "similar_questions"]
    assert rows[1][2] == ["102", "复议最晚什么时候提"]
    assert (faults, notes) == ([], ["x.xlsx“说明”：标题认不出是哪一张表，没有读。"])


@pytest.mark.parametrize(
    "cell",
    ["2026/1/5", "2026-01-05", "2026年1月5日", "2026.1.5", "46027", 46027, date(2026, 1, 5), datetime(2026, 1, 5)],
)
def test_a_date_is_read_however_a_spreadsheet_writes_it(cell):
    sheets = {"依据": [HEADINGS["legal_bases"].split(), [102, "行政复议法", "第二十条", cell]]}
    file = UploadedFile("x.xlsx", workbook(sheets))
    with StagedUpload() as staged:
        staged.stage([file], "", lambda rows: None)
        [[row]] = staged.batches("legal_bases", 9)
    assert row.parse() == (
        {"number": 102, "title": "行政复议法", "article": "第二十条", "in_force": date(2026, 1, 5)},
        {},
    )


def test_45992_is_the_first_of_december_2025():
    content = table_csv("legal_bases", ["102", "行政复议法", "第二十条", "45992"])
    with StagedUpload() as staged:
        staged.stage([UploadedFile("x.csv", content)], "", lambda rows: None)
        [[row]] = staged.batches("legal_bases", 9)
    assert row.parse()[0]["in_force"] == date(2025, 12, 1)


def test_headings_that_no_table_has_are_told_and_a_chosen_table_tells_what_is_missing():
    file = UploadedFile("x.csv", "菜名,价钱\n红烧肉,30\n".encode())
    [(line, _, reason)] = read(file)[1]
    assert (line, "认不出是哪一张表" in reason) == (1, True)
    faults = read(file, chosen="topics")[1]
    assert [(column, reason) for _, column, reason in faults] == [
        ("代码", "缺少这一列。"),
        ("名称", "缺少这一列。"),
        ("说明", "缺少这一列。"),
        ("菜名", "不认识这一列。"),
        ("价钱", "不认识这一列。"),
    ]


def test_a_value_that_stands_twice_is_told_with_the_row_that_had_it_first():
    content = topics_csv(ROWS[0], ROWS[0])
    with StagedUpload() as staged:
        staged.stage([UploadedFile("x.csv", content)], "", lambda rows: None)
        [[first, second]] = staged.batches("topics", 9)
    assert (first.faults, second.faults) == ({}, {"code": "第2行已经有“1”了。"})


def test_merged_cells_are_refused_with_their_place():
    def merge(book):
        book["分类"].merge_cells("B2:B3")

    rows, faults, _ = read(UploadedFile("x.xlsx", workbook({"分类": [TOPICS, *map(list, ROWS)]}, merge)))
    assert (rows, len(faults)) == ([], 1)
    assert "有合并的单元格（B2:B3）" in faults[0][2]


def test_hidden_rows_are_read_with_a_word_of_warning_and_hidden_sheets_are_not():
    def hide(book):
        book["分类"].row_dimensions[2].hidden = True
        book["旧"].sheet_state = "hidden"

    sheets = {"分类": [TOPICS, *map(list, ROWS)], "旧": [TOPICS, ["1", "旧的", ""]]}
    rows, faults, notes = read(UploadedFile("x.xlsx", workbook(sheets, hide)))
    assert (len(rows), faults) == (2, [])
    assert notes == ["x.xlsx“分类”：有隐藏的行，隐藏的行也一起读了。", "x.xlsx“旧”：是隐藏的工作表，没有读。"]


def test_a_formula_counts_as_what_it_showed_and_a_failed_one_is_told():
    sheets = {"分类": [TOPICS, ["1", "#REF!", ""]]}
    with StagedUpload() as staged:
        staged.stage([UploadedFile("x.xlsx", workbook(sheets))], "", lambda rows: None)
        [[row]] = staged.batches("topics", 9)
    assert row.parse()[1] == {"name": "这一格的公式出错了（#REF!），请改成文字。"}


def test_a_cell_beside_the_headings_is_told():
    content = topics_csv([*ROWS[0], "", "多出来的"])
    with StagedUpload() as staged:
        staged.stage([UploadedFile("x.csv", content)], "", lambda rows: None)
        [[row]] = staged.batches("topics", 9)
    assert row.parse()[1] == {"": "这一行有5格，应当有3格，多出来的格上面没有标题。"}


def test_a_file_of_another_kind_is_refused_in_a_sentence():
    good = workbook({"分类": [TOPICS]})
    assert "不是XLSX也不是CSV" in refusal("x.exe", b"MZ")
    assert "不是XLSX也不是CSV" in refusal("x", b"a,b")
    assert "宏" in refusal("x.xlsm", good)
    assert "另存为XLSX" in refusal("x.xls", b"\xd0\xcf\x11\xe0")
    assert "旧的XLS格式，或者加了密码" in refusal("x.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 99)
    assert "名字的结尾跟内容不符" in refusal("x.csv", good)
    assert "名字的结尾跟内容不符" in refusal("x.xlsx", b"a,b\n1,2\n")
    assert "是空的" in refusal("x.csv", b"  \n")
    assert "打不开" in refusal("x.xlsx", good[:200])
    assert "不是电子表格" in refusal("x.xlsx", zipped({"a.txt": b"x"}))


def test_macros_under_the_name_of_a_plain_workbook_are_refused():
    assert "里有宏" in refusal("x.xlsx", zipped({"xl/vbaProject.bin": b"x"}, workbook({"分类": [TOPICS]})))


def test_a_file_of_50_megabytes_is_refused():
    assert "一次最多20MB" in refusal("x.csv", b"1," * (LARGEST_UPLOAD * 5 // 4))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = zipped({"xl/worksheets/sheet9.xml": b" " * 320 * 1024 * 1024}, workbook({"分类": [TOPICS]}))
    assert len(bomb) < 1024 * 1024
    assert "展开以后太大" in refusal("x.xlsx", bomb)


def test_a_workbook_with_a_document_type_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    file = UploadedFile("x.xlsx", zipped({"xl/extra.xml": bomb}, workbook({"分类": [TOPICS]})))
    [(_, _, reason)] = read(file)[1]
    assert "不像电子表格写的" in reason


def test_a_damaged_sheet_is_told_and_nothing_of_it_is_read():
    good = workbook({"分类": [TOPICS, *map(list, ROWS)]})
    for broken in (b"<worksheet><sheetData><row r='1'>", b"\0\1\2"):
        rows, faults, _ = read(UploadedFile("x.xlsx", zipped({"xl/worksheets/sheet1.xml": broken}, good)))
        assert rows == []
        assert any("打不开" in reason or "没有找到表格" in reason for _, _, reason in faults)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(staged_upload, "MOST_ROWS", 1)
    [(_, _, reason)] = read(UploadedFile("x.csv", topics_csv(*ROWS)))[1]
    assert reason == "行数太多，一次最多1行。请分成几个文件上传。"


def test_a_file_in_no_known_encoding_is_told():
    [(_, _, reason)] = read(UploadedFile("x.csv", b"\xff\x80\x81,\xff\n"))[1]
    assert "认不出文字编码" in reason


def zipped(parts, base=b""):
    """The bytes of a ZIP archive of ``base`` with these parts in place of its own."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        if base:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in parts:
                        package.writestr(name, old.read(name))
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()
