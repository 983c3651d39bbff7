"""The first screen after signing in: what this person has to do, and which version the public is served."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.blueprint import actor, console
from hotline.console.hosts import describe_change, describe_lag, describe_reach, find_reach
from hotline.console.labels import STANDING
from hotline.console.next_review import find_next_review
from hotline.console.pages import ProposalTasks, TasksPage
from hotline.core.errors import NotFound, PublishFailed, Unavailable
from hotline.core.messages import MessageState
from hotline.core.permissions import Permission
from hotline.core.review import Status
from hotline.core.word_lists import WordList
from hotline.http.context import current_line, render
from hotline.services import messages, public_notices
from hotline.services.content import embed, entry_lists, law_changes, proposal_lists, publish, word_lists
from hotline.services.disclosure import due_documents, due_work, owed_report
from hotline.services.disclosure.guide import check_guide
from hotline.services.questions import feedback, open_questions

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.core.contents import KnowledgeVersion
    from hotline.core.messages import Message
    from hotline.core.permissions import Staff
    from hotline.services.line import Line


@console.get("/")
def home() -> str:
    line, staff = current_line(), actor()
    own_work = entry_lists.list_own_work(line, staff)
    drafts = [row for row in own_work if row.open is Status.DRAFT]
    reach = find_reach()
    to_review, proposals = entry_lists.list_for_review(line, staff), _list_proposals(line, staff)
    return render(
        TasksPage(
            title="要做的事",
            to_review=to_review,
            next_review=find_next_review(to_review, proposals.to_review),
            returned=[row for row in drafts if row.work and row.work.reviewer],
            drafts=[row for row in drafts if row.work and not row.work.reviewer],
            own_submitted=[row for row in own_work if row.open is Status.SUBMITTED],
            proposals=proposals,
            scheduled=entry_lists.list_scheduled(line, staff),
            past_review=entry_lists.list_past_review(line, staff),
            due_review=entry_lists.list_due_review(line, staff),
            changed_laws=[law for law in law_changes.list_changed_laws(line, staff) if law.entries],
            open_questions=open_questions.count_questions(line, staff) if staff.may(Permission.READ_ENQUIRIES) else {},
            emergencies=len(messages.list_emergencies(line, staff)) if staff.may(Permission.READ_ENQUIRIES) else 0,
            messages=_list_unanswered_messages(line, staff),
            version=_find_version(line),
            reach=f"第{reach.number}版{describe_reach(reach)}" if reach else "",
            lag=describe_lag(reach.lagging, reach.number) if reach else [],
            standing=STANDING[embed.check_readiness(line)],
            publish_error=publish.last_error(line),
            evidence=len(feedback.list_evidence(line, staff)) if staff.may(Permission.EDIT_ENTRIES) else 0,
            due_applications=_count_due_applications(line, staff),
            due_documents=_count_due_documents(line, staff),
            due_notices=_count_due_notices(line, staff),
            guide_is_stale=_is_guide_stale(line, staff),
            owed_report=owed_report.find_owed_report_for(line, staff),
            unpublished_words=_count_unpublished_words(line, staff),
            last_month=f"{line.now().date().replace(day=1) - timedelta(days=1):%Y-%m}",
        )
    )


def _list_proposals(line: Line, staff: Staff) -> ProposalTasks:
    """The same as of entries: nobody reviews what they wrote, and a draft with a reviewer was returned."""
    work = proposal_lists.list_open(line, staff)
    own = [one for one in work if staff.name in one.writers]
    submitted = [one for one in work if one.status is Status.SUBMITTED]
    drafts = [one for one in own if one.status is Status.DRAFT]
    waiting = [one for one in work if one.status is Status.APPROVED]
    return ProposalTasks(
        to_review=proposal_lists.choose_for_review(work, staff),
        own_submitted=[one for one in submitted if one in own],
        returned=[one for one in drafts if one.reviewer],
        drafts=[one for one in drafts if not one.reviewer],
        scheduled=sorted(waiting, key=lambda one: (one.publish_on is None, one.publish_on)),
    )


def _list_unanswered_messages(line: Line, staff: Staff) -> list[Message]:
    if not staff.may(Permission.ANSWER_MESSAGES):
        return []
    return messages.list_messages(line, staff, MessageState.WAITING)


def _count_unpublished_words(line: Line, staff: Staff) -> int:
    """How many words differ from the published word lists; 0 for those who may neither edit nor publish words."""
    if not (staff.may(Permission.PUBLISH) or staff.may(Permission.EDIT_WORDS)):
        return 0
    return sum(map(len, word_lists.list_unpublished(line, staff).values()))


def _count_due_applications(line: Line, staff: Staff) -> int:
    return len(due_work.list_due_tasks(line, staff)) if staff.may(Permission.READ_APPLICATIONS) else 0


def _count_due_documents(line: Line, staff: Staff) -> int:
    return len(due_documents.list_due_documents(line, staff)) if staff.may(Permission.READ_DOCUMENTS) else 0


def _count_due_notices(line: Line, staff: Staff) -> int:
    """0 while nothing is published."""
    if not staff.may(Permission.READ_ENQUIRIES) or _find_version(line) is None:
        return 0
    return len(public_notices.list_due(line, staff))


def _is_guide_stale(line: Line, staff: Staff) -> bool:
    """False for who may not write the guide, and while no office is entered.

    The guide is that of the office that runs the line: staff of a member have nothing to do about it."""
    try:
        return not staff.office_code and staff.may(Permission.EDIT_ENTRIES) and check_guide(line, staff).needs_work
    except NotFound:
        return False


def _find_version(line: Line) -> KnowledgeVersion | None:
    try:
        return line.knowledge.version
    except Unavailable:
        return None


@console.post("/publish", endpoint="publish")
def publish_again() -> ResponseReturnValue:
    """Publish again, after the cause of a failed publish was removed."""
    staff = actor()
    staff.require(Permission.PUBLISH)
    try:
        version = publish.publish(current_line())
    except PublishFailed as failure:
        flash(f"没有发布成功，公众看到的仍是上一版。{failure}", "error")
    else:
        flash(describe_change(f"已经发布，现在对外的是第{version.number}版。", f"第{version.number}版"), "success")
    back = request.form.get("back")
    if back in {words.value for words in WordList}:
        return redirect(url_for("console.list_words", name=back), 303)
    return redirect(url_for("console.home"), 303)
