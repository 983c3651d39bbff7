"""What views and webhooks take from the running application: the line and the rendering of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from flask import current_app, g, render_template

if TYPE_CHECKING:
    from hotline.services.line import Line


class RenderedPage(Protocol):
    """A dataclass with everything its template shows; it names the template itself."""

    template: ClassVar[str]


def current_line() -> Line:
    """The dependencies of the running application, with the same version of the knowledge file for a whole request."""
    if "line" not in g:
        g.line = cast("Line", current_app.extensions["hotline"]).for_one_request()
    return cast("Line", g.line)


def note_failure() -> None:
    """Have the metrics count this request as failed, although its answer may be an apology with status 200."""
    g.has_failed = True


def render(page: RenderedPage) -> str:
    """``page`` as HTML; in the template it is the variable ``page``."""
    return render_template(page.template, page=page)
