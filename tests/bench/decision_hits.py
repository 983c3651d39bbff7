"""How many questions find their decision kept, in a made-up month and in files of real questions.

    python -m tests.bench.decision_hits [FILE.jsonl ...]

No question is matched; what counts is whether its digest was kept since the last publish. The month: 3,000 questions,
spread over two processes at random, and a publish after every 150 (each working day has one), 750 or none. Which entry
is asked for, with which of its published wordings, falls off as 1 / (rank + 1); ``unique`` is the share of questions
that nobody has asked before and nobody asks again. The files have a "query" a line; one process is asked them all."""

import json
import random
import sys
from pathlib import Path

from hotline.services.decision_cache import DIGEST_KEY_BYTES, DecisionCache
from tests.bench.writing import Wheel
from tests.support.sample_content import read_sample

QUESTIONS, PROCESSES = 3_000, 2


def digests_of(questions):
    cache = DecisionCache(bytes(DIGEST_KEY_BYTES))
    return [cache.digest(question, None) for question in questions]


def month(unique, between, seed=96128):
    """The share of hits in the made-up month."""
    drawn = random.Random(seed)
    entries = [entry for entry in read_sample().entries if entry.question]
    drawn.shuffle(entries)
    wordings = {entry.number: Wheel.of((entry.question, *entry.similar_questions), 1) for entry in entries}
    wheel = Wheel.of(tuple(wordings), 1)
    kept = [set() for _ in range(PROCESSES)]
    hits = 0
    for count in range(QUESTIONS):
        if count % between == 0:
            kept = [set() for _ in range(PROCESSES)]
        if drawn.random() < unique:
            continue
        (digest,) = digests_of([wordings[wheel.draw(drawn)].draw(drawn)])
        process = kept[drawn.randrange(PROCESSES)]
        hits += digest in process
        process.add(digest)
    return hits / QUESTIONS


def file_hits(path):
    """(hits, questions) of a file."""
    digests = digests_of(json.loads(line)["query"] for line in path.read_text("utf-8").splitlines())
    seen, hits = set(), 0
    for digest in digests:
        hits += digest in seen and digest is not None
        seen.add(digest)
    return hits, len(digests)


def main():
    for between in (150, 750, QUESTIONS):
        rates = ", ".join(f"{month(unique, between):.1%} with {unique:.0%} unique" for unique in (0.0, 0.3, 0.6))
        print(f"a month, a publish after every {between}: {rates}")
    for name in sys.argv[1:]:
        hits, count = file_hits(Path(name))
        print(f"{name}: {hits} hits of {count}")


if __name__ == "__main__":
    main()
