"""The trunk: registration with a password, TLS with encrypted sound, the engine killed, many calls at once."""

import hashlib
import re
import signal
import socket
import ssl
import threading
import time

import pytest
import trustme

from tests.support.sip_office import GATHER, SipPhone, calling, heard_tones, running_line

PASSWORD = "a password of the trunk"


def digest(*parts):
    return hashlib.md5(":".join(parts).encode()).hexdigest()


class Registrar:
    """Takes a REGISTER whose digest is right: RFC 2617, with qop."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.registered = threading.Event()
        self.refused = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            request, sender = self.socket.recvfrom(65_536)
            text = request.decode()
            if text.startswith("REGISTER"):
                self._answer(text, sender)

    def _answer(self, text, sender):
        credentials = dict(
            re.findall(r'(\w+)="?([^",\r]*)"?', (re.findall(r"Authorization: Digest (.*)", text) or [""])[0])
        )
        is_right = bool(credentials) and credentials["response"] == digest(
            digest(credentials["username"], "trunk", PASSWORD),
            *("nonce-1", credentials["nc"], credentials["cnonce"], "auth"),
            digest("REGISTER", credentials["uri"]),
        )
        self.refused += bool(credentials) and not is_right
        kept = re.findall(r"^(?:Via|From|Call-ID|CSeq):.*$", text, re.M | re.I)
        to = re.findall(r"^To:.*$", text, re.M | re.I)[0].strip() + ";tag=1"
        first = "SIP/2.0 200 OK" if is_right else "SIP/2.0 401 Unauthorized"
        contact = re.findall(r"^Contact:.*$", text, re.M | re.I)[0].strip()
        ask = 'WWW-Authenticate: Digest realm="trunk", nonce="nonce-1", algorithm=MD5, qop="auth"'
        rows = [first, *map(str.strip, kept), to, contact if is_right else ask, "Content-Length: 0", "", ""]
        self.socket.sendto("\r\n".join(rows).encode(), sender)
        if is_right:
            self.registered.set()


def test_the_line_registers_at_the_trunk_with_its_password(application, sip_folder):
    registrar = Registrar()
    account = {"HOTLINE_SIP_REGISTRAR": f"127.0.0.1:{registrar.port}", "HOTLINE_SIP_PASSWORD": PASSWORD}
    with running_line(application, sip_folder, HOTLINE_SIP_AUTH_USER="office-1", **account):
        assert registrar.registered.is_set()
        assert registrar.refused == 0


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificates")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    for name in ("line", "phone"):
        issued = authority.issue_cert("127.0.0.1", "localhost")
        issued.private_key_and_cert_chain_pem.write_to_path(folder / f"{name}.pem")
    return folder


OFFER = """v=0
o=u 1 1 IN IP4 127.0.0.1
s=-
c=IN IP4 127.0.0.1
t=0 0
m=audio 20000 RTP/AVP 8
a=sendrecv
"""


def invite_in_plain(line, authority):
    """The status that an offer of unencrypted sound over TLS gets."""
    context = ssl.create_default_context(cafile=authority)
    with (
        socket.create_connection(("127.0.0.1", line.port), 10) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
    ):
        port = secure.getsockname()[1]
        body = OFFER.replace("\n", "\r\n")
        rows = [
            f"INVITE sip:96128@127.0.0.1:{line.port};transport=tls SIP/2.0",
            f"Via: SIP/2.0/TLS 127.0.0.1:{port};branch=z9hG4bK1;rport",
            "From: <sip:13800138000@127.0.0.1>;tag=1",
            "To: <sip:96128@127.0.0.1>",
            "Call-ID: plain-1",
            "CSeq: 1 INVITE",
            f"Contact: <sip:u@127.0.0.1:{port};transport=tls>",
            "Max-Forwards: 70",
            "Content-Type: application/sdp",
            f"Content-Length: {len(body)}",
            "",
            body,
        ]
        secure.sendall("\r\n".join(rows).encode())
        secure.settimeout(10)
        answered = ""
        while not (final := re.findall(r"^SIP/2\.0 ([2-6]\d\d)", answered, re.M)):
            answered += secure.recv(65_536).decode()
        return final[0]


def test_over_tls_the_sound_is_encrypted_and_nothing_else_is_taken(application, sip_folder, certificates, tmp_path):
    application.documents |= {
        "/voice/": GATHER.format(most=1, finish="") + application.play(500) * 3 + "</Gather>",
        "/keyed": application.play(700) + "<Hangup/>",
    }
    authority, heard = certificates / "authority.pem", tmp_path / "heard.wav"
    tls = {"HOTLINE_SIP_TRANSPORT": "tls", "HOTLINE_SIP_CERTIFICATE": str(certificates / "line.pem")}
    with running_line(application, sip_folder, HOTLINE_SIP_AUTHORITIES=str(authority), **tls) as line:
        options = {"transport": "tls", "certificate": certificates / "phone.pem", "authorities": authority}
        address = f"{line.address};transport=tls"
        named = [part for name, value in options.items() for part in (f"--{name}", value)]
        SipPhone("--dial", address, *named, "--record", heard, "wait:1", "press:2", "wait:4").wait()
        assert application.wait_asked("/keyed")["Digits"] == "2"
        assert heard_tones(heard, 700)[700] >= 0.6
        assert invite_in_plain(line, authority) == "488"


def test_a_killed_line_answers_again_once_it_is_started_again(application, sip_folder):
    application.documents["/voice/"] = application.play(500) * 20
    with running_line(application, sip_folder) as line:
        phone = calling(line, "wait:30")
        phone.wait("answered")
        line.stop(signal.SIGKILL)
        line.start()
        again = calling(line, "wait:1", "hangup")
        again.wait()
        assert "answered" in again.text()
        phone.stop()


def test_twenty_calls_at_once_lose_no_packet(application, sip_line):
    application.documents["/voice/"] = application.play(500) * 8 + "<Hangup/>"
    lost_before = sip_line.metrics()["hotline_sip_lost_packets_total"]
    phone = calling(sip_line, "wait:20", calls=20)
    phone.wait()
    sip_line.wait_metric("hotline_sip_callers", 0)
    media = re.findall(r"media: (\d+) sent, (\d+) received, (\d+) lost", phone.text())
    assert len(media) == 20, phone.text()
    assert {lost for _, _, lost in media} == {"0"}
    assert min(int(received) for _, received, _ in media) >= 350  # 8 seconds are 400 packets
    assert sip_line.metrics()["hotline_sip_lost_packets_total"] == lost_before
    assert sip_line.metrics()["hotline_sip_most_callers"] == 20


def test_a_caller_whose_telephone_falls_silent_is_hung_up_and_what_was_recorded_is_kept(application, sip_line):
    application.documents |= {
        "/voice/": '<Record action="/kept" maxLength="90" timeout="80"/>',
        "/kept": "<Hangup/>",
    }
    phone = calling(sip_line, "wait:1", "tone:620:2", "wait:60")
    phone.wait("do wait 60")
    phone.stop()
    began = time.monotonic()
    kept = application.wait_asked("/kept", Digits="hangup")
    assert 25 < time.monotonic() - began < 40
    assert sip_line.ask(kept["RecordingUrl"].removeprefix(sip_line.control))[:4] == b"RIFF"
