"""The sample documents that the demo shows: every state of the register, and something for today."""

from dataclasses import replace

import pytest

from hotline.core.disclosure.documents import DocumentState
from hotline.services.disclosure.documents import list_documents
from hotline.services.disclosure.due_documents import DocumentDueKind, list_due_documents
from hotline.services.disclosure.sample_documents import add_sample_documents, read_sample_documents
from tests.support.document_register import AUDITOR


@pytest.fixture
def with_departments(small_line):
    """The small line with the departments and the item that the sample names."""
    with small_line.records.writing() as unit:
        item = replace(unit.catalogue.list_items()[0], index_number="00000000-0/2026-00022")
        unit.catalogue.rows_of_catalogue.put(item, 90, "seed", small_line.now())
        rows = unit.office.rows_of_departments
        like = unit.office.departments()[0]
        for place, one in enumerate(read_sample_documents()):
            rows.put(replace(like, code=one.details.department), 90 + place, "seed", small_line.now())
    return small_line


def test_the_sample_is_added_once_and_every_title_says_that_it_is_a_sample(with_departments):
    sample = read_sample_documents()
    assert all(one.details.title.startswith("样本：") for one in sample)
    assert add_sample_documents(with_departments) == len(sample)
    assert add_sample_documents(with_departments) == 0
    listed, total = list_documents(with_departments, AUDITOR, limit=100)
    assert total == len(sample)
    assert {one.document.state for one in listed} == set(DocumentState) - {DocumentState.DROPPED}
    assert [one.document.published_on is not None for one in listed].count(True) == 1


def test_the_sample_has_something_of_each_kind_for_today(with_departments):
    add_sample_documents(with_departments)
    kinds = {task.kind for task in list_due_documents(with_departments, AUDITOR)}
    assert {DocumentDueKind.LATE, DocumentDueKind.PROMISE, DocumentDueKind.AUDIT, DocumentDueKind.REVIEW} <= kinds


def test_what_an_office_does_not_have_is_left_out(small_line):
    added = add_sample_documents(small_line)
    assert 0 < added < len(read_sample_documents())
