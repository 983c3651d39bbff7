"""The recordings of callers, as WAV files in one folder, until the application has them deleted."""

from __future__ import annotations

import re
import wave
from dataclasses import dataclass
from pathlib import Path

from voice.handset.leg import new_sid
from voice.sip.call_engine import FRAME_SECONDS, RATE
from voice.sip.mixing import loudness

SPEECH = 200
"""A frame louder than this holds a voice."""
_SID = re.compile("RE[0-9a-f]{32}")


@dataclass(frozen=True)
class RecordingFolder:
    """``public_url`` is where the application fetches them."""

    folder: Path
    public_url: str

    def open(self) -> MessageRecorder:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        sid = new_sid("RE")
        return MessageRecorder(sid, self.folder / f"{sid}.wav", f"{self.public_url}/recordings/{sid}")

    def read(self, sid: str) -> bytes | None:
        """The WAV file of ``sid``; None when there is none."""
        path = self._path(sid)
        return path.read_bytes() if path and path.is_file() else None

    def delete(self, sid: str) -> None:
        if path := self._path(sid):
            path.unlink(missing_ok=True)

    def _path(self, sid: str) -> Path | None:
        return self.folder / f"{sid}.wav" if _SID.fullmatch(sid) else None


class MessageRecorder:
    """Writes the frames of one leg into a file as they come, so that a killed process leaves what was said."""

    def __init__(self, sid: str, path: Path, url: str) -> None:
        self.sid, self.url, self._path = sid, url, path
        self._file = wave.open(str(path), "wb")  # noqa: SIM115 (open until the recording ends)
        self._file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        self._frames = 0
        self._quiet_frames = 0
        self._was_spoken = False

    @property
    def seconds(self) -> float:
        return self._frames * FRAME_SECONDS

    @property
    def quiet_seconds(self) -> float:
        """How long nothing has been said, up to now."""
        return self._quiet_frames * FRAME_SECONDS

    def take(self, frame: bytes) -> None:
        self._frames += 1
        is_loud = loudness(frame) > SPEECH
        self._quiet_frames = 0 if is_loud else self._quiet_frames + 1
        self._was_spoken = self._was_spoken or is_loud
        self._file.writeframes(frame)

    def close(self) -> dict[str, str] | None:
        """What the application is told of the recording; None when nothing was said, and then no file stays."""
        self._file.close()
        if not self._was_spoken:
            self._path.unlink(missing_ok=True)
            return None
        return {
            "RecordingSid": self.sid,
            "RecordingUrl": self.url,
            "RecordingDuration": str(max(1, round(self.seconds))),
        }
