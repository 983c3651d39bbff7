"""What the tests of PostgreSQL share: a server of their own, and a line whose records are in it."""

import random
import shutil

import pytest

from hotline.app import open_line
from hotline.settings import Places
from tests.support.postgresql import running_postgresql
from tests.support.seeded_line import seed_line


def pytest_itemcollected(item):
    """Asked for the tests of this folder alone."""
    item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """A server whose database ``seeded`` holds the sample content, and the var folder in which it was published."""
    folder = tmp_path_factory.mktemp("seeded")
    with running_postgresql(folder / "postgresql") as server:
        server.sql("CREATE DATABASE seeded")
        seed_line(Places(folder / "var", server.url("seeded")))
        yield server, folder / "var"


@pytest.fixture
def places(seeded, tmp_path):
    """The places of a host whose records are a copy of the seeded database, dropped afterwards."""
    server, var = seeded
    name = f"copy_{random.randrange(10**12)}"
    server.sql(f"CREATE DATABASE {name} TEMPLATE seeded")
    shutil.copytree(var, tmp_path / "var", symlinks=True)
    yield Places(tmp_path / "var", server.url(name))
    server.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def line(places, clock):
    """As the line of the default suite, with its records in PostgreSQL."""
    line = open_line(places, now=clock, draw=random.Random(1).randrange)
    yield line
    line.records.close()
