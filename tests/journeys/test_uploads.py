"""Attachments through a real server: large forms of staff are taken, others are refused before they are read."""

import hashlib
import http.client
import secrets
import shutil
from urllib.request import HTTPCookieProcessor

import pytest

from hotline.core.permissions import Role
from tests.support.fixed_values import PASSWORD
from tests.support.html_pages import form_fields
from tests.support.servers import Browser, one_process_serving

pytestmark = pytest.mark.servers
ITEM = "00000000-0/2026-00001"
EDIT = f"/console/content/catalogue/edit/{ITEM}"


@pytest.fixture(scope="module")
def port(published_var, tmp_path_factory):
    var = shutil.copytree(published_var, tmp_path_factory.mktemp("uploads") / "var", symlinks=True)
    with one_process_serving(var) as port:
        yield port


@pytest.fixture
def clerk(port):
    browser = Browser(f"http://127.0.0.1:{port}")
    browser.send("/console/sign-in", "/console/sign-in", name=Role.PUBLISHER.value, password=PASSWORD)
    return browser


def multipart(fields, name, content):
    """(content type, body) of a form with one file, as browsers send it."""
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
    body = b"".join(parts) + head + content + f"\r\n--{boundary}--".encode()
    return f"multipart/form-data; boundary={boundary}", body


def post(clerk, port, path, kind, body):
    (jar,) = [handler.cookiejar for handler in clerk.opener.handlers if isinstance(handler, HTTPCookieProcessor)]
    cookies = "; ".join(f"{one.name}={one.value}" for one in jar)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", path, body, {"Content-Type": kind, "Cookie": cookies, **dict(clerk.opener.addheaders)})
    response = connection.getresponse()
    told = response.read().decode()
    return response.status, told, connection


def fields_of_item(clerk):
    fields = form_fields(clerk.get(EDIT), EDIT, EDIT)
    return {name: value for name, value in fields.items() if name != "files"} | {"then": "save"}


def test_a_file_of_nineteen_megabytes_is_stored_and_the_connection_serves_on(clerk, port):
    content = b"%PDF-1.7\n" + secrets.token_bytes(19 * 1024**2) + b"\n%%EOF\n"
    kind, body = multipart(fields_of_item(clerk), "年度报告.pdf", content)
    status, _, connection = post(clerk, port, EDIT, kind, body)
    assert status == 303
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    digest = hashlib.sha256(content).hexdigest()
    served = clerk.opener.open(f"http://127.0.0.1:{port}/console/files/{digest}", timeout=60)
    assert hashlib.sha256(served.read()).hexdigest() == digest


def test_fifty_megabytes_and_a_large_form_of_the_public_are_refused_before_they_are_sent(clerk, port):
    for path, said in ((EDIT, "附件每个最大20兆"), ("/messages", "内容太长")):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.putrequest("POST", path)
        connection.putheader("Content-Length", str((50 if path == EDIT else 2) * 1024**2))
        connection.endheaders()
        response = connection.getresponse()
        assert response.status == 413
        assert said in response.read().decode()
