"""Frozen letters in the office's form: with its head, the place for the seal, and as DOCX.

Margins and sizes follow GB/T 9704-2012 (from memory, 2026-11-29: A4, 37 mm above, 28 mm to the left, 16-point body).
The fonts are named and not embedded; a computer without them takes another one."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from hotline.core.disclosure.case_files import Letter
from hotline.core.errors import NotFound
from hotline.core.member_offices import LINE_OFFICE
from hotline.core.permissions import Staff
from hotline.services.disclosure.case_files import read_case_file
from hotline.services.disclosure.letters import written_day
from hotline.services.line import Line

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

RED = (0xC0, 0x00, 0x00)
BODY_FONT, TITLE_FONT = "仿宋", "宋体"
HEAD_POINTS, TITLE_POINTS, BODY_POINTS = 30, 22, 16


@dataclass(frozen=True)
class Letterhead:
    """``office`` stands at the head of a letter and signs it; address and telephone are the desk's, "" while its
    particulars are not entered."""

    office: str
    address: str = ""
    telephone: str = ""


def read_letterhead(line: Line, office_code: str = LINE_OFFICE) -> Letterhead:
    """The head of today's letters of an office."""
    with line.records.reading() as unit:
        office = unit.office.office_name(office_code)
        try:
            desk = unit.office.disclosure_desk(office_code)
        except NotFound:
            return Letterhead(office)
    return Letterhead(office, desk.address, desk.telephone)


def head_of(line: Line, letter: Letter) -> Letterhead:
    """The head under which the letter went out; that of today for one from before heads were kept."""
    return Letterhead(*letter.head) if letter.head else read_letterhead(line)


def get_letter(line: Line, actor: Staff, number: str, place: int) -> Letter:
    """Letter ``place`` (from 1) of an application. Raises NotFound also for who may not see applicants."""
    found = read_case_file(line, actor, number).letters
    if not 1 <= place <= len(found):
        raise NotFound("没有这份文书，或者您的角色不能看。")
    return found[place - 1]


def write_docx(line: Line, actor: Staff, number: str, place: int) -> bytes:
    """The letter as a DOCX file."""
    letter = get_letter(line, actor, number, place)
    head = head_of(line, letter)
    document: Document = import_module("docx").Document()
    document.core_properties.author = head.office
    document.core_properties.title = letter.kind.value
    document.core_properties.comments = ""  # the library names itself there
    set_page(document)
    _add_head(document, head, letter)
    for place, part in enumerate(letter.paragraphs):
        add_text(document, part, BODY_FONT, BODY_POINTS, indent=place > 0)
    _add_signature(document, head, letter)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def set_page(document: Document) -> None:
    """A4 with the margins of an official letter."""
    length = import_module("docx.shared")
    section = document.sections[0]
    section.page_width, section.page_height = length.Mm(210), length.Mm(297)
    section.top_margin, section.bottom_margin = length.Mm(37), length.Mm(35)
    section.left_margin, section.right_margin = length.Mm(28), length.Mm(26)
    _number_pages(section.footer.paragraphs[0])


def _number_pages(footer: Paragraph) -> None:
    """The number of the page between two dashes, by a field that Word fills in."""
    oxml, names = import_module("docx.oxml"), import_module("docx.oxml.ns")
    footer.alignment = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    field = oxml.OxmlElement("w:fldSimple")
    field.set(names.qn("w:instr"), "PAGE")
    footer._p.append(field)
    footer.add_run(" —")


def _add_head(document: Document, head: Letterhead, letter: Letter) -> None:
    """The office's name in red, the letter's number, a red line below them, and the title with what follows it."""
    length = import_module("docx.shared")
    centre = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH.CENTER
    name = add_text(document, head.office, TITLE_FONT, HEAD_POINTS, bold=True)
    number = add_text(document, letter.letter_number, BODY_FONT, BODY_POINTS)
    title = add_text(document, letter.kind.value, TITLE_FONT, TITLE_POINTS, bold=True)
    for paragraph in (name, number, title):
        paragraph.alignment, paragraph.paragraph_format.keep_with_next = centre, True
    name.runs[0].font.color.rgb = length.RGBColor(*RED)
    title.paragraph_format.space_before, title.paragraph_format.space_after = length.Pt(BODY_POINTS), length.Pt(8)
    _underline_red(number)


def _underline_red(paragraph: Paragraph) -> None:
    """A red line below the paragraph, for which the library has no call of its own."""
    oxml, names = import_module("docx.oxml"), import_module("docx.oxml.ns")
    border, bottom = oxml.OxmlElement("w:pBdr"), oxml.OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", "C00000")):
        bottom.set(names.qn(f"w:{name}"), value)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().append(border)


def _add_signature(document: Document, head: Letterhead, letter: Letter) -> None:
    right = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH.RIGHT
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    for text in ("", head.office, f"{written_day(letter.made_at.date())}（盖章）"):
        paragraph = add_text(document, text, BODY_FONT, BODY_POINTS)
        paragraph.alignment, paragraph.paragraph_format.keep_with_next = right, bool(head.telephone)
    if head.telephone:
        add_text(document, f"地址：{head.address}　电话：{head.telephone}", BODY_FONT, 12)


def add_text(
    document: Document, text: str, font: str, points: int, *, bold: bool = False, indent: bool = False
) -> Paragraph:
    """A paragraph in ``font``, whose name Word wants again for East Asian characters."""
    length, names = import_module("docx.shared"), import_module("docx.oxml.ns")
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.bold = font, length.Pt(points), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(names.qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_after = length.Pt(0)
    paragraph.paragraph_format.line_spacing = length.Pt(max(28, points * 1.4))
    paragraph.paragraph_format.first_line_indent = length.Pt(2 * points) if indent else None
    return paragraph
