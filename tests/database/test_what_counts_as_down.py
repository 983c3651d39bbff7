"""What is wrong with a PostgreSQL so that the line must do without its records, as it does with a damaged SQLite file.

Run with -m database; Debian's postgresql is needed."""

import pytest

from hotline.core.errors import Unavailable
from hotline.core.permissions import Role
from hotline.storage.records.database import Records
from tests.support.fixed_values import NOW, QUICK_HASH
from tests.support.postgresql import running_postgresql

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running_postgresql(tmp_path_factory.mktemp("postgresql") / "records") as server:
        records = Records.open(server.url())
        records.migrate()
        add_person(records)
        records.close()
        yield server


@pytest.fixture
def database(server, request):
    """A database of each test's own, with one member of staff."""
    server.sql("CREATE DATABASE changed TEMPLATE postgres")
    yield "changed"
    server.sql("DROP DATABASE changed WITH (FORCE)")


def add_person(records):
    with records.writing() as unit:
        unit.staff.add(name="li", full_name="李明", role=Role.PUBLISHER, password_hash=QUICK_HASH, at=NOW)


def assert_down(url, use):
    records = Records.open(url)
    with pytest.raises(Unavailable):
        use(records)
    records.close()


def list_people(records):
    with records.reading() as unit:
        unit.staff.list_staff()


def test_a_standby_that_takes_no_writes(server, database):
    server.sql(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    assert_down(server.url(database), add_person)


def test_a_table_without_the_columns_of_this_version(server, database):
    server.sql("ALTER TABLE staff DROP COLUMN full_name", database)
    assert_down(server.url(database), list_people)


def test_a_role_that_may_not_read_the_tables(server, database):
    server.sql("CREATE ROLE stranger LOGIN")
    assert_down(server.url(database).replace("hotline@", "stranger@"), list_people)


def test_a_table_whose_file_is_damaged(server, database):
    path = server.folder / server.sql("SELECT pg_relation_filepath('staff')", database)
    server.sql("CHECKPOINT")
    server.stop()
    path.write_bytes(b"no page of a table " * 1_000)
    server.start()
    assert_down(server.url(database), list_people)
