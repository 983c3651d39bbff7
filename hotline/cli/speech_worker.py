"""A process that speaks for ``hotline sip``: it takes sentences and gives their sounds, with espeak-ng.

Run as ``python -m hotline.cli.speech_worker``. Making speech beside the clock of the media would be heard as gaps. A
line on standard input is one sentence in JSON; the answer is the number of bytes in a line, and then the sound."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import BinaryIO

from hotline.matching.text.pinyin import spell
from voice.speech.synthesis import speak


def serve(sentences: BinaryIO, sounds: BinaryIO, program: str) -> None:
    """Speak until ``sentences`` end. A sentence that cannot be spoken has no bytes."""
    for row in sentences:
        try:
            sound = speak(program, json.loads(row), spell).astype("<i2").tobytes()
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"espeak-ng does not speak: {error}", file=sys.stderr)
            sound = b""
        sounds.write(f"{len(sound)}\n".encode() + sound)
        sounds.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, sys.argv[1])
