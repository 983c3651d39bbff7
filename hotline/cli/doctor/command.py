"""The command ``hotline doctor``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

import click

from hotline.app import OFFICE_TIME, open_line
from hotline.cli import demo
from hotline.cli.doctor import inside, outside
from hotline.cli.doctor.finding import Finding, Patient, Verdict
from hotline.settings import Places, Settings
from hotline.settings.checks import UnsafeSettings

CHECKS: tuple[Callable[[Patient], Iterator[Finding]], ...] = (
    inside.check_settings,
    inside.check_disk,
    inside.check_records,
    inside.check_knowledge,
    inside.check_model,
    inside.check_file_store,
    inside.check_recordings,
    outside.check_public_url,
    outside.check_gateways,
)
_MARK = {Verdict.OK: "ok     ", Verdict.WARNING: "WARNING", Verdict.WRONG: "WRONG  "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a list: subject, verdict, says, remedy.")
def doctor(as_json: bool) -> None:
    """Say what is wrong with this installation, and what to do.

    Checks settings, secrets, disk, records, clock, knowledge, model, file store, recordings, public URL and gateways.
    Nothing is sent to anybody or changed. The exit code is 1 when something is wrong."""
    findings = list(examine(admit(os.environ, datetime.now(OFFICE_TIME))))
    if as_json:
        click.echo(json.dumps([asdict(one) | {"verdict": one.verdict.value} for one in findings], ensure_ascii=False))
    else:
        click.echo(report(findings))
    if any(one.verdict is Verdict.WRONG for one in findings):
        raise SystemExit(1)


def admit(environ: Mapping[str, str], now: datetime) -> Patient:
    """The installation that ``environ`` names, as far as it can be opened."""
    places = Places.from_env(environ)
    try:
        settings = Settings.from_env(environ, demo_secrets=demo.load_secrets(places.var))
    except UnsafeSettings:
        settings = None
    try:
        line = open_line(places, now=lambda: now) if places.var.is_dir() else None
    except UnsafeSettings:
        line = None
    return Patient(environ, places, now, settings, line)


def examine(patient: Patient) -> Iterator[Finding]:
    """Run each check; a check that fails itself is a finding, and the others go on."""
    for check in CHECKS:
        try:
            yield from check(patient)
        except Exception as error:  # what no check foresaw must not hide what the others find
            subject = check.__name__.removeprefix("check_").replace("_", " ")
            says = f"This could not be checked: {type(error).__name__}: {error}"
            yield Finding(subject, Verdict.WRONG, says, "Report it with this line.")
    if patient.line:
        patient.line.records.close()


def report(findings: Iterable[Finding]) -> str:
    """The findings for a person at the terminal: what is wrong, and below it what to do."""
    lines = []
    for one in findings:
        lines.append(f"{_MARK[one.verdict]}  {one.subject:<11}{one.says}")
        if one.remedy:
            lines.append(f"{'':20}-> {one.remedy}")
    return "\n".join(lines)
