"""records.db is gone and the knowledge of a real office is there: no command publishes the sample over it."""

import csv
import socket

import pytest
from click.testing import CliRunner

from hotline.cli.main import main
from hotline.core.errors import PublishFailed
from hotline.services.content import publish
from hotline.storage.knowledge.versions import VersionStore
from tests.support.approvals import approve_proposals, take_over_sample
from tests.support.fixed_values import TOKEN

ENVIRONMENT = {
    "HOTLINE_SECRET_KEY": "a secret key that only the tests know, 0123456789",
    "HOTLINE_TWILIO_AUTH_TOKEN": TOKEN,
    "HOTLINE_MATCHING": "words",
}
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    PORT = probe.getsockname()[1]


@pytest.fixture
def run(line, monkeypatch):
    """Runs a command; a demo that were not refused would serve for good."""
    monkeypatch.setattr("hotline.cli.main.run_server", lambda *_, **__: None)

    def run(*arguments, code=0):
        result = CliRunner().invoke(main, arguments, env={**ENVIRONMENT, "HOTLINE_VAR": str(line.folder)})
        assert result.exit_code == code, result.output
        return result.output

    return run


@pytest.fixture
def tables(run, tmp_path):
    """The tables of a real office."""
    run("export", str(tmp_path / "tables"))
    path = tmp_path / "tables" / "office.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    row |= {"name": "青山市司法局", "sample_notice": ""}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    return str(tmp_path / "tables")


@pytest.fixture
def lost(run, tables, line):
    """A real office was published, and its records.db is deleted."""
    assert "rows waiting for approval in the console: office 1" in run("import", tables)
    take_over_sample(line)
    approve_proposals(line)
    assert line.knowledge.office.name == "青山市司法局"
    line.records.close()
    delete_records(line)


def delete_records(line):
    for path in line.folder.glob("records.db*"):
        path.unlink()


@pytest.mark.parametrize(
    "command", [("init",), ("demo", "--bind", f"127.0.0.1:{PORT}"), ("publish",), ("import", "faq_data")]
)
def test_with_the_records_lost_nothing_is_published_over_the_office(run, lost, line, command):
    told = run(*command, code=1)
    assert "hotline restore" in told
    assert str(line.folder / "knowledge") in told
    assert "hotline init" not in told
    assert line.knowledge.office.name == "青山市司法局"
    assert "105" in run("ask", "行政复议收费吗"), "what is published is told as before"


def test_the_offices_own_tables_are_not_imported_either_before_the_records_are_restored(run, lost, tables):
    assert "hotline restore" in run("import", tables, code=1)


def test_records_that_hold_the_sample_alone_do_not_replace_the_office(run, lost, line, published_var):
    (line.folder / "records.db").write_bytes((published_var / "records.db").read_bytes())
    assert "hotline restore" in run("publish", code=1)
    assert "hotline restore" in run("init", code=1)


def test_an_approval_over_lost_records_shows_staff_why_nothing_is_published(lost, line):
    line.records.migrate()
    with pytest.raises(PublishFailed, match="hotline restore"):
        publish.publish(line)
    assert "hotline restore" in publish.last_error(line)
    assert line.knowledge.office.name == "青山市司法局"


def test_who_moves_the_knowledge_away_begins_anew(run, lost, line):
    (line.folder / "knowledge").rename(line.folder / "knowledge.old")
    run("init")
    assert VersionStore(line.folder / "knowledge").current().office.sample_notice


def test_a_published_sample_may_be_made_again(run, line):
    line.records.close()
    delete_records(line)
    run("init")
    assert line.knowledge.office.sample_notice


def test_knowledge_that_cannot_be_read_is_not_replaced_by_the_sample(run, lost, line):
    for path in (line.folder / "knowledge").glob("knowledge-*.db"):
        path.write_bytes(b"cut")
    assert "hotline restore" in run("init", code=1)
