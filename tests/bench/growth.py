"""Prints the table of all figures kept and draws how the time of a question grows with what is published.

    python -m tests.bench.growth figures.jsonl tests/bench/pictures/growth.png [cpu_]

With cpu_ it draws CPU time, for a machine that does other work too.

The figures are those that ``python -m tests.bench.measure_matching --keep figures.jsonl`` left, in one run or more; of
an engine measured twice on the same rows the later counts. Cases without catalogue items are not drawn."""

import json
import sys
from pathlib import Path

from matplotlib.figure import Figure

from tests.bench.measure_matching import table

STYLES = {
    "hotline": ("#c9402a", "o"),
    "hotline, by meaning": ("#e0a030", "P"),
    "bm25s, characters 1+2": ("#2f6f9f", "s"),
    "bm25s, jieba words": ("#5b9bd5", "^"),
    "Whoosh, ChineseAnalyzer": ("#6a4c93", "D"),
    "rank-bm25, jieba words": ("#808080", "v"),
}


def read_figures(path):
    """All figures, the smallest case first, engines in the order of STYLES."""
    found = {}
    for line in Path(path).read_text("utf-8").splitlines():
        one = json.loads(line)
        found[one["case"], one["entries"], one["published_items"], one["engine"]] = one
    return sorted(
        found.values(),
        key=lambda one: (one["case"], one["entries"], one["published_items"], list(STYLES).index(one["engine"])),
    )


def draw_growth(figures, path, clock=""):
    """Write the picture: p50 solid and p99 dashed, both axes logarithmic; ``clock`` "cpu_" draws CPU time alone."""
    figure = Figure(figsize=(8.4, 5.0), layout="constrained")
    axes = figure.add_subplot()
    drawn = [one for one in figures if one["case"] == "province" and one["published_items"]]
    for engine, (colour, mark) in STYLES.items():
        sizes = [one["entries"] for one in drawn if one["engine"] == engine]
        for share, line in (("p50", "-"), ("p99", "--")):
            times = [one[f"{clock}{share}_ms"] for one in drawn if one["engine"] == engine]
            label = f"{engine}, {share}" if sizes else None
            axes.plot(sizes, times, linestyle=line, color=colour, marker=mark, markersize=4, label=label)
    axes.set(xscale="log", yscale="log", xlabel="entries (and half as many catalogue items again)")
    axes.set_ylabel(f"{'CPU ' if clock else ''}milliseconds a question, one core")
    axes.grid(which="major", color="#d5dbe1", linewidth=0.6)
    axes.legend(fontsize=7, ncols=2)
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    kept = read_figures(sys.argv[1])
    print(table(kept))
    draw_growth(kept, *sys.argv[2:])
