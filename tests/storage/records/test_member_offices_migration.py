"""Letters and reports from before migration 0031 are those of the office that runs the line, and keep their numbers."""

from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from hotline.storage.records.database import Records
from hotline.storage.records.migrations.runner import read_config
from tests.support.records_database import database_url, drop_database

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
TABLES = ("application_letters", "annual_report_steps")
_LETTERS = (
    "SELECT number, year, place, letter_number, body, office_code FROM application_letters "
    "WHERE place IS NOT NULL ORDER BY place"
)


def fill(connection, table, **given):
    """Insert a row with ``given`` and something in every other column that must have something."""
    row = dict(given)
    for column in inspect(connection).get_columns(table):
        if (
            column["name"] not in row
            and not column["nullable"]
            and column["default"] is None
            and column["name"] != "id"
        ):
            kind = str(column["type"])
            row[column["name"]] = NOW if "TIME" in kind else 1 if "INT" in kind else "[]" if "JSON" in kind else "x"
    names = ", ".join(row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{one}' for one in row)})"), row)


def shape(engine, table):
    """The indexes of a table, and its columns without the new one."""
    found = inspect(engine)
    indexes = sorted((one["name"], tuple(one["column_names"])) for one in found.get_indexes(table))
    kept = [index for index in indexes if not index[0].startswith("uq_")]
    columns = {one["name"]: (str(one["type"]), one["nullable"]) for one in found.get_columns(table)}
    columns.pop("office_code", None)
    return kept, columns, found.get_pk_constraint(table)["constrained_columns"]


@pytest.fixture
def engine(tmp_path):
    """A database as the version before had it, with two letters and two steps of a report."""
    engine = create_engine(database_url(tmp_path))
    with engine.begin() as connection:
        config = read_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0030")
        for place in (1, 2, None, None):
            told = {"number": f"2026-0000{place}", "year": 2026, "place": place, "letter_number": f"{place}号"}
            fill(connection, "application_letters", **told)
        for version in (1, 2):
            fill(connection, "annual_report_steps", year=2025, version=version)
    yield engine
    engine.dispose()
    drop_database(tmp_path)


@pytest.fixture
def migrated(engine, tmp_path):
    before = {table: shape(engine, table) for table in TABLES}
    records = Records.open(database_url(tmp_path))
    records.migrate()
    engine.dispose()
    yield engine, before
    records.close()


def test_what_there_was_belongs_to_the_office_that_runs_the_line(migrated):
    engine, before = migrated
    assert {table: shape(engine, table) for table in TABLES} == before
    with engine.begin() as connection:
        letters = connection.execute(text(_LETTERS)).all()
        assert [(one.place, one.letter_number, one.office_code) for one in letters] == [(1, "1号", ""), (2, "2号", "")]
        assert connection.execute(text("SELECT count(*) FROM application_letters")).scalar() == 4
        steps = connection.execute(text("SELECT version, office_code FROM annual_report_steps ORDER BY version")).all()
        assert [tuple(one) for one in steps] == [(1, ""), (2, "")]


@pytest.mark.parametrize(
    ("table", "same"),
    [("application_letters", {"year": 2026, "place": 2}), ("annual_report_steps", {"year": 2025, "version": 2})],
)
def test_each_office_has_a_number_once(migrated, table, same):
    engine, _ = migrated
    with engine.begin() as connection:
        fill(connection, table, office_code="MZJ", **same)
    for office_code in ("", "MZJ"):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            fill(connection, table, office_code=office_code, **same)


def test_the_program_of_before_goes_on_with_the_new_tables(migrated):
    engine, _ = migrated
    with engine.begin() as connection:
        fill(connection, "application_letters", number="2026-00003", year=2026, place=3)
        row = connection.execute(text("SELECT office_code FROM application_letters WHERE place = 3")).scalar()
    assert row == ""
