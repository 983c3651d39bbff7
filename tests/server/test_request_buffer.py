"""Requests as their bytes come in: a form with files is collected on the disk, and only a few at once."""

import pytest

from hotline.server.request_buffer import RequestBuffer, UploadFolder


@pytest.fixture
def uploads(tmp_path):
    return UploadFolder(tmp_path, begins=b"POST /console/", largest=100_000, most=2)


def head(path="/console/entries/new", length=50_000, method="POST"):
    return f"{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n".encode()


def begun(uploads, *parts):
    request = RequestBuffer(10_000, uploads)
    for part in parts:
        request.add(part)
    return request


def test_an_upload_is_collected_in_a_file_and_read_from_its_beginning(uploads):
    request = begun(uploads, head() + b"a" * 10, b"b" * 49_989)
    assert not request.is_complete
    request.add(b"c")
    assert request.is_complete
    assert request.received.endswith(b"\r\n\r\naaaaaaaaaa")
    assert request.upload.read() == b"b" * 49_989 + b"c"
    request.close()


@pytest.mark.parametrize(
    ("path", "length", "method"),
    [("/messages", 50_000, "POST"), ("/console/entries/new", 100_001, "POST"), ("/console/entries", 50_000, "PUT")],
)
def test_what_is_no_upload_or_too_large_for_one_is_refused_by_its_head(uploads, path, length, method):
    assert begun(uploads, head(path, length, method)).refusal == 413


def test_where_no_uploads_are_taken_a_long_body_is_refused():
    assert begun(None, head()).refusal == 413


def test_a_third_upload_at_once_is_asked_to_wait_until_another_is_done(uploads):
    first, second = begun(uploads, head()), begun(uploads, head())
    assert begun(uploads, head()).refusal == 503
    first.close()
    assert begun(uploads, head()).refusal == 0
    second.close()


def test_nothing_may_follow_an_upload_before_it_is_answered(uploads):
    request = begun(uploads, head(), b"x" * 50_001)
    assert request.refusal == 400


def test_a_short_form_of_staff_stays_in_memory(uploads):
    request = begun(uploads, head(length=3) + b"a=1")
    assert request.is_complete
    assert request.upload is None
