"""The tables of test questions in tests/golden, and what the published sample content decides on them."""

import csv
from dataclasses import dataclass

from hotline.matching.decision import Kind
from hotline.matching.match import match
from tests.support.fixed_values import ROOT

GOLDEN = ROOT / "tests" / "golden"


@dataclass(frozen=True)
class Outcome:
    """What a question led to, and ``first``: the number of the entry that was answered or offered first, if any.

    ``right`` is the number of the entry that answers the question; None where none does."""

    question: str
    kind: Kind
    first: int | None
    right: int | None

    @property
    def is_outright(self):
        return self.kind is Kind.ANSWER

    @property
    def is_right(self):
        return self.first is not None and self.first == self.right


def read_golden_rows(table, half=None):
    """The rows of ``table``.csv, those of one ``half`` (fit or held) or all."""
    with (GOLDEN / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if half is None or row["half"] == half]


def ask_golden(table, half, knowledge, encoder=None):
    """The outcome of each question of ``table``.

    The numbers in other_subjects are those of the entries whose wording was changed, which do not answer it."""
    outcomes = []
    for row in read_golden_rows(table, half):
        decision = match(row["question"], knowledge, encoder)
        first = decision.matches[0].entry if decision.matches else None
        right = int(row["number"]) if "number" in row and "published" not in row else None
        outcomes.append(Outcome(row["question"], decision.kind, first and first.number, right))
    return outcomes
