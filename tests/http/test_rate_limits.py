"""How often one network may ask, and that all who share a database count together."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from time import perf_counter

import pytest

from hotline.app import create_app, open_line
from hotline.core.enquiries import Channel
from hotline.services import messages
from tests.support.fixed_values import places_in
from voice.handset.transports import LocalTransport


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


SIGN_IN = "/console/sign-in"


def statuses(client, times, path=SIGN_IN, address="192.0.2.7"):
    return [client.get(path, environ_base={"REMOTE_ADDR": address}).status_code for _ in range(times)]


def test_two_hosts_with_one_database_count_together(settings, line, clock):
    other = open_line(settings.places, now=clock)
    hosts = [create_app(settings, line=host).test_client() for host in (line, other)]
    answers = [status for _ in range(12) for client in hosts for status in statuses(client, 1)]
    other.records.close()
    assert answers == [200] * 20 + [429] * 4


def test_applications_with_databases_of_their_own_count_separately(settings, line, tmp_path):
    places = places_in(tmp_path / "another")
    other = open_line(places)
    other.records.migrate()
    for each in (line, other):
        client = create_app(replace(settings, places=places), line=each).test_client()
        assert statuses(client, 21) == [200] * 20 + [429]
    other.records.close()


@pytest.mark.parametrize("addresses", ["192.0.2.{}", "2001:db8:0:{}::1"], ids=["IPv4", "IPv6"])
def test_the_wide_network_has_a_limit_ten_times_as_high(client, addresses):
    answers = [status for n in range(1, 12) for status in statuses(client, 20, address=addresses.format(n))]
    assert answers == [200] * 200 + [429] * 20
    assert statuses(client, 1, address="2001:db8:1::1" if ":" in addresses else "192.0.3.1") == [200]


def test_nobody_uses_up_what_is_their_neighbours(client):
    assert statuses(client, 300)[-1] == 429
    assert statuses(client, 20, address="192.0.2.8") == [200] * 20


def test_a_page_is_served_and_limited_while_another_program_has_locked_the_records(client, line):
    with closing(sqlite3.connect(line.folder / "records.db", isolation_level=None)) as locker:
        locker.execute("BEGIN IMMEDIATE")
        began = perf_counter()
        answers = statuses(client, 21)
        assert perf_counter() - began < 4
        locker.execute("ROLLBACK")
    assert answers == [200] * 20 + [429]


def test_wrong_tracking_numbers_have_a_limit_of_their_own_and_right_ones_have_not(client, line, clock):
    message = messages.leave_message(line, channel=Channel.WEB, body="问一件事")
    right, wrong = f"/messages?number={message.tracking_number}", "/messages?number=00000000"
    answers = []
    for path in [right] * 5 + [wrong] * 21 + [right]:
        clock.advance(60)
        answers += statuses(client, 1, path)
    assert answers == [200] * 25 + [429] * 2
    assert statuses(client, 1, "/messages") == [200], "a message can be left all the same"


def test_unsigned_webhooks_are_refused_without_a_line_in_the_log_beyond_sixty_a_minute(app, client, caplog):
    assert [client.post("/sms/twilio").status_code for _ in range(245)] == [403] * 60 + [429] * 185
    assert client.post("/voice/").status_code == 429
    assert sum("unsigned" in record.message for record in caplog.records) == 60
    assert client.post("/voice/").mimetype == "text/plain"


def test_signed_webhooks_have_no_limit_whoever_else_is_in_their_network(app, client):
    for _ in range(61):
        client.post("/voice/")
    transport = LocalTransport(app)
    answers = [transport.post("https://hotline.example/voice/", {"CallSid": f"CA{call}"}) for call in range(245)]
    assert {answer.status for answer in answers} == {200}


def test_the_page_that_asks_to_wait_tells_the_telephone_and_the_line(client, line):
    for _ in range(61):
        page = client.get("/search?q=复议")
    assert page.status_code == 429
    office = line.knowledge.office
    assert f'href="tel:{office.line_number}"' in page.text
    assert office.telephone in page.text
