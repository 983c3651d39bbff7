"""The difference between two versions of an entry, as a reviewer reads it."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hotline.core.entries import Entry, LegalBasis
from hotline.services.content.diff import DiffKind, DiffPart, compare

SAME, ADDED, REMOVED = DiffKind.SAME, DiffKind.ADDED, DiffKind.REMOVED
DAY = date(2026, 11, 23)
ENTRY = Entry(
    102,
    "期限多久？",
    "应当在60日内申请。有正当理由的可以延长。",
    "六十日。",
    "60日。",
    ("多久",),
    (),
    "1",
    "FYK",
    (),
    DAY,
    DAY,
)


def changes(**fields):
    return {change.field: change.parts for change in compare(ENTRY, replace(ENTRY, **fields))}


def test_an_unchanged_entry_has_no_changes():
    assert compare(ENTRY, ENTRY) == []


def test_a_changed_number_is_marked_as_a_whole():
    assert changes(web_answer="应当在90日内申请。有正当理由的可以延长。") == {
        "web_answer": (
            DiffPart(SAME, "应当在"),
            DiffPart(REMOVED, "60"),
            DiffPart(ADDED, "90"),
            DiffPart(SAME, "日内申请。有正当理由的可以延长。"),
        )
    }


def test_a_rewritten_sentence_is_marked_as_a_whole():
    parts = changes(web_answer="应当在60日内申请。请到一楼窗口咨询。")["web_answer"]
    assert parts[1:] == (DiffPart(REMOVED, "有正当理由的可以延长。"), DiffPart(ADDED, "请到一楼窗口咨询。"))


def test_lists_are_compared_line_by_line():
    added = changes(similar_questions=("多久", "几天"), legal_bases=(LegalBasis("行政复议法", "第二十条", DAY),))
    assert added["similar_questions"] == (DiffPart(SAME, "多久"), DiffPart(ADDED, "\n几天"))
    assert added["legal_bases"] == (DiffPart(ADDED, "行政复议法 第二十条 2026-11-23"),)


def test_every_field_of_a_new_entry_is_added():
    assert {part.kind for change in compare(None, ENTRY) for part in change.parts} == {ADDED}


@given(st.text(alphabet="一二。\n3", max_size=30), st.text(alphabet="一二。\n3", max_size=30))
def test_the_parts_always_contain_both_versions_in_full(old, new):
    for change in compare(replace(ENTRY, text=old), replace(ENTRY, text=new)):
        assert "".join(part.text for part in change.parts if part.kind is not ADDED) == old
        assert "".join(part.text for part in change.parts if part.kind is not REMOVED) == new
