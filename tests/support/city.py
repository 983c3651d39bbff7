"""A city with the hotline: two servers over one folder, their clock, their provider, and people with telephones.

Each webhook goes to one server and, delivered again, to the other, which must answer the same."""

import itertools
import json
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from hotline.app import open_line
from hotline.core.permissions import Role
from tests.support.fixed_values import NOW, PASSWORD, TOKEN, places_in
from tests.support.provider_api import SOUND, StandIn, standing_in
from tests.support.repeated_delivery import Twice
from tests.support.servers import Browser, serving_environment, two_servers
from tests.support.shared_clock import SharedClock
from voice.handset.caller import answer_call, place_call
from voice.handset.script import read_script
from voice.handset.sms import send_texts
from voice.handset.transports import HttpTransport

OPERATORS = ("0000-80000001", "0000-80000002")


@dataclass
class Provider(StandIn):
    """Takes every text, rings whom it is asked to ring and gives out recordings, but for the ``troubles`` of a number:
    (status, content type, body), one a request."""

    troubles: dict = field(default_factory=dict)
    drawn: itertools.count = field(default_factory=lambda: itertools.count(1))

    def answer(self, asked):
        if asked.method == "GET":
            return 200, "audio/mpeg", SOUND
        troubles = self.troubles.get(asked.form.get("To"))
        if troubles:
            return troubles.pop(0)
        kind = "SM" if asked.path.endswith("/Messages.json") else "CA"
        return 201, "application/json", json.dumps({"sid": f"{kind}{next(self.drawn):032d}"}).encode()

    def texts_to(self, number):
        """What was asked to be texted to ``number``, taken or not."""
        asked = [one for one in self.asked if one.path.endswith("/Messages.json")]
        return [one.form["Body"] for one in asked if one.form["To"] == number]

    def about_calls(self):
        """What was asked about calls: to ring somebody, to turn a leg elsewhere."""
        return [one for one in self.asked if "/Calls" in one.path]


@dataclass
class City:
    """``line`` reads the same records as the servers, whose addresses are ``bases``."""

    bases: list
    line: object
    clock: SharedClock
    provider: Provider
    configured: dict
    log: object
    numbers: itertools.count = field(default_factory=itertools.count)
    signed_in: dict = field(default_factory=dict)

    def transport(self):
        """Each webhook to one server and again to the other."""
        return Twice(*(HttpTransport(self.bases[0], TOKEN, server=base) for base in self.bases))

    def citizen(self, number=""):
        """Somebody with that telephone number, or a mobile telephone of their own."""
        return Citizen(self, number or f"+86138001{next(self.numbers):05d}")

    def staff(self, role, server=0):
        """The browser of somebody of the staff, signed in at that server."""
        if (role, server) not in self.signed_in:
            browser = Browser(self.bases[server])
            browser.send("/console/sign-in", "/console/sign-in", name=role.value, password=PASSWORD)
            self.signed_in[role, server] = browser
        return self.signed_in[role, server]

    def operator(self, server=0):
        return self.staff(Role.OPERATOR, server)

    def run(self, *arguments):
        """What the `hotline` command prints at the same clock."""
        environment = serving_environment(self.line.folder, self.bases[0].rpartition(":")[2]) | self.configured
        command = [*clocked(self.clock), *arguments]
        return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    def pick_up(self, url, *script, call):
        """Be whom the provider was asked to ring as leg ``call``, or to turn to ``url``."""
        path = url.removeprefix(self.bases[0])
        return answer_call(self.transport(), read_script(script), call=call, number="", path=path)

    def post(self, path, **told):
        """What the provider gets that tells so much."""
        reply = self.transport().post(self.bases[0] + path, told)
        assert reply.status in (200, 204)
        return reply.body

    def kept(self, call):
        """The call as the records have it, and its steps as (place, did, told)."""
        with self.line.records.reading() as unit:
            steps = [(step.place, step.did, step.told) for step in unit.calls.list_steps(call)]
            return unit.calls.find(call), steps

    def enquiries(self, call):
        with self.line.records.reading() as unit:
            return unit.enquiries.list_conversation(call)

    def attempts(self, call):
        with self.line.records.reading() as unit:
            return unit.attempts.list_attempts(call)

    def messages(self, citizen):
        with self.line.records.reading() as unit:
            return [one for one in unit.messages.list_messages(None, 500) if one.caller == citizen.number]

    def texts(self, message):
        """What was to be texted about a message, the first first."""
        with self.line.records.reading() as unit:
            return unit.texts.list_tracking(message.tracking_number)


class Citizen:
    """Somebody with a telephone; ``documents`` are what their last call was answered with."""

    def __init__(self, city, number):
        self.city, self.number = city, number
        self.documents = []

    def call(self, *script, **more):
        """Ring the hotline and do the script's steps."""
        return self.act(read_script(script), **more)

    def act(self, acts, **more):
        """The same with acts among which something else may happen."""
        transport = self.city.transport()
        self.documents = transport.documents
        return place_call(transport, acts, caller=self.number, wait=self.city.clock.advance, **more)

    def text(self, *bodies):
        """Send texts one after the other; the reply to each, "" for none."""
        exchanged = list(send_texts(self.city.transport(), bodies, caller=self.number))
        assert all(len(exchange.replies) <= 1 and exchange.parts <= 3 for exchange in exchanged)
        return ["".join(exchange.replies) for exchange in exchanged]

    def received(self, many):
        """The texts that the provider was asked to send here, once there are so many."""
        until(lambda: len(self.city.provider.texts_to(self.number)) >= many)
        texts = self.city.provider.texts_to(self.number)
        assert len(texts) == many
        return texts


def until(happened):
    """Wait for what servers do by themselves; fails when it does not happen in 20 s."""
    for _ in range(400):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def clocked(clock):
    """The command that runs `hotline` at that clock."""
    return [sys.executable, "-m", "tests.support.shared_clock", str(clock.path)]


@contextmanager
def city_over(folder):
    """A city whose servers run over ``folder``."""
    clock = SharedClock(folder / "clock", NOW)
    log = folder / "servers.log"
    with standing_in(Provider()) as provider, log.open("w") as told:
        configured = {
            "HOTLINE_OPERATOR_LINES": ",".join(OPERATORS),
            "HOTLINE_TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "HOTLINE_TWILIO_NUMBER": "+8687112345678",
            "HOTLINE_TWILIO_API_URL": provider.url,
        }
        with two_servers(folder, clocked(clock), told, **configured) as bases:
            line = open_line(places_in(folder), now=clock)
            yield City(bases, line, clock, provider, configured, log)
            line.records.close()
