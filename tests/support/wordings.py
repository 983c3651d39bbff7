"""What people may say or text: real questions, numbers that are there and that are not, and what nobody should."""

import csv
from pathlib import Path

from tests.support.fixed_values import ROOT

GOLDEN = Path(__file__).parents[1] / "golden"


def column(path, name):
    with path.open(encoding="utf-8") as rows:
        return [row[name] for row in csv.DictReader(rows)]


QUESTIONS = [
    *column(GOLDEN / "questions.csv", "question"),
    *column(GOLDEN / "turned.csv", "question"),
    *(GOLDEN / "unrelated.txt").read_text("utf-8").split("\n"),
]
NUMBERS = [*column(ROOT / "faq_data" / "entries.csv", "number"), "777", "000", "102345", "12345678"]
NASTY = [
    "复议" * 2_000,
    "😀🧓🏽",
    "\x00\x07\x1b[31m",
    "<Hangup/>&amp;",
    "'; DROP TABLE calls; --",
    "{office} %s",
    "0" * 300,
]
