"""The command ``hotline reload``: new code without a lost request."""

from __future__ import annotations

import os

import click

from hotline.server.gunicorn import DEFAULT_BIND
from hotline.server.succession import CannotReload, reload_server
from hotline.settings import Places


@click.command("reload")
@click.option("--bind", default=DEFAULT_BIND, show_default=True, help="Address and port of the server.")
@click.option("--wait", default=120, show_default=True, type=click.IntRange(5, 3600), help="Seconds to wait for it.")
def reload_command(bind: str, wait: int) -> None:
    """Load the code installed now into the running server, without a lost request.

    The server starts a second one beside itself, on the same socket and with the settings that it was started with.
    When all processes of the second answer, the first finishes what it has begun and ends. When the second does not
    start, the first goes on serving and this command fails."""
    try:
        pid = reload_server(Places.from_env(os.environ).var, bind, wait)
    except CannotReload as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Reloaded: process {pid} serves {bind} with the code installed now.")
