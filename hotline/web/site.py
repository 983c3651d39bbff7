"""The blueprint of the public site and what all its routes share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from flask import Blueprint, current_app, render_template

from hotline.web.markup import commonmark

if TYPE_CHECKING:
    from hotline.services.line import Line
    from hotline.web.pages import Page

web = Blueprint("web", __name__)
web.add_app_template_filter(commonmark, "commonmark")


def current_line() -> Line:
    return cast("Line", current_app.extensions["hotline"])


def render(page: Page) -> str:
    return render_template(page.template, page=page)


@web.app_template_filter("day")
def format_day(day: date) -> str:
    """A date (or the date of a time) as people write it: 2026年11月23日."""
    return f"{day.year}年{day.month}月{day.day}日"
