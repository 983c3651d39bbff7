"""The layout of the form: every cell in its place, and the same numbers however the table is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.disclosure.annual_report import KINDS, ROWS, ReportTables, count_applications, count_contests
from hotline.core.disclosure.case_files import ContestKind, ContestResult
from hotline.core.disclosure.report_documents import FIGURES
from hotline.core.disclosure.report_form import (
    CORNER,
    PLAIN_HEADS_3,
    PLAIN_HEADS_4,
    applications_form,
    applications_numbers,
    contests_form,
    contests_numbers,
    figures_form,
    placed_cells,
    read_plain_form,
)

NOTHING = ReportTables(count_applications(2025, []), count_contests(2025, []))
FORMS = {
    "figures": figures_form(dict.fromkeys(FIGURES, "0")),
    "applications": applications_form(applications_numbers(NOTHING)),
    "contests": contests_form(contests_numbers(NOTHING)),
}
numbers = st.integers(0, 10**6)


@pytest.mark.parametrize("name", FORMS)
def test_the_cells_of_a_form_cover_each_place_once(name):
    form = FORMS[name]
    taken = [
        (row + down, column + across)
        for row, column, cell in placed_cells(form)
        for down in range(cell.down)
        for across in range(cell.across)
    ]
    assert sorted(taken) == [(row, column) for row in range(len(form.all_rows)) for column in range(form.columns)]


def test_the_heads_span_what_they_span_in_the_form():
    cells = {cell.text: cell for _, _, cell in placed_cells(FORMS["applications"])}
    assert (cells[CORNER].across, cells[CORNER].down) == (3, 3)
    assert cells["三、本年度办理结果"].down == 22
    heads = ("（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理")
    assert [cells[head].down for head in heads] == [8, 3, 5, 3]
    assert cells["（一）予以公开"].across == cells["（七）总计"].across == 2
    assert cells["一、本年新收政府信息公开申请数量"].across == 3
    assert {"1.属于国家秘密", "8.属于行政查询事项", "3.其他"} < set(cells)


@given(st.lists(st.lists(numbers, min_size=7, max_size=7), min_size=25, max_size=25))
def test_table_three_written_without_spans_is_read_back_as_the_form(lines):
    rows = [[label, *map(str, line)] for (_, label), line in zip(ROWS, lines, strict=True)]
    form = read_plain_form(PLAIN_HEADS_3, rows)
    assert form == applications_form(lines)
    assert [int(cell.text) for _, _, cell in placed_cells(form) if not cell.is_head] == [
        n for line in lines for n in line
    ]


@given(st.lists(st.lists(numbers, min_size=5, max_size=5), min_size=3, max_size=3))
def test_table_four_written_without_spans_is_one_row_of_fifteen(lines):
    rows = [[kind.value, *map(str, line)] for kind, line in zip(ContestKind, lines, strict=True)]
    form = read_plain_form(PLAIN_HEADS_4, rows)
    assert [int(cell.text) for cell in form.rows[0]] == [n for line in lines for n in line]


def test_another_table_stays_as_it_is():
    rows = [[label, *["0"] * 7] for _, label in ROWS]
    assert read_plain_form(PLAIN_HEADS_3, rows[:-1]) is None
    assert read_plain_form(("项目", "件数"), [["一", "2"]]) is None
    assert read_plain_form((), []) is None


def test_each_number_says_what_it_counts():
    of = {cell.of for _, _, cell in placed_cells(FORMS["applications"]) if not cell.is_head}
    assert of == {(row, kind.name) for row, _ in ROWS for kind in KINDS} | {(row, "") for row, _ in ROWS}
    of = {cell.of for _, _, cell in placed_cells(FORMS["contests"]) if not cell.is_head}
    results = {"", *(result.name for result in ContestResult)}
    assert of == {(kind.name, result) for kind in ContestKind for result in results}
