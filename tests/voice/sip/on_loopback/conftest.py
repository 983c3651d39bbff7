"""A SIP line on loopback, and an application that plays what a test wants."""

import shutil

import pytest

from tests.support.records_database import clone_line, drop_database
from tests.support.sip_office import StubApplication, running_line


def pytest_itemcollected(item):
    """Asked for the tests of this folder alone."""
    item.add_marker(pytest.mark.sip)


@pytest.fixture(scope="session")
def sip_folder(published_var, tmp_path_factory):
    """A var folder with the sample content, whose departments may be called."""
    folder = tmp_path_factory.mktemp("sip") / "var"
    clone_line(published_var, folder)
    yield folder
    drop_database(folder)


@pytest.fixture(scope="session")
def shared_application():
    application = StubApplication()
    yield application
    application.close()


@pytest.fixture(scope="session")
def shared_line(shared_application, sip_folder):
    """One started line for most tests, because starting takes seconds."""
    with running_line(shared_application, sip_folder, HOTLINE_OPERATOR_LINES="+8687163100001,+8687163100002") as line:
        yield line


@pytest.fixture
def application(shared_application):
    """It knows nothing of the test before."""
    shared_application.documents.clear()
    shared_application.asked.clear()
    shared_application.is_down = False
    return shared_application


@pytest.fixture
def sip_line(shared_line, application):
    yield shared_line
    shared_line.wait_metric("hotline_sip_callers", 0)


@pytest.fixture(scope="session")
def sipp():
    """The path of sipp."""
    path = shutil.which("sipp")
    assert path, "apt-get install sip-tester"
    return path
