"""Fixtures: a migrated records database for each test, and a folder of small tables that a test may change."""

import shutil
from pathlib import Path

import pytest

from hotline.storage.records.database import Records
from tests.support.records_database import clone_database, database_url, drop_database

SMALL_TABLES = Path(__file__).parent / "small_tables"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A folder whose database is migrated and has no content."""
    folder = tmp_path_factory.mktemp("migrated")
    records = Records.open(database_url(folder))
    records.migrate()
    records.close()
    return folder


@pytest.fixture
def url(migrated, tmp_path):
    clone_database(migrated, tmp_path)
    yield database_url(tmp_path)
    drop_database(tmp_path)


@pytest.fixture
def records(url):
    records = Records.open(url)
    yield records
    records.close()


@pytest.fixture
def folder(tmp_path):
    """A copy of the small tables that a test may change."""
    return Path(shutil.copytree(SMALL_TABLES, tmp_path / "tables"))
