"""A frozen letter: as a page in the office's form, and as a DOCX that Word opens."""

import io
import zipfile

import pytest
from docx import Document
from docx.shared import RGBColor

from hotline.core.disclosure.outcomes import ReplyOutcome
from tests.support.pdf_pages import NEEDS_PANGO


@pytest.fixture
def answered(register):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。\n另有一段。")
    return case


def read_docx(clerk, case):
    content = clerk.desk.get(f"/console/applications/{case.number}/letters/1.docx")
    return content, Document(io.BytesIO(content.data))


def test_a_letter_is_shown_with_head_number_body_office_date_and_place_for_the_seal(clerk, answered):
    shown = clerk.see(f"/{answered.number}/letters/1")
    letter = answered.file.letters[0]
    places = [
        shown.index(part) for part in ("示司公复〔2026〕1号", "政府信息公开告知书 赵大山：", "特此告知。", "（盖章）")
    ]
    assert places == sorted(places)
    assert "2026年11月23日" in shown[places[2] :]
    assert "".join(letter.body.split()) in "".join(shown.split())


def test_a_docx_has_the_whole_letter_on_a4_with_a_red_head(clerk, answered):
    response, document = read_docx(clerk, answered)
    letter = answered.file.letters[0]
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert paragraphs[1:3] == ["示司公复〔2026〕1号", "政府信息公开告知书"]
    assert document.paragraphs[0].runs[0].font.color.rgb == RGBColor(0xC0, 0, 0)
    assert [part for part in letter.body.split("\n") if part] == paragraphs[3 : 3 + letter.body.count("\n\n") + 2]
    assert paragraphs[-2].endswith("2026年11月23日（盖章）")
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.left_margin.mm)) == (210, 28)
    assert zipfile.ZipFile(io.BytesIO(response.data)).testzip() is None
    assert 'w:eastAsia="仿宋"' in zipfile.ZipFile(io.BytesIO(response.data)).read("word/document.xml").decode()


def test_the_name_and_the_properties_of_the_file_tell_nothing_of_the_applicant(clerk, answered):
    response, document = read_docx(clerk, answered)
    assert response.headers["Content-Disposition"] == 'attachment; filename="2026-00001-1.docx"'
    properties = document.core_properties
    assert "赵大山" not in f"{properties.author}{properties.title}{properties.subject}{properties.comments}"


def test_a_letter_is_for_who_may_see_applicants(liaison, operator, answered):
    liaison.see(f"/{answered.number}/letters/1", 404)
    liaison.desk.get(f"/console/applications/{answered.number}/letters/1.docx", 404)
    liaison.desk.get(f"/console/applications/{answered.number}/letters/1.pdf", 404)
    assert "赵大山" in operator.see(f"/{answered.number}/letters/1")


def test_a_letter_that_is_not_there_is_not_found(clerk, answered):
    for place in ("0", "2", "9999999999"):
        clerk.desk.get(f"/console/applications/{answered.number}/letters/{place}", 404)


@NEEDS_PANGO
def test_a_letter_is_downloaded_as_pdf_under_a_name_that_tells_nothing_of_the_applicant(clerk, answered):
    assert f"/{answered.number}/letters/1.pdf" in clerk.html(f"/{answered.number}/letters/1")
    response = clerk.desk.get(f"/console/applications/{answered.number}/letters/1.pdf")
    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF-")
    assert response.headers["Content-Disposition"] == 'attachment; filename="2026-00001-1.pdf"'


@NEEDS_PANGO
def test_where_there_can_be_no_pdf_the_letter_says_why_and_keeps_docx_and_print(clerk, register):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="自造字\ue000。")
    response = clerk.desk.get(f"/console/applications/{case.number}/letters/1.pdf", 303)
    assert response.location.endswith(f"/{case.number}/letters/1")
    shown = clerk.see(f"/{case.number}/letters/1")
    assert "字体里没有的字" in shown
    assert "Word" in shown


def test_a_docx_does_not_name_the_library_that_made_it(clerk, answered):
    _, document = read_docx(clerk, answered)
    assert document.core_properties.comments == ""


def test_a_docx_numbers_its_pages_and_keeps_the_signature_with_the_text_before_it(clerk, answered):
    response, document = read_docx(clerk, answered)
    footer = zipfile.ZipFile(io.BytesIO(response.data)).read("word/footer1.xml").decode()
    assert 'w:instr="PAGE"' in footer
    ends = [paragraph.paragraph_format.keep_with_next for paragraph in document.paragraphs[-5:-1]]
    assert ends == [True] * 4


def test_an_addressee_is_not_indented_however_long_and_what_ends_in_a_colon_is(clerk, register):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="如下：\n一。")
    _, document = read_docx(clerk, case)
    indents = {part.text: part.paragraph_format.first_line_indent for part in document.paragraphs}
    assert indents["赵大山："] is None
    assert next(indent for text, indent in indents.items() if text.endswith("理由：如下：")) is not None
