"""What a service says on every channel and keeps in every table, to compare before a backup and after."""

from dataclasses import replace

from sqlalchemy import create_engine, select

from hotline.app import create_app
from hotline.core.enquiries import Channel, Outcome
from hotline.core.permissions import Role, Staff
from hotline.services.content import workflow
from hotline.settings import Places, Settings
from hotline.storage.records.models.base import Base
from tests.support.fixed_values import CALLER, TOKEN
from tests.support.html_pages import text as page_text
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.sms import send_texts
from voice.handset.transports import LocalTransport

CHANGED = "复议不收一分钱。"


def keep_something(line):
    """One message, one enquiry, one recorded prompt, and an answer that staff changed and published."""
    with line.records.writing() as unit:
        unit.messages.add(
            tracking_number="6121", channel=Channel.WEB, body="想问一件事", recording="", caller="",
            received_at=line.now(), due_at=line.now(), delivery=None,
        )  # fmt: skip
        enquire(unit, line.now())
    change_answer(line)
    (line.folder / "audio").mkdir()
    (line.folder / "audio" / "greeting.wav").write_bytes(b"RIFF of the office")


def enquire(unit, at, question="复议要钱吗"):
    unit.enquiries.add(
        channel=Channel.SMS, question=question, outcome=Outcome.OFFERED, confidence=0.5, entries=(105, 102), caller="",
        asked_at=at, knowledge_version=1,
    )  # fmt: skip


def change_answer(line, number=105):
    """A second person approves a changed answer, and it is published."""
    writer, reviewer = (Staff(1, role.value, "测试", role, True) for role in (Role.PUBLISHER, Role.REVIEWER))
    published = workflow.get_entry(line, writer, number).published
    told = {"web_answer": CHANGED, "spoken": CHANGED, "text": CHANGED}
    draft = workflow.save_draft(line, writer, replace(published.entry, **told), published.version)
    submitted = workflow.submit(line, writer, number, version=draft.version)
    assert workflow.approve(line, reviewer, number, version=submitted.version).publish_error == ""


def what_is_said(line, number=105):
    """What the entry says on the web, on the phone and by text."""
    settings = Settings(
        places=Places(line.folder, ""),
        public_url="https://hotline.example",
        secret_key="a secret key that only the tests know, 0123456789",
        twilio_auth_token=TOKEN,
    )
    app = create_app(settings, line=line)
    page = app.test_client().get(f"/entries/{number}", base_url="https://hotline.example").get_data(as_text=True)
    call = place_call(LocalTransport(app), read_script(["press:2", f"press:{number}#"]), caller=CALLER)
    (exchange,) = send_texts(LocalTransport(app), [str(number)], caller=CALLER)
    return page_text(page), call.heard(), exchange.replies


def what_is_kept(url):
    """Every row of every table, by table."""
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    return rows
