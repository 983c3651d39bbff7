"""A request reads one version of the knowledge file, whatever is published while it runs."""

from datetime import timedelta

import pytest

from hotline.services.content import publish
from hotline.storage.knowledge.versions import VersionStore
from tests.support.fixed_values import NOW

PAGES = [
    "/",
    "/topics/1",
    "/entries/102",
    "/search?q=复议收费吗",
    "/catalogue",
    "/catalogue/search?q=行政复议",
    "/guide",
    "/messages",
]


@pytest.fixture
def served(line, monkeypatch):
    """The versions that were read, in order; after each reading another version is published and serves."""
    versions = []
    current = VersionStore.current

    def read_then_publish(shelf):
        knowledge = current(shelf)
        versions.append(knowledge.version.number)
        with monkeypatch.context() as patch:
            patch.setattr(VersionStore, "current", current)
            publish.publish(line)
        return knowledge

    monkeypatch.setattr(VersionStore, "current", read_then_publish)
    return versions


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_one_version_of_the_knowledge_file_while_others_are_published(client, clock, served, path):
    clock.now = NOW + timedelta(minutes=1)
    assert client.get(path).status_code in (200, 302)
    assert len(set(served)) == 1, served
    assert len(served) == 1, "the serving version was looked up again"
