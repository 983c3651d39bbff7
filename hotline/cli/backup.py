"""The commands ``backup`` and ``restore``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace as replace_fields
from datetime import datetime
from pathlib import Path

import click

from hotline.app import OFFICE_TIME, open_line
from hotline.services.backup.backup_folder import back_up
from hotline.services.backup.manifest import BackupRefused
from hotline.services.backup.restoration import RestorePlan, Target, plan_restore
from hotline.services.backup.restoration import restore as put_back
from hotline.services.content import publish
from hotline.settings import Places
from hotline.storage.files.open_store import open_attachments
from hotline.storage.records.copies.open_copies import open_copies


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(1), help="Delete older whole backups in FOLDER, so that so many are left.")
def backup(folder: Path, keep: int | None) -> None:
    """Write a backup into a new dated folder within FOLDER.

    It holds the records, the knowledge files, the recorded prompts, the attachments, and the settings without secrets.
    The service may run meanwhile. Keep HOTLINE_SECRET_KEY elsewhere: it is not in the backup."""
    places = Places.from_env(os.environ)
    copies = open_copies(places.database_url, os.environ)
    line = open_line(replace_fields(places, by_meaning=False))  # a model that cannot be read must not stop a backup
    try:
        made = back_up(line, copies, audio=recordings_of(places), into=folder.absolute(), environ=os.environ, keep=keep)
    finally:
        line.records.close()
    size = sum(file.size for file in made.manifest.files.values())
    click.echo(f"{made.folder}: {len(made.manifest.files)} files, {size:,} bytes, read back and whole")
    click.echo(f"  records: {in_words(made.manifest.rows)}; newest of {at(made.manifest.newest)}")
    click.echo(f"  knowledge: {made.manifest.knowledge or 'nothing is published'}")
    for digest in made.missing:
        click.echo(f"  MISSING in the file store: attachment-{digest}, which the records have")
    for old in made.deleted:
        click.echo(f"  deleted {old}")


@click.command()
@click.argument("backup_folder", metavar="BACKUP", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Move aside what is there. Run it without this first: it tells the loss.")
def restore(backup_folder: Path, replace: bool) -> None:
    """Restore BACKUP, a dated folder that backup wrote.

    The data folder and the database must be empty, and no server may run. Where there is content, it is told what
    would be lost and nothing is changed, unless --replace is given."""
    places = Places.from_env(os.environ)
    attachments = open_attachments(places.files, places.attachments)
    copies = open_copies(places.database_url, os.environ)
    target = Target(places.var, places.knowledge, places.own_audio, copies, attachments)
    plan = plan_restore(backup_folder.absolute(), target)
    click.echo(f"{backup_folder}: made {at(plan.manifest.made_at)}, whole; {in_words(plan.manifest.rows)}")
    if plan.is_over_content:
        click.echo(losses(plan, target))
        if not replace:
            raise BackupRefused(
                "Nothing was changed. If that may go, run it again with --replace: it moves aside what is there."
            )
    report = put_back(plan, target, datetime.now(OFFICE_TIME), replace=replace)
    for folder in report.moved_to:
        click.echo(f"What was there is in {folder}; delete it when nobody misses anything.")
    if places.files is not None:
        click.echo(f"The file store was left as it is: `hotline prompts --upload {target.audio}` fills it.")
    finish(places, has_office=bool(plan.manifest.rows.get("office")))


def recordings_of(places: Places) -> Path:
    """The folder whose recorded prompts go into a backup: the file store, or this host's copy of a bucket.

    Raises BackupRefused when it is not there although it should be, such as a share that is not mounted."""
    folder = places.files if isinstance(places.files, Path) else places.audio
    if places.files is not None and not folder.is_dir():
        raise BackupRefused(f"The recorded prompts are not in {folder}: mount it, or run `hotline serve` on this host.")
    return folder


def finish(places: Places, *, has_office: bool) -> None:
    """Migrate the restored records, and publish where the restored knowledge file is not what they say."""
    line = open_line(places)
    try:
        line.records.migrate()
        if not has_office:
            click.echo("Restored. The records have no office yet, so there is nothing to publish.")
            return
        if publish.is_outdated(line):
            publish.publish(line)
        version = line.shelf.current().version
        click.echo(f"Restored. Knowledge version {version.number} of {at(version.built_at)} serves.")
    finally:
        line.records.close()


def losses(plan: RestorePlan, target: Target) -> str:
    """What is there, since when, and what of it the backup does not have."""
    there = [f"There is content in {target.var}:"]
    if plan.records:
        there.append(f"  records: {in_words(plan.records.rows)}; newest of {at(plan.records.newest)}")
    if plan.knowledge:
        there.append(f"  knowledge: {plan.knowledge} serves; in the backup: {plan.manifest.knowledge or 'none'}")
    if plan.prompts:
        there.append(f"  recorded prompts: {plan.prompts}")
    lost = f"{in_words(plan.lost)} newer than the backup or changed since" if plan.lost else "no record"
    there.append(f"Would be lost: {lost}. The newest record of the backup is of {at(plan.manifest.newest)}.")
    return "\n".join(there)


def in_words(rows: Mapping[str, int]) -> str:
    """Counts of rows by table.

    >>> in_words({"messages": 3, "incoming_texts": 0, "call_steps": 41})
    '3 messages, 41 call steps'
    >>> in_words({})
    'no rows'
    """
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in rows.items() if count) or "no rows"


def at(moment: datetime | None) -> str:
    return f"{moment.astimezone(OFFICE_TIME):%Y-%m-%d %H:%M:%S}" if moment else "no time"
