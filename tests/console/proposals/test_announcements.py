"""Announcements in the console: written by one, approved by another with one click, over by themselves."""

import pytest

from hotline.core.permissions import Role
from tests.support.html_pages import check_page, header_text, text

CONTENT = "/console/content"
NEW = f"{CONTENT}/announcements/new"
KEY = "20261123-1"
TYPED = {"text": "今天下午停电，三点起不办公", "ends_at": "2026-11-23T17:30", "closed_from": "2026-11-23T15:00"}


def send(desk, path=NEW, then="submit", **changes):
    form = desk.forms(path)[-1]
    return desk.post(form.action, form.fields | {"then": then} | changes)


def test_an_urgent_announcement_is_approved_with_one_click_on_the_first_screen(publisher, reviewer, client):
    form = publisher.forms(NEW)[-1]
    assert (form.fields["code"], form.fields["starts_at"]) == (KEY, "2026-11-23 10:00")
    assert send(publisher, **TYPED).status_code == 303
    home = reviewer.get("/console/").text
    check_page(home)
    for told in ("从什么时候起说 ［加］2026-11-23 10:00", "［加］2026-11-23 17:30", "［加］2026-11-23 15:00"):
        assert told in text(home)
    assert TYPED["text"] not in client.get("/").text
    assert reviewer.send("/console/", f"/approve/{KEY}").status_code == 303
    assert f"通知：{TYPED['text']}。" in header_text(client.get("/").text)


def test_it_stands_before_what_waits_longer(publisher, reviewer):
    topic = publisher.forms(f"{CONTENT}/topics/edit/1")[-1]
    publisher.post(topic.action, topic.fields | {"then": "submit", "name": "复议的事"})
    send(publisher, **TYPED)
    home = text(reviewer.get("/console/").text)
    assert home.index(TYPED["text"]) < home.index("复议的事")


def test_nobody_approves_an_announcement_of_their_own(desk):
    administrator = desk(Role.ADMINISTRATOR)
    send(administrator, **TYPED)
    assert not [form for form in administrator.forms("/console/") if form.action.endswith(f"/approve/{KEY}")]


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("text", "停" * 61, "最多60个字"),
        ("ends_at", "2026-11-23T09:59", "这个时间已经过了"),
        ("closed_from", "2026-11-24T15:00", "不办公的那一天应当在通知开始和结束的日子之间"),
        ("starts_at", "明天", "不是日期和时间"),
    ],
)
def test_a_half_wrong_announcement_is_refused_and_kept_as_a_draft(publisher, field, wrong, said):
    starts = {"starts_at": "2026-11-23T08:00"}
    refused = send(publisher, **starts | TYPED | {field: wrong})
    assert refused.status_code == 400
    check_page(refused.text)
    assert f'id="{field}-error"' in refused.text
    assert said in refused.text
    assert wrong.replace("T", " ") in publisher.get(f"{CONTENT}/announcements/edit/{KEY}").text


def test_one_that_ended_while_it_waited_is_not_approved(publisher, reviewer, clock, line):
    send(publisher, **TYPED | {"ends_at": "2026-11-23T10:30", "closed_from": ""})
    clock.advance(3_600)
    refused = reviewer.send("/console/", f"/approve/{KEY}")
    assert refused.status_code == 400
    assert "这个时间已经过了" in refused.text
    assert line.knowledge.announcements == ()


def test_the_list_tells_when_each_is_told_and_which_are_over(publisher, reviewer, clock):
    send(publisher, **TYPED)
    reviewer.send("/console/", f"/approve/{KEY}")
    page = publisher.get(f"{CONTENT}/announcements").text
    check_page(page)
    assert "15:00起不办公。" in text(page)
    assert "已经过了" not in page
    clock.advance(7.5 * 3_600)
    assert "已经过了。" in text(publisher.get(f"{CONTENT}/announcements").text)
    assert publisher.forms(NEW)[-1].fields["code"] == "20261123-2"


def test_one_is_withdrawn_at_once_with_its_closing(publisher, reviewer, line):
    send(publisher, **TYPED)
    reviewer.send("/console/", f"/approve/{KEY}")
    assert line.closings
    withdrawing = f"{CONTENT}/announcements/withdraw/{KEY}"
    assert "提前下班的时间也不再算" in reviewer.get(withdrawing).text
    send(reviewer, withdrawing, comment="电来了。")
    assert (line.list_announcements(), dict(line.closings)) == ([], {})
