"""A real Kannel on loopback: bearerbox and smsbox with the configuration we ship, and kannel-extras' fake network."""

import shutil
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from tests.support.servers import free_port

TEMPLATE = Path(__file__).parents[2] / "voice/gateways/kannel.conf"
FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
BOXES = ("/usr/sbin/bearerbox", "/usr/sbin/smsbox")
SECRET = "kannel-tells-us-this-0123456789abcdef"
PASSWORD = "we-tell-kannel-this-0123456789abcdef"
SECONDS = 60
"""How long anything is waited for; nothing is timed."""


def is_installed():
    return all(shutil.which(program) for program in (*BOXES, FAKESMSC))


@dataclass(frozen=True)
class Ports:
    smsc: int
    sendsms: int


@contextmanager
def running(command, log):
    """A process with its output in ``log``; stopped by its own id."""
    with open(log, "wb") as output:
        process = subprocess.Popen([str(word) for word in command], stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def until(done, tell):
    """Wait until ``done()`` gives something, and give it."""
    end = time.monotonic() + SECONDS
    while not (found := done()):
        assert time.monotonic() < end, tell()
        time.sleep(0.1)
    return found


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def configure(folder, hotline):
    """The shipped configuration with its words in capitals, its places and its ports replaced."""
    ports = {name: str(free_port()) for name in ("13000", "13001", "13013", "smsc")}
    scheme, _, place = hotline.partition("://")
    words = {
        "ADMIN_PASSWORD": "for-the-tests-only",
        "OFFICE_NUMBER": "96128",
        "SENDSMS_PASSWORD": PASSWORD,
        "HOTLINE_ADDRESS": f"{scheme}://kannel:{SECRET}@{place}",
        "/var/spool/kannel": str(folder),
        "/var/log/kannel": str(folder),
        "/etc/kannel": str(folder),
    }
    text = TEMPLATE.read_text("utf-8")
    for word, replacement in (words | {name: ports[name] for name in ports if name != "smsc"}).items():
        assert word in text, word
        text = text.replace(word, replacement)
    (folder / "kannel.conf").write_text(text, "utf-8")
    smsc = f'group = smsc\nsmsc = fake\nsmsc-id = fake\nport = {ports["smsc"]}\nconnect-allow-ip = "127.0.0.1"\n'
    (folder / "smsc.conf").write_text(smsc + 'our-host = "127.0.0.1"\n', "utf-8")
    for name in ("texts", "receipts"):
        (folder / name).mkdir()
    return Ports(int(ports["smsc"]), int(ports["13013"]))


@contextmanager
def kannel(folder, ports):
    """Kannel running with what ``configure`` wrote; where a citizen's texts go in and out."""
    with ExitStack() as stack:
        for box, port in zip(BOXES, (ports.smsc, ports.sendsms), strict=True):
            log = folder / f"{Path(box).name}.out"
            stack.enter_context(running([box, "-v", "1", folder / "kannel.conf"], log))
            until(lambda: listens(port), lambda: log.read_text("utf-8", "replace"))  # noqa: B023 (called at once)
        yield Network(folder, ports.smsc)


@dataclass(frozen=True)
class Network:
    """The mobile network: takes a citizen's text to the office and brings back what the office sends."""

    folder: Path
    port: int

    def exchange(self, text, *, more=0, sender="8613800138000"):
        """Send ``text`` (Chinese in UCS-2, else in 7 bits); the texts that come back, their parts joined: its reply and
        ``more`` that were sent of the office's own accord."""
        log = self.folder / "fakesmsc.out"
        command = [FAKESMSC, "-H", "127.0.0.1", "-r", self.port, "-m", 1, _line(sender, text)]
        with running(command, log):
            return until(
                lambda: _joined(log.read_bytes(), 1 + more), lambda: log.read_text("utf-8", "replace") + self.told()
            )

    def told(self):
        """What the boxes wrote into their logs."""
        return "".join(path.read_text("utf-8", "replace") for path in self.folder.glob("*box.*"))


def _line(sender, text):
    if text.isascii():
        return f"{sender} 96128 text {text}"
    return f"{sender} 96128 ucs2 {quote_from_bytes(text.encode('utf-16-be'), safe='')}"


def _joined(log, wanted):
    """The texts in the fake network's log, when all ``wanted`` are there with all their parts."""
    whole, parts = [], {}
    for line in log.split(b"\n"):
        _, found, told = line.partition(b"Got message ")
        if not found:
            continue
        words = told.partition(b"<")[2].rpartition(b">")[0].decode().split(" ", 3)
        assert words[:2] == ["96128", words[1]], "from the office's number"
        if words[2] == "udh":
            header, _, content = words[3].partition(" data ")
            reference, total, serial = unquote_to_bytes(header)[3:]
            assert len(unquote_to_bytes(content.replace("+", " "))) <= 134
            parts.setdefault((reference, total), {})[serial] = content
        else:
            assert words[2] == "ucs-2", words
            whole.append(_decoded(words[3]))
    for (_, total), received in parts.items():
        if len(received) == total:
            whole.append("".join(_decoded(received[serial]) for serial in sorted(received)))
    return whole if len(whole) >= wanted else None


def _decoded(content):
    return unquote_to_bytes(content.replace("+", " ")).decode("utf-16-be")
