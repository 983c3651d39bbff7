"""Drafts that are discarded, recalled and restored, and the history of who did what to the content."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hotline.core.content_changes import ContentAction, ContentKind
from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.permissions import Role
from hotline.core.review import Status
from hotline.core.word_lists import Synonym
from hotline.services.content import content_changes, entry_lists, proposals, publish, workflow


@pytest.fixture(autouse=True)
def published(monkeypatch):
    monkeypatch.setattr(publish, "compile_contents", lambda *_, **__: None)


def entry_of(line, actor, number=105):
    return workflow.get_entry(line, actor, number)


def version_of(line, actor, number=105):
    return max(revision.version for revision in entry_of(line, actor, number).revisions)


def draft(line, actor, number=105, **changes):
    entry = replace(entry_of(line, actor, number).revisions[0].entry, **changes)
    return workflow.save_draft(line, actor, entry, version_of(line, actor, number))


def submitted(line, actor, **changes):
    return workflow.submit(line, actor, 105, version=draft(line, actor, **changes).version)


def steps(line, actor, number=105):
    return [(step.action.value, step.changed_by) for step in content_changes.list_of_entry(line, actor, number)]


def test_a_discarded_draft_leaves_what_is_published_and_can_be_restored(small_line, writer):
    unwanted = draft(small_line, writer, text="不要了")
    workflow.discard(small_line, writer, 105, version=unwanted.version)
    entry = entry_of(small_line, writer)
    assert (entry.published.entry.text, entry.open) == (entry.published.entry.text, None)
    assert entry_lists.list_work(small_line, writer) == []
    back = workflow.restore(small_line, writer, 105, unwanted.serial, version=version_of(small_line, writer))
    assert (back.status, back.entry.text) == (Status.DRAFT, "不要了")
    assert steps(small_line, writer) == [("write", "publisher"), ("discard", "publisher"), ("write", "publisher")]


def test_a_new_entry_whose_draft_was_discarded_is_on_no_list_but_that_of_the_discarded(small_line, writer):
    entry = replace(entry_of(small_line, writer).published.entry, number=106, question="不要的问题")
    workflow.discard(small_line, writer, 106, version=workflow.save_draft(small_line, writer, entry, None).version)
    assert 106 not in [row.number for row in entry_lists.list_entries(small_line, writer).rows]
    assert entry_lists.list_entries(small_line, writer, search="不要的问题").rows == []
    [row] = entry_lists.list_entries(small_line, writer, status=Status.DISCARDED).rows
    assert (row.number, row.last) == (106, Status.DISCARDED)


def test_a_withdrawn_entry_stays_withdrawn_when_its_next_draft_is_discarded(small_line, writer, reviewer):
    workflow.withdraw(small_line, reviewer, 105, version=version_of(small_line, reviewer), comment="法已修改")
    workflow.discard(small_line, writer, 105, version=draft(small_line, writer, text="新").version)
    [row] = entry_lists.list_entries(small_line, writer, status=Status.WITHDRAWN).rows
    assert (row.number, row.last) == (105, Status.WITHDRAWN)


def test_a_submission_is_recalled_by_those_who_wrote_it_and_nobody_else(small_line, writer, people):
    sent = submitted(small_line, writer, text="新")
    with pytest.raises(NotAllowed, match="写这一条的人"):
        workflow.recall(small_line, people[Role.LIAISON], 105, version=sent.version)
    recalled = workflow.recall(small_line, writer, 105, version=sent.version)
    assert recalled.status is Status.DRAFT
    with pytest.raises(Conflict):
        workflow.recall(small_line, writer, 105, version=recalled.version)


def test_an_old_revision_is_not_restored_over_a_draft(small_line, writer):
    draft(small_line, writer, text="正在写")
    with pytest.raises(Conflict, match="先处理好它"):
        workflow.restore(small_line, writer, 105, 1, version=version_of(small_line, writer))
    workflow.discard(small_line, writer, 105, version=version_of(small_line, writer))
    with pytest.raises(NotFound):
        workflow.restore(small_line, writer, 105, 99, version=version_of(small_line, writer))
    with pytest.raises(Conflict):
        workflow.restore(small_line, writer, 105, 1, version=1)


def test_what_was_returned_and_why_outlives_the_next_wording_and_its_approval(small_line, writer, reviewer):
    sent = submitted(small_line, writer, text="先前的话")
    returned = workflow.return_(small_line, reviewer, 105, version=sent.version, comment="期限要写明")
    workflow.save_draft(small_line, writer, replace(returned.entry, text="后来的话"), returned.version)
    again = workflow.submit(small_line, writer, 105, version=version_of(small_line, writer))
    workflow.approve(small_line, reviewer, 105, version=again.version)
    kept = content_changes.list_of_entry(small_line, writer, 105)
    assert [step.action.value for step in kept] == ["write", "submit", "return", "write", "submit", "approve"]
    assert [step.wording["text"] for step in kept if step.action is ContentAction.SUBMIT] == ["先前的话", "后来的话"]
    assert next(step for step in kept if step.action is ContentAction.RETURN).comment == "期限要写明"
    assert kept[-1].changed_at == entry_of(small_line, writer).published.changed_at


def test_an_approval_keeps_its_time_when_a_later_one_supersedes_it(small_line, writer, reviewer, set_clock):
    for text in ("一", "二"):
        sent = submitted(small_line, writer, text=text)
        workflow.approve(small_line, reviewer, 105, version=sent.version)
        set_clock.pass_by(days=2)
    first, second = [
        step for step in content_changes.list_of_entry(small_line, writer, 105) if step.action.value == "approve"
    ]
    assert (second.changed_at - first.changed_at, first.serial) == (timedelta(days=2), 2)


def test_a_step_that_fails_is_not_in_the_history(small_line, writer):
    unfit = draft(small_line, writer, spoken="")
    with pytest.raises(InvalidInput):
        workflow.submit(small_line, writer, 105, version=unfit.version)
    assert steps(small_line, writer) == [("write", "publisher")]


def test_a_review_date_that_has_passed_is_refused_when_an_entry_is_submitted_and_when_it_is_approved(
    small_line, writer, reviewer, set_clock
):
    today = small_line.now().date()
    late = draft(small_line, writer, effective_date=date(2026, 1, 1), review_date=today)
    with pytest.raises(InvalidInput, match="复核日期已经过了"):
        workflow.submit(small_line, writer, 105, version=late.version)
    soon = submitted(small_line, writer, review_date=today + timedelta(days=1))
    set_clock.pass_by(days=2)
    with pytest.raises(InvalidInput, match="复核日期已经过了"):
        workflow.approve(small_line, reviewer, 105, version=soon.version)
    assert entry_of(small_line, writer).open == soon


def test_changes_of_entries_and_words_are_listed_by_month_person_and_kind(small_line, writer, reviewer, set_clock):
    sent = submitted(small_line, writer, text="新")
    workflow.return_(small_line, reviewer, 105, version=sent.version, comment="不对")
    word = proposals.save_draft(small_line, writer, Synonym("打官司要钱", "诉讼费用"), None)
    sent_word = proposals.submit(small_line, writer, word.kind, word.key, version=word.version)
    proposals.approve(small_line, reviewer, word.kind, word.key, version=sent_word.version)
    month = small_line.now().date()
    everything = content_changes.list_month(small_line, writer, month)
    assert [step.action.value for step in everything.changes] == [
        "approve",
        "submit",
        "write",
        "return",
        "submit",
        "write",
    ]
    assert [step.key for step in content_changes.list_month(small_line, writer, month, person="reviewer").changes] == [
        "打官司要钱",
        "105",
    ]
    words = content_changes.list_month(small_line, writer, month, kinds=(ContentKind.SYNONYMS,))
    assert [(step.key, step.action) for step in words.changes] == [
        ("打官司要钱", ContentAction.APPROVE),
        ("打官司要钱", ContentAction.SUBMIT),
        ("打官司要钱", ContentAction.WRITE),
    ]
    assert (
        content_changes.list_month(small_line, writer, month, limit=1, skip=3).changes[0].action is ContentAction.RETURN
    )
    set_clock.pass_by(days=40)
    assert content_changes.list_month(small_line, writer, small_line.now().date()).total == 0


def test_words_in_any_wording_or_legal_basis_find_an_entry(small_line, writer):
    entry = entry_of(small_line, writer).published.entry
    law = entry.legal_bases[0].title
    for words in (entry.spoken[:6], entry.web_answer[:6], entry.text[:6], law):
        assert 105 in [row.number for row in entry_lists.list_entries(small_line, writer, search=words).rows], words


def test_nobody_approves_a_discarded_draft_of_theirs_that_somebody_else_brought_back(small_line, writer, people):
    both = replace(people[Role.ADMINISTRATOR])
    for bring_back in ("restore", "write again"):
        number = 106 if bring_back == "write again" else 105
        asked = {"question": f"谁写的{number}？", "similar_questions": (f"{number}是谁写的",)}
        entry = replace(entry_of(small_line, writer).published.entry, number=number, **asked)
        version = None if number == 106 else version_of(small_line, writer)
        gone = workflow.discard(
            small_line, both, number, version=workflow.save_draft(small_line, both, entry, version).version
        )
        if bring_back == "restore":
            back = workflow.restore(small_line, writer, number, gone.serial, version=gone.version)
        else:
            back = workflow.save_draft(small_line, writer, gone.entry, gone.version)
        sent = workflow.submit(small_line, writer, number, version=back.version)
        assert sent.writers == ("administrator", "publisher")
        with pytest.raises(NotAllowed, match="自己写的"):
            workflow.approve(small_line, both, number, version=sent.version)


def test_own_work_is_listed_however_much_of_others_there_is(small_line, writer, monkeypatch):
    monkeypatch.setattr(entry_lists, "WORK_SHOWN", 1)
    draft(small_line, writer, 102, text="先")
    other = replace(writer, name='o"ther_%')
    draft(small_line, other, 301, text="后")
    assert [row.number for row in entry_lists.list_own_work(small_line, other)] == [301]
    assert [row.number for row in entry_lists.list_own_work(small_line, writer)] == [102]
