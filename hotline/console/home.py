"""The first screen after signing in: what waits for this person, and what the public is being told now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.blueprint import actor, console
from hotline.console.labels import STANDING
from hotline.console.pages import TasksPage
from hotline.core.errors import PublishFailed, Unavailable
from hotline.core.messages import MessageState
from hotline.core.permissions import Permission
from hotline.core.review import Status
from hotline.core.word_lists import WordList
from hotline.http.context import current_line, render
from hotline.services import messages
from hotline.services.content import embed, entry_lists, word_lists
from hotline.services.content import publish as publishing
from hotline.services.questions import feedback

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.core.contents import KnowledgeVersion
    from hotline.core.messages import Message
    from hotline.core.permissions import Staff
    from hotline.services.content.entry_lists import EntryRow
    from hotline.services.line import Line


@console.get("/")
def home() -> str:
    line, staff = current_line(), actor()
    work = entry_lists.list_work(line, staff)
    own = [row for row in work if row.work and staff.name in row.work.writers]
    drafts = [row for row in own if row.open is Status.DRAFT]
    return render(
        TasksPage(
            title="要做的事",
            to_review=_to_review(work, staff),
            returned=[row for row in drafts if row.work and row.work.reviewer],
            drafts=[row for row in drafts if row.work and not row.work.reviewer],
            own_submitted=[row for row in own if row.open is Status.SUBMITTED],
            past_review=entry_lists.list_past_review(line, staff),
            unanswered=len(messages.list_unanswered(line, staff)) if staff.may(Permission.READ_ENQUIRIES) else 0,
            messages=_waiting(line, staff),
            version=_version(line),
            standing=STANDING[embed.check_readiness(line)],
            publish_error=publishing.last_error(line),
            evidence=len(feedback.list_evidence(line, staff)) if staff.may(Permission.EDIT_ENTRIES) else 0,
            unpublished_words=_unpublished_words(line, staff),
        )
    )


def _to_review(rows: list[EntryRow], staff: Staff) -> list[EntryRow]:
    """What was submitted, for those who may approve it: never what they wrote themselves."""
    if not staff.may(Permission.APPROVE_ENTRIES):
        return []
    return [row for row in rows if row.work and row.open is Status.SUBMITTED and staff.name not in row.work.writers]


def _waiting(line: Line, staff: Staff) -> list[Message]:
    if not staff.may(Permission.ANSWER_MESSAGES):
        return []
    return messages.list_messages(line, staff, MessageState.WAITING)


def _unpublished_words(line: Line, staff: Staff) -> int:
    """For those who may do something about it: how many words differ from what the public is matched with."""
    if not (staff.may(Permission.PUBLISH) or staff.may(Permission.EDIT_WORDS)):
        return 0
    return sum(map(len, word_lists.list_unpublished(line, staff).values()))


def _version(line: Line) -> KnowledgeVersion | None:
    try:
        return line.knowledge.version
    except Unavailable:
        return None


@console.post("/publish")
def publish() -> ResponseReturnValue:
    """Compile the knowledge file once more, after what stopped it was put right."""
    staff = actor()
    staff.require(Permission.PUBLISH)
    try:
        version = publishing.publish(current_line())
    except PublishFailed as failure:
        flash(f"没有发布成功，公众看到的仍是上一版。{failure}", "error")
    else:
        flash(f"已经发布，现在对外的是第{version.number}版。", "success")
    back = request.form.get("back")
    if back in {words.value for words in WordList}:
        return redirect(url_for("console.list_words", name=back), 303)
    return redirect(url_for("console.home"), 303)
