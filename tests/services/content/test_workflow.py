"""The workflow of an entry, for one member of staff and for several at the same time."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

import pytest

from hotline.core.entries import Entry
from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from hotline.core.permissions import Role, Staff
from hotline.core.review import Status
from hotline.services.content import entry_lists, publish, workflow
from hotline.services.content.published import get_entry


@pytest.fixture(autouse=True)
def published(monkeypatch):
    """Where a knowledge file would have been compiled, once for each time."""
    times = []
    monkeypatch.setattr(publish, "compile_contents", lambda shelf, *_, **__: times.append(shelf))
    return times


def version_of(line, actor, number):
    return max(revision.version for revision in workflow.get_entry(line, actor, number).revisions)


def draft_105(line, actor, **changes):
    entry = workflow.get_entry(line, actor, 105).revisions[0].entry
    return workflow.save_draft(line, actor, replace(entry, **changes), version_of(line, actor, 105))


def submitted_105(line, actor, **changes):
    draft = draft_105(line, actor, **changes)
    return workflow.submit(line, actor, 105, version=draft.version)


def blank(number, topic):
    day = date(2026, 11, 23)
    return Entry(number, "新问题", "", "", "", (), (), topic, "", (), day, day)


def test_an_approved_revision_supersedes_the_published_one(small_line, writer, reviewer, published):
    revision = submitted_105(small_line, writer, spoken="一分钱不收。")
    approved = workflow.approve(small_line, reviewer, 105, version=revision.version).revision
    assert (approved.status, approved.author, approved.reviewer) == (Status.PUBLISHED, "publisher", "reviewer")
    history = workflow.get_entry(small_line, reviewer, 105)
    assert history.published == approved
    assert [one.status for one in history.revisions] == [Status.PUBLISHED, Status.SUPERSEDED]
    assert published == [small_line.shelf]


def test_saving_again_changes_the_same_draft(small_line, writer):
    first = draft_105(small_line, writer, text="一")
    second = draft_105(small_line, writer, text="二")
    assert (second.serial, second.entry.text) == (first.serial, "二")
    assert second.version > first.version


def test_an_incomplete_draft_can_be_saved_and_not_submitted(small_line, writer):
    draft = workflow.save_draft(small_line, writer, blank(106, "1"), None)
    with pytest.raises(InvalidInput) as caught:
        workflow.submit(small_line, writer, 106, version=draft.version)
    assert {"web_answer", "spoken", "similar_questions", "department", "legal_bases"} <= set(caught.value.fields)


@pytest.mark.parametrize(("number", "topic", "field"), [(99, "0", "number"), (106, "3", "topic"), (206, "2", "topic")])
def test_a_draft_needs_a_number_and_the_topic_that_goes_with_it(small_line, writer, number, topic, field):
    with pytest.raises(InvalidInput) as caught:
        workflow.save_draft(small_line, writer, blank(number, topic), None)
    assert set(caught.value.fields) == {field}


def test_a_draft_needs_a_department_that_exists(small_line, writer):
    with pytest.raises(InvalidInput, match="没有这个部门"):
        draft_105(small_line, writer, department="XXX")


def test_carriage_returns_and_outer_spaces_are_removed(small_line, writer):
    saved = draft_105(small_line, writer, web_answer=" 一\r\n二 ", similar_questions=("问", " 问", ""))
    assert (saved.entry.web_answer, saved.entry.similar_questions) == ("一\n二", ("问",))


def test_the_second_of_two_editors_learns_who_saved_first(small_line, writer, people):
    seen = version_of(small_line, writer, 105)
    entry = workflow.get_entry(small_line, writer, 105).published.entry
    workflow.save_draft(small_line, people[Role.LIAISON], replace(entry, text="先"), seen)
    with pytest.raises(Conflict, match="liaison刚刚改过105号问答"):
        workflow.save_draft(small_line, writer, replace(entry, text="后"), seen)
    assert workflow.get_entry(small_line, writer, 105).open.entry.text == "先"


def test_a_form_filled_before_an_approval_cannot_undo_it(small_line, writer, reviewer):
    stale = workflow.get_entry(small_line, writer, 105).published
    revision = submitted_105(small_line, writer, text="新")
    workflow.approve(small_line, reviewer, 105, version=revision.version)
    with pytest.raises(Conflict):
        workflow.save_draft(small_line, writer, stale.entry, stale.version)


def test_a_number_in_use_cannot_be_given_to_a_new_entry(small_line, writer):
    with pytest.raises(Conflict):
        workflow.save_draft(small_line, writer, blank(105, "1"), None)


def test_a_submitted_revision_is_not_edited_before_it_is_returned(small_line, writer, reviewer):
    revision = submitted_105(small_line, writer, text="新")
    with pytest.raises(Conflict, match="退回"):
        draft_105(small_line, writer, text="更新")
    returned = workflow.return_(small_line, reviewer, 105, version=revision.version, comment="请写明依据")
    assert (returned.status, returned.comment, returned.reviewer) == (Status.DRAFT, "请写明依据", "reviewer")
    assert draft_105(small_line, writer, text="更新").comment == "请写明依据"


def test_nobody_approves_a_revision_they_wrote_even_when_somebody_else_wrote_last(small_line, writer, people, reviewer):
    both = replace(people[Role.ADMINISTRATOR])
    draft_105(small_line, both, text="一")
    revision = submitted_105(small_line, writer, text="二")
    with pytest.raises(NotAllowed, match="自己写的"):
        workflow.approve(small_line, both, 105, version=revision.version)
    assert workflow.approve(small_line, reviewer, 105, version=revision.version).revision.status is Status.PUBLISHED


def test_each_step_needs_its_permission(small_line, people, writer, reviewer):
    with pytest.raises(NotAllowed):
        draft_105(small_line, reviewer, text="新")
    revision = submitted_105(small_line, writer, text="新")
    for step in (workflow.approve, workflow.return_, workflow.withdraw):
        with pytest.raises(NotAllowed):
            step(small_line, writer, 105, version=revision.version)
    gone = Staff(9, "gone", "已离职", Role.ADMINISTRATOR, False)
    with pytest.raises(NotAllowed):
        entry_lists.list_entries(small_line, gone)


def test_of_several_approvals_at_once_one_succeeds(small_line, small_var, writer, people):
    revision = submitted_105(small_line, writer, text="新")
    reviewers = [replace(people[Role.REVIEWER], name=f"reviewer {number}") for number in range(4)]
    barrier, outcomes = Barrier(len(reviewers)), []

    def approve(actor):
        barrier.wait()
        try:
            outcomes.append(workflow.approve(small_line, actor, 105, version=revision.version).revision.status)
        except Conflict:
            outcomes.append(None)

    threads = [Thread(target=approve, args=(actor,)) for actor in reviewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [None, None, None, Status.PUBLISHED]
    assert len(workflow.get_entry(small_line, writer, 105).revisions) == 2


def test_who_waited_for_another_persons_draft_does_not_write_over_it(small_line, writer):
    seen = workflow.get_entry(small_line, writer, 105).published
    refused = []

    def write_too():
        try:
            workflow.save_draft(small_line, writer, replace(seen.entry, text="后写"), seen.version)
        except Conflict as conflict:
            refused.append(conflict)

    other = Thread(target=write_too)
    with small_line.records.writing() as unit:
        unit.entries.find_newest(105)
        draft = replace(seen.entry, text="先写")
        unit.entries.add(draft, Status.DRAFT, author="li", reviewer="", comment="", at=small_line.now())
        other.start()
        other.join(0.5)  # it waits for this unit by then
    other.join()
    assert len(refused) == 1
    assert workflow.get_entry(small_line, writer, 105).open.entry == draft


def test_of_two_first_drafts_at_once_one_is_saved(small_line, writer):
    barrier, kept = Barrier(2), []

    def write(text):
        barrier.wait()
        try:
            kept.append(workflow.save_draft(small_line, writer, replace(blank(106, "1"), text=text), None))
        except Conflict:
            kept.append(None)

    threads = [Thread(target=write, args=(text,)) for text in "一二"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one is not None for one in kept) == 1


def test_a_withdrawn_entry_is_not_published_and_can_get_a_new_draft(small_line, writer, reviewer, published):
    withdrawn = workflow.withdraw(
        small_line, reviewer, 105, version=version_of(small_line, reviewer, 105), comment="法已修改"
    ).revision
    assert (withdrawn.status, withdrawn.comment) == (Status.WITHDRAWN, "法已修改")
    assert len(published) == 1
    with small_line.records.reading() as unit:
        assert [entry.number for entry in unit.entries.list_published()] == [102, 301, 900001]
    [row] = entry_lists.list_entries(small_line, writer, status=Status.WITHDRAWN).rows
    assert (row.number, row.published, row.open) == (105, None, None)
    assert draft_105(small_line, writer, text="新").serial == 2


def test_an_unknown_entry_is_not_found(small_line, writer):
    with pytest.raises(NotFound):
        workflow.get_entry(small_line, writer, 199)
    with pytest.raises(NotFound):
        workflow.submit(small_line, writer, 199, version=1)


def test_the_list_shows_the_state_of_each_entry(small_line, writer, set_clock):
    draft_105(small_line, writer, question="复议要不要钱？")
    rows = {row.number: row for row in entry_lists.list_entries(small_line, writer).rows}
    assert list(rows) == [102, 105, 301]
    assert (rows[105].question, rows[105].published, rows[105].open) == ("复议要不要钱？", 1, Status.DRAFT)
    assert not rows[301].overdue
    set_clock.pass_by(days=365)
    assert all(row.overdue for row in entry_lists.list_entries(small_line, writer).rows)


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        ({"search": "公开"}, [301]),
        ({"search": "要交钱"}, [105]),
        ({"search": "费用"}, [105]),
        ({"search": "102"}, [102]),
        ({"search": "%"}, []),
        ({"topic": "1"}, [102, 105]),
        ({"status": Status.PUBLISHED}, [102, 105, 301]),
        ({"status": Status.DRAFT}, []),
        ({"referrals": True}, [900001]),
        ({"referrals": True, "search": "残疾人联合会"}, [900001]),
        ({"search": "残疾证"}, []),
    ],
)
def test_entries_are_found_by_words_number_topic_and_status(small_line, writer, choice, numbers):
    assert [row.number for row in entry_lists.list_entries(small_line, writer, **choice).rows] == numbers


def test_a_list_has_pages_and_a_total(small_line, writer):
    pages = [entry_lists.list_entries(small_line, writer, limit=2, skip=skip) for skip in (0, 2, 4)]
    assert [[row.number for row in page.rows] for page in pages] == [[102, 105], [301], []]
    assert [page.total for page in pages] == [3, 3, 3]


def test_open_entries_and_entries_past_their_review_date_are_listed(small_line, writer, set_clock):
    assert entry_lists.list_work(small_line, writer) == []
    draft_105(small_line, writer)
    assert [row.number for row in entry_lists.list_work(small_line, writer)] == [105]
    assert entry_lists.list_past_review(small_line, writer) == []
    set_clock.pass_by(days=365)
    assert [row.number for row in entry_lists.list_past_review(small_line, writer)] == [102, 301, 900001]
    assert entry_lists.list_questions(small_line, writer, {301, 999}).keys() == {301}


def test_an_approval_stands_when_the_knowledge_file_cannot_be_compiled(small_line, writer, reviewer, monkeypatch):
    def fail(*_, **__):
        raise OSError("磁盘满了")

    monkeypatch.setattr(publish, "compile_contents", fail)
    revision = submitted_105(small_line, writer, text="新")
    assert "磁盘满了" in workflow.approve(small_line, reviewer, 105, version=revision.version).publish_error
    assert workflow.get_entry(small_line, writer, 105).published.entry.text == "新"


def test_an_approval_whose_server_was_killed_is_published_at_the_next_start(small_line, writer, reviewer, monkeypatch):
    def die(*_, **__):
        raise SystemExit

    monkeypatch.setattr(publish, "compile_contents", die)
    revision = submitted_105(small_line, writer, text="新")
    with pytest.raises(SystemExit):
        workflow.approve(small_line, reviewer, 105, version=revision.version)
    monkeypatch.undo()
    assert publish.last_error(small_line)
    publish.publish_pending(small_line)
    assert get_entry(small_line.knowledge, 105).text == "新"


def test_nothing_is_approved_while_the_pending_marker_cannot_be_written(small_line, writer, reviewer):
    revision = submitted_105(small_line, writer, text="新")
    (small_line.folder / "publish_error.txt").mkdir()
    with pytest.raises(Unavailable, match="磁盘"):
        workflow.approve(small_line, reviewer, 105, version=revision.version)
    assert workflow.get_entry(small_line, writer, 105).open == revision
