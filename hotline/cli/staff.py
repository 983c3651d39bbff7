"""The commands about staff accounts, by the same rules as in the console."""

from __future__ import annotations

import click

from hotline.cli.opened_line import opened_line
from hotline.core.errors import NotFound
from hotline.core.permissions import Role, Staff
from hotline.core.proposals import title_of
from hotline.services.content.lost_records import migrate_records
from hotline.services.line import Line
from hotline.services.staff import accounts, people
from hotline.services.staff.accounts import TERMINAL


@click.group()
def staff() -> None:
    """Staff accounts."""


@staff.command("add")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="What they may do; may be given several times.",
)
@click.option("--full-name", default="", help="As shown on screen; the login name when left out.")
@click.password_option(help="At least 12 characters, and not easy to guess; asked for when left out.")
def staff_add(name: str, roles: tuple[str, ...], full_name: str, password: str) -> None:
    """Add a member of staff who signs in as NAME."""
    with opened_line() as line:
        migrate_records(line)
        chosen = tuple(dict.fromkeys(map(Role, roles)))
        added = accounts.add_staff(line, name, full_name or name, chosen, password)
        click.echo(f"Added {added.name} ({', '.join(role.value for role in added.roles)}).")


@staff.command("password")
@click.argument("name")
@click.password_option(help="At least 12 characters, and not easy to guess; asked for when left out.")
def staff_password(name: str, password: str) -> None:
    """Give NAME another password; whoever is signed in with the old one is signed out."""
    with opened_line() as line:
        migrate_records(line)
        accounts.set_password(line, name, password)
        click.echo(f"{name} has another password.")


@staff.command("close")
@click.argument("name")
def staff_close(name: str) -> None:
    """Close the account of NAME: a leaver is signed out at once and cannot sign in again."""
    with opened_line() as line:
        found = _get(line, name)
        open_work = people.close(line, TERMINAL, found.id)
        click.echo(f"{found.name} is closed and signed out.")
        if open_work.entries:
            click.echo(f"Open entries of theirs: {', '.join(str(one.entry.number) for one in open_work.entries)}.")
        if open_work.proposals:
            click.echo(f"Other open work of theirs: {', '.join(title_of(one.content) for one in open_work.proposals)}.")


@staff.command("reopen")
@click.argument("name")
def staff_reopen(name: str) -> None:
    """Open the closed account of NAME again, with the password it had."""
    with opened_line() as line:
        found = _get(line, name)
        people.reopen(line, TERMINAL, found.id)
        click.echo(f"{found.name} may sign in again.")


@staff.command("rescue")
@click.argument("name")
def staff_rescue(name: str) -> None:
    """Take the second factor of NAME away, who lost telephone and recovery codes; their sessions end."""
    with opened_line() as line:
        found = _get(line, name)
        people.remove_second_factor(line, TERMINAL, found.id)
        click.echo(f"{found.name} signs in with the password alone.")


def _get(line: Line, name: str) -> Staff:
    migrate_records(line)
    found = accounts.find_by_name(line, name)
    if found is None:
        raise NotFound("没有这个用户。")
    return found
