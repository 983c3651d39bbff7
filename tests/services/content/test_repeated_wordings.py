"""No two published entries share a wording, so that whatever is published can be exported and imported again."""

from dataclasses import replace

import pytest

from hotline.core.entries import LegalBasis
from hotline.core.errors import InvalidInput
from hotline.services.content import csv_export, csv_import, workflow


@pytest.fixture
def entry_of(small_line, writer):
    return lambda number: workflow.get_entry(small_line, writer, number).published.entry


@pytest.fixture
def submit(small_line, writer):
    def save_and_submit(entry):
        revisions = []
        with small_line.records.reading() as unit:
            revisions = unit.entries.list_revisions(entry.number)
        version = max((revision.version for revision in revisions), default=None)
        draft = workflow.save_draft(small_line, writer, entry, version)
        return workflow.submit(small_line, writer, entry.number, version=draft.version)

    return save_and_submit


def test_the_question_and_the_similar_questions_of_other_entries_are_refused_by_name(submit, entry_of):
    like, other = entry_of(105), entry_of(102)
    taken = other.similar_questions[0]
    with pytest.raises(InvalidInput) as refused:
        submit(replace(like, number=109, similar_questions=("新的问法", taken)))
    assert refused.value.fields["question"].startswith("105已经是这个问题")
    assert f"102已经有“{taken}”" in refused.value.fields["similar_questions"]
    assert "新的问法" not in refused.value.fields["similar_questions"]


def test_of_two_submissions_with_one_wording_the_second_is_refused_when_it_is_approved(
    small_line, submit, entry_of, reviewer
):
    like = entry_of(105)
    first = submit(replace(like, number=109, question="甲事怎么办？", similar_questions=("这件事怎么弄",)))
    second = submit(replace(like, number=110, question="乙事怎么办？", similar_questions=("这件事怎么弄",)))
    workflow.approve(small_line, reviewer, 109, version=first.version)
    with pytest.raises(InvalidInput, match="109已经有“这件事怎么弄”"):
        workflow.approve(small_line, reviewer, 110, version=second.version)


def test_an_entry_keeps_its_own_wordings(submit, entry_of):
    entry = entry_of(105)
    submit(replace(entry, spoken="一分钱不收。", similar_questions=(*entry.similar_questions, "要花钱不")))


def test_a_law_and_article_that_is_written_twice_is_refused(submit, entry_of):
    entry = entry_of(105)
    basis = entry.legal_bases[0]
    with pytest.raises(InvalidInput) as refused:
        submit(replace(entry, legal_bases=(basis, LegalBasis(basis.title, basis.article, basis.in_force))))
    assert "写了两次" in refused.value.fields["legal_bases"]


def test_a_new_entry_that_was_approved_is_exported_and_imported_again_without_a_change(
    small_line, submit, entry_of, reviewer, tmp_path
):
    entry = replace(entry_of(105), number=109, question="甲事怎么办？", similar_questions=("甲事怎么弄",), keywords=())
    sent = submit(entry)
    workflow.approve(small_line, reviewer, 109, version=sent.version)
    csv_export.export_tables(small_line, tmp_path / "out")
    report = csv_import.import_tables(small_line, tmp_path / "out", actor="import")
    assert (report.changed, report.waiting, report.proposed, report.left_alone) == (False, [], [], [])
