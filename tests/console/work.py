"""Work left lying on every screen of the console, for tests that walk all of them."""

from dataclasses import replace

from hotline.core.enquiries import Channel, Outcome
from hotline.core.permissions import Role
from hotline.core.words import StopWord, Synonym, WordList
from hotline.services import curating, triaging, word_lists

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
    "enquiries",
    "enquiries/1/link",
    "evidence",
    "words/synonyms",
    "words/synonyms?page=2",
    "words/synonyms?q=没有这个词",
    "words/synonyms/edit?word=告政府",
    "words/dictionary",
    "words/stop_words",
    "words/stop_words/edit?word=请问",
    "tester",
    "tester?q=复议要钱吗",
    "tester?q=复议",
    "tester?q=今天天气怎么样",
    "tester?q=102",
    "tester?q=。",
    "line",
    "line?days=30",
    "line/rows/calls",
    "line/rows/enquiries",
    "messages",
    "messages?state=answered",
]
"""Paths below /console/; 102 is an unfinished draft, 104 waits for review."""


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
        unit.enquiries.pick(picked.id, 101)
        unit.enquiries.rate(101, False, picked.id, line.now())
        unit.evidence.link(1, 101, author.name, line.now())
    triaging.leave_message(line, channel=Channel.PHONE, body="宅基地的证一直不发怎么办", caller="+8613800138000")
    word_lists.add(line, author, WordList.SYNONYMS, Synonym("吃官司", "被起诉"))
    word_lists.remove(line, author, WordList.STOP_WORDS, StopWord("没有"))
    revise(line, author, 102, spoken="", text="字" * 140)
    draft = revise(line, author, 104, spoken="先看决定书，上面写着向谁申请。", department="LFK")
    curating.submit(line, author, 104, version=draft.version)


def revise(line, author, number, **changes):
    published = curating.get_entry(line, author, number).published
    return curating.save_draft(line, author, replace(published.entry, **changes), published.version)
