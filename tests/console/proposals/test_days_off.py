"""Days off in the console: a decree is typed in by one clerk, approved by another, and the due dates follow."""

from datetime import datetime

import pytest

from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.services import messages
from tests.support.decrees import MADE_UP
from tests.support.html_pages import check_page, links, text

CONTENT = "/console/content"
TYPED = {
    "year": "2027",
    "document_number": MADE_UP.document_number,
    "days_off": MADE_UP.days_off,
    "make_up_days": MADE_UP.make_up_days,
}


def send(desk, path, then="submit", **changes):
    form = desk.forms(path)[-1]
    return desk.post(form.action, form.fields | {"then": then} | changes)


def approve(desk, kind, key):
    return desk.send(f"{CONTENT}/{kind}/review/{key}", f"/approve/{key}")


@pytest.fixture
def left(line, clock):
    """A message that was left on a Thursday of a year that is not decreed, and is due on Friday."""
    clock.now = datetime(2027, 2, 4, 10, 0, tzinfo=clock.now.tzinfo)
    return messages.leave_message(line, channel=Channel.PHONE, body="低保停了", caller="+8613800138000")


def test_a_due_date_that_reaches_an_undecreed_day_is_provisional_until_the_decree_is_approved(
    left, publisher, reviewer, desk, client
):
    page, listed = f"/console/messages/{left.tracking_number}", "/console/messages"
    assert "2027年2月5日 10:00前（还剩24小时）暂定：放假安排还没有公布" in text(publisher.get(page).text)
    assert "2027年2月5日 10:00前答复（暂定）" in text(publisher.get(listed).text)
    assert "2027年2月5日 10:00前答复（暂定）" in text(desk(Role.OPERATOR).get("/console/").text)
    asked = f"/messages?number={left.tracking_number}"
    assert "最晚2027年2月5日（暂定）答复" in text(client.get(asked).text)
    assert send(publisher, f"{CONTENT}/holiday_decrees/new", **TYPED).status_code == 303
    assert "暂定" in publisher.get(page).text
    assert approve(reviewer, "holiday_decrees", "2027").status_code == 303
    assert "2027年2月12日 10:00前（还剩8天）" in text(publisher.get(page).text)
    for told in (publisher.get(page).text, publisher.get(listed).text, client.get(asked).text):
        assert "暂定" not in told


def test_the_review_of_a_decree_shows_each_line_in_full(publisher, reviewer):
    form = publisher.forms(f"{CONTENT}/holiday_decrees/new")[-1]
    assert form.fields["year"] == "2027", "the next year is filled in"
    send(publisher, f"{CONTENT}/holiday_decrees/new", **TYPED)
    page = reviewer.get(f"{CONTENT}/holiday_decrees/review/2027").text
    check_page(page)
    assert "2027-02-05 至 2027-02-11 春节" in page
    assert "国办发明电〔2026〕9号" in page


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("document_number", "", "请写放假通知的文号"),
        ("days_off", "2027-02-05 春节", "还没有写：元旦、清明"),
        ("make_up_days", "2027-02-03 春节", "本来就上班"),
        ("make_up_days", "2027-02-07 春节", "写在放假里，又写在上班里"),
    ],
)
def test_a_half_wrong_decree_is_refused_beside_its_field_and_kept_as_a_draft(publisher, field, wrong, said):
    refused = send(publisher, f"{CONTENT}/holiday_decrees/new", **TYPED | {field: wrong})
    assert refused.status_code == 400
    check_page(refused.text)
    assert f'id="{field}-error"' in refused.text
    assert said in refused.text
    assert wrong in publisher.get(f"{CONTENT}/holiday_decrees/edit/2027").text


def test_the_days_off_stand_beside_the_opening_hours_under_one_heading(publisher):
    page = publisher.get(f"{CONTENT}/holiday_decrees").text
    check_page(page)
    assert "放假和通知" in page
    assert "2026年" in text(page)
    beside = {f"{CONTENT}/{kind}" for kind in ("office", "holiday_decrees", "local_days_off", "announcements")}
    assert beside <= set(links(page))
    assert f"{CONTENT}/holiday_decrees" in links(publisher.get(f"{CONTENT}/office").text)


def test_a_local_day_off_is_written_approved_and_taken_back(publisher, reviewer, line):
    typed = {"first_day": "2026-12-04", "last_day": "", "reason": "州庆"}
    send(publisher, f"{CONTENT}/local_days_off/new", **typed)
    approve(reviewer, "local_days_off", "2026-12-04")
    day = datetime(2026, 12, 4).date()
    assert line.describe_day(day).name == "州庆"
    page = publisher.get(f"{CONTENT}/local_days_off/of/2026-12-04").text
    check_page(page)
    assert "2026-12-04 州庆" in text(page)
    withdrawing = f"{CONTENT}/local_days_off/withdraw/2026-12-04"
    assert "放假的日子会变成上班" in reviewer.get(withdrawing).text
    send(reviewer, withdrawing, comment="州庆不放假了。")
    assert line.is_workday(day)


def test_a_year_that_is_there_already_is_changed_and_not_written_again(publisher):
    refused = send(publisher, f"{CONTENT}/holiday_decrees/new", **TYPED | {"year": "2026"})
    assert refused.status_code == 400
    assert "已经有“2026年”了，请打开它来修改。" in refused.text
    page = publisher.get(f"{CONTENT}/holiday_decrees/edit/2026").text
    check_page(page)
    assert "国办发明电〔2025〕7号" in page
    assert 'name="year"' not in page
