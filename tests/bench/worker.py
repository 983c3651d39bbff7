"""One engine in a process of its own on one core, so that its memory and times are nobody else's.

python -m tests.bench.worker build|ask ENGINE FOLDER QUESTIONS STARTED   prints one JSON object; FOLDER holds
rows.pickle and asked.json, STARTED is the parent's time.monotonic(), which all processes of a machine share."""

import gc
import importlib
import json
import os
import pickle
import re
import sys
import time
from pathlib import Path

from tests.bench.rows import cut_characters, cut_words

ENGINES = {
    "hotline": ("hotline",),
    "hotline, by meaning": ("hotline", True),
    "bm25s, characters 1+2": ("bm25s", cut_characters),
    "bm25s, jieba words": ("bm25s", cut_words),
    "Whoosh, ChineseAnalyzer": ("whoosh",),
    "rank-bm25, jieba words": ("rank_bm25",),
}
"""Name -> module of the engine and what its two functions take besides."""


def _engine(name):
    module, *settings = ENGINES[name]
    return importlib.import_module(f"tests.bench.engine_{module}"), settings


def build(name, folder, index):
    engine, settings = _engine(name)
    contents = pickle.loads((folder / "rows.pickle").read_bytes())
    index.mkdir(parents=True)
    started = time.perf_counter()
    engine.build(index, contents, *settings)
    seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    return {"build_seconds": seconds, "file_mb": size / 1e6, "build_peak_mb": _status("VmHWM")}


def ask(name, folder, index, limit, started):
    """A quarter of the questions warms what a running worker has long warm; then all are asked and measured."""
    engine, settings = _engine(name)
    answer = engine.open_index(index, *settings)
    asked = json.loads((folder / "asked.json").read_text())[:limit]
    answer(asked[0][0])
    ready = time.monotonic() - started
    for question, _ in asked[: limit // 4]:
        answer(question)
    gc.collect()
    waited, spent, places = [], [], []
    for question, relevant in asked:
        begun, busy = time.perf_counter(), time.thread_time()
        keys = answer(question)
        spent.append(time.thread_time() - busy)
        waited.append(time.perf_counter() - begun)
        places.append(next((place for place, key in enumerate(keys) if key in relevant), None))
    found = [place for place in places if place is not None]
    return {
        "p50_ms": _share(waited, 0.5),
        "p99_ms": _share(waited, 0.99),
        "cpu_p50_ms": _share(spent, 0.5),
        "cpu_p99_ms": _share(spent, 0.99),
        "recall_at_1": sum(place < 1 for place in found) / len(asked),
        "recall_at_5": sum(place < 5 for place in found) / len(asked),
        "queries": len(asked),
        "ready_seconds": ready,
        "memory_mb": _status("VmRSS"),
    }


def _share(seconds, share):
    """The time, in milliseconds, that ``share`` of the questions took at most."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))] * 1000


def _status(field):
    """Of this process, in megabytes: VmRSS held now, VmHWM the most it held."""
    return int(re.search(rf"{field}:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1000


def main():
    verb, name, folder, limit, started = sys.argv[1:]
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    folder = Path(folder)
    index = folder / re.sub(r"\W+", "-", name)
    told = build(name, folder, index) if verb == "build" else ask(name, folder, index, int(limit), float(started))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
