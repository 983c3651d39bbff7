"""The command ``prompts``: lists the sentences to be recorded, stores recordings, or has espeak-ng speak them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from hotline.matching.text.pinyin import spell
from hotline.settings import Places
from hotline.storage.files.local_copy import LARGEST
from hotline.storage.files.open_store import open_file_store
from voice.phrases import PHONE
from voice.speech.recorded_prompts import PACKAGED, PromptRecordings, what_is_wrong
from voice.speech.synthesis import speak, write_wave

WRITTEN = "written."
"""The beginning of the keys of sentences that no caller hears."""
MISSING = "espeak-ng is not installed; on Debian: apt-get install espeak-ng"


@click.command()
@click.option(
    "--upload",
    "recorded_in",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Check the recordings in FOLDER and put them into the file store.",
)
@click.option(
    "--render",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Have espeak-ng speak into FOLDER what nobody has recorded there.",
)
def prompts(folder: Path | None, recorded_in: Path | None) -> None:
    """List the sentences the telephone says.

    One a line: its key, whether it is recorded, its words. A sentence whose state is "varies" holds a value or stands
    within another and is always read by the synthetic voice; for any other record KEY.wav (8000 Hz, mono, 16 bits) and
    put it into the file store: the folder audio of the data folder, or what HOTLINE_FILES names."""
    if folder:
        render(folder)
        return
    places = Places.from_env(os.environ)
    if recorded_in:
        upload(recorded_in, places)
        return
    recorded = PromptRecordings(places.audio)
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


def upload(folder: Path, places: Places) -> None:
    """Put every recording in ``folder`` into the file store.

    Raises ClickException, before the first is put there, when there is none or a telephone could not play one, and
    OSError when the store cannot be reached."""
    paths = sorted(folder.glob("*.wav"))
    wrong = [f"{path.name}: {reason}" for path in paths if (reason := what_is_wrong_with_upload(path))]
    if wrong or not paths:
        raise click.ClickException("\n".join(wrong) or f"There is no .wav file in {folder}.")
    if places.files is None:
        places.own_audio.mkdir(mode=0o750, parents=True, exist_ok=True)
    store = open_file_store(places.files or places.own_audio)
    for path in paths:
        store.write(path.name, path.read_bytes())
        click.echo(path.name)


def what_is_wrong_with_upload(path: Path) -> str:
    """Why the file must not be put into the store, "" when it may."""
    if not PHONE.recordable(path.stem):
        return "no sentence of the line has this name, or it varies; `hotline prompts` lists them"
    if path.stat().st_size > LARGEST:
        return f"larger than {LARGEST // 1024**2} MB"
    return what_is_wrong(path, path.stat().st_mtime_ns)


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
