"""Looking into the files that an applicant is to be given for what is hidden in them; the files are not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.console.applications.forms import FileCheckForm
from hotline.console.applications.pages import FileCheckPage
from hotline.console.blueprint import actor, console
from hotline.core.errors import Unavailable
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services.content import attachments
from hotline.services.disclosure import applications

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.services.content.attachments import InspectedFile


@console.get("/applications/<number>/file-check")
def choose_files_to_check(number: str) -> str:
    actor().require(Permission.HANDLE_APPLICATIONS)
    return _show(number, FileCheckForm(formdata=None), [])


@console.post("/applications/<number>/file-check")
def check_files_to_give(number: str) -> ResponseReturnValue:
    actor().require(Permission.HANDLE_APPLICATIONS)
    form = FileCheckForm()
    if not form.validate():
        return _show(number, form, []), 400
    chosen = [sent for sent in form.files.data or () if sent.filename]
    if not chosen:
        form.files.errors = ["请选要检查的文件。"]
        return _show(number, form, []), 400
    try:
        checked = [attachments.inspect(current_line(), actor(), sent.filename or "", sent.stream) for sent in chosen]
    except Unavailable as error:
        form.files.errors = [str(error)]
        return _show(number, form, []), error.status
    return _show(number, form, checked)


def _show(number: str, form: FileCheckForm, checked: list[InspectedFile]) -> str:
    applications.get_application(current_line(), actor(), number)
    return render(FileCheckPage(title="检查要给的文件", number=number, form=form, checked=checked))
