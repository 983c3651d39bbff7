"""The sounds that a document names: words spoken by a voice, recordings fetched from the application."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CalledProcessError
from typing import TYPE_CHECKING, Protocol

from voice.handset.transports import LineUnreachable
from voice.sip.wave_files import UnplayableSound, read_wave
from voice.speech.synthesis import speak

if TYPE_CHECKING:
    from voice.handset.transports import HttpTransport

log = logging.getLogger(__name__)
_KEPT = 2_000
"""Sounds in memory: about 100 MB."""
_SPEAK_SECONDS = 20.0


class Voice(Protocol):
    """Makes the sound of a sentence: RATE samples a second, 16 bits."""

    def speak(self, sentence: str) -> bytes:
        """Raises OSError when it cannot."""


class EspeakVoice:
    """espeak-ng in a process of its own, because making speech would hold up the clock of the media.

    ``spell`` as in ``voice.speech.synthesis``; it is a function of a module, so that the other process finds it."""

    def __init__(self, program: str, spell: Callable[[str], str]) -> None:
        self._program, self._spell = program, spell
        self._workers = _open_worker()

    def speak(self, sentence: str) -> bytes:
        try:
            return self._workers.submit(_speak, self._program, str(sentence), self._spell).result(_SPEAK_SECONDS)
        except BrokenProcessPool as error:
            self._workers = _open_worker()  # somebody killed it; the next sentence is spoken again
            raise OSError("the process that speaks was killed") from error
        except (OSError, TimeoutError, CalledProcessError) as error:
            raise OSError(f"espeak-ng does not speak: {error}") from error


def _open_worker() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))


def _speak(program: str, sentence: str, spell: Callable[[str], str]) -> bytes:
    return bytes(speak(program, sentence, spell).astype("<i2").tobytes())


@dataclass
class KeptVoice:
    """Keeps what ``voice`` has spoken, in ``folder`` by a digest of the words, and the newest of it in memory."""

    voice: Voice
    folder: Path
    _kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def speak(self, sentence: str) -> bytes:
        name = hashlib.sha256(f"{type(self.voice).__name__}\0{sentence}".encode()).hexdigest()[:32]
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        sound = self._read_or_speak(self.folder / f"{name}.pcm", sentence)
        with self._lock:
            self._kept[name] = sound
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return sound

    def _read_or_speak(self, path: Path, sentence: str) -> bytes:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            pass
        sound = self.voice.speak(sentence)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        part.write_bytes(sound)
        part.replace(path)
        return sound


@dataclass(frozen=True)
class Sounds:
    """``transport`` reaches the application, and ``voice`` speaks."""

    transport: HttpTransport
    voice: Voice

    def say(self, words: str) -> bytes:
        """The sound of ``words``; nothing where the voice fails, so that the keys work all the same."""
        try:
            return self.voice.speak(words) if words else b""
        except OSError:
            log.exception("a sentence of %s characters was not spoken", len(words))
            return b""

    def fetch(self, url: str) -> bytes:
        """The recording at ``url``, which must be one of the application's own. Raises LineUnreachable."""
        if not url.startswith(f"{self.transport.public_url}/"):
            raise LineUnreachable(f"{url} is not a sound of this line")
        try:
            return read_wave(self.transport.fetch(url))
        except UnplayableSound as error:
            raise LineUnreachable(f"{url}: {error}") from error
