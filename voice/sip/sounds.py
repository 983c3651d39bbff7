"""The sounds that a document names: words spoken by a voice, recordings fetched from the application."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import subprocess
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from voice.handset.transports import LineUnreachable
from voice.sip.wave_files import UnplayableSound, read_wave

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


class VoiceProcess:
    """A voice in a process of its own, because making speech would hold up the clock of the media.

    ``command`` runs a program that takes a sentence a line, in JSON, and answers with the number of bytes in a line and
    then the sound. It is started when it is first needed, and again when it has died."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def speak(self, sentence: str) -> bytes:
        with self._lock:
            try:
                return self._ask(self._open(), sentence)
            except (OSError, ValueError) as error:
                self.close()
                raise OSError(f"the voice does not speak: {error}") from error

    def close(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _open(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe)  # noqa: S603 (our own program)
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], sentence: str) -> bytes:
        if process.stdin is None or process.stdout is None:
            raise OSError("no pipes")
        process.stdin.write(json.dumps(sentence).encode() + b"\n")
        process.stdin.flush()
        late = threading.Timer(_SPEAK_SECONDS, process.kill)
        late.start()
        try:
            size = int(process.stdout.readline())
            sound = process.stdout.read(size)
        finally:
            late.cancel()
        if not sound or len(sound) != size:
            raise OSError("no sound came")
        return sound


@dataclass
class KeptVoice:
    """Keeps what ``voice`` has spoken, in ``folder`` by a digest of the words, and the newest of it in memory.

    Another ``name`` of the voice begins anew."""

    voice: Voice
    folder: Path
    name: str
    _kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def speak(self, sentence: str) -> bytes:
        name = hashlib.sha256(f"{self.name}\0{sentence}".encode()).hexdigest()[:32]
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

    def forget_unused(self, before: float) -> int:
        """Delete what was not used since ``before``, in seconds since 1970, and return how much; a sentence may hold
        what concerns one caller alone."""
        unused = [path for path in self.folder.glob("*.pcm") if path.stat().st_mtime < before]
        for path in unused:
            path.unlink(missing_ok=True)
        with self._lock:
            for path in unused:
                self._kept.pop(path.stem, None)
        return len(unused)

    def _read_or_speak(self, path: Path, sentence: str) -> bytes:
        try:
            sound = path.read_bytes()
            path.touch()
        except FileNotFoundError:
            pass
        else:
            return sound
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
