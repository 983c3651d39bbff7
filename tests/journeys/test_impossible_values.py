"""Numbers beyond the database's integers, dates beyond the calendar, NUL, lone surrogates: an answer, never a 500."""

import pytest

from tests.support import impossible_values


@pytest.fixture
def open_app(settings, line, compiled_templates):
    return impossible_values.open_app(settings, line, compiled_templates)


@pytest.mark.parametrize("blueprint", ["web", "console", "phone", "sms"])
def test_no_route_fails_whatever_its_path_its_query_and_its_form_carry(open_app, clock, blueprint):
    assert impossible_values.failures(open_app, clock, blueprint) == []


def test_no_text_of_another_gateway_fails_whatever_it_carries(open_app, clock):
    assert impossible_values.gateway_failures(open_app, clock) == []
