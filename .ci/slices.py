"""Compare matching with the floors in floors.toml, on a fixed slice of each question set, both cores at once.

python .ci/slices.py SETS [--set-floors]   SETS is the folder shared/eval.

Exits 1 where a figure is below its floor. --set-floors writes floors two points below today's figures instead."""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")
HOTLINE = Path(sys.executable).with_name("hotline")
FILES = ("faq.jsonl", "queries.jsonl")
QUESTIONS = 300
MOST_ENTRIES = 600
"""Entries of a set that is matched by meaning: to read one with its answer takes a tenth of a second of CPU. Whole sets
took a quarter of an hour; hotline/docs/measured.md has their figures."""
MARGIN = 2.0
"""Points of recall from a figure down to the floor that --set-floors writes."""


def spread(rows, most):
    """At most ``most`` of ``rows``, evenly."""
    return rows if len(rows) <= most else [rows[place * len(rows) // most] for place in range(most)]


def cut_down(folder, scratch):
    """Write to ``scratch`` the questions asked, the entries that answer them, and others up to MOST_ENTRIES."""
    entries, questions = ((folder / name).read_text("utf-8").splitlines() for name in FILES)
    questions = spread(questions, QUESTIONS)
    right = {name for row in questions for name in json.loads(row)["relevant"]}
    others = [row for row in entries if json.loads(row)["id"] not in right]
    kept = set(spread(others, max(0, MOST_ENTRIES - len(right))))
    entries = [row for row in entries if row in kept or json.loads(row)["id"] in right]
    for name, rows in zip(FILES, (entries, questions), strict=True):
        (scratch / name).write_text("\n".join(rows) + "\n", "utf-8")
    return scratch


def measure(sets, part):
    """Recall@1 and Recall@5, per cent, of one slice, and everything that hotline evaluate says of it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = sets / part["set"]
        if part["mode"] == "meaning":
            folder = cut_down(folder, Path(scratch))
        faq, queries = (folder / name for name in FILES)
        command = [HOTLINE, "evaluate", "--faq", faq, "--queries", queries]
        command += ["--field", part["field"], "--mode", part["mode"], "--limit", str(QUESTIONS), "--json"]
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        ended = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    evaluation = json.loads(ended.stdout)
    return {"at_1": evaluation["recall_at_1"] * 100, "at_5": evaluation["recall_at_5"] * 100}, evaluation


def set_floors(measured):
    """Write the new floors into the file, and leave all other lines as they are."""
    floors = iter([f"{name} = {recall[name] - MARGIN:.1f}" for recall in measured for name in ("at_1", "at_5")])
    text = FLOORS.read_text("utf-8")
    FLOORS.write_text(re.sub(r"^at_[15] = .*$", lambda _: next(floors), text, flags=re.M), "utf-8")


def main():
    sets = Path(sys.argv[1]).resolve()
    slices = tomllib.loads(FLOORS.read_text("utf-8"))["slice"]
    failed = False
    measured = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda part: measure(sets, part), slices)
        for part, (recall, evaluation) in zip(slices, results, strict=True):
            measured.append(recall)
            below = [name for name, figure in recall.items() if figure < part[name] - 1e-9]
            failed = failed or bool(below)
            names = f"{part['set']:<21} {part['field']:<2} {part['mode']:<7}"
            figures = "  ".join(f"R@{n[-1]} {figure:5.1f} (floor {part[n]:4.1f})" for n, figure in recall.items())
            warning = "  BELOW ITS FLOOR" if below else ""
            print(f"{names} {figures}  p50 {evaluation['p50_ms']:.1f} ms{warning}", flush=True)
    if "--set-floors" in sys.argv:
        set_floors(measured)
    elif failed:
        sys.exit(1)


main()
