"""What views of the public site, the console and the webhooks take from the running application."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from flask import current_app, g, render_template

if TYPE_CHECKING:
    from hotline.services.line import Line


class RenderedPage(Protocol):
    """What a template is rendered with: a dataclass that names its own template."""

    template: ClassVar[str]


def current_line() -> Line:
    """The joined dependencies of the running application, with one version of the knowledge file a request."""
    if "line" not in g:
        g.line = cast("Line", current_app.extensions["hotline"]).for_one_request()
    return cast("Line", g.line)


def render(page: RenderedPage) -> str:
    """``page`` as HTML; its template reads it as ``page``."""
    return render_template(page.template, page=page)
