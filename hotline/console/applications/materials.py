"""The files of a case: adding, opening and removing one, and the whole case as one archive."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from flask import Response, flash, redirect, send_file, url_for

from hotline.console.applications.forms import MaterialForm
from hotline.console.applications.pages import ArchivedCase, CaseFormPage
from hotline.console.blueprint import actor, console, department_names
from hotline.console.forms import StaffForm
from hotline.core.disclosure.case_materials import MaterialKind
from hotline.core.errors import Conflict, Unavailable
from hotline.core.permissions import Permission
from hotline.http.attachment_response import attachment_response
from hotline.http.context import current_line, render
from hotline.services.content.attachment_check import UnfitFile
from hotline.services.disclosure import applications, case_archives, case_files, case_materials, letter_documents

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_HINTS = {"file": "PDF、DOCX、XLSX、PNG或者JPEG，最大20兆。只有能看申请人的同事打得开。"}
IN_MEMORY = 1 << 20
"""Bytes of an archive above which it is written to the disk."""


@console.get("/applications/<number>/materials/new")
def new_material(number: str) -> str:
    return _show(number, MaterialForm(formdata=None), "加材料", "加到案卷")


@console.post("/applications/<number>/materials/new")
def add_material(number: str) -> ResponseReturnValue:
    actor().require(Permission.SEE_APPLICANTS)
    form = MaterialForm()
    if not form.validate():
        return _show(number, form, "加材料", "加到案卷"), 400
    sent = form.file.data
    try:
        kind = MaterialKind[form.kind.data]
        case_materials.add_material(current_line(), actor(), number, kind, sent.filename or "", sent.stream)
    except UnfitFile as error:
        form.file.errors = [str(error)]
        return _show(number, form, "加材料", "加到案卷"), error.status
    except (Conflict, Unavailable) as error:
        return _show(number, form, "加材料", "加到案卷", f"没有办成。{error}"), error.status
    flash("材料已经加到案卷。", "success")
    return redirect(url_for("console.application", number=number), 303)


@console.get("/applications/<number>/materials/<int:material>")
def open_material(number: str, material: int) -> Response:
    """The file itself. No browser keeps it: it is about a person."""
    attachment, path = case_materials.open_material(current_line(), actor(), number, material)
    response = attachment_response(attachment, path)
    response.headers["Cache-Control"] = "no-store"
    return response


@console.get("/applications/<number>/materials/<int:material>/remove")
def confirm_removal(number: str, material: int) -> str:
    actor().require(Permission.HANDLE_APPLICATIONS)
    found = case_materials.get_material(current_line(), actor(), number, material)
    title = f"删除“{found.attachment.name}”"
    return _show(number, StaffForm(formdata=None), title, "删除，不能恢复")


@console.post("/applications/<number>/materials/<int:material>/remove")
def remove_material(number: str, material: int) -> ResponseReturnValue:
    actor().require(Permission.HANDLE_APPLICATIONS)
    case_materials.remove_material(current_line(), actor(), number, material)
    flash("文件已经删除，名字还留在案卷里。", "success")
    return redirect(url_for("console.application", number=number), 303)


@console.get("/applications/<number>/archive.zip")
def application_archive(number: str) -> Response:
    """The whole case as one file; its name tells nothing of the applicant."""
    line, staff = current_line(), actor()
    staff.require(Permission.SEE_APPLICANTS)
    opened = applications.get_application(line, staff, number)
    page = ArchivedCase(
        opened=opened,
        file=case_files.read_case_file(line, staff, number),
        materials=case_materials.list_materials(line, staff, number),
        head=letter_documents.read_letterhead(line, opened.application.office_code),
        departments=department_names(),
        made_at=line.now(),
    )
    written = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 — the response closes it
    case_archives.write_archive(line, staff, number, render(page), written)
    written.seek(0)
    response = send_file(written, mimetype="application/zip", as_attachment=True, download_name=f"{number}.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


def _show(number: str, form: StaffForm, title: str, label: str, problem: str = "") -> str:
    actor().require(Permission.SEE_APPLICANTS)
    applications.get_application(current_line(), actor(), number)
    return render(CaseFormPage(title=title, number=number, form=form, label=label, hints=_HINTS, problem=problem))
