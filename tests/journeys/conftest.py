"""What journeys need: a telephone and a texting telephone over the app, with real signatures."""

import pytest
import sqlalchemy
import sqlalchemy.orm

from hotline.core.permissions import Role, Staff
from hotline.services.content import workflow
from hotline.storage.records.models.calls_and_texts import IncomingTextRow
from tests.support.fixed_values import CALLER, PASSWORD
from tests.support.html_pages import form_fields
from tests.support.records_database import database_of
from tests.support.repeated_delivery import Twice
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.sms import send_texts
from voice.handset.transports import LocalTransport


@pytest.fixture
def dial(app, clock):
    """Call the line and do the script's steps; the transcript."""
    return lambda *script, caller=CALLER: place_call(
        LocalTransport(app), read_script(script), caller=caller, wait=clock.advance
    )


@pytest.fixture
def dial_twice(app, clock):
    """The same, with every webhook delivered twice."""
    return lambda *script, caller=CALLER: place_call(
        Twice(LocalTransport(app)), read_script(script), caller=caller, wait=clock.advance
    )


@pytest.fixture
def text(app):
    """Send texts one after the other; the replies."""

    def send(*bodies, caller=CALLER):
        exchanged = list(send_texts(LocalTransport(app), bodies, caller=caller))
        assert all(len(exchange.replies) == 1 and 1 <= exchange.parts <= 3 for exchange in exchanged)
        return [exchange.replies[0] for exchange in exchanged]

    return send


@pytest.fixture
def text_twice(app):
    return lambda *bodies: list(send_texts(Twice(LocalTransport(app)), bodies, caller=CALLER))


@pytest.fixture
def withdraw(line):
    """Take a published entry back, as a reviewer does in the console while somebody is on the line."""

    def take_back(number):
        reviewer = Staff(1, "reviewer", "测试", Role.REVIEWER, True)
        version = workflow.get_entry(line, reviewer, number).published.version
        workflow.withdraw(line, reviewer, number, version=version, comment="法已修改")

    return take_back


@pytest.fixture
def kept(line):
    """What the records hold: ``kept("messages")`` and ``kept("unanswered")``."""

    def read(what):
        with line.records.reading() as unit:
            return unit.messages.list_messages(None, 50) if what == "messages" else unit.enquiries.list_unanswered(50)

    return read


@pytest.fixture
def kept_texts(line):
    """The texts that came in as the records hold them, in order."""

    def read():
        with database_of(line) as records, sqlalchemy.orm.Session(records) as session:
            return session.scalars(sqlalchemy.select(IncomingTextRow).order_by(IncomingTextRow.id)).all()

    return read


@pytest.fixture
def desk_of_operator(client):
    """An operator's browser, signed in to the console."""
    page = client.get("/console/sign-in").get_data(as_text=True)
    fields = form_fields(page, "/console/sign-in", "/console/sign-in") | {
        "name": Role.OPERATOR.value,
        "password": PASSWORD,
    }
    assert (
        client.post("/console/sign-in", data=fields, headers={"Referer": "https://hotline.example/"}).status_code < 400
    )
    return client
