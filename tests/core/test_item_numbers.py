"""The two numbers of a catalogue item: what a caller keys in is found by the phone for every form in use."""

import re

import pytest

from hotline.core.catalogue import INDEX_NUMBER
from hotline.core.item_numbers import bare_index_number, number_to_key, read_index_number


@pytest.mark.parametrize("code", ["115323000151673132", "01526096-4", "015114277", "11532331015179648Q", "00000000-X"])
@pytest.mark.parametrize("dash", ["/", "-/", "-"])
@pytest.mark.parametrize("rest", ["2026-00009", "202105-308074", "202105-3080741", "2022-0822005"])
def test_what_is_to_be_keyed_are_the_digits_behind_the_code_whatever_the_form(code, dash, rest):
    index_number = f"{code}{dash}{rest}"
    if INDEX_NUMBER.fullmatch(index_number):
        key = number_to_key(index_number)
        assert key == rest.replace("-", "")
        assert re.fullmatch("[0-9]{9,13}", key)
        assert bare_index_number(index_number).endswith(read_index_number(key))
        assert read_index_number(key)
