"""The ``hotline`` command: one function a command, which opens the line and calls a service."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

import click

from hotline.app import create_app
from hotline.cli import demo, explain_output, output
from hotline.cli.alerts import alerts
from hotline.cli.backup import backup, restore
from hotline.cli.deploy import deploy
from hotline.cli.disclosure import deadline, fee
from hotline.cli.doctor.command import doctor
from hotline.cli.evaluate import evaluate
from hotline.cli.handset import call, text, transfer
from hotline.cli.opened_line import opened_line
from hotline.cli.prompts import prompts
from hotline.cli.reload import reload_command
from hotline.cli.sip import sip, start_beside
from hotline.cli.softphone import softphone
from hotline.cli.staff import staff
from hotline.core.errors import HotlineError, PublishFailed, Unavailable
from hotline.server.gunicorn import DEFAULT_BIND, CannotServe, check_bind
from hotline.server.gunicorn import serve as run_server
from hotline.services import retention
from hotline.services.backup.manifest import BackupRefused
from hotline.services.content import csv_export, csv_import, embed, publish
from hotline.services.content.lost_records import RecordsLost, check_records, migrate_records
from hotline.services.content.table_uploads import terminal_import
from hotline.services.line import Line
from hotline.services.questions import ask, explain
from hotline.settings import Places, Settings
from hotline.settings.checks import UnsafeSettings, is_loopback
from hotline.storage.records.copies.content import CopyFailed
from voice.handset.script import HandsetError

START_PATIENCE = 5.0
"""Seconds in which the records database must be migrated at the start; else a background job goes on trying."""
WITHOUT_RECORDS = (
    "The records database cannot be used now. Serving from the knowledge file, and trying again every few seconds: "
    "nothing that citizens leave can be kept until then, and they are told so."
)


class HotlineGroup(click.Group):
    """Reports an expected error in one line on standard error, with exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except (HotlineError, UnsafeSettings, HandsetError, CannotServe, BackupRefused, CopyFailed, OSError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=HotlineGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """A municipal enquiry hotline: one knowledge base answered by web, by phone and by SMS."""


@contextmanager
def sample_tables() -> Iterator[Path]:
    """The folder of the CSV tables that come with the program."""
    with as_file(files("faq_data")) as folder:
        yield folder


def prepare(line: Line) -> None:
    """Migrate the database, load what is new in faq_data, and publish if the knowledge file is behind."""
    click.echo("Preparing the records database ...")
    migrate_records(line)
    check_records(line)
    click.echo("Loading faq_data ...")
    with sample_tables() as folder:
        report = csv_import.import_tables(line, folder)
    click.echo(f"  {output.loaded(report)}")
    if publish.is_outdated(line):
        click.echo("Publishing ...")
        click.echo(f"  {output.version(publish.publish(line))}")


def embed_published(line: Line) -> None:
    """Compute the sentence embeddings that the knowledge file lacks, for minutes perhaps; print what matching uses."""
    if publish.publish_embeddings(line, show_progress):
        click.echo(output.version(line.shelf.current().version))
    click.echo(f"Matching by {embed.check_readiness(line).value}")


def show_progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        click.echo(f"\rRead for their meaning: {done} of {of} texts{end}", nl=False, err=True)


@main.command()
def init() -> None:
    """Make the data folder, load the sample content, publish.

    The records database is migrated too. A second time changes nothing that staff edited."""
    with opened_line() as line:
        prepare(line)
        embed_published(line)
        click.echo(f"Ready in {line.folder}. Next: hotline staff add NAME --role administrator, then hotline serve.")


@main.command("demo")
@click.option("--bind", default=DEFAULT_BIND, show_default=True, help="Address and port; loopback only.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Server processes.")
@click.option("--sip", "with_sip", is_flag=True, help="Answer calls by SIP too, from softphones on this machine.")
def demo_command(bind: str, workers: int, with_sip: bool) -> None:
    """Do what init does, make two accounts and serve.

    It serves this machine only and prints what to open, dial and text."""
    if not is_loopback(bind.rpartition(":")[0]):
        raise click.UsageError("The demo serves this machine only; use `hotline serve` for a real line.")
    check_bind(bind)
    places = Places.from_env(os.environ)
    demo_secrets = demo.make_secrets(places.var)
    environ = {"HOTLINE_PUBLIC_URL": f"http://{bind}", **os.environ}
    environ |= {"HOTLINE_VOICE_GATEWAY": "sip"} if with_sip else {}
    settings = Settings.from_env(environ, demo_secrets=demo_secrets)
    with opened_line() as line:
        prepare(line)
        accounts = demo.open_accounts(line, demo_secrets)
        demo.add_sample_applications(line)
        demo.add_sample_register(line)
    click.echo(output.demo_started(settings.public_url, accounts, settings.sip))
    if with_sip:
        start_beside(environ)
    run_server(lambda: create_app(settings), settings, bind=bind, workers=workers, threads=4)


@main.command()
@click.option("--bind", default=DEFAULT_BIND, show_default=True, help="Address and port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Server processes.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="In each process.")
def serve(bind: str, workers: int, threads: int) -> None:
    """Serve web, phone and SMS for real.

    The settings are environment variables whose names begin with HOTLINE_ (see hotline/docs/settings.md);
    the service does not start when one is missing or unsafe."""
    check_bind(bind)
    settings = Settings.from_env(os.environ)
    with opened_line() as line:
        try:
            migrate_records(line, START_PATIENCE)
            if problem := publish.publish_pending(line, check_records=True):
                click.echo(problem, err=True)
            click.echo(f"Housekeeping: {output.swept(retention.run(line))}")
        except (Unavailable, RecordsLost) as error:
            click.echo(f"{error}\n{WITHOUT_RECORDS}", err=True)
        click.echo(f"Serving {output.serving(line)} on {bind}, for {settings.public_url}")
    run_server(lambda: create_app(settings), settings, bind=bind, workers=workers, threads=threads)


@main.command("publish")
def publish_command() -> None:
    """Compile what is published and swap it in."""
    with opened_line() as line:
        migrate_records(line)
        check_records(line)
        click.echo(output.version(publish.publish(line)))
        embed_published(line)


@main.command("ask")
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a question.")
@click.option("--why", is_flag=True, help="Tell what each candidate scored, part by part.")
@click.option("--after", type=int, metavar="NUMBER", help="The entry answered before; QUESTION goes on about it.")
def ask_command(question: str, as_json: bool, why: bool, after: int | None) -> None:
    """Ask QUESTION as a citizen would.

    The QUESTION - reads questions from standard input, one a line. A sure answer is printed as its text message."""
    with opened_line() as line:
        if after is not None and line.knowledge.find_entry(after) is None:
            raise click.BadParameter(f"there is no entry {after}.", param_hint="--after")
        for row in sys.stdin.buffer if question == "-" else [question.encode(errors="replace")]:
            asked = row.decode(errors="replace").rstrip("\r\n")
            if why and not as_json:
                click.echo(explain_output.why(explain.explain(line, asked, after)))
                continue
            decision = ask.decide(line, asked, context=after).decision
            if as_json:
                click.echo(json.dumps(output.decision(decision), ensure_ascii=False))
            else:
                click.echo(output.decision_text(decision))


def publish_import(line: Line) -> None:
    """Publish what an import changed. What was imported stays when that is refused, for example because the sample
    must be replaced first."""
    try:
        click.echo(output.version(publish.publish(line)))
    except PublishFailed as error:
        click.echo(str(error), err=True)
        return
    embed_published(line)


@main.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--preview", is_flag=True, help="Tell row by row what is new, changed or wrong, and load nothing.")
@click.option(
    "--replace", is_flag=True, help="List what is published and not in the files; submit what is like the sample too."
)
def import_(path: Path, preview: bool, replace: bool) -> None:
    """Load the CSV tables of a folder, or a single file, CSV or XLSX, whose headings tell which table it is.

    Entries that are new or differ wait for approval in the console; what is wrong is named by file, line and column,
    and then nothing is loaded."""
    with opened_line() as line:
        migrate_records(line)
        check_records(line)
        if preview or replace or not (path / "office.csv").is_file():
            files = terminal_import.read_uploaded(path)
            told = terminal_import.import_files(line, files, "import", only_preview=preview, replaces=replace)
            click.echo(output.previewed(told))
            if told.is_wrong:
                raise SystemExit(1)
            return
        report = csv_import.import_tables(line, path, actor="import")
        click.echo(output.loaded(report))
        if report.changed:
            publish_import(line)


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write what is published into FOLDER as CSV tables.

    A spreadsheet opens them and import reads them."""
    with opened_line() as line:
        for path in csv_export.export_tables(line, folder):
            click.echo(str(path))


main.add_command(alerts)
main.add_command(call)
main.add_command(text)
main.add_command(transfer)
main.add_command(evaluate)
main.add_command(prompts)
main.add_command(backup)
main.add_command(restore)
main.add_command(reload_command)
main.add_command(deploy)
main.add_command(deadline)
main.add_command(fee)
main.add_command(doctor)
main.add_command(sip)
main.add_command(softphone)
main.add_command(staff)
