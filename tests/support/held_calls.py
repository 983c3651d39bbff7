"""A SIP stack that a test holds in its hands: calls without a network, as fast as the machine ticks."""

import threading
import time
from datetime import date

from voice.handset.transports import LineUnreachable, WebhookResponse
from voice.sip.allowance import DialAllowance
from voice.sip.call_engine import CannotDial, Invitation, KeyKind, MediaHealth
from voice.sip.incoming_calls import SipLine
from voice.sip.media import Clock
from voice.sip.message_files import RecordingFolder
from voice.sip.mixing import tone
from voice.sip.report_queue import ReportQueue
from voice.sip.sounds import Sounds
from voice.sip.walk import Switchboard

URL = "https://hotline.example"
OPERATOR, OTHER = "+8687163100001", "+8687163100002"


class HeldCall:
    """A call whose other side is the test: ``says`` is read by the line, ``sent`` is what the line has sent."""

    def __init__(self):
        self.says = b""
        self.sent = b""
        self.unsent_bytes = 0
        self.flushed = 0

    def read(self):
        said, self.says = self.says, b""
        return said

    def write(self, sound):
        self.sent += sound
        self.unsent_bytes += len(sound)

    def unsent(self):
        return self.unsent_bytes

    def flush(self):
        self.flushed += 1
        self.unsent_bytes = 0

    def send_all(self):
        self.unsent_bytes = 0


class LiveCall(HeldCall):
    """A call that is followed: what is written is sent at once, and ``done`` tells what the line did with it."""

    def __init__(self):
        super().__init__()
        self.done = []
        self.events = None
        self.changed = threading.Condition()

    def follow(self, events):
        self.events = events

    def unsent(self):
        return 0

    def write(self, sound):
        self.sent += sound

    def answer(self):
        self._note("answered")
        self.events.on_established()

    def refuse(self):
        self._note("refused")

    def hang_up(self):
        self._note("hung up")
        self.events.on_closed("")

    def health(self):
        return MediaHealth(lost=1)

    def presses(self, keys):
        for key in keys:
            self.events.on_key(key, KeyKind.EVENT)

    def _note(self, what):
        with self.changed:
            self.done.append(what)
            self.changed.notify_all()

    def wait_done(self, what):
        with self.changed:
            assert self.changed.wait_for(lambda: what in self.done, 20), self.done


class HeldEngine:
    """Answers each number that is dialled as ``parties`` says: a function of the call, or nothing where it rings on."""

    def __init__(self):
        self.parties = {}
        self.dialled = {}

    def dial(self, number, events):
        if number not in self.parties:
            raise CannotDial("nobody there")
        call = self.dialled[number] = LiveCall()
        call.follow(events)
        threading.Thread(target=lambda: self.parties[number](call), daemon=True).start()
        return call


class DocumentedTransport:
    """The application: documents by path. ``asked`` holds each request as its path and form."""

    public_url = URL

    def __init__(self):
        self.documents, self.asked = {}, []
        self.is_down = False
        self.changed = threading.Condition()

    def post(self, url, parameters):
        if self.is_down:
            raise LineUnreachable("nobody answers")
        path = url.removeprefix(URL).partition("?")[0]
        with self.changed:
            self.asked.append((path, parameters))
            self.changed.notify_all()
        verbs = self.documents.get(path)
        verbs = verbs(parameters) if callable(verbs) else verbs
        return WebhookResponse(204, "") if verbs is None else WebhookResponse(200, f"<Response>{verbs}</Response>")

    def fetch(self, url):
        raise LineUnreachable(f"{url} has no sound")

    def wait_asked(self, path):
        with self.changed:
            assert self.changed.wait_for(lambda: path in [at for at, _ in self.asked], 20), self.asked
        return next(form for at, form in self.asked if at == path)


class ToneVoice:
    """Says every sentence as a tenth of a second of tone."""

    def speak(self, sentence):
        return tone(500, 0.1)


class HeldLine:
    """A line with a held engine. ``call`` lets somebody call and returns the call; the line follows it in a thread."""

    def __init__(self, folder, lines=2, hearing=None):
        self.engine, self.application = HeldEngine(), DocumentedTransport()
        now = threading.Event()
        self.time = 0.0
        self.clock = Clock(self._now, lambda seconds: now.wait(0.0005))
        self.board = Switchboard(
            engine=self.engine,
            transport=self.application,
            sounds=Sounds(self.application, ToneVoice()),
            recordings=RecordingFolder(folder, "http://127.0.0.1:8097"),
            reports=ReportQueue(self.application, self._now, folder / "reports"),
            allowance=DialAllowance(lambda: frozenset({OPERATOR, OTHER}), 600, lambda: date(2026, 11, 30)),
            clock=self.clock,
            now=self._now,
            operators=(OPERATOR,),
            apology=tone(300, 0.1),
            hearing=hearing,
        )
        self.line = SipLine(
            self.board,
            lines=lines,
            takes_calls_from=lambda source: source == "10.0.0.1",
            number_of=lambda address: "+8613800138000" if "138" in address else "",
            number="+8696128",
        )
        self.clock.start()

    def _now(self):
        self.time += 0.0001
        return self.time

    def invite(self, source="10.0.0.1", caller="sip:13800138000@10.0.0.1"):
        call = LiveCall()
        threading.Thread(target=lambda: self.line.take(Invitation(call, source, caller)), daemon=True).start()
        return call

    def legs(self):
        """The legs that go on."""
        return list(self.board.legs.values())

    def close(self):
        self.clock.stop()


def until(condition, seconds=20):
    """Wait until ``condition()`` is true."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.001)
