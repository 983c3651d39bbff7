"""A background job is done by one process of one host at a time; who died is replaced."""

import subprocess
import sys
from datetime import timedelta

from hotline.services.leases import take_lease
from tests.support.records_database import database_url

TERM = timedelta(hours=1)
TAKER = """
import sys
from datetime import UTC, datetime, timedelta
from hotline.storage.records.database import Records
records = Records.open(sys.argv[1])
now = datetime.now(UTC)
sys.stdin.readline()
with records.writing() as unit:
    till = now + timedelta(hours=1)
    print(unit.leases.take("retention", sys.argv[2], now=now, until=till, implausible=till + timedelta(hours=1)))
"""


def test_one_holder_has_a_job_and_keeps_it(small_line, set_clock):
    assert take_lease(small_line, "retention", "sms1:10", TERM)
    assert not take_lease(small_line, "retention", "sms2:10", TERM)
    assert take_lease(small_line, "another", "sms2:10", TERM)
    set_clock.pass_by(minutes=59)
    assert take_lease(small_line, "retention", "sms1:10", TERM)
    set_clock.pass_by(minutes=59)
    assert not take_lease(small_line, "retention", "sms2:10", TERM)


def test_a_holder_that_died_is_replaced_after_its_time(small_line, set_clock):
    take_lease(small_line, "retention", "sms1:10", TERM)
    set_clock.pass_by(minutes=61)
    assert take_lease(small_line, "retention", "sms2:10", TERM)
    assert not take_lease(small_line, "retention", "sms1:10", TERM)


def test_a_lease_taken_by_a_clock_that_was_years_ahead_does_not_last_for_years(small_line, set_clock):
    set_clock.pass_by(days=800)
    take_lease(small_line, "retention", "sms1:10", TERM)
    set_clock.pass_by(days=-800)
    assert take_lease(small_line, "retention", "sms2:10", TERM)


def test_of_processes_that_ask_at_the_same_moment_one_gets_the_job(small_line, tmp_path):
    url = database_url(tmp_path)
    takers = [
        subprocess.Popen(
            [sys.executable, "-c", TAKER, url, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for name in ("a", "b", "c")
    ]
    answers = [taker.communicate("now\n")[0].strip() for taker in takers]
    assert sorted(answers) == ["False", "False", "True"]
