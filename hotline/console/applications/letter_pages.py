"""A frozen letter in the office's form: as a page to print, and as a document to put the seal on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, flash, redirect, url_for

from hotline.console.applications.pages import LetterPage
from hotline.console.blueprint import actor, console
from hotline.core.disclosure.letter_templates import TITLES
from hotline.core.errors import Conflict, Unavailable
from hotline.http.context import current_line, render
from hotline.services.disclosure import letter_documents, letter_pdf

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@console.get("/applications/<number>/letters/<int:place>")
def application_letter(number: str, place: int) -> str:
    """Letter ``place`` of the application, counted from 1."""
    letter = letter_documents.get_letter(current_line(), actor(), number, place)
    head = letter_documents.head_of(current_line(), letter)
    return render(
        LetterPage(
            title=f"{letter.kind.value}：申请 {number}",
            number=number,
            place=place,
            letter=letter,
            head=head,
            template_names=TITLES,
        )
    )


@console.get("/applications/<number>/letters/<int:place>.docx")
def application_letter_docx(number: str, place: int) -> Response:
    """The same as DOCX; the file's name tells nothing of the applicant."""
    content = letter_documents.write_docx(current_line(), actor(), number, place)
    disposition = f'attachment; filename="{number}-{place}.docx"'
    return Response(content, mimetype=DOCX, headers={"Content-Disposition": disposition})


@console.get("/applications/<number>/letters/<int:place>.pdf")
def application_letter_pdf(number: str, place: int) -> ResponseReturnValue:
    """The same as PDF; where there can be none, back to the letter with the reason."""
    try:
        content = letter_pdf.write_pdf(current_line(), actor(), number, place)
    except (Conflict, Unavailable) as error:
        flash(str(error), "error")
        return redirect(url_for("console.application_letter", number=number, place=place), 303)
    disposition = f'attachment; filename="{number}-{place}.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": disposition})
