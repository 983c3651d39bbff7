"""人员: an administrator invites, changes, resets and closes accounts in the browser."""

import re

import pytest
from sqlalchemy import update

from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.services import messages
from hotline.storage.records.models.staff import StaffRow
from tests.support.html_pages import check_page, heading, text
from tests.support.records_database import database_of

NEW_PASSWORD = "seven grey herons at noon"


@pytest.fixture
def administrator(desk):
    return desk(Role.ADMINISTRATOR)


@pytest.fixture
def number_of(line):
    """``number_of(name)``: the id of an account."""

    def find(name):
        with line.records.reading() as unit:
            return unit.staff.find_by_name(name).id

    return find


def handed_link(page):
    return re.search(r"https://hotline\.example(/console/set-password\?token=[\w-]+)", page)[1]


def invite(administrator, name="wang", **changes):
    fields = {"name": name, "full_name": "王芳", "roles": ["publisher", "operator"], "department": "", "telephone": ""}
    return administrator.send("/console/people/new", "/people/new", **(fields | changes))


def test_inviting_takes_four_clicks_and_the_person_sets_their_own_password(administrator, desk):
    assert '/console/people"' in administrator.get("/console/").text, "first click: 人员 in the menu"
    assert "/console/people/new" in administrator.get("/console/people").text, "second: 邀请一个人"
    check_page(administrator.get("/console/people/new").text)
    shown = invite(administrator)  # third: the button of the form; the fourth leads back
    assert shown.status_code == 200
    check_page(shown.text)
    link = handed_link(shown.text)
    assert "王芳" in text(administrator.get("/console/people?state=invited").text)

    visitor = desk()
    check_page(visitor.get(link).text)
    refused = visitor.send(link, 0, password="passwordpassword", again="passwordpassword")
    assert refused.status_code == 400
    assert "重复" in refused.text
    assert "passwordpassword" not in refused.text
    unequal = visitor.send(link, 0, password=NEW_PASSWORD, again="seven grey herons")
    assert "两遍写得不一样" in unequal.text
    done = visitor.send(link, 0, password=NEW_PASSWORD, again=NEW_PASSWORD)
    assert done.location == "/console/sign-in"
    assert visitor.sign_in("wang", NEW_PASSWORD).location == "/console/"
    home = visitor.get("/console/").text
    assert "发布员、话务员" in home
    assert '/console/people"' not in home
    gone = visitor.get(link, 404)
    assert "用过" in text(gone.text)
    check_page(gone.text)


def test_the_link_is_shown_once_and_names_the_configured_host(administrator):
    shown = administrator.client.post  # the form, sent with a forged host
    fields = administrator.forms("/console/people/new")[-1].fields
    fields |= {"name": "wang", "full_name": "王芳", "roles": "operator", "department": "", "telephone": ""}
    headers = {"Referer": "https://hotline.example/", "X-Forwarded-Host": "evil.example"}
    answer = shown("/console/people/new", data=fields, headers=headers)
    assert handed_link(answer.text)
    assert "evil.example" not in answer.text
    assert "set-password" not in administrator.get("/console/people").text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"full_name": ""}, "请写姓名"),
        ({"roles": []}, "至少选一个角色"),
        ({"roles": ["king"]}, "角色"),
        ({"telephone": "请打电话"}, "电话号码只能有数字"),
        ({"name": "seed"}, "用户名应当是"),
        ({"name": "reviewer"}, "已经有人用了"),
        ({"department": "没有的科"}, "科室"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(administrator, changes, told):
    refused = invite(administrator, **({"telephone": "0871-63100001"} | changes))
    assert refused.status_code in (400, 409)
    page = text(refused.text)
    assert told in page
    assert ("王芳" in refused.text) == ("full_name" not in changes)
    check_page(refused.text)


def test_a_password_is_reset_in_two_clicks(administrator, desk):
    publisher = desk(Role.PUBLISHER)
    shown = administrator.send("/console/people?q=publisher", "/reset")
    assert heading(shown.text) == "重设密码的链接"
    publisher.get("/console/", 302)
    assert desk().sign_in("publisher").status_code == 403
    visitor, link = desk(), handed_link(shown.text)
    visitor.send(link, 0, password=NEW_PASSWORD, again=NEW_PASSWORD)
    assert visitor.sign_in("publisher", NEW_PASSWORD).status_code == 303


def test_a_leaver_is_shut_out_in_two_clicks(administrator, desk):
    publisher = desk(Role.PUBLISHER)
    publisher.get("/console/")
    assert administrator.send("/console/people?q=publisher", "/close").location == "/console/people"
    publisher.get("/console/", 302)
    assert desk().sign_in("publisher").status_code == 403
    assert "测试publisher" in text(administrator.get("/console/people?state=closed").text)
    administrator.send("/console/people?q=publisher", "/reopen")
    assert desk().sign_in("publisher").status_code == 303


def test_drafts_of_a_leaver_are_shown_and_handed_over(administrator, desk, publisher, number_of, history):
    publisher.send("/console/entries/105/edit", "/edit", then="save", question="怎么申请公开呢")
    closed = administrator.send("/console/people?q=publisher", "/close")
    assert closed.location == f"/console/people/{number_of('publisher')}"
    page = administrator.get(closed.location).text
    check_page(page)
    assert "手上还有1条" in page
    refused = administrator.send(closed.location, "/hand-over", to="999")
    assert refused.status_code == 400
    assert "请选一位" in refused.text
    administrator.send(closed.location, "/hand-over", to=str(number_of("liaison")))
    assert "没有。" in text(administrator.get(closed.location).text)
    assert "liaison" in history(105).open.writers
    assert "怎么申请公开呢" in desk(Role.LIAISON).get("/console/").text


def test_a_leavers_topic_and_the_messages_of_their_department_are_shown(administrator, publisher, line, number_of):
    with database_of(line) as connection:
        connection.execute(update(StaffRow).where(StaffRow.name == "publisher").values(department="FYK"))
    publisher.send("/console/content/topics/edit/3", "/edit/3", then="submit", name="改名")
    left = messages.leave_message(line, channel=Channel.WEB, body="复议多久？", caller="").tracking_number
    administrator.send(f"/console/messages/{left}", "/assign", department="FYK")
    closed = administrator.send("/console/people?q=publisher", "/close").location
    page = administrator.get(closed).text
    check_page(page)
    shown = text(page)
    assert "分类 改名 待审核" in shown
    assert f"留言 {left}" in shown
    assert "走了以后那里没有别人的账号" in shown
    administrator.send(closed, "/hand-over", to=str(number_of("administrator")))
    assert "1条没办完的内容已经交出去了" in administrator.get(closed).text


def test_a_role_that_is_taken_away_is_gone_with_the_next_page(administrator, desk, number_of):
    person = f"/console/people/{number_of('reviewer')}"
    reviewer = desk(Role.REVIEWER)
    check_page(administrator.get(person).text)
    fields = {"full_name": "测试员", "roles": ["operator"], "department": "", "telephone": ""}
    assert administrator.send(person, person, **fields).status_code == 303
    assert "（话务员）" in reviewer.get("/console/").text
    assert reviewer.client.get("/console/talks").status_code == 200


def test_an_administrator_cannot_change_their_own_account_into_a_lock_out(administrator, number_of):
    own = number_of("administrator")
    fields = {"full_name": "老板", "roles": ["reviewer"], "department": "", "telephone": ""}
    refused = administrator.send(f"/console/people/{own}", f"/people/{own}", **fields)
    assert refused.status_code == 409
    assert "不能去掉自己的管理员角色" in refused.text
    token = administrator.token()
    for step in ("close", "reset", "no-second-factor"):
        answer = administrator.post(f"/console/people/{own}/{step}", {"csrf_token": token})
        assert answer.status_code == 409
        assert "另一位管理员" in text(answer.text)
    assert f"/people/{own}/close" not in administrator.get("/console/people").text


@pytest.mark.parametrize("step", ["", "/close", "/reset", "/reopen", "/hand-over", "/no-second-factor"])
def test_an_unknown_person_is_not_found(administrator, step):
    assert administrator.post(f"/console/people/999{step}", {"csrf_token": administrator.token()}).status_code == 404


def test_a_department_that_is_published_no_more_stays_with_the_person(administrator, line, number_of):
    with database_of(line) as connection:
        connection.execute(update(StaffRow).where(StaffRow.name == "reviewer").values(department="OLD"))
    person = f"/console/people/{number_of('reviewer')}"
    form = next(form for form in administrator.forms(person) if form.action == person)
    assert form.fields["department"] == "OLD"
    assert administrator.post(person, form.fields | {"roles": ["reviewer"]}).status_code == 303


def test_an_office_of_many_people_is_searched_and_paged(administrator, line):
    with line.records.writing() as unit:
        for number in range(60):
            name = f"person{number:02}"
            unit.staff.add(name=name, full_name=name, role=Role.OPERATOR, password_hash="", at=line.now())
    first = administrator.get("/console/people").text
    check_page(first)
    assert "第1页，共2页" in first
    assert "找到1人" in text(administrator.get("/console/people?q=person59").text)
    assert "没有找到" in text(administrator.get("/console/people?q=nobody").text)
