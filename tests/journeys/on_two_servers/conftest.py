"""What journeys on two servers share: the servers, which serve every story of a run one after the other."""

import pytest

from tests.support.city import city_over
from tests.support.fixed_values import NOW
from tests.support.records_database import clone_line, drop_database


def pytest_itemcollected(item):
    """Asked for the tests of this folder alone."""
    item.add_marker(pytest.mark.servers)


@pytest.fixture(scope="session")
def servers(published_var, tmp_path_factory):
    """They start once, for starting takes seconds; what one story leaves in the records no other looks at."""
    folder = tmp_path_factory.mktemp("city") / "var"
    clone_line(published_var, folder)
    with city_over(folder) as city:
        yield city
    drop_database(folder)


@pytest.fixture
def city(servers):
    """On the morning of a working day; where a story fails, what the servers logged meanwhile is shown with it."""
    servers.clock.now = NOW
    told_before = len(servers.log.read_text())
    yield servers
    print(servers.log.read_text()[told_before:])


@pytest.fixture
def citizen(city):
    """Somebody who has never called before."""
    return city.citizen()
