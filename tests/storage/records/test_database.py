"""The records database with several processes, threads, forks, repeated deliveries, and when it is down."""

import re
import shutil
import sqlite3
import subprocess
import sys
import traceback
from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from hotline.core.calls import CallOutcome, CallStep
from hotline.core.enquiries import Channel, Outcome
from hotline.core.errors import Unavailable
from hotline.core.word_lists import STOP_WORDS, WordList
from hotline.storage.records.database import Records
from hotline.storage.records.models.base import Base
from tests.support.records_database import clone_database, database_in, database_url, drop_database

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=8)))
WRITER = """
import sys
from datetime import UTC, datetime
from hotline.storage.records.database import Records
records = Records.open(sys.argv[1])
records.migrate()
for turn in range(40):
    with records.writing() as unit:
        # A deferred transaction that reads first fails when another process writes.
        unit.deliveries.find("any")
        unit.deliveries.keep(f"{sys.argv[2]}-{turn}", "reply", datetime.now(UTC))
"""
FORKER = """
import os, sys
from datetime import UTC, datetime
from hotline.storage.records.database import Records
records = Records.open(sys.argv[1])
with records.reading() as unit:
    unit.deliveries.find("any")
child = os.fork()
with records.writing() as unit:
    unit.deliveries.keep("child" if child == 0 else "parent", "reply", datetime.now(UTC))
if child == 0:
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
with records.reading() as unit:
    assert unit.deliveries.find("child") and unit.deliveries.find("parent")
"""


def enquire(unit, question="复议要钱吗", **other):
    fields = {
        "channel": Channel.SMS,
        "question": question,
        "outcome": Outcome.OFFERED,
        "confidence": 0.5,
        "entries": (105, 102),
        "caller": "+86138****8000",
        "asked_at": NOW,
        "knowledge_version": 1,
    }
    return unit.enquiries.add(**(fields | other))


def leave(unit, tracking_number, delivery=None):
    return unit.messages.add(
        tracking_number=tracking_number,
        channel=Channel.WEB,
        body="想问一件事",
        recording="",
        caller="",
        received_at=NOW,
        due_at=NOW,
        delivery=delivery,
    )


def test_the_migrations_create_exactly_the_tables_of_the_models(url):
    with create_engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_new_database_has_the_default_stop_words(records):
    with records.reading() as unit:
        assert tuple(word.word for word in unit.words.list_words(WordList.STOP_WORDS)) == STOP_WORDS


def test_several_processes_that_start_at_once_migrate_once_and_lose_no_write(tmp_path):
    url = database_url(tmp_path)
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, name], stderr=subprocess.PIPE, text=True)
        for name in "abcd"
    ]
    assert [writer.communicate()[1] for writer in writers] == [""] * 4
    with database_in(tmp_path) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM deliveries").scalar_one() == 160
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    drop_database(tmp_path)


def test_parent_and_child_of_a_fork_each_open_their_own_connections(url):
    done = subprocess.run([sys.executable, "-c", FORKER, url], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_threads_share_the_records_and_lose_no_write(records):
    def write(name):
        for turn in range(25):
            with records.writing() as unit:
                enquire(unit, f"{name}{turn}", outcome=Outcome.UNANSWERED)

    threads = [Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with records.reading() as unit:
        assert len(unit.enquiries.list_unanswered(1000)) == 100


def test_a_unit_that_raises_is_rolled_back(records):
    def fail():
        with records.writing() as unit:
            unit.deliveries.keep("key", "reply", NOW)
            raise KeyError("key")

    with pytest.raises(KeyError):
        fail()
    with records.reading() as unit:
        assert unit.deliveries.find("key") is None


def test_a_repeated_delivery_adds_one_enquiry_and_one_message(records):
    with records.writing() as unit:
        first, again = enquire(unit, delivery="SM1"), enquire(unit, "另一句", delivery="SM1")
        assert again == first
        assert leave(unit, "00000001", "CA1") == leave(unit, "00000002", "CA1")
        assert unit.messages.find("00000002") is None
        assert enquire(unit) != enquire(unit)


def test_a_tracking_number_that_is_taken_is_refused_and_the_rest_of_the_unit_is_committed(records):
    with records.writing() as unit:
        assert leave(unit, "00000001")
        assert leave(unit, "00000001") is None
        enquire(unit)
    with records.reading() as unit:
        assert unit.messages.find("00000001")
        assert unit.enquiries.find(1)


def test_a_time_is_read_back_as_the_same_moment_in_utc(records):
    with records.writing() as unit:
        enquire(unit)
    with records.reading() as unit:
        asked_at = unit.enquiries.find(1).asked_at
    assert asked_at == NOW
    assert asked_at.tzinfo is UTC


def test_characters_that_a_database_refuses_are_removed_and_the_rest_is_stored(records):
    with records.writing() as unit:
        assert unit.enquiries.find(enquire(unit, "复\x00议\ud800😀"))
    with records.reading() as unit:
        assert unit.enquiries.find(1).question == "复议�😀"


def test_the_last_message_of_a_telephone_is_found_by_an_index(url, records):
    latest = "SELECT * FROM messages WHERE caller = '+8613800138000' ORDER BY id DESC LIMIT 1"
    with create_engine(url).connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")  # it would read a table without rows from end to end
            plan = connection.exec_driver_sql(f"EXPLAIN {latest}").scalars().all()
        else:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {latest}").scalars("detail").all()
    assert re.search("(?i)using (index )?ix_messages_caller", "\n".join(plan))


def test_only_an_entry_that_was_offered_can_be_picked(records):
    with records.writing() as unit:
        enquiry = enquire(unit)
        assert not unit.enquiries.pick(enquiry, 301)
        assert not unit.enquiries.pick(99, 105)
        assert unit.enquiries.pick(enquiry, 102)
        picked = unit.enquiries.find(enquiry)
    assert (picked.picked, picked.outcome) == (102, Outcome.ANSWERED)


def test_the_most_asked_entries_are_counted_from_answers_and_picks_since_a_day(records):
    with records.writing() as unit:
        enquire(unit, asked_at=NOW - timedelta(days=40), outcome=Outcome.ANSWERED, entries=(301,))
        for _ in range(2):
            unit.enquiries.pick(enquire(unit), 102)
        for number in (901, 901, 901, 105):
            enquire(unit, outcome=Outcome.ANSWERED, entries=(number,))
        assert unit.enquiries.most_asked(NOW - timedelta(days=30), 5) == [(102, 2), (105, 1)]
        assert unit.enquiries.most_asked(NOW - timedelta(days=50), 1) == [(102, 2)]


def test_an_unanswered_question_stays_listed_when_the_caller_is_transferred(records):
    with records.writing() as unit:
        gap = enquire(unit, "办护照", outcome=Outcome.UNANSWERED, entries=())
        unit.enquiries.mark_transferred(gap)
        unit.enquiries.mark_transferred(enquire(unit))
        enquire(unit, "", outcome=Outcome.TRANSFERRED, entries=())
        assert [enquiry.question for enquiry in unit.enquiries.list_unanswered(10)] == ["办护照"]


def test_a_second_rating_of_an_enquiry_replaces_the_first(records, tmp_path):
    with records.writing() as unit:
        enquiry = enquire(unit)
        unit.enquiries.rate(105, True, enquiry, NOW)
        unit.enquiries.rate(105, False, enquiry, NOW)
        unit.enquiries.rate(105, True, None, NOW)
        unit.enquiries.rate(105, True, 99, NOW)
    with database_in(tmp_path) as connection:
        ratings = connection.exec_driver_sql("SELECT helpful, enquiry_id FROM ratings ORDER BY id").all()
    assert ratings == [(False, 1), (True, None), (True, None)]


def test_a_webhook_reply_is_stored_once_and_choices_are_replaced(records):
    with records.writing() as unit:
        assert unit.deliveries.keep("SM1", "一", NOW) == "一"
        assert unit.deliveries.keep("SM1", "二", NOW) == "一"
        unit.contexts.remember("hash", "[1]", NOW)
        unit.contexts.remember("hash", "[2]", NOW)
        assert unit.contexts.find("hash", NOW) == ("[2]", NOW)
        assert unit.contexts.find("hash", NOW + timedelta(seconds=1)) is None


@pytest.mark.sqlite("files that are missing or damaged")
def test_a_database_that_is_missing_not_migrated_or_damaged_is_unavailable(tmp_path):
    for place in (tmp_path / "nowhere" / "records.db", tmp_path / "not migrated.db", tmp_path / "damaged.db"):
        if place.stem == "damaged":
            place.write_bytes(b"this is no database, and long enough to be looked at" * 20)
        records = Records.open(f"sqlite:///{place}")
        with pytest.raises(Unavailable), records.reading() as unit:
            unit.entries.list_published()
        records.close()


@pytest.mark.sqlite("one writer at a time")
def test_a_writer_that_waits_too_long_for_another_gets_unavailable(records):
    with records.writing() as unit:
        unit.deliveries.find("begin")
        with pytest.raises(Unavailable), records.patient(0.05).writing() as other:
            other.deliveries.find("begin")


@pytest.mark.sqlite("a file that is deleted while it is open")
@pytest.mark.parametrize("replaced", [False, True])
def test_nothing_is_written_into_a_file_that_was_deleted_or_replaced(url, records, migrated, tmp_path, replaced):
    path = tmp_path / "records.db"
    with records.writing() as unit:
        unit.deliveries.keep("before", "reply", NOW)
    path.unlink()
    if replaced:
        clone_database(migrated, tmp_path)
        with records.writing() as unit:
            unit.deliveries.keep("after", "reply", NOW)
        with Records.open(url).reading() as unit:
            assert unit.deliveries.find("after") == "reply"
    else:
        with pytest.raises(Unavailable), records.writing() as unit:
            unit.deliveries.keep("after", "reply", NOW)
        assert not records.reachable()


def test_a_database_that_a_newer_program_migrated_is_used_as_it_is(records, tmp_path):
    with database_in(tmp_path) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    records.migrate()
    with records.writing() as unit:
        unit.deliveries.keep("a", "reply", NOW)
    assert records.reachable()


@pytest.mark.sqlite("a file that is lost")
def test_a_lost_database_file_is_not_replaced_by_an_empty_one_until_the_program_is_told_to_migrate(url, tmp_path):
    (tmp_path / "records.db").unlink()
    records = Records.open(url)
    assert not records.reachable()
    assert not (tmp_path / "records.db").exists()
    records.migrate()
    assert records.reachable()
    assert (tmp_path / "records.db").stat().st_mode & 0o777 == 0o600
    records.close()


def test_a_database_error_does_not_repeat_the_values_of_the_statement(records, tmp_path):
    with records.writing() as unit:
        enquire(unit, delivery="SM1")
    with database_in(tmp_path) as connection:
        connection.exec_driver_sql("ALTER TABLE enquiries RENAME TO gone")
    with pytest.raises(Unavailable) as caught, records.writing() as unit:
        enquire(unit, question="-".join(["words", "of", "a", "citizen"]))
    assert "words-of-a-citizen" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "address", ["no address kept-secret", "oracle://u:kept-secret@h/x", "postgresql+psycopg://u:kept-secret@h:port/x"]
)
def test_a_wrong_database_url_is_refused_without_repeating_its_password(address):
    with pytest.raises(ValueError, match="address of a database") as caught:
        Records.open(address)
    assert "kept-secret" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.sqlite("the write-ahead log is copied away")
def test_settle_moves_commits_from_the_write_ahead_log_into_the_database_file(tmp_path):
    records = Records.open(f"sqlite:///{tmp_path / 'records.db'}")
    records.migrate()
    records.settle()
    with records.writing() as unit:
        unit.deliveries.keep("a", "reply", NOW)
    records.settle()
    alone = tmp_path / "alone.db"
    shutil.copy(tmp_path / "records.db", alone)  # without the write-ahead log
    with sqlite3.connect(alone) as database:
        assert database.execute("SELECT reply FROM deliveries").fetchall() == [("reply",)]
    records.close()


@pytest.mark.sqlite("a file that is no database")
def test_settle_raises_unavailable_for_a_file_that_is_no_database(tmp_path):
    (tmp_path / "records.db").write_bytes(b"x" * 4096)
    with pytest.raises(Unavailable):
        Records.open(f"sqlite:///{tmp_path / 'records.db'}").settle()


def test_a_call_and_its_steps_are_recorded_once_however_often_they_are_reported(records):
    records.migrate()
    step = CallStep(NOW, "menu", "1", "topics.full")
    with records.writing() as unit:
        for caller in ("+86138****8000", "+86139****9000"):
            unit.calls.begin("CA1", gateway="twilio", caller=caller, at=NOW)
        assert [unit.calls.add_step("CA1", step, delivery="d1") for _ in range(2)] == [True, False]
        unit.calls.set_outcome("CA1", CallOutcome.ANSWERED)
        unit.calls.set_outcome("CA2", CallOutcome.ANSWERED)
        call = unit.calls.find("CA1")
        assert (call.caller, call.outcome, unit.calls.list_steps("CA1")) == (
            "+86138****8000",
            CallOutcome.ANSWERED,
            [step],
        )
        assert unit.calls.find("CA2") is None


def test_a_referral_that_is_told_or_picked_is_counted_apart_from_the_entries(records):
    with records.writing() as unit:
        enquire(unit, outcome=Outcome.REFERRED, entries=(900001,))
        offered = enquire(unit, entries=(105, 900001))
        assert unit.enquiries.pick(offered, 900001)
        assert unit.enquiries.find(offered).outcome is Outcome.REFERRED
        unit.enquiries.pick(enquire(unit), 102)
        tomorrow = NOW + timedelta(days=1)
        assert unit.enquiries.most_referred(NOW, 5, tomorrow) == [(900001, 2)]
        assert unit.enquiries.most_asked(NOW, 5) == [(102, 1)]


def test_an_outcome_begins_an_unknown_call_and_changes_nothing_else_of_a_known_one(records):
    with records.writing() as unit:
        unit.calls.begin("CA1", gateway="twilio", caller="+86138****8000", at=NOW, outcome=CallOutcome.ANSWERED)
        later = {"gateway": "other", "caller": "", "at": NOW + timedelta(minutes=1)}
        unit.calls.begin("CA1", **later)
        assert unit.calls.find("CA1").outcome is CallOutcome.ANSWERED
        unit.calls.begin("CA1", **later, outcome=CallOutcome.PERSON)
        call = unit.calls.find("CA1")
    assert (call.gateway, call.caller, call.began_at, call.outcome) == (
        "twilio",
        "+86138****8000",
        NOW,
        CallOutcome.PERSON,
    )


def test_only_the_first_report_of_a_calls_end_counts(records):
    with records.writing() as unit:
        assert not unit.calls.end("CA1", status="completed", seconds=60, at=NOW)
        unit.calls.begin("CA1", gateway="twilio", caller="", at=NOW)
        assert unit.calls.end("CA1", status="completed", seconds=60, at=NOW)
        assert unit.calls.end("CA1", status="failed", seconds=None, at=NOW + timedelta(minutes=1))
        call = unit.calls.find("CA1")
    assert (call.status, call.seconds, call.ended_at) == ("completed", 60, NOW)
