"""Where several hosts serve, staff see on how many of them a change is live, and which lag behind."""

import pytest

from hotline.services.content.follow import Follower
from tests.support.html_pages import check_page, text
from tests.support.two_hosts import host_beside

EDIT, FORM = "/console/entries/102/edit", "/entries/102/edit"


@pytest.fixture
def second(line, tmp_path):
    """Another host, sms2, which serves what is published now."""
    beside = host_beside(line, "sms2", tmp_path / "second")
    Follower(beside).step()
    return beside


def approve(publisher, reviewer):
    publisher.send(EDIT, FORM, then="submit", web_answer="新的答复。")
    approved = reviewer.send("/console/entries/102/review", "/approve")
    return text(reviewer.get(approved.location).text)


def test_one_host_alone_is_not_spoken_of(publisher, reviewer):
    assert "102已经通过审核，网页、电话、短信现在都是新内容。" in approve(publisher, reviewer)
    assert "台服务器" not in text(reviewer.get("/console/").text)


def test_an_approval_says_where_it_is_live_and_which_host_follows(publisher, reviewer, second):
    told = approve(publisher, reviewer)
    assert "102已经通过审核，已在2台服务器中的1台上对外更新。sms2几秒钟内跟上。" in told
    assert "还有1台服务器没有跟上" in text(reviewer.get("/console/").text)
    Follower(second).step()
    home = reviewer.get("/console/").text
    check_page(home)
    assert "第2版已在2台服务器中的2台上对外更新。" in text(home)
    assert "没有跟上" not in text(home)


def test_a_lagging_host_is_named_with_its_last_report(publisher, reviewer, second, clock):
    clock.advance(61)
    told = approve(publisher, reviewer)
    assert "还有1台服务器没有更新到第2版：sms2没有报到，最近一次报到：2026年11月23日 10:00。" in told
    home = reviewer.get("/console/").text
    check_page(home)
    assert "第2版已在2台服务器中的1台上对外更新。" in text(home)
    assert "sms2没有报到，最近一次报到：2026年11月23日 10:00。" in text(home)


def test_a_host_that_reports_an_older_version_is_named(publisher, reviewer, line, second):
    approve(publisher, reviewer)
    assert "sms2没有更新到第2版，最近一次报到：2026年11月23日 10:00。" in text(reviewer.get("/console/").text)


def test_the_button_that_publishes_says_it_too(publisher, second):
    done = publisher.post("/console/publish", {"csrf_token": publisher.token()})
    assert "第1版，已在2台服务器中的2台上对外更新。" in text(publisher.get(done.location).text)
