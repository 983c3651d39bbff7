"""Uploading tables: choosing files, the progress of their check, what was found row by row, confirming it."""

from __future__ import annotations

import os
from threading import get_ident
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from hotline.console.blueprint import TOO_LARGE, actor, console
from hotline.console.labels import TABLE
from hotline.console.uploads.pages import UploadPage, UploadsPage
from hotline.core.errors import InvalidInput
from hotline.core.permissions import Permission
from hotline.core.table_uploads import RowVerdict, TableUpload, UploadedFile, UploadState
from hotline.core.typed_text import clean_line
from hotline.http.context import current_line, render
from hotline.http.errors_and_headers import error_page
from hotline.services.content import diff
from hotline.services.content.table_uploads import uploads

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.core.table_uploads import UploadRow

SHOWN = (
    *(RowVerdict.WRONG, RowVerdict.CHANGED, RowVerdict.NEW),
    *(RowVerdict.HELD, RowVerdict.MISSING, RowVerdict.WITHDRAWN),
)
"""The verdicts whose rows are listed, the most urgent first."""
NAME_LIMIT = 100


@console.errorhandler(RequestEntityTooLarge)
def refuse_large_files(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say how large files may be; any other form that is too long gets the common page.

    Nothing of the form was read yet, so it is not known who sent it."""
    return error_page(413, TOO_LARGE if request.endpoint == "console.add_upload" else "")


@console.get("/tables/uploads")
def list_uploads() -> str:
    return _show_form()


@console.post("/tables/uploads")
def add_upload() -> ResponseReturnValue:
    """Store the chosen files and lead to what is found in them."""
    actor().require(Permission.EDIT_ENTRIES)
    given = [one for one in request.files.getlist("files") if one.filename]
    files = [UploadedFile(_tidy_name(one.filename or ""), one.read()) for one in given]
    chosen = request.form.get("table", "")
    replaces = bool(request.form.get("replaces"))
    try:
        upload = uploads.add_upload(
            current_line(), actor(), files, chosen=chosen, replaces=replaces, holder=_name_holder()
        )
    except InvalidInput as error:
        return _show_form(str(error), chosen), 400
    return redirect(url_for("console.upload", upload=upload), 303)


@console.get("/tables/uploads/<int:upload>")
def upload(upload: int) -> str:
    """The progress of an upload, and what was found in its rows; ``show`` chooses the verdict."""
    line, found = current_line(), uploads.get_upload(current_line(), actor(), upload)
    verdict = _choose_verdict(found)
    page = None
    if verdict is not None:
        page = uploads.list_rows(line, actor(), upload, verdict, request.args.get("page", 1, int))
    return render(
        UploadPage(
            title=f"上传的表格：{found.names}",
            upload=found,
            verdict=verdict,
            rows=[(row, _compare(row)) for row in page.rows] if page else [],
            total=page.total if page else 0,
            paging=page.paging if page else None,
            is_own=found.uploaded_by == actor().name,
        )
    )


@console.post("/tables/uploads/<int:upload>/confirm")
def confirm_upload(upload: int) -> ResponseReturnValue:
    uploads.confirm(current_line(), actor(), upload, holder=_name_holder())
    return redirect(url_for("console.upload", upload=upload), 303)


@console.post("/tables/uploads/<int:upload>/withdraw")
def withdraw_missing(upload: int) -> ResponseReturnValue:
    """Withdraw what is published and not in the files of this upload."""
    uploads.withdraw_missing(current_line(), actor(), upload, holder=_name_holder())
    return redirect(url_for("console.upload", upload=upload), 303)


@console.post("/tables/uploads/<int:upload>/discard")
def discard_upload(upload: int) -> ResponseReturnValue:
    uploads.discard(current_line(), actor(), upload)
    flash("这次上传已经放弃，什么都没有改。", "success")
    return redirect(url_for("console.list_uploads"), 303)


def _show_form(problem: str = "", chosen: str = "") -> str:
    found = uploads.list_uploads(current_line(), actor())
    return render(
        UploadsPage(title="上传表格", uploads=found, problem=problem, chosen=chosen if chosen in TABLE else "")
    )


def _choose_verdict(found: TableUpload) -> RowVerdict | None:
    """The verdict that the URL asks for, or the most urgent that any row has; None while nothing is checked."""
    if found.state is UploadState.WAITING:
        return None
    there = [verdict for verdict in SHOWN if found.count(verdict)]
    wanted = [verdict for verdict in there if verdict.value == request.args.get("show")]
    return next(iter(wanted or there), None)


def _compare(row: UploadRow) -> list[diff.FieldChange]:
    old = {label: before for label, before, _ in row.changes}
    return diff.compare_wordings(old, {label: after for label, _, after in row.changes})


def _tidy_name(name: str) -> str:
    """The name of a file without the folders that some browsers send with it."""
    return clean_line(name.replace("\\", "/").rsplit("/", 1)[-1])[-NAME_LIMIT:]


def _name_holder() -> str:
    """This thread among all threads that work on uploads."""
    return f"{current_line().host}:{os.getpid()}:{get_ident()}"
