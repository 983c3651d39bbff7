"""What the line refuses, and what it never does, as sipp sees it: each scenario says which answer is right."""

import socket
import subprocess
import time

import pytest

from tests.support.ports import free_port
from tests.support.sip_office import calling, running_line

HEADERS = """Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:13800131[call_number]@[local_ip]:[local_port]>;tag=[pid]SIPp[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>{to}
Call-ID: [call_id]
CSeq: {number} {method}
Contact: <sip:sipp@[local_ip]:[local_port]>
Max-Forwards: 70
{more}"""
OFFER = """Content-Type: application/sdp
Content-Length: [len]

v=0
o=user1 53655765 2353687637 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [auto_media_port] RTP/AVP {codecs}
a=ptime:20
a=sendrecv
"""


def request(method, more="Content-Length: 0\n", number=1, to="[peer_tag_param]"):
    headers = HEADERS.format(to=to, number=number, method=method, more=more)
    again = "" if method == "ACK" else ' retrans="500"'
    return f"<send{again}><![CDATA[\n{method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0\n{headers}\n]]></send>\n"


def invite(more="", codecs="8 101"):
    provisional = "".join(f'<recv response="{code}" optional="true"/>\n' for code in (100, 180, 183))
    return request("INVITE", more + OFFER.format(codecs=codecs), to="") + provisional


def refused(status, **more):
    return invite(**more) + f'<recv response="{status}"/>\n' + request("ACK")


def accepted(*steps):
    ended = request("BYE", number=9) + '<recv response="200"/>\n'
    return invite() + '<recv response="200"/>\n' + request("ACK") + "".join(steps) + ended


def pause(seconds):
    return f'<pause milliseconds="{round(1000 * seconds)}"/>\n'


@pytest.fixture
def play(sipp, tmp_path):
    """Plays a scenario against a line; whatever comes that it does not name fails it."""

    def run(line, scenario, *, calls=1):
        path = tmp_path / "scenario.xml"
        path.write_text(f'<?xml version="1.0"?>\n<scenario name="caller">\n{scenario}</scenario>')
        command = [sipp, f"127.0.0.1:{line.port}", "-sf", path, "-m", calls, "-i", "127.0.0.1", "-p", free_port()]
        command += ["-s", "96128", "-timeout", "40", "-trace_err", "-error_file", tmp_path / "errors", "-nostdin"]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, cwd=tmp_path)
        errors = (tmp_path / "errors").read_text() if (tmp_path / "errors").exists() else ""
        assert done.returncode == 0, errors + done.stdout[-2_000:]

    return run


def test_an_offer_without_g711_gets_488(play, sip_line):
    play(sip_line, refused(488, codecs="18"))


def test_a_demand_for_session_timers_gets_420(play, sip_line):
    play(sip_line, refused(420, more="Require: timer\nSession-Expires: 90;refresher=uac\n"))


def test_no_request_of_ours_follows_the_answer(play, application, sip_line):
    application.documents["/voice/"] = f"{application.play(500) * 8}"
    play(sip_line, accepted(pause(3)))


def test_a_transfer_that_the_caller_asks_for_is_not_carried_out(play, application, sip_line):
    application.documents["/voice/"] = f"{application.play(500) * 8}"
    elsewhere = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    elsewhere.bind(("127.0.0.1", 0))
    target = f"sip:+12025550123@127.0.0.1:{elsewhere.getsockname()[1]}"
    refer = request("REFER", f"Refer-To: <{target}>\nContent-Length: 0\n", number=2)
    answered = '<recv response="202" optional="true" next="1"/>\n<recv response="603"/>\n<label id="1"/>\n'
    notified = '<recv request="NOTIFY"/>\n' + (
        "<send><![CDATA[\nSIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\n"
        "Content-Length: 0\n\n]]></send>\n"
    )
    play(sip_line, accepted(refer, answered, notified, notified))
    elsewhere.settimeout(1)
    with elsewhere, pytest.raises(TimeoutError):
        elsewhere.recv(4096)  # nobody is called there


@pytest.fixture
def small_line(application, sip_folder):
    """A line that takes one call at once, and from this machine's address alone."""
    with running_line(application, sip_folder, HOTLINE_SIP_LINES="1", HOTLINE_SIP_PEERS="127.0.0.1") as line:
        yield line


def test_one_caller_more_than_the_line_takes_hears_the_busy_tone(play, application, small_line):
    application.documents["/voice/"] = application.play(500) * 20
    first = calling(small_line, "wait:12")
    first.wait("answered")
    play(small_line, refused(486))
    first.stop()
    assert small_line.metrics()['hotline_sip_refused_total{reason="full"}'] == 1


def test_a_line_that_is_told_to_stop_lets_the_call_end_and_takes_no_other(play, application, small_line, tmp_path):
    application.documents["/voice/"] = application.play(500) * 20
    first = calling(small_line, "wait:6")
    first.wait("answered")
    small_line.process.terminate()
    small_line.wait_logged("Draining")
    time.sleep(0.5)
    play(small_line, refused(486))
    first.wait()
    assert "over: " in first.text()
    assert small_line.process.wait(30) == 0
    assert application.wait_asked("/voice/status")["CallStatus"] == "completed"


def test_a_call_from_another_address_is_refused_and_counted(play, application, sip_folder):
    with running_line(application, sip_folder, HOTLINE_SIP_PEERS="10.9.8.7") as line:
        play(line, refused(486))
        assert line.metrics()['hotline_sip_refused_total{reason="peer"}'] == 1
    assert "/voice/" not in application.paths()
