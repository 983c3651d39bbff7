"""The records on a real PostgreSQL.

Run with -m database; Debian's postgresql is needed."""

import pytest

from hotline.storage.records.database import Records
from tests.support.postgresql import running_postgresql

pytestmark = pytest.mark.database


def test_records_come_back_after_the_server_was_killed(tmp_path):
    with running_postgresql(tmp_path / "postgresql") as server:
        records = Records.open(server.url())
        records.migrate()
        assert records.reachable()
        server.kill()
        assert not records.reachable()
        server.start()
        assert records.reachable()
        records.close()


def test_a_database_that_is_not_migrated_counts_as_down(tmp_path):
    with running_postgresql(tmp_path / "postgresql") as server:
        records = Records.open(server.url())
        assert not records.reachable()
        records.close()
