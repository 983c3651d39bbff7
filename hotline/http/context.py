"""TODO."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app, render_template

if TYPE_CHECKING:
    from hotline.services.line import Line
    from hotline.web.pages import Page


def current_line() -> Line:
    return cast("Line", current_app.extensions["hotline"])


def render(page: Page) -> str:
    return render_template(page.template, page=page)
