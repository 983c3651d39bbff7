"""Clients that connect and then send nothing, half a request or a byte a second, to a server without a proxy."""

import shutil
import socket
import time
from contextlib import ExitStack
from threading import Event, Thread

import pytest

from hotline.server.worker import REQUEST_SECONDS
from tests.support.servers import one_process_serving

pytestmark = pytest.mark.servers
CLIENTS = 64
SOON = 5
"""Seconds in which a normal request is answered whatever others do, on a busy machine too."""
HALVES = {
    "nothing": b"",
    "half a line": b"GET /sea",
    "half the head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",
    "half the body": b"POST /messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nbody=",
    "a body that is too long": b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90000000\r\n\r\n",
    "a whole request": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
}


@pytest.fixture(scope="module")
def port(published_var, tmp_path_factory):
    """The port of a server of one process, which has four threads."""
    var = shutil.copytree(published_var, tmp_path_factory.mktemp("slow") / "var", symlinks=True)
    with one_process_serving(var) as port:
        yield port


@pytest.fixture
def opened():
    """What opens a connection to a port and sends it some bytes; all are closed at the end."""
    with ExitStack() as stack:

        def connect(port, sent):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=REQUEST_SECONDS * 2))
            client.sendall(sent)
            return client

        yield connect


def ask(port, request=b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", pause=0.0):
    """(seconds, answer); with a ``pause`` the request is sent in two parts."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        middle = len(request) // 2 if pause else 0
        line.sendall(request[:middle])
        time.sleep(pause)
        line.sendall(request[middle:])
        answer = b""
        while part := line.recv(65_536):
            answer += part
    return time.monotonic() - begun, answer


@pytest.mark.parametrize("sent", HALVES.values(), ids=HALVES)
def test_a_request_is_answered_although_64_clients_send_only(port, opened, sent):
    for _ in range(CLIENTS):
        opened(port, sent)
    for _ in range(8):
        seconds, answer = ask(port)
        assert answer.startswith(b"HTTP/1.1 200")
        assert seconds < SOON


def test_a_request_is_answered_although_64_clients_send_a_byte_a_second(port, opened):
    clients = [opened(port, b"GET / HTTP/1.1\r\nX-Slow: ") for _ in range(CLIENTS)]
    enough = Event()

    def drip():
        while not enough.wait(1):
            for client in clients:
                client.sendall(b"a")

    dripping = Thread(target=drip)
    dripping.start()
    try:
        for _ in range(4):
            seconds, answer = ask(port)
            assert answer.startswith(b"HTTP/1.1 200")
            assert seconds < SOON
            time.sleep(1)
    finally:
        enough.set()
        dripping.join()


def test_half_a_request_is_given_up_after_its_time(port, opened):
    """All at once, for each takes that time."""
    begun = time.monotonic()
    clients = [opened(port, HALVES[what]) for what in ("nothing", "half the head", "half the body")]
    for client in clients:
        assert client.recv(1) == b""
    assert REQUEST_SECONDS - 1 < time.monotonic() - begun < REQUEST_SECONDS + SOON


def test_a_request_that_comes_in_two_parts_is_answered(port):
    form = b"q=%E5%A4%8D%E8%AE%AE"
    head = f"POST /no-such HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {len(form)}\r\n\r\n".encode()
    _, answer = ask(port, head + form, pause=0.3)
    assert answer.startswith(b"HTTP/1.1 404")


def test_two_requests_sent_at_once_are_both_answered(port):
    one = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    _, answer = ask(port, one + one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    assert answer.count(b"HTTP/1.1 200") == 2


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("Transfer-Encoding: chunked", 411),
        ("Content-Length: 2000000", 413),
        (f"X-Long: {'a' * 70_000}", 431),
    ],
)
def test_what_cannot_be_read_in_bounds_is_refused_unread(port, field, status):
    end = "" if status == 431 else "\r\n\r\n"
    _, answer = ask(port, f"POST / HTTP/1.1\r\nHost: a\r\n{field}{end}".encode())
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert "</html>" in answer.decode()


def test_a_client_that_asks_before_it_sends_its_body_is_told_to_go_on(port, opened):
    head = (
        b"POST /no-such HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 3\r\n\r\n"
    )
    client = opened(port, head)
    assert client.recv(1024).startswith(b"HTTP/1.1 100 ")
    client.sendall(b"q=1")
    answer = b""
    while part := client.recv(65_536):
        answer += part
    assert b"HTTP/1.1 404" in answer


def test_more_connections_than_a_worker_may_have_stop_nobody(port, opened):
    for _ in range(1200):
        opened(port, b"GET / HT")
    seconds, answer = ask(port)
    assert answer.startswith(b"HTTP/1.1 200")
    assert seconds < SOON
