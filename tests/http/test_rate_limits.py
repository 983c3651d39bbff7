"""How often one address may ask, and that every application counts for itself."""

import pytest

from hotline.app import create_app


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("GET", "/search", 60),
        ("POST", "/entries/101/rating", 30),
        ("GET", "/messages", 20),
        ("POST", "/messages", 10),
        ("GET", "/console/sign-in", 20),
    ],
)
def test_a_view_with_a_limit_of_its_own_refuses_the_request_after_it(app, client, method, path, most):
    app.config["WTF_CSRF_ENABLED"] = False
    statuses = [client.open(path, method=method).status_code for _ in range(most + 1)]
    assert 429 not in statuses[:-1]
    assert statuses[-1] == 429


def test_applications_in_one_process_count_separately(settings, line):
    first, second = (create_app(settings, line=line).test_client() for _ in range(2))
    for client in (first, second):
        statuses = [client.get("/console/sign-in").status_code for _ in range(21)]
        assert (statuses[:20], statuses[20]) == ([200] * 20, 429)
    assert first.get("/console/sign-in").status_code == 429


def test_webhooks_have_no_limit(client):
    assert {client.post("/sms/twilio").status_code for _ in range(245)} == {403}
