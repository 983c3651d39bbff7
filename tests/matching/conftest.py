"""A knowledge file with the sample content, built once for all the tests of matching."""

import pytest

from tests.support.sample_content import publish_sample


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory):
    return publish_sample(tmp_path_factory.mktemp("knowledge"))
