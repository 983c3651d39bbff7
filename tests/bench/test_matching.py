"""Matching beside other rankers on a thousand rows of the made-up province, printed.

    pytest -m bench -n0 -s tests/bench/test_matching.py

Larger sizes take longer: `python -m tests.bench.measure_matching`."""

import json

import pytest

from tests.bench.growth import draw_growth, read_figures
from tests.bench.measure_matching import ONLY_WHEN_ASKED, measure, province_cases, table
from tests.bench.worker import ENGINES

pytestmark = pytest.mark.bench


def test_every_engine_finds_what_was_asked_and_its_figures_are_printed(tmp_path):
    (rows,) = province_cases([(1_000, 1_500)])
    figures = [measure(rows, engine) for engine in ENGINES if engine not in ONLY_WHEN_ASKED]
    print(f"\n{table(figures)}")
    assert all(one["recall_at_5"] > 0.5 for one in figures)
    kept = tmp_path / "figures.jsonl"
    kept.write_text("".join(json.dumps(one) + "\n" for one in figures), "utf-8")
    draw_growth(read_figures(kept), tmp_path / "growth.png")
    assert (tmp_path / "growth.png").stat().st_size > 10_000
