"""Whole calls and texts at a two-process server, beside an endpoint that only checks the signature, in the same run.

    pip install -e '.[semantic,test,bench]' && python -m tests.bench.load tests/bench/pictures/load.png

The line matches by meaning, as the README's first command installs it, and by words. All run on gunicorn with the same
two processes of four threads on this machine, turn about; the client is a process of its own and takes its share of the
cores. Machines are noisy: read the ratio."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from matplotlib.figure import Figure

from tests.support.fixed_values import TOKEN
from tests.support.servers import free_port, serving_environment, wait_for

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
WORKERS, THREADS, CALLERS = 2, 4, 8
PACE = 50
"""Steps a second of the steady run."""
GUNICORN = [
    *("gunicorn", "--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"),
    *("--keep-alive", "5", "--log-level", "error", "--bind", "127.0.0.1:{port}"),
]
_SERVE = ["hotline", "serve", "--workers", str(WORKERS), "--threads", str(THREADS), "--bind", "127.0.0.1:{port}"]
SERVERS = {
    "by meaning": _SERVE,
    "by words": _SERVE,
    "empty endpoint": [*GUNICORN, "tests.bench.empty_endpoint:make_app()"],
}
COLOURS = {"by meaning": "#c9402a", "by words": "#1f6fb2", "empty endpoint": "#808080"}
PLANS = {
    "calls": {"callers": CALLERS},
    "texts": {"callers": CALLERS, "texts": True},
    f"calls, {PACE} steps/s": {"callers": CALLERS, "pace": PACE},
}


@contextmanager
def serving(name, var):
    """The address of the server called ``name`` over the data folder ``var``."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [part.format(port=port) for part in SERVERS[name]]
    environment = serving_environment(var, port) | {"PYTHONPATH": str(ROOT)}
    environment["HOTLINE_MATCHING"] = "meaning" if name == "by meaning" else "words"
    process = subprocess.Popen(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(base, process)
        yield base
    finally:
        process.terminate()
        process.wait(30)


def drive(base, plan):
    """What the client process saw, see Drive.run."""
    command = [sys.executable, "-m", "tests.bench.driving", base, TOKEN, json.dumps(plan)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True
    )
    return json.loads(done.stdout)


def make_var(folder):
    """A data folder with the sample content published."""
    environment = serving_environment(folder, 1) | {"PYTHONPATH": str(ROOT), "HOTLINE_MATCHING": "meaning"}
    subprocess.run([str(BIN / "hotline"), "init"], check=True, env=environment, stdout=subprocess.DEVNULL)
    return folder


def measure(var, seconds, rounds):
    """(plan, server) -> what the client saw in all rounds: seconds, times and errors."""
    seen = {(plan, name): {"seconds": 0.0, "times": [], "errors": []} for plan in PLANS for name in SERVERS}
    for turn in range(rounds):
        for name in SERVERS:
            with serving(name, var) as base:
                drive(base, PLANS["calls"] | {"seconds": 2, "seed": 1000 + turn})  # warms both processes
                for serial, (plan, fields) in enumerate(PLANS.items()):
                    saw = drive(base, fields | {"seconds": seconds, "seed": 10 * turn + serial})
                    for key, value in seen[plan, name].items():
                        seen[plan, name][key] = value + saw[key]
    return seen


def figures(saw):
    """Steps a second, and p50 and p99 in milliseconds."""
    cuts = statistics.quantiles(saw["times"], n=100)
    return len(saw["times"]) / saw["seconds"], cuts[49] * 1000, cuts[98] * 1000


def table(seen):
    rows = [f"{'':<20} {'server':<15} {'steps/s':>8} {'p50 ms':>7} {'p99 ms':>7} {'errors':>6} {'share':>6}"]
    for (plan, name), saw in seen.items():
        rate, p50, p99 = figures(saw)
        share = f"{rate / figures(seen[plan, 'empty endpoint'])[0]:.0%}"
        rows.append(f"{plan:<20} {name:<15} {rate:>8.0f} {p50:>7.1f} {p99:>7.1f} {len(saw['errors']):>6} {share:>6}")
    return "\n".join(rows)


def draw(seen, path):
    """Write the picture: steps a second at full speed, and how long a step takes at the steady pace."""
    figure = Figure(figsize=(8.4, 3.6), layout="constrained")
    rates, waits = figure.subplots(1, 2)
    for place, plan in enumerate(("calls", "texts")):
        for shift, name in enumerate(SERVERS):
            bar = rates.bar(place + shift * 0.28, figures(seen[plan, name])[0], 0.26, color=COLOURS[name])
            rates.bar_label(bar, fmt="%.0f", fontsize=8)
    rates.set_xticks([0.28, 1.28], ["calls", "texts"])
    rates.set_yscale("log")
    rates.set(ylabel="webhooks a second", title="as fast as answered")
    for name in SERVERS:
        times = sorted(1000 * seconds for seconds in seen[f"calls, {PACE} steps/s", name]["times"])
        waits.plot(times, [place / len(times) for place in range(len(times))], color=COLOURS[name], label=name)
    waits.axvline(100, color="#000000", linestyle=":", linewidth=0.8)
    waits.axhline(0.99, color="#000000", linestyle=":", linewidth=0.8)
    waits.set(xscale="log", xlabel="milliseconds a step", ylabel="share of steps", title=f"at {PACE} steps a second")
    waits.grid(which="major", color="#d5dbe1", linewidth=0.6)
    waits.legend(fontsize=8, loc="center left")
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        saw_all = measure(make_var(Path(scratch)), seconds=20, rounds=3)
    print(table(saw_all))
    draw(saw_all, sys.argv[1])
