"""A citizen's browser: it checks every page it opens, and sends forms with their tokens."""

from contextlib import contextmanager

import pytest

from hotline.core.errors import Unavailable
from tests.support.html_pages import check_page, form_fields

HOST = "https://hotline.example"


class Citizen:
    def __init__(self, client):
        self.client = client

    def get(self, path, status=200, **query):
        response = self.client.get(path, query_string=query or None)
        assert response.status_code == status, response.text
        check_page(response.text)
        return response.text

    def send(self, page, action, status=303, **fields):
        """Send the form on ``page`` that goes to ``action``; returns the HTML of the next page."""
        filled = form_fields(self.get(page), action) | fields
        response = self.client.post(action, data=filled, headers={"Referer": HOST + page})
        assert response.status_code == status, response.text
        if status != 303:
            check_page(response.text)
            return response.text
        return self.get(response.location)


@pytest.fixture
def citizen(client):
    return Citizen(client)


@pytest.fixture
def without_records(line, monkeypatch):
    """Makes the records database unreachable from now on."""

    @contextmanager
    def refuse(*_):
        raise Unavailable("记录数据库连不上。")
        yield

    monkeypatch.setattr(line.records, "reading", refuse)
    monkeypatch.setattr(line.records, "writing", refuse)
