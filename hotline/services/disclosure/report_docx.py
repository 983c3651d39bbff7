"""The annual report as a DOCX file: six parts, and the tables with the merged cells of the form."""

from __future__ import annotations

import io
from importlib import import_module
from typing import TYPE_CHECKING

from hotline.core.disclosure.report_form import FormCell, FormTable, placed_cells
from hotline.services.disclosure.letter_documents import (
    BODY_FONT,
    BODY_POINTS,
    TITLE_FONT,
    TITLE_POINTS,
    add_text,
    set_page,
)
from hotline.services.disclosure.report_files import ReportPart, mark_of, opening_of, parts_of, title_of_report

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

    from hotline.services.disclosure.report_documents import OpenReport

PART_FONT, HEADING_FONT = "黑体", "楷体"
CELL_POINTS = 9
SHORT_TABLE = 15
"""Rows of a table that fits on a page with something above it."""
_WIDTHS = {4: (48, 36, 36, 36), 10: (14, 20, 38, *(12,) * 7), 15: (10.4,) * 15}
"""Columns of a table -> their widths in mm; together the 156 mm between the margins."""


def write_docx(opened: OpenReport, office: str) -> bytes:
    """The report as a DOCX file; one that is not frozen says so below its title."""
    document: Document = import_module("docx").Document()
    document.core_properties.author = office
    document.core_properties.title = title_of_report(office, opened.year)
    set_page(document)
    centre = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH.CENTER
    title = title_of_report(office, opened.year)
    add_text(document, title, TITLE_FONT, TITLE_POINTS, bold=True).alignment = centre
    add_text(document, mark_of(opened), BODY_FONT, BODY_POINTS).alignment = centre
    add_text(document, opening_of(opened.year), BODY_FONT, BODY_POINTS, indent=True)
    for part in parts_of(opened):
        _add_part(document, part)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add_part(document: Document, part: ReportPart) -> None:
    title = add_text(document, part.title, PART_FONT, BODY_POINTS, indent=True)
    title.paragraph_format.keep_with_next = True
    for is_heading, text in part.paragraphs:
        font = HEADING_FONT if is_heading else BODY_FONT
        paragraph = add_text(document, text, font, BODY_POINTS, bold=is_heading, indent=True)
        paragraph.paragraph_format.keep_with_next = is_heading
    if part.table is not None:
        _add_table(document, part.table)


def _add_table(document: Document, form: FormTable) -> None:
    length = import_module("docx.shared")
    table = document.add_table(len(form.all_rows), form.columns, "Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS[form.columns], strict=True):
        column.width = length.Mm(width)
    cells = [row.cells for row in table.rows]  # asking the library for each cell by its place takes a second
    for row, column, cell in placed_cells(form):
        first, last = cells[row][column], cells[row + cell.down - 1][column + cell.across - 1]
        merged = first if first is last else first.merge(last)
        merged.width = length.Mm(sum(_WIDTHS[form.columns][column : column + cell.across]))
        _write_cell(merged, cell)
    _repeat_heads(table, len(form.heads))
    if len(cells) <= SHORT_TABLE:
        _keep_together(table)


def _write_cell(place: object, cell: FormCell) -> None:
    """``cell`` in its place, in small letters and centred."""
    length, names = import_module("docx.shared"), import_module("docx.oxml.ns")
    centre = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH.CENTER
    place.vertical_alignment = import_module("docx.enum.table").WD_CELL_VERTICAL_ALIGNMENT.CENTER  # type: ignore[attr-defined]
    paragraph = place.paragraphs[0]  # type: ignore[attr-defined]
    paragraph.alignment = centre
    paragraph.paragraph_format.space_after = length.Pt(0)
    run = paragraph.add_run(cell.text)
    run.font.name, run.font.size = TITLE_FONT, length.Pt(CELL_POINTS)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(names.qn("w:eastAsia"), TITLE_FONT)


def _keep_together(table: Table) -> None:
    """Have Word begin a short table on the next page rather than break it between two."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _repeat_heads(table: Table, heads: int) -> None:
    """Have Word repeat the heads on each page, and break no row between pages."""
    oxml = import_module("docx.oxml")
    for place, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(oxml.OxmlElement("w:cantSplit"))
        if place < heads:
            properties.append(oxml.OxmlElement("w:tblHeader"))
