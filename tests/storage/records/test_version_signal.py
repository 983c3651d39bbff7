"""Where the records cannot tell of a new version, nobody waits for them."""

import pytest

from hotline.storage.records.database import Records


@pytest.mark.sqlite("it tells nobody")
def test_sqlite_tells_of_nothing(line):
    assert not line.records.version_signal().wait(60)


def test_a_postgresql_that_is_not_there_is_not_waited_for():
    records = Records.open("postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    assert not records.version_signal().wait(60)
