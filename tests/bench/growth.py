"""Draws how the time of a question grows with what is published.

    python -m tests.bench.growth figures.jsonl tests/bench/pictures/growth.png

The figures are those that ``python -m tests.bench.measure_matching --keep figures.jsonl`` left; of an engine measured
twice at one size the later counts, and cases without catalogue items are left out."""

import json
import sys
from pathlib import Path

from matplotlib.figure import Figure

STYLES = {
    "hotline": ("#c9402a", "o"),
    "bm25s, characters 1+2": ("#2f6f9f", "s"),
    "bm25s, jieba words": ("#5b9bd5", "^"),
    "Whoosh, ChineseAnalyzer": ("#6a4c93", "D"),
    "rank-bm25, jieba words": ("#808080", "v"),
}


def read_figures(path):
    """engine -> entries -> figures, of the made-up province with its items."""
    found = {name: {} for name in STYLES}
    for line in Path(path).read_text("utf-8").splitlines():
        one = json.loads(line)
        if one["case"] == "province" and one["published_items"]:
            found[one["engine"]][one["entries"]] = one
    return found


def draw_growth(figures, path):
    """Write the picture: p50 solid and p99 dashed, both axes logarithmic."""
    figure = Figure(figsize=(8.4, 5.0), layout="constrained")
    axes = figure.add_subplot()
    for engine, (colour, mark) in STYLES.items():
        sizes = sorted(figures[engine])
        for share, line in (("p50_ms", "-"), ("p99_ms", "--")):
            times = [figures[engine][size][share] for size in sizes]
            label = f"{engine}, {share[:3]}" if sizes else None
            axes.plot(sizes, times, linestyle=line, color=colour, marker=mark, markersize=4, label=label)
    axes.set(xscale="log", yscale="log", xlabel="entries (and half as many catalogue items again)")
    axes.set_ylabel("milliseconds a question, one core")
    axes.grid(which="major", color="#d5dbe1", linewidth=0.6)
    axes.legend(fontsize=7, ncols=2)
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    draw_growth(read_figures(sys.argv[1]), sys.argv[2])
