"""The page for a monitoring system: absent without a configured token, closed without that token, and its counts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from hotline.app import create_app
from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Channel
from hotline.services.questions import ask
from hotline.settings.checks import UnsafeSettings
from tests.support.records_database import lose_database
from tests.support.traffic import Traffic

METRICS_TOKEN = "a token that only the monitoring knows 0123456789"


@pytest.fixture
def monitored(settings, line):
    return create_app(replace(settings, metrics_token=METRICS_TOKEN), line=line).test_client()


def read(client):
    response = client.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    assert response.status_code == 200
    families = text_string_to_metric_families(response.text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_without_a_configured_token_there_is_no_metrics_page(client):
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("presented", [None, "Bearer wrong", "Bearer ", METRICS_TOKEN[:-1], "Bearer 令牌"])
def test_a_request_without_the_token_is_refused(monitored, presented):
    headers = {} if presented is None else {"Authorization": presented.encode().decode("latin-1")}
    assert monitored.get("/metrics", headers=headers).status_code == 401


def test_metrics_count_calls_texts_and_messages(monitored, line):
    with Traffic(line) as traffic:
        traffic.call(timedelta(0))
        traffic.text(timedelta(0))
        traffic.text(timedelta(0))
        traffic.message(timedelta(0))
    metrics = read(monitored)
    assert metrics["hotline_calls", "answered"] == 1
    assert metrics["hotline_incoming_texts_total", "answered"] == 2
    assert metrics["hotline_messages", "waiting"] == 1
    assert metrics["hotline_knowledge_version",] == line.shelf.current().version.number
    assert metrics["hotline_records_reachable",] == 1


def test_a_counter_never_falls(monitored, line):
    """Prometheus reads a falling counter as a restart, and would count everything in it again."""
    enquiry_id = ask.record(line, ask.decide(line, "复议"), channel=Channel.WEB)
    with line.records.writing() as unit:
        unit.calls.begin("CA1", gateway="twilio", caller="", at=line.now())
    before = read(monitored)
    ask.record_transfer(line, enquiry_id)
    with line.records.writing() as unit:
        unit.calls.set_outcome("CA1", CallOutcome.PERSON)
    after = read(monitored)
    assert before != after
    assert not [name for name in before if name[0].endswith("_total") and after.get(name, 0) < before[name]]


def test_metrics_say_that_the_records_are_down_and_count_nothing(monitored, line):
    line.records.close()
    lose_database(line)
    metrics = read(monitored)
    assert metrics["hotline_records_reachable",] == 0
    assert not any(name.startswith("hotline_calls") for name, *_ in metrics)


def test_a_weak_metrics_token_stops_the_start(settings):
    with pytest.raises(UnsafeSettings, match="HOTLINE_METRICS_TOKEN"):
        replace(settings, metrics_token="short")
