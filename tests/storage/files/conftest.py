"""The server of S3-compatible storage that the tests of a process share, and one that a test may stop."""

import pytest

from tests.support.s3_server import start_storage_server


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory):
    server = start_storage_server(tmp_path_factory.mktemp("s3") / "log")
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path):
    server = start_storage_server(tmp_path / "s3.log")
    yield server
    server.go_on()
    server.stop()
