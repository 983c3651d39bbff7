"""Records that put something on every screen of the console, for tests that open all of them."""

from dataclasses import replace
from datetime import timedelta

from hotline.core.calls import AttemptKind, CallOutcome, CallStep
from hotline.core.enquiries import Channel, Outcome
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.core.texts import TextPurpose
from hotline.core.word_lists import StopWord, Synonym
from hotline.services import messages
from hotline.services.content import proposals, workflow

SCREENS = [
    "",
    "entries",
    "entries?q=复议&status=published",
    "entries?q=没有这个词",
    "entries/101",
    "entries/102",
    "entries/104",
    "entries/new",
    "entries/101/edit",
    "entries/102/edit",
    "entries/104/preview",
    "entries/104/review",
    "entries/104/revisions",
    "entries/101/withdraw",
    "entries/999",
    "content/catalogue",
    "content/catalogue?q=没有这个词&status=withdrawn&department=GKB",
    "content/catalogue/new",
    "content/catalogue/of/00000000-0/2026-00001",
    "content/catalogue/edit/00000000-0/2026-00001",
    "content/catalogue/withdraw/00000000-0/2026-00001",
    "content/departments",
    "content/departments/of/FYK",
    "content/departments/edit/FYK",
    "content/departments/of/LFK",
    "content/departments/review/LFK",
    "content/departments/steps/LFK",
    "content/topics",
    "content/topics/new",
    "content/topics/withdraw/1",
    "content/office",
    "content/office/of/1",
    "content/office/edit/1",
    "enquiries",
    "enquiries/1",
    "enquiries/5",
    "enquiries/1/link",
    "enquiries/1/dismiss",
    "laws",
    "enquiries?list=unpicked",
    "enquiries?list=unsolved",
    "enquiries?list=referred&page=9",
    "entries/new?enquiry=1",
    "calls/CA1",
    "evidence",
    "changes",
    "tables",
    "notice-sheet?month=2026-09",
    "library-list?period=2026-q3",
    "tables/uploads",
    "tables/uploads/1",
    "words/synonyms",
    "words/synonyms?page=2",
    "words/synonyms?q=没有这个词",
    "words/synonyms/edit?word=告政府",
    "words/dictionary",
    "words/stop_words",
    "words/stop_words/edit?word=请问",
    "people",
    "people?q=没有这个人",
    "people/new",
    "people/1",
    "people/2",
    "people/999",
    "account",
    "sign-ins",
    "sign-ins?kind=closed",
    "tester",
    "tester?q=复议要钱吗",
    "tester?q=复议",
    "tester?q=红烧肉怎么做才好吃",
    "tester?q=102",
    "tester?q=。",
    "line",
    "line?days=30",
    "line/rows/calls",
    "line/rows/enquiries",
    "messages",
    "messages?state=answered",
]
"""Paths below /console/ whose screens show a state of their own: 102 and FYK are unfinished drafts, 104 and LFK wait
for review."""


def leave_work(line):
    """Unanswered questions, a message, an unfinished draft and a submitted one."""
    with line.records.writing() as unit:
        author = unit.staff.find_by_name(Role.PUBLISHER.value)
        for question in ("怎么开无犯罪记录证明", "怎么开无犯罪记录证明？", "村里征地找谁"):
            unit.enquiries.add(
                channel=Channel.SMS,
                question=question,
                outcome=Outcome.UNANSWERED,
                confidence=0.0,
                entries=[],
                caller="+86138****8000",
                asked_at=line.now(),
                knowledge_version=1,
            )
        picked = unit.enquiries.add(
            channel=Channel.WEB,
            question="我是13800138000，复议能拖多久",
            outcome=Outcome.OFFERED,
            confidence=0.4,
            entries=[101, 102],
            caller="",
            asked_at=line.now(),
            knowledge_version=1,
        )
        unit.enquiries.pick(picked, 101)
        unit.enquiries.rate(101, False, picked, line.now())
        unit.feedback.link(1, 101, author.name, line.now())
    messages.leave_message(line, channel=Channel.PHONE, body="宅基地的证一直不发怎么办", caller="+8613800138000")
    leave_call(line)
    proposals.save_draft(line, author, Synonym("吃官司", "被起诉"), None)
    sent = proposals.save_draft(line, author, StopWord("帮帮忙"), None)
    proposals.submit(line, author, sent.kind, sent.key, version=sent.version)
    revise(line, author, 102, spoken="", text="字" * 140)
    draft = revise(line, author, 104, spoken="先看决定书，上面写着向谁申请。", department="LFK")
    workflow.submit(line, author, 104, version=draft.version)
    propose(line, author, ProposalKind.DEPARTMENTS, "FYK", telephone="1.38E+10", room="401室")
    sent = propose(line, author, ProposalKind.DEPARTMENTS, "LFK", room="402室")
    proposals.submit(line, author, ProposalKind.DEPARTMENTS, "LFK", version=sent.version)


def leave_call(line):
    """A call that asked, was offered choices, rang two people in vain and left a message; enquiry 5 is its."""
    at = line.now()
    with line.records.writing() as unit:
        unit.calls.begin("CA1", gateway="twilio", caller="+86138****8000", at=at)
        steps = [("incoming", "", "menu"), ("menu", "复议能拖多久", "choices"), ("choices", "1", "102")]
        steps += [("after", "0", "rang"), ("rang", "", "recorded"), ("recorded", "#", "review")]
        steps += [("recording", "", "kept"), ("review", "", "saved")]
        for seconds, step in enumerate(steps):
            unit.calls.add_step("CA1", CallStep(at + timedelta(seconds=9 * seconds), *step), delivery=f"{seconds}")
        asked = unit.enquiries.add(
            channel=Channel.PHONE,
            question="复议能拖多久",
            outcome=Outcome.OFFERED,
            confidence=0.4,
            entries=[102, 105],
            caller="+86138****8000",
            asked_at=at,
            knowledge_version=1,
            conversation="CA1",
        )
        unit.enquiries.pick(asked, 102)
        for serial, name in enumerate(("话务员", "王联络")):
            kind = AttemptKind.LIAISON if serial else AttemptKind.OPERATOR
            told = {"department": "LFK" if serial else "", "telephone": "****0096", "enquiry_id": asked, "at": at}
            unit.attempts.add("CA1", serial, kind=kind, name=name, **told)
        unit.calls.end("CA1", status="completed", seconds=95, at=at + timedelta(seconds=95))
        unit.calls.set_outcome("CA1", CallOutcome.MESSAGE)
    left = messages.leave_message(
        line,
        channel=Channel.PHONE,
        body="电话录音留言",
        caller="+8613800138000",
        recording="https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/RE" + "0" * 32,
        conversation="CA1",
    )
    with line.records.writing() as unit:
        key, number = f"tracking:{left.tracking_number}", "+8613800138000"
        told = {"purpose": TextPurpose.TRACKING, "tracking": left.tracking_number, "at": at}
        unit.texts.queue(key, gateway="twilio", number=number, body="您的留言收到了。", **told)
    return left


def propose(line, author, kind, key, **changes):
    history = proposals.get_history(line, author, kind, key)
    return proposals.save_draft(line, author, replace(history.shown, **changes), history.version)


def revise(line, author, number, **changes):
    published = workflow.get_entry(line, author, number).published
    return workflow.save_draft(line, author, replace(published.entry, **changes), published.version)
