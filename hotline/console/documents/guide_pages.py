"""The guide to disclosure in the console: what it no longer states, and the draft of a new text by the particulars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from hotline.console.blueprint import actor, console
from hotline.console.documents.pages import GuideCheckPage
from hotline.core.errors import Conflict
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services.disclosure.guide import check_guide, draft_guide

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@console.get("/guide")
def show_guide_check() -> str:
    return render(GuideCheckPage(title="公开指南", check=check_guide(current_line(), actor())))


@console.post("/guide")
def write_guide() -> ResponseReturnValue:
    """Write the draft of today's guide; another person approves it, which confirms the particulars."""
    actor().require(Permission.EDIT_ENTRIES)
    try:
        index_number = draft_guide(current_line(), actor())
    except Conflict as conflict:
        flash(f"没有写成。{conflict}", "error")
        return redirect(url_for("console.show_guide_check"), 303)
    flash("指南的草稿已经按现在的单位信息写好。请看一遍，再提交审核；通过以后就对外公开。", "success")
    return redirect(url_for("console.edit_value", kind="catalogue", key=index_number), 303)
