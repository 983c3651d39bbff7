"""A soak: calls and texts at a steady pace for many minutes, with approvals, killed workers and restarts of PostgreSQL.

    pip install -e '.[test,bench]' && python -m tests.bench.soak --minutes 20 --picture tests/bench/pictures/soak.png

The records are in a PostgreSQL of its own. Each minute one worker process is killed, twice in the run PostgreSQL is
stopped and started, and an entry is changed and approved every half minute. In the end, everything that the service
said it had kept is looked for in the records. What is answered without being kept, while PostgreSQL is away, is counted
but not asked for: nobody was told that it was kept. The memory is the sum of the proportional set sizes (PSS) of all
server processes."""

import argparse
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from matplotlib.figure import Figure

from hotline.app import open_line
from hotline.core.permissions import Role
from hotline.services.content import csv_import, publish
from hotline.services.staff import accounts
from hotline.settings import Places
from tests.bench.driving import Connection, Drive, Plan, steps
from tests.support.fixed_values import PASSWORD, ROOT, TOKEN
from tests.support.html_pages import text as page_text
from tests.support.postgresql import running_postgresql
from tests.support.servers import Browser, approve, free_port, serving_environment, wait_for
from voice.phrases import PHONE

CALLS_PACE, TEXTS_PACE, CALLERS = 40, 10, 8
"""Webhooks a second of calls and of texts, and how many of each are at it at once."""
KILL_EVERY, APPROVE_EVERY, WEIGH_EVERY, DOWN_FOR = 60, 30, 10, 8
"""Seconds between two killed workers, two approvals, two looks at the memory; and how long PostgreSQL is away."""
TRIES, WAIT = 20, 0.5
"""How often a webhook that was not answered is delivered again, and the seconds between."""


class PatientDrive(Drive):
    """Callers whose provider delivers again what was not answered, and who remember what they were told is kept."""

    def __init__(self, base, token, plan):
        super().__init__(base, token, plan)
        self.kept = {"ended": set(), "recorded": set(), "unanswered": [], "texted": set()}
        self.repeated = 0

    def note(self, path, fields, status, body):
        """Take note of what the answer says is kept."""
        if path.startswith("/voice/status") and status == 204:
            self.kept["ended"].add(fields["CallSid"])
        if "RecordingUrl" in fields and "tracking=" in body:
            self.kept["recorded"].add(fields["RecordingUrl"])
        if PHONE("nothing.kept") in body:
            self.kept["unanswered"].append(fields["CallSid"])

    def _be_caller(self, caller):
        connection = Connection(self.base, self.token)
        webhooks, answer = steps(connection, self.plan, caller), None
        while (due := self._due()) is not None:
            url, fields = webhooks.send(answer)
            answer = self._deliver(connection, url, fields)
            self.times.append((due - self._begun, time.perf_counter() - due))

    def _deliver(self, connection, url, fields):
        for _ in range(TRIES):
            try:
                status, answer = connection.post(url, fields)
            except OSError as error:
                problem = str(error)
            else:
                if status in (200, 204):
                    self.note(url.removeprefix(self.base), fields, status, answer)
                    return answer
                problem = f"{status} {answer[:100]}"
            self.repeated += 1
            time.sleep(WAIT)
        self.errors.append(f"{url}: {problem}")
        return ""


class Soak:
    """One run: its server, its PostgreSQL, and what happened at which second."""

    def __init__(self, folder, postgresql, minutes):
        self.folder, self.postgresql, self.seconds = folder, postgresql, minutes * 60
        self.events, self.memory, self.approvals = [], [], []
        self.began = 0.0
        self.random = random.Random(1)

    def seed(self):
        """Load the sample content and the staff, and publish."""
        line = open_line(Places(self.folder / "var", self.postgresql.url()))
        line.records.migrate()
        csv_import.import_tables(line, ROOT / "faq_data")
        publish.publish(line)
        for role in (Role.PUBLISHER, Role.REVIEWER):
            accounts.add_staff(line, role.value, role.value, role, PASSWORD)
        line.records.close()

    @contextmanager
    def serving(self, mode):
        port = free_port()
        environment = serving_environment(self.folder / "var", port)
        environment |= {"HOTLINE_DATABASE_URL": self.postgresql.url(), "HOTLINE_MATCHING": mode}
        command = [str(Path(sys.executable).with_name("hotline")), "serve", "--workers", "2"]
        with (self.folder / "server.log").open("wb") as log:
            self.process = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], env=environment, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}", self.process)
            yield f"http://127.0.0.1:{port}"
        finally:
            self.process.terminate()
            self.process.wait(30)

    def happen(self, what):
        self.events.append((time.perf_counter() - self.began, what))

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children]

    def weigh(self):
        """Megabytes of all server processes; a process that is starting or ending may be missed."""
        total = 0
        for pid in (self.process.pid, *self.workers()):
            try:
                total += int(re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1])
            except (OSError, TypeError):
                continue
        return total / 1024

    def disturb(self, base):
        """Kill, restart, approve and weigh until the time is over."""
        restarts = [self.seconds / 3, 2 * self.seconds / 3]
        killing, approving, weighing = KILL_EVERY, APPROVE_EVERY, 0.0
        while (now := time.perf_counter() - self.began) < self.seconds:
            if now >= weighing:
                self.memory.append((now, self.weigh()))
                weighing += WEIGH_EVERY
            if now >= killing:
                os.kill(self.random.choice(self.workers()), signal.SIGKILL)
                self.happen("worker killed")
                killing += KILL_EVERY
            if restarts and now >= restarts[0]:
                restarts.pop(0)
                self.happen("PostgreSQL stopped")
                self.postgresql.stop()
                time.sleep(DOWN_FOR)
                self.postgresql.start()
                self.happen("PostgreSQL started")
            if now >= approving:
                self.approve(base, len(self.approvals))
                approving += APPROVE_EVERY
            time.sleep(0.2)

    def approve(self, base, serial):
        """Approve another answer of entry 404 and note after how many seconds the public page tells it."""
        words = f"这是第{serial}次修改的答案。"
        try:
            approve(base, 404, {"web_answer": words})()
            began = time.perf_counter()
            while words not in page_text(Browser(base).get("/entries/404")):
                if time.perf_counter() - began > 10:
                    raise TimeoutError("not told after 10 s")
                time.sleep(0.1)
            self.approvals.append(time.perf_counter() - began)
        except (OSError, TimeoutError, AssertionError, KeyError) as error:
            self.happen(f"approval refused: {type(error).__name__} {error}"[:120])

    def find_lost(self, drives):
        """What was said to be kept and is not in the records."""

        def column(query):
            return Counter(self.postgresql.sql(query).split("\n"))

        ended = column("SELECT id FROM calls WHERE ended_at IS NOT NULL")
        recorded = column("SELECT recording FROM messages")
        asked = column("SELECT conversation FROM enquiries WHERE told IS NULL")
        lost = []
        for drive in drives:
            lost += sorted(drive.kept["ended"] - set(ended)) + sorted(drive.kept["recorded"] - set(recorded))
            lost += (Counter(drive.kept["unanswered"]) - asked).elements()
        return lost


def draw(soak, times, path):
    """Write the picture: the memory, and the slowest and the middle answer of each ten seconds."""
    figure = Figure(figsize=(8.4, 4.6), layout="constrained")
    memory, waits = figure.subplots(2, 1, sharex=True)
    memory.plot(*zip(*soak.memory, strict=True), color="#1f6f8b")
    memory.set(ylabel="MB of all processes", ylim=(0, None), title="memory")
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        points = []
        for start in range(0, int(soak.seconds), 10):
            within = sorted(1000 * took for at, took in times if start <= at < start + 10)
            if within:
                points.append((start, within[int(share * (len(within) - 1))]))
        waits.plot(*zip(*points, strict=True), label=name)
    waits.set(yscale="log", ylabel="ms a webhook", xlabel="seconds", title="time to the answer, by ten seconds")
    for at, what in soak.events:
        colour = "#b03a2e" if "PostgreSQL" in what else "#bbbbbb"
        for axes in (memory, waits):
            axes.axvline(at, color=colour, linewidth=0.6)
    waits.legend(fontsize=8)
    figure.savefig(path, dpi=110)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--mode", choices=["words", "meaning"], default="words")
    parser.add_argument("--picture")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, running_postgresql(Path(scratch) / "postgresql", ()) as server:
        soak = Soak(Path(scratch), server, chosen.minutes)
        soak.seed()
        with soak.serving(chosen.mode) as base:
            plans = [
                Plan(CALLERS, soak.seconds, CALLS_PACE),
                Plan(CALLERS, soak.seconds, TEXTS_PACE, texts=True, seed=1),
            ]
            drives = [PatientDrive(base, TOKEN, plan) for plan in plans]
            threads = [threading.Thread(target=drive.run) for drive in drives]
            soak.began = time.perf_counter()
            for thread in threads:
                thread.start()
            soak.disturb(base)
            for thread in threads:
                thread.join()
        times = sorted(time for drive in drives for time in drive.times)
        took = [seconds * 1000 for _, seconds in times]
        kept = {key: sum(len(drive.kept[key]) for drive in drives) for key in ("ended", "recorded", "unanswered")}
        third = len(soak.memory) // 3
        result = {
            "minutes": chosen.minutes,
            "mode": chosen.mode,
            "webhooks answered": len(took),
            "delivered again": sum(drive.repeated for drive in drives),
            "given up": sum(len(drive.errors) for drive in drives),
            "p50 ms": round(statistics.median(took), 1),
            "p99 ms": round(sorted(took)[int(0.99 * len(took))], 1),
            "said to be kept": kept,
            "lost of it": len(lost := soak.find_lost(drives)),
            "approvals": len(soak.approvals),
            "slowest approval s": round(max(soak.approvals, default=0), 2),
            "MB in the first, middle and last third": [
                round(statistics.median(mb for _, mb in part))
                for part in (soak.memory[:third], soak.memory[third : 2 * third], soak.memory[2 * third :])
            ],
            "events": [f"{at:.0f} s {what}" for at, what in soak.events if what != "worker killed"],
            "workers killed": sum(what == "worker killed" for _, what in soak.events),
        }
        print(json.dumps(result, ensure_ascii=False, indent=1), lost[:5])
        if chosen.picture:
            draw(soak, times, chosen.picture)


if __name__ == "__main__":
    main()
