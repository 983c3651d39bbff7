"""The page for a monitoring system: absent without a configured token, closed without that token, and its counts."""

import time
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from hotline.app import create_app
from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Channel
from hotline.core.errors import PublishFailed
from hotline.core.texts import TextPurpose
from hotline.services import outbox
from hotline.services.content import publish
from hotline.services.questions import ask
from hotline.services.staff import second_factor
from hotline.settings.checks import UnsafeSettings
from tests.support.broken import Broken
from tests.support.fixed_values import PASSWORD
from tests.support.html_pages import form_fields
from tests.support.records_database import lose_database
from tests.support.traffic import Traffic
from voice.handset.transports import LocalTransport

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


def counted_since(before, after, name):
    """What was added to the samples of ``name``: labels -> how much."""
    told = {labels: value for (sample, *labels), value in after.items() if sample == name for labels in [tuple(labels)]}
    return {labels: value - before.get((name, *labels), 0) for labels, value in told.items()}


def test_requests_are_counted_by_route_and_never_by_what_somebody_thought_up(monitored):
    before = read(monitored)
    for path in ("/entries/102", "/entries/103", "/entries/999999", "/no-such-page/1", "/no-such-page/2"):
        monitored.get(path)
    monitored.open("/", method="BREW")
    counted = counted_since(before, read(monitored), "hotline_request_seconds_count")
    assert counted["GET", "/entries/<int:number>", "2xx"] == 2
    assert counted["GET", "/entries/<int:number>", "4xx"] == 1
    assert counted["GET", "none", "4xx"] == 2
    assert counted["other", "none", "4xx"] == 1
    assert not any("no-such-page" in route for _, route, _ in counted)


def test_what_takes_long_is_in_the_higher_buckets(settings, line):
    app = create_app(replace(settings, metrics_token=METRICS_TOKEN), line=line)

    @app.get("/slow")
    def slow():
        time.sleep(0.06)
        return ""

    monitored = app.test_client()
    before = read(monitored)
    monitored.get("/slow")
    buckets = counted_since(before, read(monitored), "hotline_request_seconds_bucket")
    of_slow = {float(bound): times for (bound, _, route, _), times in buckets.items() if route == "/slow"}
    assert of_slow[0.05] == 0
    assert of_slow[15.0] == 1


def test_a_failure_is_counted_although_the_caller_hears_an_apology_with_status_200(settings, line, monitored):
    settings = replace(settings, metrics_token=METRICS_TOKEN)
    app = create_app(settings, line=replace(line, shelf=Broken(KeyError("a mistake of ours"))))
    before = read(monitored)
    called = LocalTransport(app).post("https://hotline.example/voice/", {"CallSid": "CA1", "From": "+8613800138000"})
    assert called.status == 200
    after = read(monitored)
    assert counted_since(before, after, "hotline_request_errors_total")["POST", "/voice/"] == 1
    assert counted_since(before, after, "hotline_request_seconds_count")["POST", "/voice/", "2xx"] == 1


def test_sign_ins_are_counted_by_how_they_ended(monitored):
    def sign_in(password):
        page = monitored.get("/console/sign-in", base_url="https://hotline.example").text
        fields = form_fields(page, "/console/sign-in", "/console/sign-in")
        fields |= {"name": "operator", "password": password}
        referer = {"Referer": "https://hotline.example/console/sign-in"}
        return monitored.post("/console/sign-in", data=fields, headers=referer, base_url="https://hotline.example")

    before = read(monitored)
    assert sign_in("wrong, and long enough").status_code == 403
    assert sign_in(PASSWORD).status_code == 303
    assert counted_since(before, read(monitored), "hotline_sign_ins_total") == {("refused",): 1, ("ok",): 1}


def test_a_sign_in_of_two_steps_is_counted_once_and_a_wrong_code_as_refused(monitored, line, clock):
    with line.records.reading() as unit:
        operator = unit.staff.find_by_name("operator")
    app = pyotp.TOTP(second_factor.begin(line, operator).secret)
    second_factor.confirm(line, operator, app.at(clock()), "127.0.0.1")
    clock.advance(60)

    def send(path, **typed):
        page = monitored.get(path, base_url="https://hotline.example").text
        fields = form_fields(page, path, path) | typed
        return monitored.post(
            path, data=fields, headers={"Referer": "https://hotline.example" + path}, base_url="https://hotline.example"
        )

    before = read(monitored)
    assert send("/console/sign-in", name="operator", password=PASSWORD).status_code == 303
    assert send("/console/sign-in/code", code="000000").status_code == 403
    assert send("/console/sign-in/code", code=app.at(clock())).status_code == 303
    assert counted_since(before, read(monitored), "hotline_sign_ins_total") == {("refused",): 1, ("ok",): 1}


def test_a_refused_request_is_in_progress_no_longer(monitored):
    monitored.post("/voice/")
    monitored.post("/console/sign-in")
    assert read(monitored)["hotline_requests_in_progress",] == 1, "the one that reads the page"


def test_where_nobody_may_read_the_page_no_request_is_counted(client, monitored):
    before = read(monitored)
    client.get("/entries/102")
    counted = counted_since(before, read(monitored), "hotline_request_seconds_count")
    assert sum(times for (_, route, _), times in counted.items() if route.startswith("/entries")) == 0


def test_the_page_tells_what_waits_and_since_when(monitored, line, clock):
    with line.records.writing() as unit:
        told = {"key": "one", "number": "+8613800138000", "body": "您好", "purpose": TextPurpose.TRACKING}
        outbox.queue(replace(line, senders={"twilio": None}), unit, **told)
    with Traffic(line) as traffic:
        traffic.ring(traffic.call(timedelta(minutes=5)), timedelta(minutes=4))
    clock.advance(90)
    metrics = read(monitored)
    assert metrics["hotline_waiting_texts",] == 1
    assert metrics["hotline_oldest_text_seconds",] == 90
    assert metrics["hotline_untaken_transfers",] == 1
    assert metrics["hotline_published_age_seconds",] == 90
    assert metrics["hotline_publish_failing",] == 0
    assert metrics["hotline_disk_free_bytes",] > 0


def test_the_page_tells_that_a_publish_failed(monitored, line):
    (line.folder / "knowledge").rename(line.folder / "gone")
    (line.folder / "knowledge").touch()
    with pytest.raises(PublishFailed):
        publish.publish(line)
    assert read(monitored)["hotline_publish_failing",] == 1


def test_a_weak_metrics_token_stops_the_start(settings):
    with pytest.raises(UnsafeSettings, match="HOTLINE_METRICS_TOKEN"):
        replace(settings, metrics_token="short")
