"""The production server on bad days: its port taken, its last run killed, requests nobody can read."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.cli.main import main
from tests.support.records_database import clone_line, drop_database
from tests.support.servers import free_port, serving_environment, wait_for

pytestmark = pytest.mark.servers
HOTLINE = str(Path(sys.executable).with_name("hotline"))


@pytest.fixture(scope="module")
def port():
    return free_port()


@pytest.fixture(scope="module")
def var(published_var, tmp_path_factory):
    var = tmp_path_factory.mktemp("serving") / "var"
    clone_line(published_var, var)
    yield var
    drop_database(var)


@pytest.fixture(scope="module")
def environment(port, var):
    return serving_environment(var, port)


@pytest.fixture(scope="module")
def server(port, environment, var):
    """A server of one worker, started over the pid file of a killed one whose number another process has now."""
    (var / f"server-{port}.pid").write_text(f"{os.getpid()}\n")
    command = [HOTLINE, "serve", "--workers", "1", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(f"http://127.0.0.1:{port}", process)
    yield port
    process.terminate()
    process.wait(20)


def ask(port, request):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request)
        reply = b""
        while part := line.recv(65536):
            reply += part
    head, _, body = reply.partition(b"\r\n\r\n")
    return head.decode("latin1"), body.decode()


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/search?q=" + "%E5%A4%8D" * 3400, 414, "请用200个字以内"),
        ("/search?q=复议", 400, "没有看懂"),
    ],
    ids=["ten thousand bytes", "Chinese that is not escaped"],
)
def test_a_request_that_cannot_be_read_is_refused_in_chinese_with_every_header(server, path, status, told):
    head, body = ask(server, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert "Content-Security-Policy: default-src 'none'" in head
    assert told in body
    assert '<html lang="zh-CN">' in body


def test_who_calls_may_not_choose_where_the_site_is(server):
    forged = "Host: evil.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\nSCRIPT_NAME: /evil"
    head, _ = ask(server, f"GET /console HTTP/1.1\r\n{forged}\r\nConnection: close\r\n\r\n".encode())
    assert "\r\nLocation: /console/\r\n" in head
    assert "evil" not in head


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_told_at_once_and_nothing_is_touched(server, environment, tmp_path, command):
    elsewhere = environment | {"HOTLINE_VAR": str(tmp_path / "var")}
    refused = CliRunner().invoke(main, [command, "--bind", f"127.0.0.1:{server}"], env=elsewhere)
    assert refused.exit_code == 1
    assert refused.output.splitlines() == [
        f"Error: 127.0.0.1:{server} is in use: is the hotline running already? --bind takes another."
    ]
    assert not (tmp_path / "var").exists()


def test_a_folder_that_cannot_be_made_is_told_in_one_line(environment, tmp_path):
    (tmp_path / "var").write_text("a file")
    refused = CliRunner().invoke(main, ["init"], env=environment | {"HOTLINE_VAR": str(tmp_path / "var")})
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: ")
    assert len(refused.output.splitlines()) == 1


def test_a_database_address_that_is_none_is_told_without_its_password(environment):
    wrong = environment | {"HOTLINE_DATABASE_URL": "oracle://hotline:kept-secret@db/hotline"}
    refused = CliRunner().invoke(main, ["publish"], env=wrong)
    assert refused.exit_code == 1
    assert "HOTLINE_DATABASE_URL" in refused.output
    assert "kept-secret" not in refused.output
