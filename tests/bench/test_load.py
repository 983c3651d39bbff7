"""Whole calls and texts at two processes: no error, and the figures beside an empty endpoint are printed."""

import pytest

from tests.bench.load import make_var, measure, table

pytestmark = pytest.mark.bench


def test_callers_and_texters_are_all_answered_and_the_figures_are_printed(tmp_path):
    seen = measure(make_var(tmp_path), seconds=5, rounds=1)
    print("\n" + table(seen))
    assert not [error for saw in seen.values() for error in saw["errors"]]
