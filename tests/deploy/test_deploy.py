"""The files of `hotline deploy`, tried: the site on nginx before a real server, the unit by systemd itself."""

import base64
import hashlib
import hmac
import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from hotline.cli.main import main
from hotline.settings import Settings
from tests.support.fixed_values import TOKEN
from tests.support.servers import free_port, serving_environment, wait_for

pytestmark = pytest.mark.servers
NAME = "hotline.example"
HOTLINE = str(Path(sys.executable).with_name("hotline"))
SOON = 5
"""Seconds in which a page is answered, on a busy machine too."""


def deploy(folder, environment):
    done = CliRunner().invoke(main, ["deploy", str(folder), *environment.pop("OPTIONS", [])], env=environment)
    assert done.exit_code == 0, done.output
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


class Site:
    """nginx with the site of ``hotline deploy``, reached at ``port`` with TLS and at ``plain`` without."""

    def __init__(self, port, plain):
        self.port, self.plain = port, plain
        self.context = ssl.create_default_context()
        self.context.check_hostname, self.context.verify_mode = False, ssl.CERT_NONE

    def connect(self, source="127.0.0.1", name=NAME):
        raw = socket.create_connection(("127.0.0.1", self.port), 30, (source, 0))
        return self.context.wrap_socket(raw, server_hostname=name)

    def ask(self, path, *fields, form=None, **connection):
        """(status, head, body) of one request."""
        body = urlencode(form).encode() if form else b""
        kind = ("Content-Type: application/x-www-form-urlencoded",) if form else ()
        lines = [f"{'POST' if form else 'GET'} {path} HTTP/1.1", f"Host: {NAME}", "Connection: close", *fields, *kind]
        head = "\r\n".join([*lines, f"Content-Length: {len(body)}"])
        with self.connect(**connection) as client:
            client.sendall(f"{head}\r\n\r\n".encode() + body)
            parts = list(iter(lambda: client.recv(65_536), b""))
        got, _, told = b"".join(parts).partition(b"\r\n\r\n")
        return int(got[9:12]), got.decode(), told.decode()


@pytest.fixture(scope="module")
def folder(published_var, tmp_path_factory):
    made = tmp_path_factory.mktemp("deployed")
    shutil.copytree(published_var, made / "var", symlinks=True)
    return made


@pytest.fixture(scope="module")
def service(folder):
    """The environment of a server that believes nginx, and its port."""
    port = free_port()
    environment = serving_environment(folder / "var", port)
    environment |= {"HOTLINE_PUBLIC_URL": f"https://{NAME}", "HOTLINE_TRUSTED_PROXIES": "1"}
    command = [HOTLINE, "serve", "--workers", "1", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        yield environment, port
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture(scope="module")
def site(folder, service):
    """The site file as it was written, but for ports below 1024, the folder of logs and the certificate's place."""
    environment, bound = service
    written = deploy(folder / "files", environment | {"OPTIONS": ["--bind", f"127.0.0.1:{bound}"]})
    port, plain = free_port(), free_port()
    text = written["hotline.nginx.conf"].replace("/var/log/nginx", str(folder)).replace("/etc/ssl/hotline", str(folder))
    text = re.sub(r"listen 443\b", f"listen 127.0.0.1:{port}", text)
    (folder / "site.conf").write_text(re.sub(r"listen 80\b", f"listen 127.0.0.1:{plain}", text))
    make_certificate(folder)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/error.log; user {pwd.getpwuid(os.getuid()).pw_name};\n"
        f"events {{}}\nhttp {{ access_log off; include {folder}/site.conf; }}\n"
    )
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx, "apt-get install nginx"
    subprocess.run([nginx, "-t", "-q", "-c", str(folder / "nginx.conf")], check=True)
    process = subprocess.Popen([nginx, "-g", "daemon off;", "-c", str(folder / "nginx.conf")])
    try:
        wait_until_listening(port, process)
        yield Site(port, plain)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def make_certificate(folder):
    subject = ["-subj", f"/CN={NAME}", "-days", "2", "-nodes"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", *subject, *files]
    subprocess.run(command, check=True, capture_output=True)


def wait_until_listening(port, process):
    for _ in range(300):
        assert process.poll() is None, "nginx ended"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nginx does not listen")


def signature(path, form):
    """As https://www.twilio.com/docs/usage/webhooks/webhooks-security has it, over the public URL."""
    signed = f"https://{NAME}{path}" + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(TOKEN.encode(), signed.encode(), hashlib.sha1)).decode()


def test_pages_come_through_with_strict_transport_security(site):
    status, head, body = site.ask("/")
    assert status == 200
    assert "Strict-Transport-Security: max-age=31536000" in head
    assert "Secure" in site.ask("/console/sign-in")[1]
    assert "</html>" in body


def test_plain_http_is_sent_to_https_and_other_names_are_not_answered(site):
    with socket.create_connection(("127.0.0.1", site.plain), 10) as client:
        client.sendall(f"GET /entries/102 HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
        assert f"Location: https://{NAME}/entries/102" in client.recv(65_536).decode()
    with socket.create_connection(("127.0.0.1", site.plain), 10) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        assert client.recv(1) == b""
    with pytest.raises(ssl.SSLError):
        site.ask("/", name="evil.example")


def test_a_signed_webhook_is_answered_and_one_signed_for_another_address_is_not(site):
    form = {"MessageSid": "SM1", "From": "+8613800138000", "To": "+8696128", "Body": "复议收费吗"}
    path = "/sms/twilio?way=%E4%B8%80"
    status, head, body = site.ask(path, f"X-Twilio-Signature: {signature(path, form)}", form=form)
    assert (status, "<Response>" in body) == (200, True)
    assert "cache" not in head.lower().replace("cache-control: no-store", "")
    assert site.ask(path, f"X-Twilio-Signature: {signature('/sms/twilio', form)}", form=form)[0] == 403


def test_the_visitors_address_is_seen_and_cannot_be_forged(site):
    looked_up = [site.ask("/messages?number=12345678", f"X-Forwarded-For: 10.0.0.{n}")[0] for n in range(25)]
    assert looked_up[-1] == 429, "twenty a minute from one address"
    assert site.ask("/messages?number=12345678", source="127.0.0.2")[0] != 429


def test_what_is_for_monitoring_is_closed_to_the_public(site):
    assert {site.ask(path)[0] for path in ("/metrics", "/readyz")} == {404}
    assert site.ask("/healthz")[0] == 200


def test_a_form_of_staff_passes_and_a_longer_one_is_refused(site):
    assert site.ask("/console/sign-in", form={"name": "a" * 900_000})[0] in (400, 200)
    assert site.ask("/console/sign-in", form={"name": "a" * 1_100_000})[0] == 413


def test_a_form_with_a_large_file_passes_and_a_larger_one_is_refused_with_a_sentence(site):
    """The form has no token, so that the hotline refuses what nginx lets through."""
    status, _, body = site.ask("/console/entries/101/edit", form={"files": "a" * 20 * 1024**2})
    assert (status, "页面打开太久" in body) == (400, True), body
    status, _, body = site.ask("/console/entries/101/edit", form={"files": "a" * 25 * 1024**2})
    assert (status, "没有传上去：附件每个最大20兆" in body) == (413, True), body


def test_half_open_connections_to_nginx_do_no_harm(site, folder):
    with ExitStack() as stack:
        for number in range(200):
            source = f"127.0.1.{number % 50 + 1}"
            client = stack.enter_context(site.connect(source))
            client.sendall(b"POST /messages HTTP/1.1\r\nHost: hotline.example\r\nContent-Length: 900\r\n\r\nq=")
        begun = time.monotonic()
        assert site.ask("/")[0] == 200
        assert time.monotonic() - begun < SOON


def test_what_people_ask_stands_in_no_log(site, folder):
    assert site.ask("/search?q=secretquestion")[0] == 200
    assert "GET /search" in (folder / "hotline.access.log").read_text()
    assert "secretquestion" not in (folder / "hotline.access.log").read_text()


@pytest.mark.parametrize("name", ["hotline.service", "hotline-sip.service"])
def test_the_unit_is_one_that_systemd_takes(tmp_path, name):
    user = pwd.getpwuid(os.getuid()).pw_name
    environment = {"HOTLINE_VAR": str(tmp_path / "var"), "OPTIONS": ["--user", user]}
    written = deploy(tmp_path / "files", environment)
    assert not re.search("@[A-Z]+@", "".join(written.values()))
    unit = tmp_path / "files" / name
    checked = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    rated = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(unit)]
    exposure = subprocess.run(rated, capture_output=True, text=True, check=False)
    assert exposure.returncode == 0, exposure.stdout


@pytest.mark.parametrize(("name", "kinds"), [("hotline.service", 2), ("hotline-sip.service", 1)])
def test_the_commands_of_the_unit_are_ours(tmp_path, name, kinds):
    written = deploy(tmp_path, {"HOTLINE_VAR": str(tmp_path / "var")})
    for kind in ("ExecStart", "ExecReload")[:kinds]:
        (command,) = re.findall(f"^{kind}=(.+)$", written[name], re.M)
        program, *arguments = command.split()
        assert Path(program).is_file()
        assert CliRunner().invoke(main, [*arguments, "--help"]).exit_code == 0


def test_the_environment_file_has_the_settings_by_name_and_no_secret(tmp_path):
    written = deploy(tmp_path, {"HOTLINE_VAR": str(tmp_path / "var"), "HOTLINE_PUBLIC_URL": f"https://{NAME}"})
    lines = [line for line in written["hotline.env"].splitlines() if line and not line.startswith("#")]
    values = dict(line.split("=", 1) for line in lines)
    assert values["HOTLINE_SECRET_KEY"] == values["HOTLINE_TWILIO_AUTH_TOKEN"] == ""
    filled = values | {"HOTLINE_SECRET_KEY": f"{TOKEN}0123", "HOTLINE_TWILIO_AUTH_TOKEN": TOKEN}
    assert Settings.from_env(filled).trusted_proxies == 1


def test_files_that_are_there_are_kept(tmp_path):
    (tmp_path / "hotline.env").write_text("HOTLINE_SECRET_KEY=kept")
    refused = CliRunner().invoke(main, ["deploy", str(tmp_path)])
    assert refused.exit_code == 1
    assert "is there already" in refused.output
    assert [path.name for path in tmp_path.iterdir()] == ["hotline.env"]
