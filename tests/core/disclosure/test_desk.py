"""The particulars that every letter quotes: none may be missing."""

from dataclasses import replace

import pytest

from hotline.core.disclosure.desk import check_desk, tidy_desk
from tests.support.disclosure_desk import DESK


def test_whole_particulars_pass():
    assert check_desk(DESK) == {}


@pytest.mark.parametrize(
    "name", ["name", "address", "telephone", "letter_mark", "review_body", "review_address", "court"]
)
def test_what_letters_quote_may_not_be_empty(name):
    assert check_desk(replace(DESK, **{name: " "})) == {name: "不能为空。"}


def test_a_number_that_a_spreadsheet_spoilt_is_refused_and_full_width_digits_are_read():
    assert "telephone" in check_desk(replace(DESK, telephone="1.38E+10"))
    assert tidy_desk(replace(DESK, telephone="００００－８００００１００")).telephone == "0000-80000100"
