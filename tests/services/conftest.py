"""A small line: records with three entries, a fixed clock, and no knowledge file."""

import random
import shutil
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from hotline.core.permissions import Role, Staff
from hotline.core.work_calendar import CalendarDay, DayKind
from hotline.services.content import csv_import, publish
from hotline.services.line import Line
from hotline.storage.files.open_store import open_attachments
from hotline.storage.knowledge.versions import VersionStore
from hotline.storage.records.database import Records
from tests.support.records_database import clone_database, database_url, drop_database
from tests.support.two_hosts import host_beside

SMALL_TABLES = Path(__file__).parents[1] / "storage" / "small_tables"
FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=timezone(timedelta(hours=8)))


class SetClock:
    """A clock that tests move."""

    def __init__(self):
        self.now = FRIDAY

    def __call__(self):
        return self.now

    def pass_by(self, **time):
        self.now += timedelta(**time)


def small_line_in(folder, clock):
    return Line(
        records=Records.open(database_url(folder)),
        shelf=VersionStore(folder / "knowledge"),
        now=clock,
        known_days=lambda day: CalendarDay(day, DayKind.WORKING if day.weekday() < 5 else DayKind.WEEKEND),
        draw=random.Random(1).randrange,
        folder=folder,
        attachments=open_attachments(None, folder / "attachments"),
    )


@pytest.fixture(scope="session")
def small_var(tmp_path_factory):
    var = tmp_path_factory.mktemp("small")
    line = small_line_in(var, SetClock())
    line.records.migrate()
    csv_import.import_tables(line, SMALL_TABLES)
    line.records.close()
    return var


@pytest.fixture
def set_clock():
    return SetClock()


@pytest.fixture
def small_line(small_var, tmp_path, set_clock):
    clone_database(small_var, tmp_path)
    line = small_line_in(tmp_path, set_clock)
    yield line
    line.records.close()
    drop_database(tmp_path)


@pytest.fixture
def folder(tmp_path):
    """A copy of the small tables that a test may change."""
    return Path(shutil.copytree(SMALL_TABLES, tmp_path / "tables"))


@pytest.fixture
def people():
    """Members of staff by role; nobody needs to sign in to act in a service."""
    return {role: Staff(number, role.value, f"测试{role.value}", role, True) for number, role in enumerate(Role, 1)}


@pytest.fixture
def first(small_line):
    """The first of two hosts of a line, which has published."""
    line = replace(small_line, host="first")
    publish.publish(line)
    return line


@pytest.fixture
def second(first, tmp_path):
    """The other host, which has served nothing yet."""
    return host_beside(first, "second", tmp_path / "second")


@pytest.fixture
def writer(people):
    return people[Role.PUBLISHER]


@pytest.fixture
def reviewer(people):
    return people[Role.REVIEWER]
