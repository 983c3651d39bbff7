"""The blueprint of the public site: what all its routes share, and how the office's own errors look as pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from flask import Blueprint, current_app, render_template

from hotline.core.errors import InvalidInput, NotFound, Unavailable
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


@web.errorhandler(NotFound)
def show_not_found(error: NotFound) -> tuple[str, int]:
    return render_template("error.html", title="没有找到您要的内容", message=str(error)), 404


@web.errorhandler(InvalidInput)
def show_invalid(error: InvalidInput) -> tuple[str, int]:
    return render_template("error.html", title="这项内容没有收下", message=str(error)), 400


@web.errorhandler(Unavailable)
def show_unavailable(error: Unavailable) -> tuple[str, int]:
    return render_template("error.html", title="暂时不能为您服务", message=str(error)), 503
