"""A power cut this afternoon: every channel tells it first, the office closes early, and it ends by itself."""

from dataclasses import replace
from datetime import datetime

import pytest

from hotline.app import create_app
from hotline.core.errors import RecordsDown
from hotline.core.office_announcements import Announcement
from hotline.core.permissions import Role
from hotline.services.content import proposals
from tests.support.broken import Broken
from tests.support.fixed_values import CALLER
from tests.support.heard import last_heard, said
from tests.support.html_pages import check_page, header_text
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.phrases import PHONE, TEXT
from voice.speech.text_normalisation import speakable

POWER_CUT = Announcement(
    "20261123-1", "今天下午停电，15:00起不办公", "2026-11-23 08:00", "2026-11-23 17:30", "2026-11-23 15:00"
)
TOLD = "今天下午停电，15:00起不办公。"


@pytest.fixture
def announced(line):
    """Written by one person and approved by another at ten in the morning."""
    with line.records.reading() as unit:
        writer, reviewer = (unit.staff.find_by_name(role.value) for role in (Role.PUBLISHER, Role.REVIEWER))
    draft = proposals.save_draft(line, writer, POWER_CUT, None)
    sent = proposals.submit(line, writer, draft.kind, draft.key, version=draft.version)
    assert proposals.approve(line, reviewer, sent.kind, sent.key, version=sent.version) == ""


def at(clock, hour, minute=0):
    clock.now = datetime(2026, 11, 23, hour, minute, tzinfo=clock.now.tzinfo)


def greeting(dial):
    return dial("silence").turns[0].heard


def test_a_call_begins_with_it_after_the_greeting_and_before_the_menu(announced, dial, line):
    who, told, ask = greeting(dial)
    assert who == said("menu.greeting", line=line.knowledge.office.line_name)
    assert told == speakable(TOLD) == "今天下午停电，下午三点起不办公。"
    assert ask == PHONE("menu.first")


def test_it_is_told_while_the_records_are_down(announced, line, settings, clock):
    app = create_app(settings, line=replace(line, records=Broken(RecordsDown("连不上数据库。"))))
    transcript = place_call(LocalTransport(app), read_script(["silence"]), caller=CALLER, wait=clock.advance)
    assert speakable(TOLD) in transcript.turns[0].heard


def test_it_is_told_neither_before_its_time_nor_from_its_end_on(announced, dial, clock, client, text):
    for hour, minute in ((7, 59), (17, 30)):
        at(clock, hour, minute)
        assert speakable(TOLD) not in greeting(dial)
        assert TOLD not in client.get("/").text
        assert TOLD not in text("电话")[0]


def test_a_caller_after_the_early_closing_hears_when_the_office_opens_again(announced, dial, clock):
    at(clock, 15, 1)
    heard = last_heard(dial("press:0"))
    assert heard[0] == said("operator.closed", when="明天上午8点30分")
    at(clock, 14, 59)
    assert said("operator.ringing") in dial("press:0").heard()


def test_a_closed_office_says_so_where_its_hours_are_told(announced, dial):
    assert speakable(TOLD) in last_heard(dial("press:5"))


@pytest.mark.parametrize("path", ["/", "/search?q=复议要钱吗", "/entries/102", "/messages", "/no-such-page"])
def test_it_is_the_first_line_of_every_page(announced, client, path):
    page = client.get(path).text
    check_page(page)
    assert header_text(page).startswith(f"通知：{TOLD}")


@pytest.mark.parametrize("asked", ["转人工", "901", "周末上班吗"])
def test_a_text_that_tells_the_hours_begins_with_it(announced, text, asked):
    assert text(asked)[0].startswith(TOLD)


def test_a_text_about_something_else_does_not(announced, text):
    assert TOLD not in text("102")[0]


def test_a_text_after_the_early_closing_says_when_somebody_is_there_again(announced, text, clock):
    at(clock, 15, 1)
    assert TEXT("person.away", when="明天上午8点30分") in text("转人工")[0]
