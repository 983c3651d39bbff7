"""The blueprint of the public site, and the filters of its templates."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from flask import Blueprint
from markupsafe import Markup, escape

from hotline.http.context import current_line
from hotline.services.content import commonmark

web = Blueprint("web", __name__)
_SHORT_NUMBER = re.compile(r"(?<!\d)1\d{2,4}(?!\d)")


# Markup is safe in both: the renderer escapes HTML in the text and refuses harmful links.
@web.app_context_processor
def add_announcements() -> dict[str, Any]:
    """Give every template ``announcements()``, the sentences that stand on top of each public page now."""
    return {"announcements": lambda: current_line().list_announcements()}


@web.app_template_filter("commonmark")
def as_html(text: str, top_level: int = 2) -> Markup:
    """CommonMark as HTML; its highest headings are ``h<top_level>``."""
    return Markup(commonmark.commonmark(text, top_level))  # noqa: S704


@web.app_template_filter("lead")
def lead_as_html(text: str) -> Markup:
    """The first paragraph of CommonMark as HTML."""
    return Markup(commonmark.lead(text))  # noqa: S704


@web.app_template_filter("dial")
def link_numbers(text: str) -> Markup:
    """``text`` escaped, with each short public number (110, 12356) as a link that dials it."""
    linked = _SHORT_NUMBER.sub(lambda found: f'<a href="tel:{found[0]}">{found[0]}</a>', str(escape(text)))
    return Markup(linked)  # noqa: S704


@web.app_template_filter("day")
def format_day(day: date) -> str:
    """A date, or that of a moment on the office's clock, as people write it: 2026年11月23日."""
    if isinstance(day, datetime):
        day = current_line().at_office(day)
    return f"{day.year}年{day.month}月{day.day}日"
