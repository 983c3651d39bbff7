"""Drives whole calls and texts at a server as fast as it answers, or at a steady pace, from a process of its own.

python -m tests.bench.driving BASE TOKEN PLAN   prints one JSON object; PLAN is a JSON object of Plan's fields.

A lean client, so that it is not what is measured: plain sockets that stay open, and the signature made by hand
(https://www.twilio.com/docs/usage/webhooks/webhooks-security). A step's time at a pace counts from when it was due, so
a server that falls behind is seen to."""

import base64
import hashlib
import hmac
import itertools
import json
import re
import socket
import sys
import threading
import time
import uuid
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote_plus, urlsplit

RECORD = "(after the beep)"
CALLS = (
    ("复议要交钱吗", "*", "#", "1", "1", "2", "不服交警罚款怎么办"),
    ("法律援助怎么申请", "几点上班", "#", "5", "#", "2", "102"),
    ("火星上种土豆用什么肥料", "多久能有结果", "", "*", "#", "8", "我要留言", RECORD),
)
"""What callers say, key, or leave unsaid after the greeting; with it and the end a call takes nine webhooks or ten."""
TEXTS = ("复议要交钱吗", "102", "不服怎么办", "1", "火星上种土豆用什么肥料", "目录")
ACTION = re.compile(r'<(?:Gather|Record|Dial)[^>]*? action="([^"]+)"|<Redirect[^>]*>([^<]+)<')


@dataclass(frozen=True)
class Plan:
    """``callers`` at once for ``seconds``; ``pace`` is webhooks a second of all together, 0 for as many as can be.

    ``texts`` instead of calls when true; ``seed`` tells one run's calls from another's in the same records."""

    callers: int
    seconds: float
    pace: float = 0
    texts: bool = False
    seed: int = 0


class Connection:
    """One connection to the server that stays open, or is made anew when the server has closed it."""

    def __init__(self, base, token):
        self.base, self.token = base, token.encode()
        self.address = (urlsplit(base).hostname, urlsplit(base).port)
        self.socket = None

    def post(self, url, fields):
        """(status, body); OSError when there is no answer."""
        signed = url + "".join(name + fields[name] for name in sorted(fields))
        signature = base64.b64encode(hmac.digest(self.token, signed.encode(), hashlib.sha1)).decode()
        body = "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items())
        request = (
            f"POST {url.removeprefix(self.base)} HTTP/1.1\r\nHost: {self.base.partition('//')[2]}\r\n"
            f"X-Twilio-Signature: {signature}\r\nI-Twilio-Idempotency-Token: {uuid.uuid4()}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
        if self.socket is None:
            self.socket = socket.create_connection(self.address, timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.socket.sendall(request)
            return self._read()
        except OSError:
            self.socket.close()
            self.socket = None
            raise

    def _read(self):
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._receive()
        head, _, body = got.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        while length and len(body) < int(length[1]):
            body += self._receive()
        if re.search(rb"(?i)connection: close", head):
            self.socket.close()
            self.socket = None
        return int(head[9:12]), body.decode()

    def _receive(self):
        part = self.socket.recv(65_536)
        if not part:
            raise ConnectionResetError("the server closed the connection")
        return part


def steps(connection, plan, caller):
    """Each webhook of one call after another, or text after text: a function that posts it; sent what it is told."""
    for serial in itertools.count():
        name = f"{plan.seed:04x}{caller:04x}{serial:024x}"
        number = f"+86138{(plan.seed * 7919 + caller * 100_003 + serial) % 100_000_000:08d}"
        if plan.texts:
            about = {"MessageSid": f"SM{name}", "From": number, "To": "+8696128", "Body": TEXTS[serial % len(TEXTS)]}
            yield f"{connection.base}/sms/twilio", about
        else:
            yield from call(
                connection.base, {"CallSid": f"CA{name}", "From": number, "To": "+8696128"}, caller + serial
            )


def call(base, about, which):
    """The webhooks of one call; each is yielded as (url, fields), and the answer's document is sent back in."""
    document = yield f"{base}/voice/", about | {"CallStatus": "ringing", "Direction": "inbound"}
    for done in CALLS[which % len(CALLS)]:
        action = ACTION.search(document)
        if not action:
            break
        url = unescape(action[1] or action[2]).strip()
        document = yield url, about | {"CallStatus": "in-progress"} | parameters(done, about["CallSid"])
    yield f"{base}/voice/status", about | {"CallStatus": "completed", "CallDuration": "60"}


def parameters(done, call_id):
    """What the provider tells of what the caller did."""
    if done == RECORD:
        return {"RecordingUrl": f"https://api.twilio.com/{call_id}", "RecordingDuration": "3"}
    if set(done) <= set("0123456789*#"):
        return {"Digits": done} if done else {}
    return {"SpeechResult": done, "Confidence": "0.9"}


class Drive:
    """All callers of a plan, each in a thread; ``times`` in seconds, ``acknowledged`` each webhook that
    the server answered, as [path, fields]."""

    def __init__(self, base, token, plan):
        self.base, self.token, self.plan = base, token, plan
        self.times, self.errors, self.acknowledged = [], [], []
        self._turns = itertools.count()
        self._begun = 0.0

    def run(self):
        callers = [threading.Thread(target=self._be_caller, args=(number,)) for number in range(self.plan.callers)]
        self._begun = time.perf_counter()
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        return {
            "seconds": time.perf_counter() - self._begun,
            "times": self.times,
            "errors": self.errors,
            "acknowledged": self.acknowledged,
        }

    def _be_caller(self, caller):
        connection = Connection(self.base, self.token)
        webhooks = steps(connection, self.plan, caller)
        answer = None
        while (due := self._due()) is not None:
            url, fields = webhooks.send(answer)
            try:
                status, answer = connection.post(url, fields)
            except OSError as error:
                self.errors.append(f"{url}: {error}")
                return
            self.times.append(time.perf_counter() - due)
            if status not in (200, 204):
                self.errors.append(f"{url}: {status} {answer[:200]}")
                return
            self.acknowledged.append([url.removeprefix(self.base), fields])

    def _due(self):
        """When the next webhook is due, waited for; None when the time is over."""
        now = time.perf_counter()
        if not self.plan.pace:
            return now if now - self._begun < self.plan.seconds else None
        due = self._begun + next(self._turns) / self.plan.pace
        if due - self._begun >= self.plan.seconds:
            return None
        time.sleep(max(0.0, due - now))
        return due


def main():
    base, token, plan = sys.argv[1:]
    print(json.dumps(Drive(base, token, Plan(**json.loads(plan))).run()))


if __name__ == "__main__":
    main()
