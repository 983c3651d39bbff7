"""The page that lists the revisions of an entry and compares two of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request

from hotline.console.blueprint import actor, console, department_names, topic_choices
from hotline.console.entries.pages import RevisionsPage
from hotline.console.entries.views import find_revision
from hotline.http.context import current_line, render
from hotline.services.content import diff, workflow

if TYPE_CHECKING:
    from hotline.core.entries import Entry
    from hotline.services.content.diff import FieldChange


@console.get("/entries/<int:number>/revisions")
def list_revisions(number: int) -> str:
    """Compare the revisions with the serials ``old`` and ``new``; without them, the newest with the one before it."""
    history = workflow.get_entry(current_line(), actor(), number)
    revisions = tuple(sorted(history.revisions, key=lambda revision: -revision.serial))
    new = find_revision(history, request.args.get("new")) or revisions[0]
    before = next((revision for revision in revisions if revision.serial < new.serial), None)
    old = find_revision(history, request.args.get("old")) or before
    return render(
        RevisionsPage(
            title=f"修订记录 {number}",
            number=number,
            revisions=revisions,
            old=old,
            new=new,
            changes=readable_difference(old.entry if old else None, new.entry),
        )
    )


def readable_difference(old: Entry | None, new: Entry) -> list[FieldChange]:
    """The difference between two revisions, with the names of topics and departments in place of their codes."""
    topics, departments = dict(topic_choices()), department_names()

    def name_codes(entry: Entry) -> Entry:
        topic = topics.get(entry.topic, entry.topic)
        return replace(entry, topic=topic, department=departments.get(entry.department, entry.department))

    return diff.compare(name_codes(old) if old else None, name_codes(new))
