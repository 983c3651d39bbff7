"""The command ``prompts``: lists every sentence the telephone says, to be recorded, or has espeak-ng speak them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from hotline.matching.text.pinyin import spell
from hotline.settings import Places
from voice.phrases import PHONE
from voice.speech.recorded_prompts import PACKAGED, PromptRecordings, what_is_wrong
from voice.speech.synthesis import speak, write_wave

WRITTEN = "written."
"""The beginning of the keys of sentences that no caller hears."""
MISSING = "espeak-ng is not installed; on Debian: apt-get install espeak-ng"


@click.command()
@click.option(
    "--render",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Have espeak-ng speak into FOLDER what nobody has recorded there.",
)
def prompts(folder: Path | None) -> None:
    """List the sentences the telephone says.

    One a line: its key, whether it is recorded, its words. A sentence whose state is "varies" holds a value or stands
    within another and is always read by the synthetic voice; for any other put KEY.wav (8000 Hz, mono, 16 bits) into
    the folder audio of the data folder."""
    if folder:
        render(folder)
        return
    recorded = PromptRecordings(Places.from_env(os.environ).audio)
    for key, sentence in PHONE.sentences.items():
        if not key.startswith(WRITTEN):
            click.echo(f"{key}\t{state(recorded, key)}\t{sentence}")


def state(recorded: PromptRecordings, key: str) -> str:
    """Whose recording of the sentence is played, or why none is: as ``hotline prompts`` prints it."""
    if not PHONE.recordable(key):
        return "varies"
    path = recorded.find(key)
    if path:
        return "recorded" if path.parent == PACKAGED else "recorded by the office"
    own = recorded.own / f"{key}.wav"
    return f"cannot be played ({what_is_wrong(own, own.stat().st_mtime_ns)})" if own.exists() else "to record"


def render(folder: Path) -> None:
    """Have espeak-ng speak every sentence that can be recorded into ``folder``. A file that exists, perhaps a person's
    recording, is not overwritten. Raises ClickException when espeak-ng is not installed."""
    espeak = shutil.which("espeak-ng")
    if not espeak:
        raise click.ClickException(MISSING)
    folder.mkdir(parents=True, exist_ok=True)
    for key, sentence in PHONE.sentences.items():
        path = folder / f"{key}.wav"
        if PHONE.recordable(key) and not path.exists():
            write_wave(path, speak(espeak, sentence, spell))
            click.echo(str(path))
