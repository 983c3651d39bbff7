"""The commands ``sip``, which answers the office's own line, and ``softphone``, a telephone to call it with."""

from __future__ import annotations

import importlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hotline.cli import demo as demonstration
from hotline.cli.opened_line import opened_line
from hotline.cli.prompts import open_kokoro
from hotline.cli.sip_stack import open_engine
from hotline.server import logs
from hotline.services.calls import dialling
from hotline.settings import Places, Settings
from hotline.settings.checks import UnsafeSettings
from hotline.settings.ears import NO_EARS
from hotline.settings.sip_access import SipAccess
from voice.ears.recogniser import Ears, find_missing
from voice.handset.leg import LINE_NUMBER
from voice.handset.transports import HttpTransport
from voice.phrases import PHONE
from voice.sip.allowance import DialAllowance
from voice.sip.control import ControlServer
from voice.sip.hearing import Hearing
from voice.sip.incoming_calls import SipLine
from voice.sip.media import Clock
from voice.sip.message_files import RecordingFolder
from voice.sip.report_queue import ReportQueue
from voice.sip.sounds import KeptVoice, Sounds, Voice, VoiceProcess
from voice.sip.walk import Switchboard
from voice.speech.made_speech import MadeSpeech
from voice.telephone_numbers import normalise

if TYPE_CHECKING:
    from hotline.services.line import Line
    from voice.sip.baresip_engine import BaresipEngine

log = logging.getLogger(__name__)
NO_EXTRA = "The office's own line needs the extra sip: pip install 'hotline[sip]'"
NO_EARS_EXTRA = "HOTLINE_EARS needs the extra ears: pip install 'hotline[ears]'"
NO_ESPEAK = "espeak-ng is not installed: only recordings are heard. On Debian: apt-get install espeak-ng"
PHONE_SECONDS = 3_600.0
"""How long a telephone is there at most."""
SWEEP_SECONDS, UNUSED_SECONDS = 3_600.0, 7 * 24 * 3_600.0
"""How often, and after how long without use, the sound of a sentence is deleted."""
DRAIN_SECONDS = 300.0
"""How long the calls that go on may last after a signal to stop. A second signal ends them."""


@click.command()
@click.option("--drain", default=DRAIN_SECONDS, show_default=True, help="Seconds for calls to end after a signal.")
@click.option("--follow", is_flag=True, help="Stop as soon as the process that started this one has ended.")
def sip(drain: float, follow: bool) -> None:
    """Answer the office's own line, over SIP.

    A process of its own beside `hotline serve`, which tells it what to say. The settings begin with HOTLINE_SIP_ (see
    hotline/docs/settings.md); HOTLINE_VOICE_GATEWAY must be sip."""
    places = Places.from_env(os.environ)
    settings = Settings.from_env(os.environ, demo_secrets=demonstration.load_secrets(places.var))
    if settings.sip is None:
        raise UnsafeSettings("HOTLINE_VOICE_GATEWAY must be sip for this line to be answered.")
    logs.set_up_logs(settings.log)
    engine = open_engine(settings.sip)
    with opened_line() as line:
        stand_in = open_stand_in(places)
        voice = open_voice(places, settings.speaker, stand_in)
        run(engine, build_line(engine, line, settings, settings.sip, voice), settings, stand_in, drain, follow=follow)


def start_beside(environ: Mapping[str, str]) -> None:
    """Start a `hotline sip` that answers as long as this process lives."""
    command = [sys.executable, sys.argv[0], "sip", "--drain", "1", "--follow"]
    subprocess.Popen(command, env=dict(environ))  # noqa: S603 (our own program)


def open_voice(places: Places, speaker: Path | None, stand_in: Voice) -> Voice:
    """The voice for what nobody has recorded: the ``speaker`` that HOTLINE_SPEAKER names, whose sentences are made in
    advance, or else the ``stand_in`` alone."""
    if speaker is None:
        return stand_in
    return MadeSpeech(places.speech, speaker.stem, open_kokoro(speaker), stand_in)


def open_hearing(chosen: str) -> Hearing | None:
    """Who understands what callers say, as HOTLINE_EARS has it; None for nobody."""
    if chosen == NO_EARS:
        return None
    if missing := find_missing(chosen):
        raise click.ClickException(f"{NO_EARS_EXTRA} ({', '.join(missing)} missing)")
    ears = Ears(chosen)
    ears.start()
    return Hearing(importlib.import_module("voice.ears.detector").open_detector, ears.recognise)


def open_stand_in(places: Places) -> KeptVoice:
    """The voice that speaks at once."""
    espeak = shutil.which("espeak-ng")
    if espeak is None:
        click.echo(NO_ESPEAK, err=True)
    speaking = VoiceProcess([sys.executable, "-m", "hotline.cli.speech_worker", espeak or "espeak-ng"])
    return KeptVoice(speaking, places.var / "sip" / "speech", "espeak-ng")


def build_line(engine: BaresipEngine, line: Line, settings: Settings, access: SipAccess, voice: Voice) -> SipLine:
    folder = settings.places.var / "sip"
    transport = HttpTransport(settings.public_url, settings.twilio_auth_token, access.server)
    sounds = Sounds(transport, voice)
    apology = [PHONE("fallback.sorry"), *([PHONE("fallback.ringing")] if settings.operator_lines else [])]
    board = Switchboard(
        engine=engine,
        transport=transport,
        sounds=sounds,
        recordings=RecordingFolder(folder / "recordings", access.control),
        reports=ReportQueue(transport, time.monotonic, folder / "reports"),
        allowance=DialAllowance(
            lambda: dialling.list_numbers(line, settings.operator_lines), access.dial_minutes, lambda: line.now().date()
        ),
        clock=Clock(time.monotonic, time.sleep),
        now=time.monotonic,
        operators=settings.operator_lines,
        apology=b"".join(map(sounds.say, apology)),
        hearing=open_hearing(settings.ears),
    )
    return SipLine(
        board,
        lines=access.lines,
        takes_calls_from=access.takes_calls_from,
        number_of=normalise,
        number=LINE_NUMBER,
    )


def run(
    engine: BaresipEngine, line: SipLine, settings: Settings, voice: KeptVoice, drain: float, *, follow: bool
) -> None:
    """Answer calls until a signal, or until the stack dies: then the exit code is 1, and systemd starts us again."""
    access = settings.sip or SipAccess()
    control = ControlServer(line, access.control, settings.twilio_auth_token)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    line.start()
    control.start()
    click.echo(f"Answering sip:{access.user}@{access.listen} ({access.transport}), {access.lines} lines at most")
    starter = os.getppid()
    swept = 0.0
    while not stopping.is_set() and not (follow and os.getppid() != starter):
        if engine.wait_dead(0.5):
            raise UnsafeSettings("The SIP stack has died.")
        if time.time() - swept > SWEEP_SECONDS:
            swept = time.time()
            voice.forget_unused(swept - UNUSED_SECONDS)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    click.echo(f"Draining: {line.board.counts.callers} callers on the line")
    line.stop(drain)
    control.shutdown()
