"""The revisions of an entry and the readable difference between any two of them."""

from __future__ import annotations

from flask import request

from hotline.console.entries import find_revision
from hotline.console.pages import RevisionsPage
from hotline.console.site import actor, console, current_line, render
from hotline.services import comparing, curating


@console.get("/entries/<int:number>/revisions")
def list_revisions(number: int) -> str:
    """``old`` and ``new`` name two serials; without them the newest is compared with the one before it."""
    history = curating.get_entry(current_line(), actor(), number)
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
            changes=comparing.compare(old.entry if old else None, new.entry),
        )
    )
