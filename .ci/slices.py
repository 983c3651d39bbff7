"""Hold matching against the floors in floors.toml on a fixed slice of each question set, both cores at once.

python .ci/slices.py SETS [--set-floors]   SETS is the folder shared/eval. Exits 1 where a figure lies under its floor;
--set-floors writes floors two points under the figures reached instead."""

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
BELOW = 2.0


def reach(sets, one):
    """Recall@1 and @5, per cent, of one slice; the time and the decisions go to the log."""
    folder = sets / one["set"]
    command = [HOTLINE, "evaluate", "--faq", folder / "faq.jsonl", "--queries", folder / "queries.jsonl"]
    command += ["--field", one["field"], "--mode", one["mode"], "--limit", str(QUESTIONS), "--json"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    ended = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(ended.stdout)
    return {"at_1": told["recall_at_1"] * 100, "at_5": told["recall_at_5"] * 100}, told


def set_floors(reached):
    """Write the file anew: the figures in their places, all else as it stands."""
    figures = iter([f"{name} = {figures[name] - BELOW:.1f}" for figures in reached for name in ("at_1", "at_5")])
    text = FLOORS.read_text("utf-8")
    FLOORS.write_text(re.sub(r"^at_[15] = .*$", lambda _: next(figures), text, flags=re.M), "utf-8")


def main():
    sets = Path(sys.argv[1]).resolve()
    slices = tomllib.loads(FLOORS.read_text("utf-8"))["slice"]
    failed = False
    reached = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for one, (figures, told) in zip(slices, pool.map(lambda one: reach(sets, one), slices), strict=True):
            reached.append(figures)
            under = [name for name, figure in figures.items() if figure < one[name] - 1e-9]
            failed = failed or bool(under)
            names = f"{one['set']:<21} {one['field']:<2} {one['mode']:<7}"
            recalls = "  ".join(f"R@{n[-1]} {figure:5.1f} (floor {one[n]:4.1f})" for n, figure in figures.items())
            print(f"{names} {recalls}  p50 {told['p50_ms']:.1f} ms{'  UNDER ITS FLOOR' if under else ''}", flush=True)
    if "--set-floors" in sys.argv:
        set_floors(reached)
    elif failed:
        sys.exit(1)


main()
