"""A letter is of the day on the office's clock, also in the morning, when the records' clock (UTC) is a day behind."""

import io
import zipfile

import pytest
from docx import Document
from pypdfium2 import PdfDocument

from hotline.core.disclosure.outcomes import ReplyOutcome
from tests.support.attached_files import pdf


@pytest.fixture
def answered(register, clock):
    clock.now = clock.now.replace(hour=7, minute=41)
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    return case


def test_a_letter_of_the_early_morning_has_that_day_as_page_docx_and_pdf(clerk, answered):
    assert "2026年11月23日 （盖章）" in clerk.see(f"/{answered.number}/letters/1")
    written = clerk.desk.get(f"/console/applications/{answered.number}/letters/1.docx").data
    assert "2026年11月23日（盖章）" in [one.text for one in Document(io.BytesIO(written)).paragraphs]
    printed = PdfDocument(clerk.desk.get(f"/console/applications/{answered.number}/letters/1.pdf").data)
    assert "2026年11月23日（盖章）" in "".join(page.get_textpage().get_text_range() for page in printed).replace(
        " ", ""
    )


def test_the_archive_of_a_case_tells_the_days_of_the_office_too(clerk, answered):
    clerk.fill(f"/{answered.number}/materials/new", kind="SERVICE", file=(io.BytesIO(pdf()), "签收单.pdf"))
    archive = zipfile.ZipFile(io.BytesIO(clerk.desk.get(f"/console/applications/{answered.number}/archive.zip").data))
    index = archive.read("目录.csv").decode()
    assert index.count("2026-11-23") == 2
    assert "2026年11月22日" not in archive.read("案卷.html").decode()
