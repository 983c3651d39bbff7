"""Records as an office finds them in the morning: questions, messages, a change of last month, work to approve."""

from dataclasses import replace
from datetime import date, timedelta

from hotline.core.enquiries import Channel, Outcome
from hotline.core.permissions import Role
from hotline.services import messages
from hotline.services.content import workflow
from hotline.services.staff import accounts
from tests.support.fixed_values import NOW, PASSWORD

CLERK, HEAD, ADMINISTRATOR, LEAVER = "clerk", "head", "chief", "leaver"
"""Login names. The clerk of a small office writes entries and answers messages."""
UNANSWERED = "怎么开无犯罪记录证明"
UNPICKED = "复议能拖多久"
ANSWERED = "复议要多久才有结果"
QUESTIONS = ("申请法律援助要带什么材料", "复议的决定书没收到怎么办", "加微信领红包", "公开申请交给谁")


def prepare_morning(line, clock):
    """Leave in ``line`` everything that the tasks of a day begin from; ``clock`` is turned back for what is older."""
    people = add_people(line)
    clock.now = NOW - timedelta(days=30)
    discard_last_months_draft(line, people[CLERK])
    clock.now = NOW
    leave_questions(line)
    for body in QUESTIONS:
        messages.leave_message(line, channel=Channel.PHONE, body=body, caller="+8613800138000")
    old = messages.leave_message(line, channel=Channel.WEB, body=ANSWERED)
    messages.answer_message(line, people[CLERK], old.tracking_number, "六十天。", compose_text=str)
    set_review_date(line, people[CLERK], people[HEAD], 102, NOW.date() + timedelta(days=14))
    submit(line, people[CLERK], 103, question="对哪些决定可以申请行政复议呢？")


def add_people(line):
    named = {CLERK: (Role.PUBLISHER, Role.OPERATOR), HEAD: (Role.REVIEWER,), ADMINISTRATOR: (Role.ADMINISTRATOR,)}
    named[LEAVER] = (Role.LIAISON,)
    return {name: accounts.add_staff(line, name, f"测试{name}", roles, PASSWORD) for name, roles in named.items()}


def discard_last_months_draft(line, clerk):
    draft = revise(line, clerk, 105, spoken="不收费，一分钱也不用交。")
    workflow.discard(line, clerk, 105, version=draft.version)


def leave_questions(line):
    told = {"caller": "+86138****8000", "asked_at": line.now(), "knowledge_version": 1}
    with line.records.writing() as unit:
        for question, outcome, entries in (
            (UNANSWERED, Outcome.UNANSWERED, []),
            (UNANSWERED + "？", Outcome.UNANSWERED, []),
            (UNPICKED, Outcome.OFFERED, [101, 102]),
        ):
            unit.enquiries.add(
                channel=Channel.SMS, question=question, outcome=outcome, confidence=0.3, entries=entries, **told
            )


def set_review_date(line, clerk, head, number, day: date):
    submitted = submit(line, clerk, number, review_date=day)
    workflow.approve(line, head, number, version=submitted.version)


def submit(line, clerk, number, **changes):
    draft = revise(line, clerk, number, **changes)
    return workflow.submit(line, clerk, number, version=draft.version)


def revise(line, clerk, number, **changes):
    history = workflow.get_entry(line, clerk, number)
    version = max(revision.version for revision in history.revisions)
    return workflow.save_draft(line, clerk, replace(history.published.entry, **changes), version)
