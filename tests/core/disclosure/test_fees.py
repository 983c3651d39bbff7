"""Fees by item and by page, against the vectors of the fact sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.disclosure.fees import fee_by_items, fee_by_pages
from hotline.core.errors import InvalidInput


@pytest.mark.parametrize(
    ("items", "yuan"), [(0, 0), (10, 0), (11, 100), (30, 2_000), (31, 2_200), (40, 4_000), (41, 4_300), (50, 7_000)]
)
def test_items_of_a_month_cost_what_the_tiers_say(items, yuan):
    assert fee_by_items(items).yuan == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"), [(30, 0), (31, 10), (100, 700), (101, 720), (200, 2_700), (201, 2_740), (250, 4_700)]
)
def test_pages_cost_what_the_tiers_say(pages, yuan):
    assert fee_by_pages(pages).yuan == yuan


@given(st.integers(0, 200), st.integers(0, 200))
def test_items_cost_the_same_whether_they_come_at_once_or_one_after_another(earlier, items):
    assert fee_by_items(earlier).yuan + fee_by_items(items, earlier).yuan == fee_by_items(earlier + items).yuan


def test_the_steps_tell_how_the_fee_was_counted():
    steps = fee_by_items(37).steps
    assert [(step.first, step.last, step.yuan_each) for step in steps] == [(1, 10, 0), (11, 30, 100), (31, 37, 200)]


@pytest.mark.parametrize("count", [-1, 100_001])
def test_a_number_of_units_that_cannot_be_is_refused(count):
    with pytest.raises(InvalidInput, match="数量要在0到100000之间"):
        fee_by_pages(count)
