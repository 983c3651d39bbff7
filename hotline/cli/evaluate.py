"""The command ``hotline evaluate``: matching measured on any question set, with clean and with noisy questions."""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import get_args

import click

from hotline.app import open_encoder
from hotline.cli import output
from hotline.evaluation import run
from hotline.evaluation.calibration import DecisionQuality
from hotline.evaluation.fit import fit
from hotline.evaluation.fit_report import fit_text
from hotline.evaluation.measures import Evaluation
from hotline.evaluation.noise import KINDS
from hotline.evaluation.question_sets import Half
from hotline.evaluation.run import EvaluationOptions
from hotline.evaluation.scored_sets import PublishedQuestions
from hotline.matching.ranking.embeddings import Mode, SentenceEncoder
from hotline.settings import Places
from hotline.storage.knowledge.versions import VersionStore

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE_TO_WRITE = click.Path(dir_okay=False, writable=True, path_type=Path)
PICTURES = (".png", ".svg", ".pdf")
NO_MATPLOTLIB = "画图需要matplotlib，请先安装：pip install 'hotline[bench]' (a plot needs matplotlib, the extra bench)"
PROGRESS_STEP = 100
"""Questions or texts from one line of progress to the next."""


@click.command()
@click.option("--faq", type=FILE, help='Entries: {"id", "question", "similar", "answer"} a line.')
@click.option("--queries", type=FILE, help='Questions: {"query", "relevant": [ids]} a line.')
@click.option("--field", default="q", show_default=True, type=click.Choice(["q", "qa"]), help="Match answers too: qa.")
@click.option("--golden", type=FILE, help="Instead of a set: a CSV table (number, question) put to what is published.")
@click.option("--limit", type=click.IntRange(1), help="Ask only so many of the questions, evenly spread.")
@click.option("--half", type=click.Choice(get_args(Half)), help="Only the questions to fit on, or those held back.")
@click.option("--plot", type=FILE_TO_WRITE, help="Write a reliability diagram (with the extra bench).")
@click.option("--noise", type=click.Choice(list(KINDS)), help="Ask noisy copies too, beside plain BM25.")
@click.option("--seed", default=0, show_default=True, help="Another seed, another noise.")
@click.option(
    "--mode", type=click.Choice([mode.value for mode in Mode]), help="What to match by; as the line does unless told."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--fit", "sets", type=FOLDER, multiple=True, help="Instead: fit the constants of matching on these sets.")
@click.option("--unrelated", type=FOLDER, multiple=True, help="With --fit: a set without answers in what is published.")
@click.option("--own", type=FOLDER, help="With --fit: tables of questions on what is published, such as tests/golden.")
def evaluate(
    faq: Path | None,
    queries: Path | None,
    field: str,
    golden: Path | None,
    limit: int | None,
    half: Half | None,
    plot: Path | None,
    noise: str | None,
    seed: int,
    mode: str | None,
    as_json: bool,
    sets: tuple[Path, ...],
    unrelated: tuple[Path, ...],
    own: Path | None,
) -> None:
    """Measure matching on any question set, or fit its constants.

    Prints recall, rank, what was decided and how often rightly, build time and time a question. The files --faq and
    --queries are JSON lines; thousands take half a minute by words and minutes by meaning, and progress is told on a
    terminal. --limit asks the same questions each time; --half goes by a hash of the question.

    --fit takes a set (a folder with faq.jsonl and queries.jsonl) or a folder of sets, and may be repeated. It fits the
    weights and thresholds of matching on the fit half of them all and prints them beside today's, with what the held
    half says of both. It changes nothing, and goes with --unrelated, --own, --limit and --mode alone."""
    options = EvaluationOptions(limit, half, noise, seed, _find_encoder(mode), *_progress())
    if sets or unrelated or own:
        click.echo(_fit(sets, unrelated, own, options, (faq, queries, golden, plot, as_json)))
    else:
        click.echo(_evaluate(faq, queries, field, golden, plot, as_json, options))


def _fit(
    sets: Sequence[Path],
    unrelated: tuple[Path, ...],
    own: Path | None,
    options: EvaluationOptions,
    others: Sequence[object],
) -> str:
    """The report of a fit; ``others`` are the options of the command that do not go with --fit."""
    if not sets or any(others) or options.half or options.noise:
        raise click.UsageError(
            "--fit goes with --unrelated, --own, --limit and --mode alone; --unrelated and --own go with --fit."
        )
    say = partial(click.echo, err=True) if sys.stderr.isatty() else lambda step: None
    if not (unrelated or own):
        return fit_text(fit(sets, options, say=say))
    published = VersionStore(Places.from_env(os.environ).knowledge).current()
    return fit_text(fit(sets, options, PublishedQuestions(published, unrelated, own), say))


def _evaluate(
    faq: Path | None,
    queries: Path | None,
    field: str,
    golden: Path | None,
    plot: Path | None,
    as_json: bool,
    options: EvaluationOptions,
) -> str:
    """The figures of a set or a table, as text or JSON; draws the plot too."""
    draw = _find_drawing(plot) if plot else None  # before the minutes of measuring, so that nothing fails after them
    result = _measure(faq, queries, field, golden, options)
    if draw:
        name = golden.stem if golden else f"{queries.parent.name} {field}" if queries else ""
        which = f"{options.half} half, " if options.half else ""
        draw(result.honesty, f"{name}: {which}{result.queries} questions, {result.entries} entries")
    return json.dumps(output.evaluation(result)) if as_json else output.evaluation_text(result)


def _find_drawing(path: Path) -> Callable[[DecisionQuality, str], None]:
    """A function that draws a reliability diagram at ``path``.

    matplotlib is a large optional extra that only a plot needs, so its module is imported here and not above."""
    if path.suffix not in PICTURES or not path.parent.is_dir():
        raise click.UsageError(f"{path} is no {', '.join(PICTURES)} in a folder that is there.")
    try:
        drawing = importlib.import_module("hotline.evaluation.reliability_plot")
    except ModuleNotFoundError as error:
        raise click.ClickException(NO_MATPLOTLIB) from error
    return lambda quality, title: drawing.draw_reliability(quality, title, path)


def _measure(
    faq: Path | None, queries: Path | None, field: str, golden: Path | None, options: EvaluationOptions
) -> Evaluation:
    if golden and not (faq or queries):
        places = Places.from_env(os.environ)
        return run.evaluate_published(VersionStore(places.knowledge).current(), golden, options)
    if golden or not (faq and queries):
        raise click.UsageError("Give --faq and --queries, or --golden alone.")
    with tempfile.TemporaryDirectory() as folder:
        return run.evaluate(VersionStore(Path(folder)), faq, queries, field, options)


def _find_encoder(mode: str | None) -> SentenceEncoder | None:
    """The engine of sentence vectors where ``mode`` asks for it or, without a mode, where the line matches by meaning;
    None for matching by words."""
    places = Places.from_env(os.environ)
    by_meaning = mode == Mode.MEANING.value if mode else places.by_meaning
    encoder = open_encoder(places) if by_meaning else None
    if mode == Mode.MEANING.value and encoder is None:
        raise click.UsageError("Sentence vectors are not installed: pip install -e '.[semantic]'")
    if mode == Mode.MEANING.value and encoder and not encoder.warm():
        raise click.UsageError("Sentence vectors cannot be loaded; the warning above says why.")
    return encoder


def _progress() -> tuple[Callable[[int, int], None], ...]:
    """What EvaluationOptions call with their progress; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        return ()
    return _progress_line("{} of {} questions asked"), _progress_line("{} of {} texts read for their meaning")


def _progress_line(template: str) -> Callable[[int, int], None]:
    def echo(done: int, of: int) -> None:
        if done % PROGRESS_STEP == 0:
            click.echo(template.format(done, of), err=True)

    return echo
