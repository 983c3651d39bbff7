"""Entries on departments and public lines: what they tell, and what they leave out."""

from dataclasses import replace
from datetime import date

import pytest

from hotline.core.contact_entries import list_contacts
from hotline.core.entries import DEPARTMENT_NUMBERS, OFFICE_NUMBERS, QUESTION_LIMIT
from hotline.core.text_length import SPOKEN_LIMIT, TEXT_LIMIT, utf16_units
from hotline.matching.text.normalise import fold
from hotline.storage.csv_tables.dataset_folder import read_tables
from tests.support.fixed_values import ROOT

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def tables():
    return read_tables(ROOT / "faq_data", fold)


def test_each_department_with_a_telephone_has_an_entry_that_keeps_its_number(tables):
    silent = [replace(tables.departments[0], telephone=""), *tables.departments[1:]]
    entries = [contact.entry for contact in list_contacts(tables.office, silent, DAY) if not contact.is_line]
    numbered = dict(zip(DEPARTMENT_NUMBERS, tables.departments, strict=False))
    assert [entry.number for entry in entries] == list(numbered)[1:]
    assert all(numbered[entry.number].telephone in entry.text for entry in entries)


def test_the_offices_own_line_is_told_from_its_particulars_and_once_where_it_is_a_public_line(tables):
    lines = [contact for contact in list_contacts(tables.office, (), DAY) if contact.is_line]
    assert tables.office.line_name in lines[0].entry.spoken
    own = replace(tables.office, line_number="12345", line_name="示例市政务服务便民热线")
    lines = [contact for contact in list_contacts(own, (), DAY) if contact.is_line]
    assert [contact.names for contact in lines] == [("12345",), ("12348",)]
    assert own.line_name in lines[0].entry.spoken


def test_wordings_stay_within_their_limits_and_are_whole_sentences_however_long_the_duties(tables):
    long = [replace(department, duties="管很多事。" * 60) for department in tables.departments]
    for contact in (*list_contacts(tables.office, long, DAY), *list_contacts(tables.office, tables.departments, DAY)):
        entry = contact.entry
        assert entry.number in OFFICE_NUMBERS
        assert 0 < len(entry.spoken) <= SPOKEN_LIMIT
        assert 0 < utf16_units(entry.text) <= TEXT_LIMIT
        assert len(entry.question) <= QUESTION_LIMIT
        assert entry.spoken.endswith("。")
        assert entry.text.endswith("。")
