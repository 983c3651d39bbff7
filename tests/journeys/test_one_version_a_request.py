"""A step of a call and a text each read one version of the knowledge file, whatever is published meanwhile."""

import pytest

from hotline.storage.knowledge.versions import VersionStore


@pytest.fixture
def look_ups(monkeypatch):
    """How often each request so far looked up the serving version."""
    counts = []
    current = VersionStore.current
    monkeypatch.setattr(VersionStore, "current", lambda shelf: counts.append(1) or current(shelf))
    return counts


SCRIPTS = [["say:复议要交钱吗"], ["press:2", "press:102"], ["press:1", "press:1"], ["press:0"]]


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_step_of_a_call_looks_the_serving_version_up_at_most_once(dial, look_ups, app, script):
    requests = []
    app.before_request(lambda: requests.append(len(look_ups)))
    dial(*script, "hangup")
    taken = [after - before for before, after in zip(requests, [*requests[1:], len(look_ups)], strict=True)]
    assert taken
    assert max(taken) == 1, taken


@pytest.mark.parametrize("body", ["复议要交钱吗", "102", "目录", "留言：村里路灯坏了", "人工"])
def test_a_text_looks_the_serving_version_up_once(text, look_ups, body):
    text(body)
    assert len(look_ups) == 1
