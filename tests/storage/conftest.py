"""Fixtures: a migrated records database for each test, and a folder of small tables that a test may change."""

import shutil
from pathlib import Path

import pytest

from hotline.storage.records.database import Records

SMALL_TABLES = Path(__file__).parent / "small_tables"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A database file that is migrated and has no content."""
    path = tmp_path_factory.mktemp("migrated") / "records.db"
    records = Records.open(f"sqlite:///{path}")
    records.migrate()
    records.close()
    return path


@pytest.fixture
def url(migrated, tmp_path):
    shutil.copy(migrated, tmp_path / "records.db")
    return f"sqlite:///{tmp_path / 'records.db'}"


@pytest.fixture
def records(url):
    records = Records.open(url)
    yield records
    records.close()


@pytest.fixture
def folder(tmp_path):
    """A copy of the small tables that a test may change."""
    return Path(shutil.copytree(SMALL_TABLES, tmp_path / "tables"))
