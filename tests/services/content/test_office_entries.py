from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from hotline.core.departments import Office
from hotline.core.entries import OFFICE_NUMBERS, QUESTION_LIMIT
from hotline.core.text_length import SPOKEN_LIMIT, TEXT_LIMIT, utf16_units
from hotline.matching.text.normalise import fold
from hotline.services.content.office_entries import office_entries
from hotline.storage.csv_tables.dataset_folder import read_tables

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def office():
    return read_tables(Path(__file__).parents[3] / "faq_data", fold).office


def test_every_particular_of_the_office_has_an_entry_that_states_it(office):
    entries = {entry.number: entry for entry in office_entries(office, TODAY)}
    told = {901: office.morning_hours, 902: office.address, 903: office.telephone, 904: office.fax, 905: office.email}
    for number, particular in told.items():
        assert particular in entries[number].web_answer
        assert particular in entries[number].text
    assert office.hours_note in entries[906].spoken


def test_hours_are_spoken_as_people_say_them(office):
    assert "8点30分到12点" in office_entries(office, TODAY)[0].spoken


def test_a_missing_particular_has_no_entry_and_the_others_keep_their_numbers(office):
    numbers = [entry.number for entry in office_entries(replace(office, fax=""), TODAY)]
    assert numbers == [901, 902, 903, 905, 906]


def test_an_office_without_particulars_has_no_entries():
    assert office_entries(Office(*[""] * len(fields(Office))), TODAY) == ()


def test_wordings_stay_within_their_limits_however_long_the_particulars(office):
    long = {field.name: "很长的说明。" * 60 for field in fields(Office) if not field.name.endswith("_hours")}
    for particulars in (office, replace(office, **long)):
        for entry in office_entries(particulars, TODAY):
            assert entry.number in OFFICE_NUMBERS
            assert 0 < len(entry.spoken) <= SPOKEN_LIMIT
            assert 0 < utf16_units(entry.text) <= TEXT_LIMIT
            assert len(entry.question) <= QUESTION_LIMIT
