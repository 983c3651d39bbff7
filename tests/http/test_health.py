"""What /healthz and /readyz tell while all is well, and while something is not."""

from datetime import timedelta

import pytest

from hotline.core.alerts import AlertLimits
from hotline.core.texts import TextPurpose
from hotline.services import monitoring, outbox, retention
from hotline.storage.records.database import Records
from tests.support.records_database import missing_database_url


@pytest.fixture
def problems(client):
    """What /readyz finds wrong; its status says the same."""

    def ask():
        answer = client.get("/readyz")
        assert answer.status_code == (503 if answer.json["problems"] else 200)
        return answer.json["problems"]

    return ask


def test_a_line_in_order_is_alive_and_ready(client, problems, line):
    assert problems() == []
    alive = client.get("/healthz")
    assert (alive.status_code, alive.json["records"], alive.json["host"]) == (200, True, line.host)
    assert alive.json["knowledge_version"] == line.knowledge.version.number


def test_without_records_it_is_alive_and_not_ready(app, client, problems, line, monkeypatch):
    lost = Records.open(missing_database_url(line.folder))
    monkeypatch.setattr(line.records, "_engine", lost._engine)
    monkeypatch.setattr(line.records, "_reading", lost._reading)
    assert problems() == ["the records database cannot be used"]
    assert (client.get("/healthz").status_code, client.get("/healthz").json["records"]) == (200, False)
    lost.close()


def test_a_database_that_is_not_migrated_is_told(problems, line):
    with line.records.writing() as unit:
        unit.entries._session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0012'")
    assert problems() == ["the records database is not migrated"]


def test_a_damaged_knowledge_file_is_told_until_it_is_compiled_again(problems, client, line):
    line.knowledge.path.write_bytes(b"x" * 4096)
    assert problems() == ["nothing to answer from", "the newest published version does not serve yet"]
    assert client.get("/healthz").status_code == 503


def test_a_failed_publish_is_told(problems, line):
    (line.folder / "publish_error.txt").write_text("发布失败，磁盘满了。", encoding="utf-8")
    assert problems() == ["a publish failed and is tried again each minute"]


def test_a_disk_that_is_nearly_full_is_told(line):
    assert monitoring.find_problems(line, AlertLimits(free_share=1.0)) == ["the disk is nearly full"]


def test_texts_that_wait_too_long_are_told(problems, line, clock):
    with line.records.writing() as unit:
        outbox.queue(line, unit, key="1", number="+8613800138000", body="您好", purpose=TextPurpose.REPLY)
        unit.texts._session.connection().exec_driver_sql("UPDATE outgoing_texts SET state = 'waiting'")
    assert problems() == []
    clock.now += timedelta(minutes=10)
    assert problems() == ["texts wait in the outbox"]


def test_a_clock_that_jumped_is_told(problems, line, clock):
    retention.run(line)
    clock.now += timedelta(days=400)
    retention.run(line)
    assert problems() == ["the clock may be wrong, so nothing is erased"]
