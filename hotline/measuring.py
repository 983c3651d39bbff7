"""The command ``hotline evaluate``: matching measured on any question set, clean and as people really write."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import click

from hotline import telling
from hotline.matching.evaluation import Evaluation
from hotline.matching.noise import KINDS
from hotline.services import evaluating
from hotline.services.evaluating import Trial
from hotline.settings import Places
from hotline.storage.shelf import Shelf

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
A_STEP = 100
"""Questions between two words of progress."""


@click.command()
@click.option("--faq", type=FILE, help='Entries: {"id", "question", "similar", "answer"} a line.')
@click.option("--queries", type=FILE, help='Questions: {"query", "relevant": [ids]} a line.')
@click.option("--field", default="q", show_default=True, type=click.Choice(["q", "qa"]), help="Match answers too: qa.")
@click.option("--golden", type=FILE, help="Instead of a set: a CSV table (number, question) put to what is published.")
@click.option("--limit", type=click.IntRange(1), help="Ask only so many of the questions, evenly spread.")
@click.option("--noise", type=click.Choice(list(KINDS)), help="Ask noisy copies too, beside plain BM25.")
@click.option("--seed", default=0, show_default=True, help="Another seed, another noise.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(
    faq: Path | None,
    queries: Path | None,
    field: str,
    golden: Path | None,
    limit: int | None,
    noise: str | None,
    seed: int,
    as_json: bool,
) -> None:
    """Measure matching on any question set.

    Prints recall, rank, build time and time a question. The files --faq and --queries are JSON lines; thousands take
    half a minute, and progress is told on a terminal. --limit asks the same questions each time."""
    trial = Trial(limit, noise, seed, _tell_progress if sys.stderr.isatty() else lambda done, of: None)
    result = _measure(faq, queries, field, golden, trial)
    click.echo(json.dumps(telling.evaluation(result)) if as_json else telling.evaluation_text(result))


def _measure(faq: Path | None, queries: Path | None, field: str, golden: Path | None, trial: Trial) -> Evaluation:
    if golden and not (faq or queries):
        places = Places.from_env(os.environ)
        return evaluating.evaluate_published(Shelf(places.knowledge).current(), golden, trial)
    if golden or not (faq and queries):
        raise click.UsageError("Give --faq and --queries, or --golden alone.")
    with tempfile.TemporaryDirectory() as folder:
        return evaluating.evaluate(Shelf(Path(folder)), faq, queries, field, trial)


def _tell_progress(done: int, of: int) -> None:
    if done % A_STEP == 0:
        click.echo(f"{done} of {of} questions asked", err=True)
