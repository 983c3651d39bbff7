"""The command ``softphone``: a telephone with which the office's own line is tried out."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from hotline.cli.sip_stack import open_engine
from hotline.settings.sip_access import SipAccess
from voice.sip.call_engine import CannotDial
from voice.sip.media import Clock
from voice.sip.telephone import CallWaiter, Telephone, read_steps

if TYPE_CHECKING:
    from voice.sip.baresip_engine import BaresipEngine
    from voice.sip.call_engine import Invitation
    from voice.sip.telephone import TelephoneStep

PHONE_SECONDS = 3_600.0
"""How long a telephone is there at most."""


@click.command("softphone")
@click.argument("steps", nargs=-1, required=True)
@click.option("--dial", "address", default="", help="The SIP address to call, such as sip:96128@127.0.0.1:5060.")
@click.option("--listen", default="127.0.0.1:0", help="Address and port of this telephone.")
@click.option("--from", "caller", default="13800138000", show_default=True, help="The number of this telephone.")
@click.option("--keys", type=click.Choice(["rtpevent", "info"]), default="rtpevent", help="How keys are sent.")
@click.option("--transport", type=click.Choice(["udp", "tcp", "tls"]), default="udp", help="How SIP is carried.")
@click.option("--certificate", type=click.Path(path_type=Path), help="For TLS: a PEM file with certificate and key.")
@click.option("--authorities", type=click.Path(path_type=Path), help="For TLS: who may have signed the line's.")
@click.option("--record", "heard", type=click.Path(path_type=Path), help="Write what is heard into a WAV file.")
@click.option("--calls", default=1, show_default=True, help="How many calls to make at once, or to wait for.")
def softphone(
    steps: tuple[str, ...],
    address: str,
    listen: str,
    caller: str,
    keys: Literal["rtpevent", "info"],
    transport: Literal["udp", "tcp", "tls"],
    certificate: Path | None,
    authorities: Path | None,
    heard: Path | None,
    calls: int,
) -> None:
    """A telephone that calls a SIP line and does STEPS, or waits for a call where no --dial is given.

    \b
    STEPS: wait:SECONDS press:KEYS hold resume hangup, play:FILE.wav tone:HZ:SECONDS,
    tones:KEYS (keys as tones in the sound); for a call that comes in also answer and busy.
    After the last step the telephone hangs up.
    """
    script = read_steps(steps)
    access = SipAccess(
        listen=listen, transport=transport, certificate=certificate, authorities=authorities, user=caller
    )
    use_telephones(TelephoneSet(open_engine(access, keys), script, heard, calls), address)


class TelephoneSet:
    """Telephones on one SIP stack that all do ``script``; with several, each writes what it hears into a file of its
    own beside ``heard``."""

    def __init__(self, engine: BaresipEngine, script: Sequence[TelephoneStep], heard: Path | None, calls: int) -> None:
        self.engine, self.calls = engine, calls
        self.waiter, self.clock = CallWaiter(calls), Clock(time.monotonic, time.sleep)
        self._script, self._heard = script, heard
        self._count, self._began = itertools.count(1), time.monotonic()

    def tell(self, event: str) -> None:
        click.echo(f"{time.monotonic() - self._began:7.2f}  {event}")

    def take(self, invitation: Invitation) -> None:
        """Ring for a call that comes in, and do the script."""
        self.tell(f"rings: {invitation.caller}")
        telephone = self._open()
        invitation.call.follow(telephone.media)
        telephone.follow(invitation.call, self._script, answers=True)
        self.waiter.count()

    def place(self, address: str) -> None:
        """Call ``address`` and do the script."""
        telephone = self._open()
        try:
            call = self.engine.dial_address(address, telephone.media)
            telephone.follow(call, self._script, answers=False)
        except CannotDial as error:
            self.tell(f"cannot dial: {error}")
        self.waiter.count()

    def _open(self) -> Telephone:
        number, heard = next(self._count), self._heard
        path = heard.with_stem(f"{heard.stem}-{number}") if heard and self.calls > 1 else heard
        telephone = Telephone(self.tell, path)
        self.clock.add(telephone.media)
        return telephone


def use_telephones(telephones: TelephoneSet, address: str) -> None:
    """Call ``address`` with all of them at once, or wait for as many calls where it is "", until all are over."""
    telephones.engine.start(telephones.take)
    telephones.clock.start()
    if address:
        for _ in range(telephones.calls):
            threading.Thread(target=lambda: telephones.place(address), daemon=True).start()
    else:
        telephones.tell("ready")
    telephones.waiter.wait(PHONE_SECONDS)
    telephones.engine.close()
