"""Laws that changed, with the entries to be reviewed for each, and the form in which a change is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from hotline.console.blueprint import actor, console
from hotline.console.entries.forms import LawChangeForm
from hotline.console.entries.pages import LawChangesPage
from hotline.core.errors import InvalidInput
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services.content import law_changes

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@console.get("/laws")
def list_laws() -> str:
    return _laws_page(LawChangeForm(formdata=None))


@console.post("/laws")
def note_law_change() -> ResponseReturnValue:
    actor().require(Permission.PUBLISH)
    form = LawChangeForm()
    if not form.validate():
        return _laws_page(form), 400
    try:
        count = law_changes.note_change(current_line(), actor(), form.title.data, form.changed_on.data)
    except InvalidInput as error:
        form.title.errors = list(error.fields.values())
        return _laws_page(form), 400
    flash(f"已经记下。有{count}条问答写着这部法律，列在下面，改好发布以后自己去掉。", "success")
    return redirect(url_for("console.list_laws"), 303)


def _laws_page(form: LawChangeForm) -> str:
    laws = law_changes.list_changed_laws(current_line(), actor())
    return render(LawChangesPage(title="法律改了", laws=laws, form=form))
