"""Tables are loaded completely or not at all, and every bad row is reported."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hotline.matching.text.normalise import fold
from hotline.storage.csv_tables.cells import parse
from hotline.storage.csv_tables.dataset_folder import InvalidTables, read_tables, write_tables

BUNDLED = Path(__file__).parents[3] / "faq_data"


def problems_of(folder):
    with pytest.raises(InvalidTables) as caught:
        read_tables(folder, fold)
    return [(problem.file, problem.line, problem.column) for problem in caught.value.problems]


def spoil(folder, table, old, new):
    path = folder / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_bundled_tables_load():
    tables = read_tables(BUNDLED, fold)
    assert len(tables.entries) == 31
    assert len(tables.catalogue) == 44


def test_an_entry_is_read_with_its_similar_questions_and_legal_bases(folder):
    entry = read_tables(folder, fold).entries[0]
    assert (entry.number, entry.keywords) == (102, ("期限", "复议"))
    assert entry.similar_questions == ("复议最晚什么时候提", "过了两个月还能复议吗")
    assert entry.legal_bases[0].article == "第二十条第一款"


def test_the_problems_of_all_tables_are_reported_together(folder):
    spoil(folder, "entries", ",3,GKB,", ",3,XXX,")
    spoil(folder, "legal_bases", "2019-05-15", "19年")
    spoil(folder, "catalogue", "机构职能", "机构")
    told = problems_of(folder)
    expected = {
        ("entries.csv", 4, "department"),
        ("legal_bases.csv", 4, "in_force"),
        ("catalogue.csv", 2, "section"),
    }
    assert expected <= set(told)


@pytest.mark.parametrize(
    ("table", "old", "new", "problem"),
    [
        ("entries", "102,复议期限", "1O2,复议期限", (2, "number")),
        ("entries", "105,", "102,", (3, "number")),
        ("entries", "105,复议收费吗？", "105,复议期限多久？", (3, "question")),
        ("entries", ",3,GKB", ",1,GKB", (4, "topic")),
        ("entries", "写申请表。", "", (4, "web_answer")),
        ("entries", "六十日内申请。", "六" * 121, (2, "spoken")),
        ("entries", "2027-05-23", "2026-11-23", (2, "review_date")),
        ("similar_questions", "301,", "302,", (5, "number")),
        ("similar_questions", "复议要交钱吗", "复议最晚什么时候提", (4, "question")),
        ("legal_bases", "301,", "302,", (4, "number")),
        ("departments", "GKB,", "FYK,", (3, "code")),
        ("departments", "0000-80000201", "转201", (2, "liaison_line")),
        ("departments", "0000-80000102", "1.38E+10", (3, "telephone")),
        ("office", "0000-80000000", "请打电话", (2, "telephone")),
        ("office", "000000", "0", (2, "postcode")),
        ("office", "14:00-17:30", "17:30-14:00", (2, "afternoon_hours")),
        ("departments", "复议联络员", "王芳、李强", (2, "liaison_officer")),
        ("topics", "3,", "9,", (3, "code")),
        ("synonyms", "红头文件", "告政府", (3, "colloquial")),
        ("synonyms", "告政府,行政诉讼", "规范性文件,红头文件", (3, "official")),
        ("synonyms", "红头文件", "規範性 文件", (3, "official")),
        ("catalogue", "2026-00002", "2026-00001", (3, "index_number")),
        ("catalogue", "2026-00002", "2026-2", (3, "index_number")),
        ("catalogue", "2026-01-06", "2026-01-04", (2, "published_date")),
        ("office", "08:30-12:00", "八点半", (2, "morning_hours")),
        ("office", "小城专线", "很长的名称" * 4 + "线", (2, "line_name")),
    ],
)
def test_a_bad_cell_is_reported_with_file_line_and_column(folder, table, old, new, problem):
    spoil(folder, table, old, new)
    assert (f"{table}.csv", *problem) in problems_of(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [("dictionary.txt", "行政复议", "复", 1), ("stop_words.txt", "我", "，", 3), ("stop_words.txt", "我", "怎麼", 3)],
)
def test_a_bad_word_is_reported_with_file_and_line(folder, file, old, new, line):
    path = folder / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert (file, line, "") in problems_of(folder)


def test_a_folder_without_stop_words_loads(folder):
    (folder / "stop_words.txt").unlink()
    assert read_tables(folder, fold).stop_words == ()


def test_missing_unknown_and_repeated_columns_are_reported(folder):
    spoil(folder, "topics", "code,name,description", "code,title,title")
    columns = [column for file, line, column in problems_of(folder) if (file, line) == ("topics.csv", 1)]
    assert columns == ["name", "description", "title", "title"]


def test_a_catalogue_of_an_earlier_version_has_no_classes_and_loads(folder):
    assert "disclosure_class" not in (folder / "catalogue.csv").read_text("utf-8")
    assert {item.disclosure_class for item in read_tables(folder, fold).catalogue} == {""}
    spoil(folder, "catalogue", ",department\n", ",department,disclosure_class\n")
    text = (folder / "catalogue.csv").read_text("utf-8")
    (folder / "catalogue.csv").write_text(text.replace(",GKB\n", ",GKB,2\n"), "utf-8")
    assert {item.disclosure_class for item in read_tables(folder, fold).catalogue} == {"2"}


def test_columns_may_be_in_any_order_and_dates_as_spreadsheets_write_them(folder):
    before = read_tables(folder, fold)
    (folder / "legal_bases.csv").write_text(
        "in_force,article,title,number\r\n2024/1/1,第二十条第一款,行政复议法,102\r\n"
        "2024/1/1,第八十七条,行政复议法,105\r\n,,,\r\n2019/5/15,第二十九条,政府信息公开条例,301\r\n",
        "utf-8-sig",
    )
    assert read_tables(folder, fold) == before


def test_a_row_with_too_many_cells_is_reported(folder):
    spoil(folder, "synonyms", "告政府,行政诉讼", "告政府,行政,诉讼")
    assert problems_of(folder) == [("synonyms.csv", 2, "")]


def test_a_missing_table_is_reported(folder):
    (folder / "topics.csv").unlink()
    assert problems_of(folder) == [("topics.csv", 0, "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_as_spreadsheet_programs_save_it(folder, encoding, delimiter):
    before = read_tables(folder, fold)
    rows = list(csv.reader((folder / "topics.csv").read_text("utf-8-sig").splitlines()))
    rows[0] = ["代码", "名称", "说明"]
    with (folder / "topics.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([*([*row, "", ""] for row in rows), ["", "", "", "", ""]])
    assert read_tables(folder, fold) == before


def test_a_table_in_no_known_encoding_is_refused_with_advice(folder):
    (folder / "synonyms.csv").write_bytes(b"colloquial,official\n\xff\xff,\xff\n")
    with pytest.raises(InvalidTables, match="CSV UTF-8"):
        read_tables(folder, fold)


def test_a_problem_names_the_row_as_a_spreadsheet_numbers_it(folder):
    spoil(folder, "topics", "行政复议", '"行政\n复议"')
    spoil(folder, "topics", "3,", "33,")
    assert [line for file, line, _ in problems_of(folder) if file == "topics.csv"] == [row_of(folder, "topics", "33")]


def test_one_wrong_number_of_an_entry_is_one_problem(folder):
    spoil(folder, "entries", "\n102,", "\n1O2,")
    assert problems_of(folder) == [("entries.csv", row_of(folder, "entries", "1O2"), "number")]


def row_of(folder, table, start):
    rows = csv.reader((folder / f"{table}.csv").open(encoding="utf-8-sig", newline=""))
    return next(number for number, row in enumerate(rows, start=1) if row[0] == start)


@pytest.mark.parametrize("written", ["2026/1/5", "2026.01.05", "2026年1月5日", "2026-01-05 00:00:00", "46027"])
def test_a_date_is_read_as_spreadsheet_programs_write_it(written):
    assert parse("in_force", written, may_be_empty=False) == date(2026, 1, 5)


def test_a_nul_character_and_an_open_quote_are_reported_with_their_line(folder):
    spoil(folder, "synonyms", "红头", "红\x00头")
    spoil(folder, "topics", "信息公开", '"信息公开')
    assert problems_of(folder) == [("synonyms.csv", 3, ""), ("topics.csv", 3, "")]


def test_written_tables_are_read_back_unchanged(folder, tmp_path):
    tables = read_tables(folder, fold)
    files = write_tables(tmp_path / "out", tables)
    assert {path.name for path in files} == {path.name for path in folder.iterdir()}
    assert read_tables(tmp_path / "out", fold) == tables


@pytest.mark.parametrize("answer", ["=1+1", "- 第一\n- 第二", "@处", "'=1", "+86 10", "＝1"])
def test_no_cell_is_written_as_a_formula_and_all_are_read_back_unchanged(folder, tmp_path, answer):
    tables = read_tables(folder, fold)
    tables = replace(tables, entries=(replace(tables.entries[0], web_answer=answer), *tables.entries[1:]))
    write_tables(tmp_path / "out", tables)
    assert f"'{answer[0]}" in (tmp_path / "out" / "entries.csv").read_text("utf-8")
    assert read_tables(tmp_path / "out", fold) == tables


def test_a_referral_is_read_with_what_people_say_and_the_name_of_the_city(folder):
    (referral,) = read_tables(folder, fold).referrals
    assert referral.is_referral
    assert referral.similar_questions == ("残疾证怎么办", "办残疾证要带什么")
    assert referral.keywords == ("残疾证", "残联")
    assert (referral.office, referral.note) == ("小城市残疾人联合会", "也可以到小城市的便民服务中心问")
    assert (referral.topic, referral.spoken) == ("", "")
    assert referral.review_date > referral.effective_date


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("900001", "105", "number"),
        ("残疾证怎么办", "复议要交钱吗", "said"),
        ("残疾证在哪里办", "复议收费吗？", "matter"),
        ("{city}残疾人联合会", "", "office"),
        ("0000-12345", "打12345", "telephone"),
        ("残疾人证管理办法", "", "source"),
    ],
)
def test_a_bad_referral_is_reported_with_its_column(folder, old, new, column):
    spoil(folder, "referrals", old, new)
    assert ("referrals.csv", column) in {(file, column) for file, _, column in problems_of(folder)}


def test_a_folder_from_before_there_were_referrals_loads(folder):
    (folder / "referrals.csv").unlink()
    assert read_tables(folder, fold).referrals == ()
