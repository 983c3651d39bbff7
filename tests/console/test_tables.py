"""Staff download each table of what is published, for a spreadsheet."""

import csv
import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from hotline.console.labels import TABLE
from hotline.storage.csv_tables.schema import COLUMNS

EMPTY_IN_THE_SAMPLE = ("local_days_off", "announcements", "member_offices")


def rows_of(response):
    sheet = load_workbook(io.BytesIO(response.data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()], sheet


@pytest.mark.parametrize("table", COLUMNS)
def test_each_table_is_downloaded_in_both_forms_with_the_same_cells(reviewer, table):
    assert f"{TABLE[table]}，XLSX" in reviewer.get("/console/tables").text
    cells, _ = rows_of(reviewer.get(f"/console/tables/{table}.xlsx"))
    text = reviewer.get(f"/console/tables/{table}.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [[cell or "" for cell in row] for row in cells] == rows
    assert len(rows) > 1 or table in EMPTY_IN_THE_SAMPLE


def test_what_looks_like_a_formula_is_text_in_a_download(publisher, reviewer):
    publisher.send("/console/entries/102/edit", "/entries/102/edit", then="submit", keywords="=1+1;＠SUM(1)")
    reviewer.send("/console/entries/102/review", "/approve")
    cells, sheet = rows_of(reviewer.get("/console/tables/entries.xlsx"))
    [row] = [number for number, row in enumerate(cells, start=1) if row[0] == "102"]
    column = cells[0].index("关键词") + 1
    assert (sheet.cell(row, column).value, sheet.cell(row, column).data_type) == ("=1+1;＠SUM(1)", "s")
    assert "'=1+1" in reviewer.get("/console/tables/entries.csv").data.decode("utf-8-sig")


def test_a_download_offers_the_topics_that_there_are(reviewer):
    _, sheet = rows_of(reviewer.get("/console/tables/entries.xlsx"))
    assert any(offered.formula1.startswith('"1,2,3') for offered in sheet.data_validations.dataValidation)


def test_a_draft_is_in_no_download(publisher, history):
    publisher.send("/console/entries/102/edit", "/entries/102/edit", question="草稿里才有的问题？")
    assert history(102).open
    assert "草稿里才有的问题" not in publisher.get("/console/tables/entries.csv").data.decode("utf-8-sig")


def test_another_table_or_form_is_not_found(reviewer):
    reviewer.get("/console/tables/staff.csv", status=404)
    reviewer.get("/console/tables/entries.exe", status=404)


def test_a_text_that_no_spreadsheet_cell_can_hold_is_not_cut_without_a_word(reviewer, line):
    with line.records.writing() as unit:
        item = unit.catalogue.list_items()[0]
        unit.catalogue.rows_of_catalogue.put(replace(item, body="长" * 32_768), 0, "x", line.now())
    assert "请下载CSV" in reviewer.get("/console/tables/catalogue.xlsx", status=409).text
    assert "长" * 32_768 in reviewer.get("/console/tables/catalogue.csv").data.decode("utf-8-sig")
