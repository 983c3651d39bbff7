"""Compare matching with the floors in floors.toml, on a fixed slice of each question set, both cores at once.

python .ci/slices.py SETS [--set-floors]   SETS is the folder shared/eval.

Exits 1 where a figure is below its floor. --set-floors writes floors two points below today's figures instead."""

import json
import os
import re
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")
HOTLINE = Path(sys.executable).with_name("hotline")
QUESTIONS = 300
MARGIN = 2.0
"""Points of recall from a figure down to the floor that --set-floors writes."""


def measure(sets, part):
    """Recall@1 and Recall@5, per cent, of one slice, and everything that hotline evaluate says of it."""
    folder = sets / part["set"]
    command = [HOTLINE, "evaluate", "--faq", folder / "faq.jsonl", "--queries", folder / "queries.jsonl"]
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
