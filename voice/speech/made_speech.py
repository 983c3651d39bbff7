"""Speech made in advance and kept by what is said, so that no caller waits for a slow voice.

What is published is made once and kept. What only one caller hears, such as the answer to their message, is made when
it is first said, and deleted within a day: it may tell about them."""

from __future__ import annotations

import hashlib
import logging
import os
import queue
import threading
import time
import wave
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import numpy as np

from voice.speech.recorded_prompts import what_is_wrong
from voice.speech.synthesis import write_wave

log = logging.getLogger(__name__)
MOST_WAITING = 200
"""Sentences that wait to be made beside the calls; what comes above is made when it is said again."""
PASSING_SECONDS = 24 * 3600
"""How long the sound of a sentence is kept that is not published."""


class SpeakingVoice(Protocol):
    """Makes the sound of a sentence: 8000 samples a second of 16 bits."""

    def speak(self, sentence: str) -> bytes:
        """Raises OSError when it cannot."""
        ...


class MadeSpeech:
    """What ``voice`` has made is kept in ``folder``; ``name`` tells this voice from others there.

    A sentence that has not been made is said by ``stand_in``, which is fast, and made in the background."""

    def __init__(self, folder: Path, name: str, voice: SpeakingVoice, stand_in: SpeakingVoice) -> None:
        self._folder, self._name = folder, name
        self._voice, self._stand_in = voice, stand_in
        self._waiting: queue.Queue[str] = queue.Queue(MOST_WAITING)
        self._worker: threading.Thread | None = None
        self._lock = threading.Lock()

    def path_of(self, sentence: str, *, passing: bool = False) -> Path:
        """The file that holds the sound of ``sentence``, whether or not it has been made."""
        digest = hashlib.sha256(f"{self._name}\0{sentence}".encode()).hexdigest()
        return (self._folder / "passing" if passing else self._folder) / f"{digest[:40]}.wav"

    def find(self, sentence: str) -> Path | None:
        """The sound of ``sentence``, if it has been made."""
        paths = (self.path_of(sentence, passing=passing) for passing in (False, True))
        return next(filter(_is_whole, paths), None)

    def speak(self, sentence: str) -> bytes:
        """The sound of ``sentence`` at once. Raises OSError when the stand-in cannot speak either."""
        found = self.find(sentence)
        if found is not None:
            return _read_samples(found)
        self._ask_for(sentence)
        return self._stand_in.speak(sentence)

    def make(self, sentences: Iterable[str], made: Callable[[str], None] = lambda sentence: None) -> int:
        """Make what is missing of ``sentences``, which are all that is published, and tell ``made`` of each; what is no
        longer published is deleted. Returns how many could not be made."""
        published = {sentence: self.path_of(sentence) for sentence in sentences}
        for path in {*self._folder.glob("*.wav")} - {*published.values()}:
            path.unlink(missing_ok=True)
        failed = 0
        for sentence, path in published.items():
            if _is_whole(path):
                continue
            if self._try_to_make(sentence, path):
                made(sentence)
            else:
                failed += 1
        return failed

    def _try_to_make(self, sentence: str, path: Path) -> bool:
        try:
            self._make(sentence, path)
        except OSError as error:
            log.warning("a sentence of %d characters could not be spoken: %s", len(sentence), error)
            return False
        return True

    def _make(self, sentence: str, path: Path) -> None:
        samples = np.frombuffer(self._voice.speak(sentence), "<i2")
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        write_wave(unfinished, samples)
        unfinished.replace(path)

    def _ask_for(self, sentence: str) -> None:
        with self._lock:
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="made-speech", daemon=True)
                self._worker.start()
        try:
            self._waiting.put_nowait(sentence)
        except queue.Full:
            log.info("too many sentences wait to be spoken")

    def _work(self) -> None:
        while True:
            sentence = self._waiting.get()
            if not self.find(sentence):
                self._try_to_make(sentence, self.path_of(sentence, passing=True))
            self.delete_passed(time.time())
            self._waiting.task_done()

    def delete_passed(self, now: float) -> None:
        """Delete the sounds of sentences that are not published and were made a day before ``now``."""
        for path in (self._folder / "passing").glob("*"):
            with suppress(OSError):  # another process has deleted it
                if path.stat().st_mtime < now - PASSING_SECONDS:
                    path.unlink()

    def wait(self) -> None:
        """Wait until all that was asked for has been made, or could not be."""
        self._waiting.join()


def _is_whole(path: Path) -> bool:
    """Whether the file is there and a telephone can play it."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return False
    return not what_is_wrong(path, changed)


def _read_samples(path: Path) -> bytes:
    """The samples of a WAV file as ``write_wave`` writes it."""
    with wave.open(str(path)) as sound:
        return bytes(sound.readframes(sound.getnframes()))
