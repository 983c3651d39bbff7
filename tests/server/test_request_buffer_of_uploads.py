"""A request may bring a large body only to the page that takes files."""

import pytest

from hotline.server.request_buffer import RequestBuffer


@pytest.mark.parametrize(
    ("head", "refusal", "is_large"),
    [
        ("POST /console/tables/uploads HTTP/1.1", 0, True),
        ("POST /console/tables/uploads?x=1 HTTP/1.1", 413, True),
        ("POST /console/tables HTTP/1.1", 413, True),
        ("GET /console/tables/uploads HTTP/1.1", 413, True),
    ],
)
def test_only_a_form_for_files_may_be_large(head, refusal, is_large):
    request = RequestBuffer(1_000, "/console/tables/uploads", 1_000_000)
    request.add(f"{head}\r\nContent-Length: 900000\r\n\r\n".encode())
    assert (request.refusal, request.is_large) == (refusal, is_large)


def test_a_form_for_files_may_not_be_larger_than_that():
    request = RequestBuffer(1_000, "/console/tables/uploads", 1_000_000)
    request.add(b"POST /console/tables/uploads HTTP/1.1\r\nContent-Length: 1000001\r\n\r\n")
    assert (request.refusal, request.is_for_larger) == (413, True)


def test_a_small_form_for_files_is_not_large():
    request = RequestBuffer(1_000, "/console/tables/uploads", 1_000_000)
    request.add(b"POST /console/tables/uploads HTTP/1.1\r\nContent-Length: 10\r\n\r\n")
    assert (request.refusal, request.is_large) == (0, False)
