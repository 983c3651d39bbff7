"""The page that lists the revisions of an entry and compares two of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request

from hotline.console.blueprint import actor, console, department_names, topic_choices
from hotline.console.entries.pages import RevisionsPage
from hotline.console.entries.views import find_revision, version_of
from hotline.core.errors import NotFound
from hotline.http.context import current_line, render
from hotline.services.content import content_changes, diff, workflow

if TYPE_CHECKING:
    from hotline.core.content_changes import ContentChange
    from hotline.core.entries import Entry
    from hotline.services.content.diff import FieldChange


@console.get("/entries/<int:number>/revisions")
def list_revisions(number: int) -> str:
    """Compare the revisions with the serials ``old`` and ``new``; without them, the newest with the one before it.

    With ``sent``, a step of the history, compare what was submitted then with the same revision as it is now."""
    entry = workflow.get_entry(current_line(), actor(), number)
    revisions = tuple(sorted(entry.revisions, key=lambda revision: -revision.serial))
    new = find_revision(entry, request.args.get("new")) or revisions[0]
    before = next((revision for revision in revisions if revision.serial < new.serial), None)
    old = find_revision(entry, request.args.get("old")) or before
    steps = content_changes.list_of_entry(current_line(), actor(), number)
    sent = _find_sent(steps, request.args.get("sent"))
    if sent is not None:
        new = find_revision(entry, str(sent.serial)) or new
    return render(
        RevisionsPage(
            title=f"修订记录 {number}",
            number=number,
            version=version_of(entry),
            is_open=entry.open is not None,
            revisions=revisions,
            steps=steps,
            sent=sent,
            old=old,
            new=new,
            changes=diff.compare_wordings(sent.wording, diff.word(new.entry))
            if sent
            else readable_difference(old.entry if old else None, new.entry),
        )
    )


def _find_sent(steps: list[ContentChange], wanted: str | None) -> ContentChange | None:
    """The submission with the id ``wanted``, None without an id. Raises NotFound when the entry has none with it."""
    if not wanted:
        return None
    found = next((step for step in steps if str(step.id) == wanted and step.wording), None)
    if found is None:
        raise NotFound("没有这一次提交。")
    return found


def readable_difference(old: Entry | None, new: Entry) -> list[FieldChange]:
    """The difference between two revisions, with the names of topics and departments in place of their codes."""
    topics, departments = dict(topic_choices()), department_names()

    def name_codes(entry: Entry) -> Entry:
        topic = topics.get(entry.topic, entry.topic)
        return replace(entry, topic=topic, department=departments.get(entry.department, entry.department))

    return diff.compare(name_codes(old) if old else None, name_codes(new))
