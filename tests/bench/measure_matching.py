"""How fast and how right matching is beside other rankers, from a thousand entries to a province's: a table, a plot.

    python -m tests.bench.measure_matching                        # 1,000 and 10,000 entries; a few minutes
    python -m tests.bench.measure_matching --province             # up to 200,000 entries and 300,000 items; hours
    python -m tests.bench.measure_matching --set ../shared/eval/gov_mailbox

Every engine indexes the same rows and is asked the same questions, each in a process of its own on one core
(OMP_NUM_THREADS=1). Its time is of a whole question: ours from normalising to the decision. Slow engines are asked few
questions, and at province size have the entries alone; the table says so."""

from __future__ import annotations

import json
import os
import pickle
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from hotline.core.contents import Contents
from hotline.evaluation.question_sets import LabelledQuestion, read_set
from tests.bench.province import ask, build_province, contents_of
from tests.bench.worker import ENGINES
from tests.bench.writing import SEED

ROOT = Path(__file__).parents[2]
QUESTIONS = 1_000
SLOW = {"Whoosh, ChineseAnalyzer": 200, "rank-bm25, jieba words": 100}
"""Engines that take long a question, and how many they are asked; a fifth of these from LARGE entries on."""
LARGE = 50_000
ONLY_WHEN_ASKED = {"hotline, by meaning"}
"""Reading ten thousand entries for their meaning takes a quarter of an hour."""
HEAD = ("engine", "entries", "items", "asked", "p50 ms", "p99 ms", "CPU p50", "CPU p99",
        "R@1", "R@5", "build s", "file MB", "memory MB", "ready s")  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """A case: what is published and what is asked of it."""

    name: str
    contents: Contents
    asked: tuple[LabelledQuestion, ...]


def province_cases(sizes: list[tuple[int, int]]) -> list[Rows]:
    """One province, the largest of ``sizes``, and its beginnings."""
    most = (max(n for n, _ in sizes), max(n for _, n in sizes))
    click.echo(f"Making {most[0]:,} entries and {most[1]:,} items up ...", err=True)
    whole = build_province(*most, random.Random(SEED))
    cases = []
    for entries, items in sizes:
        part = contents_of(whole.contents.entries[:entries], whole.contents.items[:items])
        asked = ask(replace(whole, contents=part, cases=whole.cases[:entries]), QUESTIONS, random.Random(SEED))
        cases.append(Rows("province", part, asked))
    return cases


def set_case(folder: Path, field: str) -> Rows:
    questions = read_set(folder / "faq.jsonl", folder / "queries.jsonl", field)
    return Rows(f"{folder.name} {field}", contents_of(questions.entries, ()), questions.asked)


def measure(rows: Rows, engine: str) -> dict[str, Any]:
    """The figures of ``engine`` on ``rows``; its files are gone afterwards."""
    large = len(rows.contents.entries) >= LARGE
    limit = SLOW.get(engine, QUESTIONS) // (5 if large and engine in SLOW else 1)
    contents = contents_of(rows.contents.entries, ()) if large and engine in SLOW else rows.contents
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as name:
        folder = Path(name)
        (folder / "rows.pickle").write_bytes(pickle.dumps(contents))
        (folder / "asked.json").write_text(json.dumps([(one.question, sorted(one.relevant)) for one in rows.asked]))
        told = _run("build", engine, folder, limit) | _run("ask", engine, folder, limit)
    about = {
        "case": rows.name,
        "engine": engine,
        "entries": len(contents.entries),
        "items": len(contents.items),
        "published_items": len(rows.contents.items),
    }
    return about | told


def _run(verb: str, engine: str, folder: Path, limit: int) -> dict[str, Any]:
    click.echo(f"  {time.strftime('%H:%M:%S')} {verb} {engine} ...", err=True)
    command = [sys.executable, "-m", "tests.bench.worker", verb, engine, str(folder), str(limit), str(time.monotonic())]
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=ROOT, env=os.environ | one, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def table(figures: list[dict[str, Any]]) -> str:
    """A Markdown table, as hotline/docs/measured.md has it."""
    lines = [f"| {' | '.join(HEAD)} |", "|---" * len(HEAD) + "|"]
    for one in figures:
        cells = (
            one["engine"],
            f"{one['entries']:,}",
            f"{one['items']:,}",
            f"{one['queries']:,}",
            f"{one['p50_ms']:.2f}",
            f"{one['p99_ms']:.2f}",
            f"{one['cpu_p50_ms']:.2f}",
            f"{one['cpu_p99_ms']:.2f}",
            f"{one['recall_at_1']:.1%}",
            f"{one['recall_at_5']:.1%}",
            f"{one['build_seconds']:.1f}",
            f"{one['file_mb']:.0f}",
            f"{one['memory_mb']:.0f}",
            f"{one['ready_seconds']:.1f}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


@click.command()
@click.option("--province", is_flag=True, help="Also 50,000 entries and the whole province: 200,000 and 300,000 items.")
@click.option("--set", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A set instead.")
@click.option("--field", default="q", type=click.Choice(["q", "qa"]), help="Of the set.")
@click.option("--engine", "engines", multiple=True, type=click.Choice(list(ENGINES)), help="Only these.")
@click.option("--size", "sizes", multiple=True, type=(int, int), help="Entries and items, instead of the usual sizes.")
@click.option("--keep", type=click.Path(dir_okay=False, path_type=Path), help="Append each figure as a JSON line.")
def main(
    province: bool,
    folder: Path | None,
    field: str,
    engines: tuple[str, ...],
    sizes: tuple[tuple[int, int], ...],
    keep: Path | None,
) -> None:
    """Measure and print."""
    usual = [(1_000, 1_500), (10_000, 0), (10_000, 15_000)]
    large = [(50_000, 75_000), (200_000, 300_000)] if province else []
    cases = [set_case(folder, field)] if folder else province_cases(list(sizes) or usual + large)
    for rows in cases:
        click.echo(f"{rows.name}: {len(rows.contents.entries):,} entries, {len(rows.contents.items):,} items", err=True)
        figures = []
        for engine in engines or [name for name in ENGINES if name not in ONLY_WHEN_ASKED]:
            figures.append(measure(rows, engine))
            if keep:
                with keep.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(figures[-1]) + "\n")
        click.echo(f"\n{rows.name}\n\n{table(figures)}\n")


if __name__ == "__main__":
    main()
