"""The records on a PostgreSQL that is killed, hangs, is locked, and comes back.

The bounds in seconds are the contract: four for the first step that meets the fault, one for every later step."""

import time
from contextlib import ExitStack, contextmanager
from threading import Timer

import psycopg
import pytest

from hotline.core.errors import Unavailable
from hotline.storage.records.database import Records
from tests.support.fixed_values import CALLER
from tests.support.html_pages import text as page_text
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.sms import send_texts
from voice.handset.transports import LocalTransport
from voice.phrases import PHONE

FIRST_STEP = 4.0
LATER_STEP = 1.0
UNKNOWN = "火星上种土豆用什么肥料"


@pytest.fixture
def server(seeded):
    return seeded[0]


@contextmanager
def locked(server, line, *tables):
    """Somebody holds an exclusive lock on ``tables``, as VACUUM FULL does."""
    address = str(line.records._engine.url.render_as_string(hide_password=False)).replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        connection.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        yield connection.rollback
        connection.rollback()


def until_back(line):
    """Wait until the circuit breaker lets units pass again."""
    for _ in range(100):
        if line.records.reachable():
            return
        time.sleep(0.1)
    raise AssertionError("the records did not come back")


class Timed(LocalTransport):
    """Notes how long each webhook took."""

    def __init__(self, app):
        super().__init__(app)
        self.seconds = []

    def post(self, *arguments, **more):
        began = time.monotonic()
        try:
            return super().post(*arguments, **more)
        finally:
            self.seconds.append(time.monotonic() - began)


def test_records_come_back_after_the_server_was_killed(line, server):
    assert line.records.reachable()
    server.kill()
    assert not line.records.reachable()
    server.start()
    assert line.records.reachable()


def test_a_database_that_is_not_migrated_counts_as_down(server):
    server.sql("CREATE DATABASE bare")
    records = Records.open(server.url("bare"))
    assert not records.reachable()
    records.close()


def test_while_the_server_hangs_a_caller_and_a_texter_are_answered_in_time(app, line, server):
    place_call(LocalTransport(app), read_script([f"say:{UNKNOWN}"]), caller=CALLER)  # loads what a first question needs
    transport = Timed(app)
    with server.hung():
        call = place_call(transport, read_script(["press:2", "press:102", f"say:{UNKNOWN}"]), caller=CALLER)
        texts = list(send_texts(transport, ["102", UNKNOWN], caller=CALLER))
        began = time.monotonic()
        page = app.test_client().get("/entries/102", base_url="https://hotline.example").get_data(as_text=True)
        transport.seconds.append(time.monotonic() - began)
    assert "六十日" in call.heard()
    assert PHONE("nothing.kept") not in call.heard(), "nothing is said to be kept that is not"
    assert line.knowledge.find_entry(102).text == texts[0].replies[0]
    assert "一般是60日" in page_text(page)
    assert max(transport.seconds) < FIRST_STEP
    assert sum(seconds > LATER_STEP for seconds in transport.seconds) <= 1
    until_back(line)
    assert PHONE("nothing.kept") in place_call(transport, read_script([f"say:{UNKNOWN}"]), caller=CALLER).heard()


def test_a_server_that_hangs_in_the_middle_of_a_call_costs_that_step_four_seconds_at_most(app, line, server):
    transport = Timed(app)

    def script(fault):
        yield from read_script(["press:2"])
        fault.enter_context(server.hung())
        yield from read_script(["press:102", "press:#", "press:2", "press:105"])

    with ExitStack() as fault:
        call = place_call(transport, script(fault), caller=CALLER)
    assert PHONE("fallback.sorry") not in call.heard()
    assert max(transport.seconds) < FIRST_STEP
    assert sum(seconds > LATER_STEP for seconds in transport.seconds) <= 1


def test_a_locked_table_is_waited_for_once_and_later_steps_go_on_without_it(app, line, server):
    transport = Timed(app)
    with locked(server, line, "enquiries", "calls", "deliveries", "incoming_texts"):
        call = place_call(transport, read_script(["press:2", "press:102", f"say:{UNKNOWN}"]), caller=CALLER)
        texts = list(send_texts(transport, ["102", "105"], caller=CALLER))
    assert "六十日" in call.heard()
    assert PHONE("nothing.kept") not in call.heard()
    assert all(exchange.replies[0] for exchange in texts)
    assert max(transport.seconds) < FIRST_STEP
    assert sum(seconds > LATER_STEP for seconds in transport.seconds) <= 1
    until_back(line)


def test_while_one_table_is_locked_the_others_are_read_and_written(line, server):
    with locked(server, line, "enquiries"):
        with pytest.raises(Unavailable), line.records.reading() as unit:
            unit.enquiries.list_unanswered(1)
        with line.records.writing() as unit:
            unit.deliveries.keep("a", "reply", line.now())
        with line.records.reading() as unit:
            assert unit.deliveries.find("a") == "reply"


def test_a_job_waits_for_a_lock_longer_than_a_caller(line, server):
    with locked(server, line, "enquiries") as release:
        Timer(2.5, release).start()
        with line.records.patient(30).reading() as unit:
            assert unit.enquiries.list_unanswered(1) == []


def test_a_slow_statement_is_given_up_and_the_next_unit_begins_at_once(line):
    for records in (line.records, line.records):
        with pytest.raises(Unavailable), records.reading() as unit:
            unit.entries._session.connection().exec_driver_sql("SELECT pg_sleep(10)")
        assert records.reachable()


def test_an_empty_database_behind_a_circuit_that_opened_is_migrated(server):
    server.sql("CREATE DATABASE empty")
    records = Records.open(server.url("empty"))
    with server.hung(), pytest.raises(Unavailable):
        records.migrate(3)
    records.migrate()
    for _ in range(50):
        if records.reachable():
            break
        time.sleep(0.1)
    assert records.reachable()
    records.close()


def test_a_hanging_server_is_noticed_by_every_thread_and_healthz_answers(app, line, server):
    client = app.test_client()
    with server.hung():
        began = time.monotonic()
        first = client.get("/healthz")
        assert (first.status_code, first.json["records"]) == (200, False)
        assert time.monotonic() - began < FIRST_STEP
        began = time.monotonic()
        assert client.get("/healthz").status_code == 200
        assert time.monotonic() - began < LATER_STEP
    until_back(line)


def test_a_job_that_reads_for_long_is_given_its_time(line, server):
    with pytest.raises(Unavailable), line.records.patient(0.7).reading() as unit:
        unit.entries._session.connection().exec_driver_sql("SELECT pg_sleep(1.2)")
    with line.records.patient(30).reading() as unit:
        assert unit.entries._session.connection().exec_driver_sql("SELECT 1 FROM pg_sleep(1.2)").scalar() == 1
