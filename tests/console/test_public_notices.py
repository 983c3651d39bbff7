"""Public notices in the console: written and approved by two, who took part in them, and what is owed."""

import csv
import io
from dataclasses import replace
from datetime import datetime

import pytest

from hotline.core.enquiries import Channel
from hotline.core.messages import MessageState
from hotline.core.permissions import Role, Staff
from hotline.services import messages, public_notices, retention
from hotline.services.content import proposals
from hotline.services.public_notices import DueNoticeKind
from tests.support.html_pages import check_page, text

CONTENT = "/console/content/public_notices"
NEW = f"{CONTENT}/new"
NOTICE, HEARING = "2026005", "2026004"
TYPED = {
    "title": "道路改造听证会",
    "matter": "幸福路要不要改成单行道。",
    "department": "GFK",
    "place": "三楼会议室",
    "held_at": "2026-12-22T09:00",
    "seats": "15",
    "chosen_how": "抽签。",
    "register_until": "2026-12-04",
}


def send(desk, path=f"{NEW}?genre=听证", then="submit", **changes):
    form = desk.forms(path)[-1]
    return desk.post(form.action, form.fields | {"then": then} | changes)


def take_part(line, code, body="住幸福路13800138000", **more):
    return public_notices.take_part(line, code, channel=Channel.WEB, body=body, caller="13800138000", **more)


def test_a_hearing_is_written_by_one_approved_by_another_and_told_with_the_day_of_the_approval(
    publisher, desk, client, line, clock
):
    page = publisher.get(f"{NEW}?genre=听证").text
    check_page(page)
    assert ('name="seats"' in page, 'name="starts_on"' in page) == (True, False)
    assert send(publisher, **TYPED).status_code == 303
    assert TYPED["title"] not in client.get("/notices").text
    clock.now = datetime(2026, 11, 25, 9, 0, tzinfo=clock.now.tzinfo)
    assert desk(Role.REVIEWER).send(f"{CONTENT}/review/2026006", "/approve/2026006").status_code == 303
    assert TYPED["title"] in client.get("/notices").text
    assert public_notices.get_notice(line, "2026006").announced_on == "2026-11-25"


@pytest.mark.parametrize(("held_at", "is_told"), [("2027-01-12T09:00", True), ("2026-12-22T09:00", False)])
def test_a_hearing_in_a_year_without_a_decree_is_accepted_and_said_to_be_provisional(publisher, desk, held_at, is_told):
    assert send(publisher, **TYPED | {"held_at": held_at}).status_code == 303
    for person, page in ((publisher, f"{CONTENT}/of/2026006"), (desk(Role.REVIEWER), f"{CONTENT}/review/2026006")):
        html = person.get(page).text
        check_page(html)
        assert ("是暂定的。放假通知公布以后" in text(html)) is is_told


def test_a_hearing_too_early_is_refused_with_the_earliest_day_and_kept_as_a_draft(publisher):
    refused = send(publisher, **TYPED | {"held_at": "2026-12-07T09:00", "register_until": "2026-12-01"})
    assert refused.status_code == 400
    check_page(refused.text)
    assert "最早2026年12月8日举行" in text(refused.text)
    assert "2026-12-07" in publisher.get(f"{CONTENT}/edit/2026006").text


def test_an_approval_that_comes_too_late_for_the_hearing_is_refused(publisher, desk, clock, client):
    send(publisher, **TYPED | {"held_at": "2026-12-08T09:00", "register_until": "2026-12-01"})
    clock.now = datetime(2026, 11, 24, 9, 0, tzinfo=clock.now.tzinfo)
    refused = desk(Role.REVIEWER).send(f"{CONTENT}/review/2026006", "/approve/2026006")
    assert "最早2026年12月9日举行" in text(refused.text)
    assert TYPED["title"] not in client.get("/notices").text


def test_an_earliest_day_in_a_year_that_is_not_decreed_is_told_as_provisional(desk, clock):
    clock.now = datetime(2026, 12, 24, 9, 0, tzinfo=clock.now.tzinfo)
    refused = send(desk(Role.PUBLISHER), **TYPED | {"held_at": "2027-01-05T09:00", "register_until": "2026-12-31"})
    assert "这个日子是暂定的" in text(refused.text)


def test_nobody_approves_a_notice_of_their_own(desk):
    administrator = desk(Role.ADMINISTRATOR)
    send(administrator, **TYPED)
    page = administrator.get(f"{CONTENT}/review/2026006").text
    assert "不能由您自己审核通过" in text(page)


def test_a_liaison_officer_writes_for_the_own_department_alone_and_sees_its_replies_alone(line, staff, desk):
    take_part(line, HEARING)
    officer = Staff(9, "liaison", "联络员", Role.LIAISON, True, department="FYZX")
    assert [row.notice.code for row in public_notices.list_with_counts(line, officer)] == [NOTICE]
    with pytest.raises(Exception, match="联络员只办自己部门的事"):
        public_notices.list_replies(line, officer, HEARING)
    with pytest.raises(Exception, match="联络员只办自己部门的事"):
        proposals.save_draft(line, officer, replace(public_notices.get_notice(line, HEARING), result="好"), 0)


def test_who_took_part_is_listed_masked_for_those_who_may_not_see_numbers_and_downloaded(desk, publisher, line):
    message = take_part(line, HEARING, body="=1+1 住幸福路，13800138000")
    operator = desk(Role.OPERATOR)
    for page in (operator.get("/console/notices"), operator.get(f"/console/notices/{HEARING}")):
        check_page(page.text)
    assert "1件没有答复" in text(operator.get("/console/notices").text)
    assert "13800138000" in operator.get(f"/console/notices/{HEARING}").text.replace(" ", "")
    masked = publisher.get(f"/console/notices/{HEARING}.csv")
    assert "13800138000" not in masked.text
    (_heading, row) = csv.reader(io.StringIO(operator.get(f"/console/notices/{HEARING}.csv").text.lstrip("\ufeff")))
    assert row[0] == message.tracking_number
    assert row[4].startswith("'=1+1")


def test_a_registration_is_answered_like_a_message_and_only_once(desk, line):
    message = take_part(line, HEARING)
    page = f"/console/messages/{message.tracking_number}"
    operator = desk(Role.OPERATOR)
    assert "听证报名" in text(operator.get(page).text)
    form = next(form for form in operator.forms(page) if "answer" in form.fields)
    first, again = (operator.post(page, form.fields | {"answer": "您选上了。"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 409)
    assert first.location == f"/console/notices/{HEARING}"
    assert messages.find_message(line, message.tracking_number).state is MessageState.ANSWERED


def test_a_notice_that_was_withdrawn_still_shows_who_took_part(line, staff, desk):
    take_part(line, NOTICE)
    reviewer = staff(Role.REVIEWER)
    history = proposals.get_history(line, reviewer, proposals.ProposalKind.PUBLIC_NOTICES, NOTICE)
    proposals.withdraw(line, reviewer, history.kind, NOTICE, version=history.version, comment="写错了")
    desk().get(f"/notices/{NOTICE}", status=410)
    operator = desk(Role.OPERATOR)
    assert "1件没有答复" in text(operator.get("/console/notices").text)
    assert operator.get(f"/console/notices/{NOTICE}").status_code == 200


def test_the_briefing_of_the_last_quarter_is_owed_from_its_first_day_and_late_from_the_tenth(line, clock, desk):
    administrator = Staff(1, "a", "管理员", Role.ADMINISTRATOR, True)

    def briefing(month, day):
        clock.now = datetime(2027, month, day, 9, 0, tzinfo=clock.now.tzinfo)
        return [(due.title, due.is_late) for due in public_notices.list_due(line, administrator) if due.notice is None]

    assert [due for due in public_notices.list_due(line, administrator) if due.notice is None] == []
    assert briefing(1, 1) == briefing(1, 9) == [("2026年第四季度", False)]
    assert briefing(1, 10) == [("2026年第四季度", True)]
    assert "通报还没有发" in text(desk(Role.OPERATOR).get("/console/notices").text)
    assert "该发的通报" in text(desk(Role.OPERATOR).get("/console/").text)


def test_a_notice_that_is_over_is_owed_a_result_and_replies_are_owed_an_answer(line, clock):
    take_part(line, NOTICE)
    clock.now = datetime(2026, 12, 19, 9, 0, tzinfo=clock.now.tzinfo)
    due = public_notices.list_due(line, Staff(1, "a", "管理员", Role.ADMINISTRATOR, True))
    kinds = [one.kind for one in due if one.notice and one.notice.code == NOTICE]
    assert kinds == [DueNoticeKind.REPLIES, DueNoticeKind.RESULT]


def test_a_notice_that_was_withdrawn_owes_its_replies_but_no_result(line, staff, clock):
    take_part(line, NOTICE)
    reviewer = staff(Role.REVIEWER)
    history = proposals.get_history(line, reviewer, proposals.ProposalKind.PUBLIC_NOTICES, NOTICE)
    proposals.withdraw(line, reviewer, history.kind, NOTICE, version=history.version, comment="写错了")
    clock.now = datetime(2026, 12, 19, 9, 0, tzinfo=clock.now.tzinfo)
    due = public_notices.list_due(line, reviewer)
    assert [one.kind for one in due if one.notice and one.notice.code == NOTICE] == [DueNoticeKind.REPLIES]


def test_the_name_and_the_number_of_who_registered_are_erased_ninety_days_after_the_answer(line, clock):
    message = take_part(line, HEARING, body="姓名：张三")
    operator = Staff(1, "operator", "话务员", Role.OPERATOR, True)
    messages.answer_message(line, operator, message.tracking_number, "您选上了。", compose_text=str)
    clock.now = datetime(2027, 3, 1, 9, 0, tzinfo=clock.now.tzinfo)
    retention.erase_expired(line)
    with line.records.reading() as unit:
        (kept,) = unit.messages.list_about_notice(HEARING)
    assert (kept.caller, "张三" in kept.body, kept.answer) == ("", False, "您选上了。")


def test_the_code_in_our_own_words_about_a_recording_is_not_masked(line, desk):
    take_part(
        line, NOTICE, body=f"电话录音（编号{NOTICE}：值班律师名单），我是13800138000", recording="https://x.example/1"
    )
    operator = desk(Role.LIAISON)
    for page in (f"/console/notices/{NOTICE}", f"/console/notices/{NOTICE}.csv"):
        shown = operator.get(page).text
        assert f"编号{NOTICE}：值班律师名单" in shown
