"""Sessions in a cookie: kept for whoever has one, and no work and no header for a request without."""

import pytest
from flask import Flask, session

from hotline.http.sessions import CookieSessions


class CountedSigners(CookieSessions):
    made = 0

    def get_signing_serializer(self, app):
        self.made += 1
        return super().get_signing_serializer(app)


@pytest.fixture
def app():
    app = Flask("sessions")
    app.secret_key = "only for this test"
    app.session_interface = CountedSigners()
    app.add_url_rule("/remember", view_func=remember)
    app.add_url_rule("/read", view_func=read)
    app.add_url_rule("/forget", view_func=forget)
    app.add_url_rule("/webhook", view_func=webhook)
    return app


def remember():
    session["rated"] = [101]
    return "kept"


def read():
    return str(session.get("rated"))


def forget():
    session.clear()
    return "forgotten"


def webhook():
    return "<Response/>"


def test_what_was_remembered_is_there_at_the_next_request_until_it_is_forgotten(app):
    client = app.test_client()
    client.get("/remember")
    assert client.get("/read").text == "[101]"
    client.get("/forget")
    assert client.get_cookie("session") is None
    assert client.get("/read").text == "None"


def test_a_forged_cookie_is_an_empty_session(app):
    client = app.test_client()
    client.set_cookie("session", "eyJyYXRlZCI6WzEwMV19.aAAAAA.forged")
    assert client.get("/read").text == "None"


def test_a_page_that_looks_at_the_session_is_cached_for_its_visitor_alone(app):
    assert app.test_client().get("/read").headers["Vary"] == "Cookie"


def test_a_request_without_a_session_gets_no_header_and_makes_no_signer(app):
    response = app.test_client().get("/webhook")
    assert not {"Vary", "Set-Cookie"} & {*response.headers.keys()}
    assert app.session_interface.made == 0
