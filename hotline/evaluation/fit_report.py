"""Prints the outcome of a fit: the constants as they stand in the code, today's beside the new, and the held half."""

from __future__ import annotations

from collections.abc import Callable

from hotline.evaluation.candidate_scores import PARTS
from hotline.evaluation.fit import FitReport, FittedConstants, HeldResult
from hotline.matching.confidence import MatchEvidence
from hotline.matching.ranking.embeddings import Mode

Rows = list[tuple[str, ...]]

_MEASURES: dict[str, Callable[[HeldResult], str]] = {
    "Recall@1": lambda held: f"{held.recall.at_1:.1%}",
    "answered outright": lambda held: f"{held.quality.answered:.1%}",
    "right of those answered outright": lambda held: f"{held.quality.precision:.1%}",
    "calibration error of those answered outright": lambda held: f"{held.quality.answers.error:.3f}",
    "calibration error of every first match": lambda held: f"{held.quality.firsts.error:.3f}",
}


def fit_text(report: FitReport) -> str:
    """The report as a table with a column for each of ``report.fitted``."""
    counts = ", ".join(f"{name} {fit}" for name, fit, _ in report.sets)
    total = sum(fit for _, fit, _ in report.sets)
    head = f"Fitted on the fit half, {total} questions, matched by {report.mode.value}: {counts}"
    rows: Rows = [("", *(column.label for column in report.fitted))]
    rows += [("",), ("matching/confidence.py",), *_confidence_rows(report)]
    rows += [("",), ("matching/ranking/scoring.py",), *_ranking_rows(report)]
    for measure, tell in _MEASURES.items():
        rows += [("",), (f"held half: {measure}",), *_held_rows(report, tell)]
    if report.fitted[0].unrelated_below:
        rows += [("",), ("held half: unrelated questions below",), *_unrelated_rows(report)]
    widths = [max(len(row[place]) for row in rows if len(row) > 1) for place in range(len(report.fitted) + 1)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows]
    return "\n".join((head, *lines))


def _confidence_rows(report: FitReport) -> Rows:
    mode = f"[Mode.{report.mode.name}]"
    constants = [column.constants for column in report.fitted]
    weights = [("    constant", *(str(each.confidence_weights.constant) for each in constants))]
    weights += [
        (f"    {name}", *(str(getattr(each.confidence_weights.weights, name)) for each in constants))
        for name in MatchEvidence._fields
    ]
    return [
        (f"  FITTED_WEIGHTS{mode}",),
        *weights,
        ("  ANSWER_CONFIDENCE", *(str(each.answer_confidence) for each in constants)),
        (f"  RELATED_STRENGTH{mode}", *(str(each.related_strength) for each in constants)),
        (f"  ANSWER_STRENGTH{mode}", *(str(each.answer_strength) for each in constants)),
    ]


def _ranking_rows(report: FitReport) -> Rows:
    """By meaning only MEANING_SHARE is fitted, by words only WEIGHTS."""
    weights = [column.constants.ranking for column in report.fitted]
    if report.mode is Mode.MEANING:
        return [("  MEANING_SHARE", *(str(each.meaning_share) for each in weights))]
    return [(f'  WEIGHTS["{part}"]', *(str(each.parts[part]) for each in weights)) for part in PARTS]


def _held_rows(report: FitReport, tell: Callable[[HeldResult], str]) -> Rows:
    rows: Rows = [
        (f"  {name}, {held} questions", *(tell(column.results[place]) for column in report.fitted))
        for place, (name, _, held) in enumerate(report.sets)
        if held
    ]
    return [*rows, ("  all of these questions", *(tell(column.together) for column in report.fitted))]


def _unrelated_rows(report: FitReport) -> Rows:
    def shares(column: FittedConstants, place: int) -> str:
        return f"{column.unrelated_below[place]:.1%}" if column.unrelated_below else ""

    names = ("  RELATED_STRENGTH", "  ANSWER_STRENGTH")
    return [(name, *(shares(column, place) for column in report.fitted)) for place, name in enumerate(names)]
