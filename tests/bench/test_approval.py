"""How long an approval takes until both of two servers say the new answer on web, phone and SMS.

    pytest -m bench -n0 -s tests/bench/test_approval.py

The time runs from the reviewer's click (opening the page to approve, and the page after it, included) to the last of
six answers: three channels of two servers. Beside it stands what the six answers alone take."""

import time

import pytest

from tests.support.servers import approve, heard_everywhere, two_servers

pytestmark = pytest.mark.bench
ROUNDS = "甲乙丙"
ENTRY = 105


def test_an_approval_is_said_everywhere_and_its_time_is_printed(line):
    line.records.close()
    print(f"\n{'approval answered':>18} {'and said everywhere':>20} {'six answers alone':>18}")
    with two_servers(line.folder) as (first, second):
        time.sleep(5)  # a server is long up when somebody approves
        for name in ROUNDS:
            new = f"{name}版的新答复。"
            agree = approve(first, ENTRY, {"web_answer": new, "spoken": new, "text": new})
            start = time.perf_counter()
            agree()
            answered = time.perf_counter() - start
            said = [words for server in (first, second) for words in heard_everywhere(first, server, ENTRY)]
            everywhere = time.perf_counter() - start
            assert all(new in words for words in said)
            print(f"{answered:>16.2f} s {everywhere:>18.2f} s {everywhere - answered:>16.2f} s")
