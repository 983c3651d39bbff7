"""The commands ``call`` and ``text``, telephones that play our signed webhooks, and ``transfer``."""

from __future__ import annotations

import json
import os
import time

import click

from hotline.app import connect, create_app, open_line
from hotline.cli import demo as demonstration
from hotline.services.calls import warm_transfer
from hotline.services.calls.warm_transfer import CannotTransfer, TransferRefusal
from hotline.settings import Places, Settings
from voice.handset.caller import place_call
from voice.handset.script import read_script, read_terminal
from voice.handset.sms import send_texts
from voice.handset.transports import HttpTransport, LocalTransport, Transport

CALLER = click.option("--from", "caller", default="+8613800138000", show_default=True, help="The caller's number.")
HOW_TO_CALL = """Keys such as 1 or 102#, or words; Enter alone says nothing; 挂断 or Ctrl+D hangs up.
When a person is rung: 接听, 拒接, 占线 or 不接; while they talk: 对方挂断."""
LOCAL = click.option("--local", is_flag=True, help="In this process, without a running server.")
SERVER = click.option("--server", default="", help="Where the server listens, when not at HOTLINE_PUBLIC_URL.")


def reach_line(local: bool, server: str) -> Transport:
    """The way to the line, in this process or at a server; signed with the demo's secrets where none are configured."""
    demo_secrets = demonstration.load_secrets(Places.from_env(os.environ).var)
    settings = Settings.from_env(os.environ, demo_secrets=demo_secrets)
    if local:
        return LocalTransport(create_app(settings))
    return HttpTransport(settings.public_url, settings.twilio_auth_token, server)


@click.command()
@click.option("--script", is_flag=True, help="Do the STEPS and print a transcript instead of asking at the terminal.")
@click.argument("steps", nargs=-1)
@CALLER
@LOCAL
@SERVER
@click.option("--json", "as_json", is_flag=True, help="Print a list of turns: heard, did, waited (seconds), url.")
def call(script: bool, steps: tuple[str, ...], caller: str, local: bool, server: str, as_json: bool) -> None:
    """Telephone the line from the terminal.

    Type keys or words; or give --script and STEPS such as "say:复议收费吗" "press:0" silence hangup.

    \b
    STEPS: say:WORDS mumble:WORDS (badly heard) press:KEYS silence hangup,
    after the beep record:WORDS record-and-hangup:WORDS,
    what the person rung does: answer decline decline:KEYS busy no-answer, and leave (ends the talk).
    After the last step the caller hangs up.
    """
    if bool(steps) != script:
        raise click.UsageError("Give --script and STEPS, or neither to telephone from the terminal.")
    actions = read_script(steps) if script else read_terminal()
    if not script:
        click.echo(HOW_TO_CALL)
    hear = (lambda text: None) if script else click.echo
    wait = time.sleep if script else (lambda seconds: None)  # at the terminal the seconds pass by themselves
    transcript = place_call(reach_line(local, server), actions, caller=caller, hear=hear, wait=wait)
    if as_json:
        click.echo(json.dumps(transcript.to_json(), ensure_ascii=False, indent=1))
    else:
        click.echo(transcript.to_text() if script else f"-- {transcript.ended}")


@click.command()
@click.argument("texts", nargs=-1, required=True)
@CALLER
@LOCAL
@SERVER
@click.option("--json", "as_json", is_flag=True, help="Print a list of exchanges: sent, replies, parts.")
def text(texts: tuple[str, ...], caller: str, local: bool, server: str, as_json: bool) -> None:
    """Text the line, one exchange an argument.

    TEXTS are sent one after the other, each after the reply to the one before."""
    exchanged = list(send_texts(reach_line(local, server), texts, caller=caller))
    if as_json:
        click.echo(json.dumps([exchange.to_json() for exchange in exchanged], ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(exchange.to_text() for exchange in exchanged))


_REFUSALS = {
    TransferRefusal.NO_ACCOUNT: (
        "Set HOTLINE_TWILIO_ACCOUNT_SID and HOTLINE_TWILIO_NUMBER: without them nobody can be rung."
    ),
    TransferRefusal.NOT_LIVE: (
        "Nobody of the staff is talking in that call now; the console's 正在通话 lists those that go on."
    ),
    TransferRefusal.UNKNOWN_TARGET: (
        "--to takes a department's code (FYK), an officer of it (FYK/2) or a telephone number."
    ),
    TransferRefusal.NO_OFFICER: "That department has no such liaison officer.",
    TransferRefusal.ALREADY_RINGING: "Somebody is being rung for that call already.",
    TransferRefusal.PROVIDER_FAILED: "The provider did not ring; the talk goes on. Try again.",
}


@click.command()
@click.argument("call_id", metavar="CALL")
@click.option("--to", required=True, help="A department's code (FYK), an officer of it (FYK/2), or a number.")
def transfer(call_id: str, to: str) -> None:
    """Bring a liaison officer into a live call.

    CALL is the provider's id of the caller's leg, as the log and the records have it. Caller and operator talk on; when
    the officer presses 1, the three are in one conference."""
    places = Places.from_env(os.environ)
    settings = Settings.from_env(os.environ, demo_secrets=demonstration.load_secrets(places.var))
    line, _ = connect(open_line(places), settings)
    try:
        attempt = warm_transfer.start_transfer(line, call_id, to)
    except CannotTransfer as error:
        raise click.ClickException(_REFUSALS[error.reason]) from error
    finally:
        line.records.close()
    click.echo(f"Ringing {attempt.name or attempt.telephone}; the talk goes on meanwhile.")
