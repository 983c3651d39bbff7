"""The sample report of the demo: it passes every check, says that it is a sample, and this year's report joins it."""

import pytest

from hotline.core.disclosure.report_documents import FIGURES, PROSE_PARTS, ReportState
from hotline.services.disclosure.report_documents import read_report
from hotline.services.disclosure.sample_cases import add_sample_cases
from hotline.services.disclosure.sample_report import add_sample_report, read_sample_report
from tests.support.disclosure_desk import CLERK, HEAD


def test_the_sample_has_each_part_and_each_figure_and_says_what_it_is():
    sample = read_sample_report()
    assert set(sample) == {part.key for part in PROSE_PARTS} | set(FIGURES)
    assert "样本" in sample["disclosure"]


@pytest.mark.parametrize("day", ["2026-11-20", "2027-01-03", "2027-03-31"])
def test_it_is_added_once_frozen_without_a_finding_and_this_year_joins_it(desk_line, on_day, day):
    on_day(day)
    add_sample_cases(desk_line, CLERK, HEAD)
    year = desk_line.now().year
    assert add_sample_report(desk_line, CLERK, HEAD)
    assert not add_sample_report(desk_line, CLERK, HEAD)
    last = read_report(desk_line, HEAD, year - 1)
    assert (last.state, last.findings, last.changed) == (ReportState.FROZEN, [], [])
    assert last.prepared.changed_at <= desk_line.now()
    this = read_report(desk_line, HEAD, year)
    assert [one.rule for one in this.findings if one.rule == 5] == []
