"""Choosing the day from which something is public, in the browser."""

from datetime import date, timedelta

import pytest

from hotline.core.permissions import Role
from hotline.core.review import Status
from hotline.services.content.due_publications import publish_due

EDIT, ENTRY, REVIEW = "/console/entries/102/edit", "/console/entries/102", "/console/entries/102/review"
SAYS = "改过以后的答复：六十日。"
TOPIC = "/console/content/topics/of/3"


@pytest.fixture
def day(line):
    return line.now().date() + timedelta(days=3)


def say(day):
    return f"{day.year}年{day.month}月{day.day}日"


def submit(author):
    assert author.send(EDIT, "/entries/102/edit", then="submit", web_answer=SAYS).status_code == 303


def test_a_clerk_asks_for_a_day_the_head_approves_and_it_is_public_from_then_on(
    publisher, reviewer, client, clock, line, day
):
    submit(publisher)
    publisher.send(ENTRY, "/day", publish_on=day.isoformat())
    assert f"{say(day)}一早自动对外发布" in publisher.get(ENTRY).text
    assert f"作者请求<b>{say(day)}</b>起对外" in reviewer.get(REVIEW).text
    home = reviewer.get("/console/").text
    assert f"通过，{say(day)}对外发布" in home
    reviewer.send("/console/", "/102/approve")
    assert f"已批准，{say(day)}发布" in reviewer.get("/console/entries?status=approved").text
    for one in (publisher, reviewer):
        home = one.get("/console/").text
        assert "已经批准、到日子自动发布（1）" in home
        assert f"{say(day)}发布" in home
    assert SAYS not in client.get("/entries/102").text
    clock.advance(3 * 86_400)
    assert publish_due(line, "host:1") == 1
    assert SAYS in client.get("/entries/102").text
    publisher.sign_in("publisher")
    assert "批准的日子到了，自动对外发布" in publisher.get("/console/entries/102/revisions").text


def test_the_head_chooses_another_day_and_later_none(publisher, reviewer, client, history, day):
    submit(publisher)
    assert reviewer.send(REVIEW, "/approve", publish_on=day.isoformat()).status_code == 303
    assert history(102).open.publish_on == day
    page = reviewer.get(REVIEW).text
    assert f"<b>{say(day)}</b>一早自动对外发布" in page
    assert f'value="{day.isoformat()}"' in page
    reviewer.send(REVIEW, "/approve", publish_on=f"{day.year + 1}/1/5")
    assert history(102).open.publish_on == date(day.year + 1, 1, 5)
    reviewer.send(REVIEW, "/approve", publish_on="")
    assert history(102).open is None
    assert SAYS in client.get("/entries/102").text


@pytest.mark.parametrize(("typed", "why"), [("2020-01-01", "已经过了"), ("2099-01-01", "太远"), ("八月一日", "")])
def test_a_day_that_is_none_is_told_beside_the_field_and_nothing_is_approved(publisher, reviewer, history, typed, why):
    submit(publisher)
    refused = reviewer.send(REVIEW, "/approve", publish_on=typed)
    assert refused.status_code == 400
    assert why in refused.text
    assert 'id="publish_on-error"' in refused.text
    publisher.send(ENTRY, "/day", publish_on=typed)
    assert "日子没有改" in publisher.get(ENTRY).text
    assert (history(102).open.status, history(102).open.publish_on) == (Status.SUBMITTED, None)


def test_the_writer_recalls_and_the_head_returns_what_waits(publisher, reviewer, history, day):
    submit(publisher)
    reviewer.send(REVIEW, "/approve", publish_on=day.isoformat())
    assert "等日子发布" in publisher.client.get(EDIT, follow_redirects=True).text
    publisher.send(ENTRY, "/recall")
    assert history(102).open.status is Status.DRAFT
    submit(publisher)
    reviewer.send(REVIEW, "/approve", publish_on=day.isoformat())
    reviewer.send(REVIEW, "/return", comment="八月再说。")
    assert (history(102).open.status, history(102).open.comment) == (Status.DRAFT, "八月再说。")


def test_who_wrote_it_has_no_button_that_moves_the_day(desk, reviewer, history, day):
    both = desk(Role.ADMINISTRATOR)
    submit(both)
    reviewer.send(REVIEW, "/approve", publish_on=day.isoformat())
    assert "改日子、马上发布或者退回" not in both.get(ENTRY).text
    version = history(102).open.version
    forced = both.post("/console/entries/102/approve", {"version": version, "csrf_token": both.token()})
    assert forced.status_code == 403
    assert history(102).open.status is Status.APPROVED


def test_a_day_sent_twice_or_after_the_approval_changes_nothing(publisher, reviewer, history, day):
    submit(publisher)
    form = next(one for one in publisher.forms(ENTRY) if one.action.endswith("/day"))
    fields = form.fields | {"publish_on": day.isoformat()}
    assert publisher.post(form.action, fields).status_code == 303
    assert publisher.post(form.action, fields).status_code == 409
    reviewer.send(REVIEW, "/approve")
    assert publisher.post(form.action, fields).status_code == 409
    assert history(102).open.status is Status.APPROVED


def test_a_topic_is_approved_for_a_day(publisher, reviewer, client, clock, line, day):
    publisher.send("/console/content/topics/edit/3", "/edit/3", then="submit", name="改名以后的分类")
    publisher.send(TOPIC, "/day/3", publish_on=day.isoformat())
    page = "/console/content/topics/review/3"
    assert f"作者请求<b>{say(day)}</b>起对外" in reviewer.get(page).text
    reviewer.send(page, "/approve/3")
    assert f"已批准，{say(day)}发布" in reviewer.get("/console/content/topics").text
    assert "已经批准" in publisher.get(TOPIC).text
    clock.advance(3 * 86_400)
    publish_due(line, "host:1")
    assert "改名以后的分类" in client.get("/").text


def test_an_announcement_says_that_it_names_its_own_days(publisher, reviewer):
    fields = {
        "code": "20261123-1",
        "text": "今天下午停电",
        "starts_at": "2026-11-23 12:00",
        "ends_at": "2026-11-23 23:59",
    }
    publisher.send("/console/content/announcements/new", "/new", then="submit", **fields)
    told = "自己有日子，不用另定发布的日子"
    assert told in publisher.get("/console/content/announcements/of/20261123-1").text
    assert told in reviewer.get("/console/content/announcements/review/20261123-1").text
