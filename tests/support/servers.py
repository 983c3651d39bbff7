"""Two real servers over one data folder, a browser for them, and what they say on every channel.

The servers are `hotline serve`, each a process of its own with the production server inside."""

import http.cookiejar
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from hotline.core.permissions import Role
from tests.support.fixed_values import PASSWORD, TOKEN
from tests.support.html_pages import form_fields
from tests.support.html_pages import text as page_text
from tests.support.ports import free_port
from tests.support.records_database import database_url
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.sms import send_texts
from voice.handset.transports import HttpTransport

CALLER = "+8613800138000"


class Browser:
    """A visitor of one server, who keeps its cookies."""

    def __init__(self, base):
        self.base = base
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path):
        return self.opener.open(self.base + path, timeout=10).read().decode()

    def send(self, page, action, **fields):
        filled = form_fields(self.get(page), action, page) | fields
        return self.opener.open(self.base + action, urlencode(filled).encode(), timeout=20).read().decode()


def serving_environment(folder, port):
    """What `hotline serve` needs to serve ``folder`` on ``port`` of this machine."""
    return {
        **os.environ,
        "HOTLINE_VAR": str(folder),
        "HOTLINE_DATABASE_URL": database_url(folder),
        "HOTLINE_SECRET_KEY": "a secret key that only the tests know, 0123456789",
        "HOTLINE_TWILIO_AUTH_TOKEN": TOKEN,
        "HOTLINE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HOTLINE_MATCHING": "words",
    }


def wait_for(base, process, seconds=180):
    """Return once the server answers; fails when its process ends or ``seconds`` pass, on a busy machine."""
    for _ in range(10 * seconds):
        assert process.poll() is None, "the server ended"
        try:
            return urllib.request.urlopen(base + "/healthz", timeout=5).read()
        except OSError:  # refused, or too slow on a busy machine
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@contextmanager
def two_servers(folder, command=(), log=None, **more):
    """The addresses of two running servers over ``folder``; both believe the first is the public one.

    ``command`` runs `hotline` in another way, ``log`` is a file that takes what they log, and ``more`` is set in their
    environment."""
    ports = [free_port(), free_port()]
    environment = serving_environment(folder, ports[0]) | more
    command = [*(command or [str(Path(sys.executable).with_name("hotline"))]), "serve", "--workers", "1", "--bind"]
    processes = [
        subprocess.Popen([*command, f"127.0.0.1:{port}"], env=environment, stdout=subprocess.DEVNULL, stderr=log)
        for port in ports
    ]
    bases = [f"http://127.0.0.1:{port}" for port in ports]
    try:
        for base, process in zip(bases, processes, strict=True):
            wait_for(base, process)
        yield bases
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


@contextmanager
def several_hosts(folders, database_url, log=None, **more):
    """The addresses of running servers, each a host with a data folder of its own, and functions that kill them.

    All share one records database, and believe that the first is the public one. A host is named as its folder, and
    ``more`` is set in the environment of each."""
    ports = [free_port() for _ in folders]
    processes = []
    for folder, port in zip(folders, ports, strict=True):
        environment = serving_environment(folder, ports[0])
        environment |= {"HOTLINE_DATABASE_URL": database_url, "HOTLINE_HOST": folder.name, **more}
        command = [Path(sys.executable).with_name("hotline"), "serve", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
        processes.append(
            subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=log, start_new_session=True)
        )
    bases = [f"http://127.0.0.1:{port}" for port in ports]
    kills = [partial(os.killpg, process.pid, signal.SIGKILL) for process in processes]
    try:
        for base, process in zip(bases, processes, strict=True):
            wait_for(base, process)
        yield bases, kills
    finally:
        for process in processes:
            if process.poll() is None:
                process.terminate()
        for process in processes:
            process.wait(20)


def heard_everywhere(public, server, number):
    """What the entry says on the web, on the phone and by text, asked at ``server``."""
    transport = HttpTransport(public, TOKEN, server=server)
    call = place_call(transport, read_script(["press:2", f"press:{number}#"]), caller=CALLER)
    texting = f"+86139{random.randrange(10**8):08}"  # somebody else each time, for none may text too often
    (exchange,) = send_texts(transport, [str(number)], caller=texting)
    return page_text(Browser(server).get(f"/entries/{number}")), call.heard(), exchange.replies[0]


def approve(base, number, new):
    """A writer submits ``new`` wordings of the entry at ``base``; returns a function by which a reviewer approves."""
    writer, reviewer = Browser(base), Browser(base)
    for person, role in ((writer, Role.PUBLISHER), (reviewer, Role.REVIEWER)):
        person.send("/console/sign-in", "/console/sign-in", name=role.value, password=PASSWORD)
    entry = f"/console/entries/{number}"
    writer.send(f"{entry}/edit", f"{entry}/edit", then="submit", **new)
    return lambda: reviewer.send(f"{entry}/review", f"{entry}/approve")


@contextmanager
def one_process_serving(var):
    """The port of ``hotline serve`` with one server process over the var folder, while the block runs."""
    port = free_port()
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("hotline")), "serve", "--workers", "1", "--bind", f"127.0.0.1:{port}"],
        env=serving_environment(var, port),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        yield port
    finally:
        process.terminate()
        process.wait(60)
