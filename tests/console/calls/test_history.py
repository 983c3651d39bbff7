"""The pages of past calls and of enquiries, and recordings of messages, which our own server passes on."""

import re
from dataclasses import replace

import pytest

from hotline.console.calls import labels
from hotline.core.permissions import Role
from hotline.core.staff_log import LogFilter, StaffEventKind
from hotline.core.texts import TextPurpose, TextState
from hotline.services import messages
from tests.support.console_work import leave_call, leave_work
from tests.support.html_pages import check_page, links, text
from tests.support.provider_api import SOUND
from voice.phone import call_log
from voice.phone.call_state import Place


def test_every_place_of_a_call_and_every_purpose_of_a_text_has_a_label():
    places = {place.value for place in Place} | {"incoming", "recording"}
    assert places == labels.PLACE.keys()
    assert {call_log.GOODBYE, call_log.KEPT} <= labels.RESPONSE.keys()
    assert set(TextPurpose) == labels.TEXT_PURPOSE.keys()
    assert set(TextState) == labels.TEXT_STATE.keys()


def test_the_page_of_a_call_shows_every_step(desk, line):
    left = leave_call(line)
    page = desk(Role.LIAISON).get("/console/calls/CA1")
    check_page(page.text)
    told = text(page.text)
    assert "1分35秒" in told
    assert "10:00:09主菜单来电人：复议能拖多久听到：几个选择" in told
    assert "10:00:18几个选择来电人：1听到：问答102" in told
    assert "没有出声、没有按键" in told
    assert "10:00:00，联络员，立法" in told
    assert "王联络" in told
    assert f"查询号{left.tracking_number}" in told
    assert "您的留言收到了。" in told
    assert "13800138000" not in page.text
    assert {f"/console/messages/{left.tracking_number}", "/console/entries/102"} <= links(page.text)


def test_an_enquiry_shows_the_whole_call_it_was_asked_in_and_the_lists_lead_there(desk, line):
    leave_call(line)
    operator = desk(Role.OPERATOR)
    page = operator.get("/console/enquiries/1").text
    assert "问答102（选了这一条）" in text(page)
    assert "10:00:09主菜单来电人：复议能拖多久听到：几个选择" in text(page)
    rows = operator.get("/console/line/rows/enquiries").text
    assert "/console/enquiries/1" in links(rows)
    assert "/console/calls/CA1" in links(operator.get("/console/line/rows/calls").text)


def test_the_breadcrumb_of_an_enquiry_leads_to_the_list_it_is_in(desk, line):
    leave_work(line)
    operator = desk(Role.OPERATOR)
    unanswered, answered = (operator.get(f"/console/enquiries/{number}").text for number in (1, 5))
    assert way_back(unanswered) == ["待办问题", "一条咨询"]
    assert way_back(answered) == ["热线情况", "咨询", "一条咨询"]
    assert way_back(operator.get("/console/calls/CA1").text) == ["热线情况", "电话", "一次来电"]


def way_back(page):
    (trail,) = re.findall(r'<nav class="breadcrumb".*?</nav>', page, re.DOTALL)
    return re.findall(r">([^<>\s]+)</", trail)


@pytest.mark.parametrize("path", ["calls/CA404", "enquiries/404", "messages/99999999/recording"])
def test_an_unknown_call_enquiry_or_recording_gets_a_page_that_says_so(desk, path):
    check_page(desk(Role.OPERATOR).get(f"/console/{path}", status=404).text)


@pytest.fixture
def settings(settings, account):
    return replace(settings, twilio_account=account)


@pytest.fixture
def left(line):
    return leave_call(line)


def test_a_recording_plays_in_the_page_and_the_providers_url_is_never_shown(desk, left, provider, caplog):
    caplog.set_level("INFO")
    operator = desk(Role.OPERATOR)
    path = f"/console/messages/{left.tracking_number}"
    page = operator.get(path).text
    assert f'<audio controls preload="none" src="{path}/recording"' in page
    assert "api.twilio.com" not in page
    assert provider.asked == []
    heard = operator.get(f"{path}/recording")
    assert (heard.data, heard.mimetype, heard.headers["Cache-Control"]) == (SOUND, "audio/mpeg", "no-store")
    assert f"operator listens to the recording of message {left.tracking_number}" in caplog.text
    assert provider.asked[0].headers["Authorization"].startswith("Basic ")


def listened(line):
    with line.records.reading() as unit:
        events = unit.staff_events.list_events(LogFilter(kind=StaffEventKind.HEARD_RECORDING), 0, 10)
    return [(event.name, event.detail) for event in events]


def test_it_is_kept_who_heard_which_recording_once_for_all_the_pieces_of_one_playing(desk, line, left, clock):
    operator, path = desk(Role.OPERATOR), f"/console/messages/{left.tracking_number}/recording"
    for start in (0, 100, 200):
        operator.client.get(path, headers={"Range": f"bytes={start}-{start + 99}"})
    assert listened(line) == [("operator", left.tracking_number)]
    clock.advance(601)
    operator.get(path)
    desk(Role.ADMINISTRATOR).get(path)
    assert [name for name, _ in listened(line)] == ["administrator", "operator", "operator"]
    log = desk(Role.ADMINISTRATOR).get("/console/sign-ins?kind=heard_recording&person=operator").text
    assert f"留言{left.tracking_number}" in log


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PUBLISHER, Role.LIAISON])
def test_who_may_not_see_numbers_hears_no_recording(desk, line, left, provider, role):
    path = f"/console/messages/{left.tracking_number}"
    page = desk(role).get(path).text
    assert "<audio" not in page
    assert "只有能看电话号码的人可以听" in text(page)
    desk(role).get(f"{path}/recording", status=403)
    assert provider.asked == []
    assert listened(line) == []


def test_a_player_may_ask_for_a_part_of_a_recording(desk, left):
    client = desk(Role.OPERATOR).client
    path = f"/console/messages/{left.tracking_number}/recording"
    part = client.get(path, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, SOUND[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(SOUND)}"
    assert client.get(path, headers={"Range": "bytes=99999-"}).status_code == 416


def test_the_console_says_that_a_recording_cannot_be_fetched_when_the_provider_fails(desk, left, provider):
    provider.answers = [(500, "text/plain", b"")]
    page = desk(Role.OPERATOR).get(f"/console/messages/{left.tracking_number}/recording", status=503).text
    check_page(page)
    assert "录音现在取不到" in text(page)


def test_without_a_provider_account_the_page_names_the_missing_setting(settings, line, left, desk, app):
    app.extensions["hotline"] = replace(app.extensions["hotline"], telephony=None)
    operator = desk(Role.OPERATOR)
    page = operator.get(f"/console/messages/{left.tracking_number}").text
    assert "<audio" not in page
    assert "HOTLINE_TWILIO_ACCOUNT_SID" in text(page)
    operator.get(f"/console/messages/{left.tracking_number}/recording", status=503)


def test_the_page_says_that_a_recording_was_deleted(desk, line):
    left = messages.leave_message(line, channel=leave_call(line).channel, body="电话录音留言", conversation="CA1")
    page = desk(Role.OPERATOR).get(f"/console/messages/{left.tracking_number}").text
    assert "录音已经按规定删除" in text(page)
    assert "/console/calls/CA1" in links(page)
