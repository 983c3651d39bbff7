"""What views and webhooks take from the running application: the line and the rendering of a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from flask import current_app, g, has_app_context, has_request_context, render_template, request

from hotline.services.line import STAFF_PATIENCE

if TYPE_CHECKING:
    from hotline.services.line import Line


class RenderedPage(Protocol):
    """A dataclass with everything its template shows; it names the template itself."""

    template: ClassVar[str]


def current_line() -> Line:
    """The dependencies of the running application, with the same version of the knowledge file for a whole request.

    Pages of the console may wait longer for the records than a caller or a visitor."""
    if "line" not in g:
        line = cast("Line", current_app.extensions["hotline"]).for_one_request()
        is_console = has_request_context() and request.blueprint == "console"
        g.line = replace(line, records=line.records.patient(STAFF_PATIENCE)) if is_console else line
    return cast("Line", g.line)


def note_failure() -> None:
    """Have the metrics count this request as failed, although its answer may be an apology with status 200."""
    if has_app_context():
        g.has_failed = True


def render(page: RenderedPage) -> str:
    """``page`` as HTML; in the template it is the variable ``page``."""
    return render_template(page.template, page=page)
