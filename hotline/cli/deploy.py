"""The command ``hotline deploy``: the files with which an administrator installs the service."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import click

from hotline.server.gunicorn import DEFAULT_BIND
from hotline.settings import Places
from hotline.settings.checks import host_of

EXAMPLE_URL = "https://96128.example.gov.cn"
FILES = ("hotline.nginx.conf", "hotline.service", "hotline-sip.service", "hotline.env")
_BLANK = re.compile("@([A-Z]+)@")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--bind", default=DEFAULT_BIND, show_default=True, help="Address and port where the service listens.")
@click.option("--user", default="hotline", show_default=True, help="The system's user under which it runs.")
def deploy(folder: Path, bind: str, user: str) -> None:
    """Write the files for nginx and systemd into FOLDER.

    They are filled in with the data folder and the public URL of the environment, and installed by whoever has read
    them: each begins by saying where it goes. A file that is there is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    filled = _blanks(os.environ, bind, user)
    for name in FILES:
        path = folder / name
        if path.exists():
            raise click.ClickException(f"{path} is there already, and perhaps changed by hand. Name another folder.")
    for name in FILES:
        template = files("hotline.deploy").joinpath(name).read_text("utf-8")
        (folder / name).write_text(_BLANK.sub(lambda blank: filled[blank[1]], template), "utf-8")
        click.echo(str(folder / name))


def _blanks(environ: Mapping[str, str], bind: str, user: str) -> dict[str, str]:
    url = environ.get("HOTLINE_PUBLIC_URL") or EXAMPLE_URL
    return {
        "BIND": bind,
        "USER": user,
        "URL": url,
        "NAME": host_of(url) or host_of(EXAMPLE_URL),
        "VAR": str(Places.from_env(environ).var),
        "HOTLINE": str(Path(sys.executable).with_name("hotline").absolute()),
        "DOCS": str(files("hotline.docs").joinpath("settings.md")),
    }
