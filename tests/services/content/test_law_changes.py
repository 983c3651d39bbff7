"""A law that changed is entered once, and every entry that cites it is listed until it is published anew."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hotline.core.errors import InvalidInput, NotAllowed
from hotline.core.permissions import Role
from hotline.services.content import law_changes, workflow

DAY = date(2026, 12, 1)


@pytest.fixture
def listed(small_line, people):
    def read():
        laws = law_changes.list_changed_laws(small_line, people[Role.OPERATOR])
        return [(law.change.title, [row.number for row in law.entries]) for law in laws]

    return read


def review(line, people, number, clock):
    """Somebody changes nothing but the review date of an entry; a reviewer approves it."""
    clock.pass_by(minutes=1)
    published = workflow.get_entry(line, people[Role.LIAISON], number).published
    entry = replace(published.entry, review_date=published.entry.review_date + timedelta(days=100))
    draft = workflow.save_draft(line, people[Role.LIAISON], entry, published.version)
    submitted = workflow.submit(line, people[Role.LIAISON], number, version=draft.version)
    workflow.approve(line, people[Role.REVIEWER], number, version=submitted.version)


@pytest.mark.parametrize(
    "title", ["行政复议法", "《行政复议法》", "中华人民共和国行政复议法", "《中华人民共和国行政复议法》"]
)
def test_every_entry_that_cites_the_law_is_listed_however_its_name_is_written(small_line, people, listed, title):
    assert law_changes.note_change(small_line, people[Role.PUBLISHER], title, DAY) == 2
    assert listed() == [(title, [102, 105])]


def test_an_entry_is_listed_until_it_is_published_anew(small_line, people, listed, set_clock):
    law_changes.note_change(small_line, people[Role.PUBLISHER], "行政复议法", DAY)
    review(small_line, people, 102, set_clock)
    assert listed() == [("行政复议法", [105])]
    set_clock.pass_by(minutes=1)
    law_changes.note_change(small_line, people[Role.ADMINISTRATOR], "行政复议法", DAY)
    assert listed() == [("行政复议法", [102, 105]), ("行政复议法", [105])]


@pytest.mark.parametrize("title", ["复议法", "行政", "%", "_", "行政复议法实施条例"])
def test_a_part_of_the_name_or_a_longer_one_is_another_law(small_line, people, listed, title):
    assert law_changes.note_change(small_line, people[Role.PUBLISHER], title, DAY) == 0
    assert listed() == [(title, [])]


def test_a_change_needs_a_name_and_somebody_who_may_publish(small_line, people):
    for title, reason in ((" 《》", "请写法律的名称"), ("法" * 101, "最多100个字")):
        with pytest.raises(InvalidInput, match=reason):
            law_changes.note_change(small_line, people[Role.PUBLISHER], title, DAY)
    with pytest.raises(NotAllowed):
        law_changes.note_change(small_line, people[Role.LIAISON], "行政复议法", DAY)
