"""The same telephone over real HTTP: the address the server believes it has is not the one it listens on."""

from threading import Thread

import pytest
from werkzeug.serving import make_server

from hotline.services.content import published
from tests.support.fixed_values import CALLER
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.sms import send_texts
from voice.handset.transports import HttpTransport, LineUnreachable
from voice.speech.text_normalisation import speakable


@pytest.fixture
def server(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_call_and_a_text_reach_a_running_server_with_real_signatures(server, settings, line):
    transport = HttpTransport(settings.public_url, settings.twilio_auth_token, server=server)
    transcript = place_call(transport, read_script(["press:2", "press:102"]), caller=CALLER)
    assert speakable(published.get_entry(line.knowledge, 102).spoken) in transcript.heard()
    (exchange,) = send_texts(transport, ["102"], caller=CALLER)
    assert exchange.replies == (published.get_entry(line.knowledge, 102).text,)


def test_a_wrong_token_is_refused_and_said_so(server, settings):
    transport = HttpTransport(settings.public_url, "another token", server=server)
    with pytest.raises(LineUnreachable, match="403"):
        place_call(transport, [], caller=CALLER)


def test_a_server_that_is_not_there_is_said_so():
    with pytest.raises(LineUnreachable, match="does not answer"):
        place_call(HttpTransport("http://127.0.0.1:9", "token"), [], caller=CALLER)
