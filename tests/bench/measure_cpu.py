"""CPU time that the application takes for one webhook of each kind, by real signed requests, without a server.

    python -m tests.bench.measure_cpu [--mode meaning] [--rounds 15] [--beside FOLDER] [--statements]

``--beside`` names another checkout of this project, which is measured in the same run, round by round in turn, by a
process of its own. A round is 60 webhooks of each kind; printed are the medians over the rounds of each round's mean,
in milliseconds of the process's CPU time, so that other work on the machine disturbs less than it would a clock.

The kinds: ``key`` is a key pressed in a call. ``question`` is a question that nobody has asked before, and ``asked
again`` one that the line has answered before. ``text`` is the texts of tests/bench/driving.py, most of them asked
again, and ``new text`` a question by text that nobody has asked before. ``empty`` is tests/bench/empty_endpoint.py.
``model`` is the sentence model's own time for the same questions, when questions are matched by meaning."""

import argparse
import base64
import hashlib
import hmac
import io
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import quote_plus

from sqlalchemy import Engine, event

from hotline.app import create_app, open_line
from hotline.services.content import csv_import, publish
from hotline.settings import Places, Settings
from tests.bench import empty_endpoint
from tests.bench.driving import ACTION, TEXTS, parameters
from tests.support.fixed_values import ROOT, TOKEN
from tests.support.golden_sets import read_golden_rows

BASE = "https://hotline.example"
WEBHOOKS = 60
"""Webhooks of each kind in a round."""
TABLES = ("questions", "heldout", "right_subjects", "near_field", "follow_ups", "details", "foreign")
KEYS = (("*", "1", "1", "2", "*", "1", "1"), ("2", "102", "*", "1"), ("5", "1", "1", "*"), ("3", "1", "1", "*", "1"))
"""The keys of four calls: lists and an answer, a number, the departments, the catalogue. None ends its call."""
KINDS = ("key", "question", "asked again", "text", "new text", "empty")


class Telephone:
    """Sends signed webhooks to an application and adds up the CPU time that it takes for those that count."""

    def __init__(self, app):
        self.app, self.spent, self.count, self.counts = app, 0.0, 0, False

    def post(self, url, fields, *, counts=True):
        """The document with which ``url`` is answered."""
        environ, self.counts = _environ(url, fields), counts
        begun = time.process_time()
        body = b"".join(self.app.wsgi_app(environ, self._start))
        spent = time.process_time() - begun
        if counts:
            self.spent += spent
            self.count += 1
        return body.decode()

    def take_mean(self):
        """Milliseconds for each webhook since this was last asked."""
        mean = 1000 * self.spent / self.count
        self.spent, self.count = 0.0, 0
        return mean

    @staticmethod
    def _start(status, headers, _error=None):
        assert status.startswith("20"), status


def _environ(url, fields):
    """The WSGI environment of a webhook that the provider signed."""
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    signature = base64.b64encode(hmac.digest(TOKEN.encode(), signed.encode(), hashlib.sha1)).decode()
    body = "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items()).encode()
    path, _, query = url.removeprefix(BASE).partition("?")
    return {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": "hotline.example", "SERVER_PORT": "443", "HTTP_HOST": "hotline.example",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_X_TWILIO_SIGNATURE": signature,
        "HTTP_I_TWILIO_IDEMPOTENCY_TOKEN": str(uuid.uuid4()), "wsgi.url_scheme": "https", "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.multithread": True,
        "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip


class Bench:
    """An application over ``folder`` with the sample content, and the webhooks of each kind."""

    def __init__(self, folder, mode):
        places = Places(folder, f"sqlite:///{folder / 'records.db'}", by_meaning=mode == "meaning")
        self.line = open_line(places)
        if not (folder / "records.db").exists():
            self.line.records.migrate()
            csv_import.import_tables(self.line, ROOT / "faq_data")
            publish.publish(self.line)
        if self.line.encoder:
            publish.publish_embeddings(self.line, lambda *_: None)
            assert self.line.knowledge.vectors.complete
        settings = Settings(places, public_url=BASE, secret_key="only for the bench " * 3, twilio_auth_token=TOKEN)
        self.telephone = Telephone(create_app(settings, line=self.line))
        os.environ["HOTLINE_PUBLIC_URL"], os.environ["HOTLINE_TWILIO_AUTH_TOKEN"] = BASE, TOKEN
        self.empty = Telephone(empty_endpoint.make_app())
        asked = list(dict.fromkeys(row["question"] for table in TABLES for row in read_golden_rows(table)))
        random.Random(1).shuffle(asked)
        self._new, self._serial = iter(asked), itertools.count()

    def _begin(self):
        """A call whose greeting was played: its parameters, and the URL of its next step."""
        about = self._about(f"CA{next(self._serial):032x}")
        document = self.telephone.post(f"{BASE}/voice/", about | {"CallStatus": "ringing"}, counts=False)
        return about | {"CallStatus": "in-progress"}, _next_url(document)

    def _about(self, name):
        number = f"+86138{next(self._serial) % 100_000_000:08d}"
        return {"CallSid": name, "AccountSid": "AC" + "0" * 32, "From": number, "To": "+8696128", "ApiVersion": "2010"}

    def key(self):
        done = 0
        for keys in itertools.cycle(KEYS):
            about, url = self._begin()
            for key in keys:
                url = _next_url(self.telephone.post(url, about | parameters(key, "")))
                done += 1
            if done >= WEBHOOKS:
                return

    def question(self):
        self._asked = list(itertools.islice(self._new, WEBHOOKS // 2))
        self._ask(self._asked)

    def asked_again(self):
        self._ask(self._asked)

    def _ask(self, questions):
        for words in questions:
            about, url = self._begin()
            self.telephone.post(url, about | parameters(words, ""))

    def text(self):
        for _ in range(WEBHOOKS // len(TEXTS)):
            number = f"+86139{next(self._serial) % 100_000_000:08d}"
            for words in TEXTS:
                self._text(words, number)

    def new_text(self):
        for words in itertools.islice(self._new, WEBHOOKS // 2):
            self._text(words, f"+86139{next(self._serial) % 100_000_000:08d}")

    def _text(self, words, number):
        fields = {"MessageSid": f"SM{next(self._serial):032x}", "From": number, "To": "+8696128", "Body": words}
        self.telephone.post(f"{BASE}/sms/twilio", fields)

    def measure(self):
        """Kind -> milliseconds a webhook, of one round."""
        means = {}
        for kind in KINDS[:-1]:
            getattr(self, kind.replace(" ", "_"))()
            means[kind] = self.telephone.take_mean()
            self.line.records.settle()
        for _ in range(WEBHOOKS):
            self.empty.post(f"{BASE}/voice/menu?turns=1", self._about("CA1") | parameters("1", ""))
        means["empty"] = self.empty.take_mean()
        if self.line.encoder:
            begun = time.process_time()
            for words in self._asked:
                self.line.encoder.find_vector(words)
            means["model"] = 1000 * (time.process_time() - begun) / len(self._asked)
        return means

    def count_statements(self):
        """Kind -> SQL statements a webhook, those that begin and end transactions left out."""
        counts, running = {}, Counter()

        def note(_connection, _cursor, statement, *_more):
            running[self.telephone.counts and not statement.startswith("BEGIN")] += 1

        event.listen(Engine, "before_cursor_execute", note)
        for kind in KINDS[:-1]:
            running.clear()
            getattr(self, kind.replace(" ", "_"))()
            counts[kind] = running[True] / self.telephone.count
            self.telephone.take_mean()
        return counts


def _next_url(document):
    action = ACTION.search(document)
    return unescape(action[1] or action[2]).strip() if action else ""


def serve_rounds(folder, mode):
    """Answer each line of standard input with one round's figures, as a line of JSON; ``statements`` counts those."""
    bench = Bench(Path(folder), mode)
    bench.measure()  # warms
    print("ready", flush=True)
    for asked in sys.stdin:
        told = bench.count_statements() if asked.strip() == "statements" else bench.measure()
        print(json.dumps(told), flush=True)


class Worker:
    """A process that measures the checkout ``folder``."""

    def __init__(self, checkout, folder, mode):
        command = [sys.executable, __file__, "--serve", str(folder), "--mode", mode]
        self.process = subprocess.Popen(
            command, cwd=checkout, env=os.environ | {"PYTHONPATH": str(checkout)}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.process.stdout.readline()

    def ask(self, what="round"):
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--mode", choices=("words", "meaning"), default="words")
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--beside", type=Path)
    options.add_argument("--statements", action="store_true")
    options.add_argument("--serve", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.serve:
        serve_rounds(given.serve, given.mode)
        return
    checkouts = [ROOT, *([given.beside.resolve()] if given.beside else [])]
    with tempfile.TemporaryDirectory() as scratch:
        workers = [Worker(checkout, Path(scratch, str(place)), given.mode) for place, checkout in enumerate(checkouts)]
        if given.statements:
            told = [[worker.ask("statements")] for worker in workers]
        else:
            told = [[] for _ in workers]
            for _ in range(given.rounds):
                for rounds, worker in zip(told, workers, strict=True):
                    rounds.append(worker.ask())
        for worker in workers:
            worker.close()
    print(f"{'':<12}" + "".join(f"{str(checkout)[-24:]:>26}" for checkout in checkouts))
    for kind in told[0][0]:
        medians = (statistics.median(each[kind] for each in rounds) for rounds in told)
        print(f"{kind:<12}" + "".join(f"{median:>26.2f}" for median in medians))


if __name__ == "__main__":
    main()
