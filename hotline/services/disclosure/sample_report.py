"""The sample annual report of the demo: last year's, frozen with the numbers of the sample applications."""

from __future__ import annotations

import csv
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

from hotline.core.disclosure.annual_report import CARRIED_IN, CARRIED_OUT, NEW, TOTAL_RESULTS
from hotline.core.disclosure.report_documents import ReportAction
from hotline.services.disclosure.report_documents import read_report, save_report, take_report_step

if TYPE_CHECKING:
    from hotline.core.permissions import Staff
    from hotline.services.line import Line


def read_sample_report() -> dict[str, str]:
    """Key of a part or a figure -> its text; numbers of the tables stand in braces."""
    text = files("faq_data").joinpath("sample_annual_report.csv").read_text("utf-8")
    return {row["key"]: row["text"] for row in csv.DictReader(text.splitlines())}


def add_sample_report(line: Line, clerk: Staff, head: Staff) -> bool:
    """Freeze a report of last year where there is none yet; returns whether it was added.

    ``clerk`` writes it and ``head`` reviews it. What is open in the sample at the end of that year is carried over in
    it, so that this year's report joins."""
    year = line.now().year - 1
    in_january = line.now().replace(month=1, day=15, hour=10, minute=0)
    then = replace(line, now=lambda: min(in_january, line.now()))
    opened = read_report(then, clerk, year)
    if opened.prepared is not None:
        return False
    table = opened.tables.applications
    rows = {"new": NEW, "carried_in": CARRIED_IN, "results": TOTAL_RESULTS, "carried_out": CARRIED_OUT}
    counts = {name: table.total(row) for name, row in rows.items()}
    texts = {key: text.format(**counts) for key, text in read_sample_report().items()}
    saved = save_report(then, clerk, year, 0, texts, texts)
    submitted = take_report_step(then, clerk, year, saved.version, ReportAction.SUBMIT)
    take_report_step(then, head, year, submitted.version, ReportAction.FREEZE)
    return True
