"""Draws a reliability diagram with matplotlib (the extra `bench`).

cli/evaluate.py imports this module by its dotted name, and only when a plot is asked for."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hotline.evaluation.calibration import Calibration, DecisionQuality

_INK, _BARS, _MEAN = "#1f2933", "#2f6f9f", "#c9402a"


def draw_reliability(quality: DecisionQuality, title: str, path: Path) -> None:
    """Write a picture of the two calibrations in ``quality`` to ``path``, whose suffix names the format."""
    with mpl.rc_context({"font.size": 9, "axes.edgecolor": _INK}):
        figure = Figure(figsize=(8.4, 4.4), layout="constrained")
        figure.suptitle(title)
        for place, (name, calibration) in enumerate(
            (
                (f"answered outright: {quality.answered:.1%}, right {quality.precision:.1%}", quality.answers),
                (f"every first match (nothing: {quality.nothing:.1%})", quality.firsts),
            ),
            start=1,
        ):
            _draw(figure.add_subplot(1, 2, place), calibration, name)
        figure.savefig(path, dpi=110)


def _draw(axes: Axes, calibration: Calibration, name: str) -> None:
    """A bar for each bin's share right, a line for its mean confidence, and its count above."""
    axes.plot([0, 1], [0, 1], color=_INK, linestyle="--", linewidth=1)
    for each in calibration.bins:
        middle, width = (each.low + each.high) / 2, (each.high - each.low) * 0.92
        axes.bar(middle, each.right, width, color=_BARS, alpha=0.75)
        axes.plot([middle - width / 2, middle + width / 2], [each.confidence] * 2, color=_MEAN, linewidth=2)
        axes.annotate(str(each.count), (middle, each.right), ha="center", va="bottom", fontsize=7)
    axes.set(xlim=(0, 1), ylim=(0, 1.06), xlabel="confidence", ylabel="share right (bar), mean confidence (line)")
    axes.set_xticks([tick / 10 for tick in range(11)])
    axes.set_title(f"{name}\nexpected calibration error {calibration.error:.3f}", fontsize=9)
