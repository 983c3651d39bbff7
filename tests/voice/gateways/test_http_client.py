"""Requests to a provider: they end at their deadline, however slowly the provider answers."""

import json
import socket
import ssl
from contextlib import suppress
from threading import Event, Thread

import pytest
import requests

from hotline.core.errors import Unavailable
from hotline.core.providers import SendFailed
from voice.gateways import http_client
from voice.gateways.http_client import ProviderUnreachable, send_request
from voice.gateways.twilio.api import TwilioApi

BODY = json.dumps({"sid": "SM1"}).encode()
ANSWER = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
PAUSE = 0.05
"""Seconds between two bytes. It is far below the timeout of any read, and makes five seconds for the whole answer."""


@pytest.fixture
def trickling():
    """The URL of a provider whose answer is right, and comes one byte after the other."""
    over = Event()

    def answer(connection):
        with connection, suppress(OSError):
            for byte in ANSWER:
                if over.wait(PAUSE):
                    return
                connection.sendall(bytes([byte]))

    def accept():
        with suppress(OSError):
            while True:
                Thread(target=answer, args=(desk.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as desk:
        Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{desk.getsockname()[1]}"
        over.set()


def test_a_request_ends_at_its_deadline_though_the_provider_keeps_sending_bytes(trickling):
    with pytest.raises(ProviderUnreachable):
        send_request(trickling, b"x", seconds=0.5)


def test_a_request_to_twilios_api_ends_at_its_deadline_though_twilio_keeps_sending_bytes(trickling):
    api = TwilioApi("AC" + "0" * 32, "token", "+8687112345678", trickling, seconds=0.5)
    with pytest.raises(SendFailed) as failed:
        api.send("+8613800138000", "好", "https://hotline.example/sms/twilio/receipt")
    assert failed.value.passing
    with pytest.raises(Unavailable):
        api.redirect("CA1", "https://hotline.example/voice/room")


@pytest.fixture
def answering():
    """``answering(response)`` is the URL of a provider that reads a request and answers with these bytes."""
    desks = []

    def open_desk(response):
        desk = socket.create_server(("127.0.0.1", 0))
        desks.append(desk)

        def answer():
            with suppress(OSError):
                connection, _ = desk.accept()
                with connection:
                    request = b""
                    while not request.endswith(b"text"):  # with some of it unread, closing would reset the connection
                        request += connection.recv(65_536)
                    connection.sendall(response)

        Thread(target=answer, daemon=True).start()
        return f"http://127.0.0.1:{desk.getsockname()[1]}"

    yield open_desk
    for desk in desks:
        desk.close()


@pytest.mark.parametrize("header", [b"Content-Length: 30", b"Content-Encoding: gzip"])
def test_a_text_that_was_accepted_counts_as_sent_though_the_response_is_cut_short_or_wrongly_encoded(answering, header):
    url = answering(b"HTTP/1.1 202 Accepted\r\n" + header + b"\r\nConnection: close\r\n\r\n0: Accepted")
    response = send_request(url, b"text")
    assert (response.status, response.body) == (202, b"0: Accepted")


def test_a_proxy_for_all_schemes_is_not_asked(monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:2")
    assert http_client._proxies("https://provider.example") == {"https": "http://127.0.0.1:2"}
    assert http_client._proxies("https://localhost:13013") == {}


def test_a_provider_is_trusted_by_the_certificate_authorities_of_this_machine_alone(monkeypatch):
    context = ssl.create_default_context()
    monkeypatch.setattr(ssl, "create_default_context", lambda: context)
    request = requests.Request("GET", "https://provider.example").prepare()
    _, pool = http_client._SystemTrust().build_connection_pool_key_attributes(request, True)
    assert pool["ssl_context"] is context
    assert "ca_certs" not in pool
