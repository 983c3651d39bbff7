"""Drawing a reliability diagram with matplotlib, of the extra `bench`; import this only when asked to draw."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hotline.evaluation.calibration import Calibration, Honesty

_INK, _BARS, _GAP = "#1f2933", "#2f6f9f", "#c9402a"


def draw_reliability(honesty: Honesty, title: str, path: Path) -> None:
    """Write a picture of ``honesty`` to ``path`` (its suffix names the format)."""
    with mpl.rc_context({"font.size": 9, "axes.edgecolor": _INK}):
        figure = Figure(figsize=(8.4, 4.4), layout="constrained")
        figure.suptitle(title)
        for place, (name, calibration) in enumerate(
            (
                (f"answered outright: {honesty.answered:.1%}, right {honesty.precision:.1%}", honesty.answers),
                (f"every first match (nothing: {honesty.nothing:.1%})", honesty.firsts),
            ),
            start=1,
        ):
            _draw(figure.add_subplot(1, 2, place), calibration, name)
        figure.savefig(path, dpi=110)


def _draw(axes: Axes, calibration: Calibration, name: str) -> None:
    axes.plot([0, 1], [0, 1], color=_INK, linestyle="--", linewidth=1)
    for one in calibration.bins:
        middle, width = (one.low + one.high) / 2, (one.high - one.low) * 0.92
        axes.bar(middle, one.right, width, color=_BARS, alpha=0.75)
        axes.plot([middle - width / 2, middle + width / 2], [one.confidence] * 2, color=_GAP, linewidth=2)
        axes.annotate(str(one.count), (middle, one.right), ha="center", va="bottom", fontsize=7)
    axes.set(xlim=(0, 1), ylim=(0, 1.06), xlabel="confidence", ylabel="share right (bar), mean confidence (line)")
    axes.set_xticks([tick / 10 for tick in range(11)])
    axes.set_title(f"{name}\nexpected calibration error {calibration.error:.3f}", fontsize=9)
