"""A letter as PDF: its whole text can be read back, it tells nothing of who made it, and no character vanishes."""

import importlib
from datetime import datetime

import pypdfium2
import pytest

from hotline.core.disclosure.case_files import Letter, LetterKind
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Conflict, NotFound, Unavailable
from hotline.core.permissions import Role, Staff
from hotline.services.disclosure.letter_documents import Letterhead, read_letterhead
from hotline.services.disclosure.letter_pdf import to_html, write_pdf
from tests.support.disclosure_desk import CLERK
from tests.support.pdf_pages import NEEDS_PANGO, read_back

LIAISON = Staff(id=4, name="zhao", full_name="赵静", role=Role.LIAISON, active=True)


@pytest.fixture
def answered(register):
    def answered(**texts):
        case = register()
        case.answer(ReplyOutcome.INTERNAL, **{"reasons": "属于工作流程。"} | texts)
        return case

    return answered


@NEEDS_PANGO
def test_every_word_of_a_letter_can_be_read_back_from_its_pdf(desk_line, answered):
    case = answered()
    pages = read_back(write_pdf(desk_line, CLERK, case.number, 1))
    letter, office = case.file.letters[0], read_letterhead(desk_line).office
    assert len(pages) == 2
    whole = "".join(page.replace(f"—{place}—", "") for place, page in enumerate(pages, 1))
    assert whole.startswith(f"{office}{letter.letter_number}政府信息公开告知书")
    assert "".join(letter.body.split()) in whole
    assert f"{office}2026年11月" in whole
    assert whole.endswith("地址：示例市示例区法治路1号电话：0000-80000100")


@NEEDS_PANGO
def test_a_pdf_tells_its_title_and_the_office_and_nothing_more(desk_line, answered):
    told = pypdfium2.PdfDocument(write_pdf(desk_line, CLERK, answered().number, 1)).get_metadata_dict()
    office = read_letterhead(desk_line).office
    assert {name: text for name, text in told.items() if text} == {"Title": "政府信息公开告知书", "Author": office}


@NEEDS_PANGO
def test_a_rare_character_of_a_name_stands_in_the_pdf(desk_line, answered):
    case = answered(reasons="申请人𠮷田㐂的工作流程。")
    assert "𠮷田㐂" in "".join(read_back(write_pdf(desk_line, CLERK, case.number, 1)))


@NEEDS_PANGO
def test_a_character_that_no_font_has_is_named_and_no_pdf_is_made(desk_line, answered):
    case = answered(reasons="用了自造字\ue000的流程。")
    with pytest.raises(Conflict, match=r"U\+E000.*没有做.*Word"):
        write_pdf(desk_line, CLERK, case.number, 1)


def test_without_pango_the_reason_is_told(desk_line, answered, monkeypatch):
    def import_nothing(name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    case = answered()
    monkeypatch.setattr("hotline.services.disclosure.letter_pdf.import_module", import_nothing)
    with pytest.raises(Unavailable, match=r"缺少 Pango.*libpango-1\.0-0.*Word"):
        write_pdf(desk_line, CLERK, case.number, 1)


@NEEDS_PANGO
def test_without_a_chinese_font_the_reason_is_told(desk_line, answered, monkeypatch):
    weasyprint = importlib.import_module("weasyprint")

    class WithoutChinese(weasyprint.HTML):
        def write_pdf(self, finisher, **given):
            def finish(document, pdf):
                next(iter(document.fonts.values())).missing[ord("政")] = 0
                finisher(document, pdf)

            return super().write_pdf(finisher=finish, **given)

    case = answered()
    monkeypatch.setattr(weasyprint, "HTML", WithoutChinese)
    with pytest.raises(Unavailable, match=r"没有中文字体.*fonts-noto-cjk"):
        write_pdf(desk_line, CLERK, case.number, 1)


def test_who_may_not_see_applicants_gets_no_pdf(desk_line, answered):
    with pytest.raises(NotFound):
        write_pdf(desk_line, LIAISON, answered().number, 1)


def test_what_an_applicant_typed_is_no_markup():
    body = '<img src="file:///etc/passwd">：\n\n<script>1</script>&amp;'
    letter = Letter(LetterKind.REPLY, "示司公复〔2026〕1号", body, "zhang", datetime(2026, 11, 23))
    html = to_html(letter, Letterhead("示例<市>"))
    assert "<img" not in html
    assert "<script" not in html
    assert "&amp;amp;" in html
    assert "示例&lt;市&gt;" in html
