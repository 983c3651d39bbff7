"""Which production server: gunicorn and granian serve the same signed phone webhook, turn about, in the same run.

    pip install -e '.[test,bench]' && pytest -m bench -n0 -s

Prints steps a second and p50/p99 milliseconds of `say a question -> answer` (matching, enquiry kept, TwiML), two
workers each, 16 callers at once. Machines are noisy: read the ratio.
"""

import http.client
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from tests.support.fixed_values import TOKEN
from tests.support.servers import free_port, serving_environment, wait_for

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
CALLERS = 16
STEPS_A_CALLER = 40
ROUNDS = 2
ACTION = "/voice/menu?turns=1"
SERVERS = {
    "gunicorn gthread": ["gunicorn", "wsgi:app", "--bind", "127.0.0.1:{port}", "--workers", "2", "--threads", "4",
                         "--worker-class", "gthread", "--log-level", "error"],
    "granian wsgi": ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}", "--workers", "2",
                     "--blocking-threads", "4", "--log-level", "error", "--no-access-log", "wsgi:app"],
}  # fmt: skip
QUESTIONS = ["复议要交钱吗", "多久能有结果", "法律援助怎么申请", "罚款交不起怎么办", "怎么查律师", "几点上班"]


def call(port, caller, times, failures):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    path = ACTION
    for step in range(STEPS_A_CALLER):
        fields = {"CallSid": f"CA{caller:04d}{step:028d}", "From": "+8613800138000", "To": "+8696128",
                  "SpeechResult": QUESTIONS[(caller + step) % len(QUESTIONS)], "Confidence": "0.9"}  # fmt: skip
        signature = RequestValidator(TOKEN).compute_signature(f"http://127.0.0.1:{port}{path}", fields)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
        start = time.perf_counter()
        connection.request("POST", path, urlencode(fields), headers)
        answer = connection.getresponse()
        body = answer.read()
        times.append(time.perf_counter() - start)
        if answer.status != 200 or b"<Response" not in body:
            failures.append(answer.status)


def measure(name, var):
    port = free_port()
    command = [part.format(port=port) for part in SERVERS[name]]
    process = subprocess.Popen([str(BIN / command[0]), *command[1:]], cwd=ROOT, env=serving_environment(var, port))
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        run(port)  # warm both workers
        return run(port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def run(port):
    times, failures = [], []
    callers = [threading.Thread(target=call, args=(port, n, times, failures)) for n in range(CALLERS)]
    start = time.perf_counter()
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    seconds = time.perf_counter() - start
    assert not failures, failures[:3]
    cuts = statistics.quantiles(times, n=100)
    return len(times) / seconds, cuts[49] * 1000, cuts[98] * 1000


@pytest.fixture
def var(tmp_path):
    """A data folder with the sample content published."""
    command = [str(BIN / "hotline"), "init"]
    subprocess.run(command, check=True, env=serving_environment(tmp_path, 1), stdout=subprocess.DEVNULL)
    return tmp_path


def test_each_server_answers_every_caller_and_its_figures_are_printed(var):
    print(f"\n{'server':<18} {'steps/s':>8} {'p50 ms':>7} {'p99 ms':>7}")
    for _ in range(ROUNDS):
        for name in SERVERS:
            rate, p50, p99 = measure(name, var)
            print(f"{name:<18} {rate:>8.0f} {p50:>7.1f} {p99:>7.1f}", flush=True)
