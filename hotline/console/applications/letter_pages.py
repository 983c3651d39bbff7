"""A frozen letter in the office's form: as a page to print, and as a document to put the seal on."""

from __future__ import annotations

from flask import Response

from hotline.console.applications.pages import LetterPage
from hotline.console.blueprint import actor, console
from hotline.http.context import current_line, render
from hotline.services.disclosure import letter_documents

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@console.get("/applications/<number>/letters/<int:place>")
def application_letter(number: str, place: int) -> str:
    """Letter ``place`` of the application, counted from 1."""
    letter = letter_documents.get_letter(current_line(), actor(), number, place)
    head = letter_documents.read_letterhead(current_line())
    return render(
        LetterPage(title=f"{letter.kind.value}：申请 {number}", number=number, place=place, letter=letter, head=head)
    )


@console.get("/applications/<number>/letters/<int:place>.docx")
def application_letter_docx(number: str, place: int) -> Response:
    """The same as DOCX; the file's name tells nothing of the applicant."""
    content = letter_documents.write_docx(current_line(), actor(), number, place)
    disposition = f'attachment; filename="{number}-{place}.docx"'
    return Response(content, mimetype=DOCX, headers={"Content-Disposition": disposition})
