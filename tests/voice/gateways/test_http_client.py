"""Requests to a provider: they end at their deadline, however slowly the provider answers."""

import json
import socket
from contextlib import suppress
from threading import Event, Thread

import pytest

from hotline.core.errors import Unavailable
from hotline.core.providers import SendFailed
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
