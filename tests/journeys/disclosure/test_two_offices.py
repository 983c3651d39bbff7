"""Two offices on one line: a member is added in the browser, and its own staff write, approve and answer for it.

Callers are asked which office only where both answer; each office has its own letters, numbers and report."""

import re
from types import SimpleNamespace

import pytest

from hotline.core.disclosure.annual_report import NEW
from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.services import messages
from hotline.services.disclosure.year_reports import read_tables
from tests.support.console_desk import PASSWORD, Desk
from tests.support.console_person import Person
from tests.support.html_pages import text as text_of

OFFICE = {
    "code": "MZJ",
    "name": "示例市民政局",
    "other_names": "民政局、民政",
    "address": "示例市幸福路8号",
    "telephone": "0000-80008888",
    "morning_hours": "09:00-12:00",
    "afternoon_hours": "13:30-17:00",
    "desk_name": "示例市民政局政府信息公开办公室",
    "desk_address": "示例市幸福路8号101室",
    "desk_telephone": "0000-80008800",
    "letter_mark": "示民公复",
    "review_body": "示例市人民政府",
    "review_address": "行政复议机构：示例市司法局，示例市法治路1号，电话0000-80000201",
    "review_online": "https://fuyi.minzheng.example",
    "court": "示例市示例区人民法院",
    "payment": "到幸福路8号一楼窗口缴纳",
}
DEPARTMENT = {
    "code": "JZK",
    "name": "救助科",
    "duties": "办理低保。",
    "telephone": "0000-80008801",
    "office_code": "MZJ",
}
ALIKE = "办理要交钱吗"
"""What citizens ask of an entry of each office."""
ENTRY = {
    "number": "801",
    "question": "申请低保收费吗？",
    "topic": "8",
    "department": "JZK",
    "web_answer": "申请最低生活保障不收费。",
    "spoken": "申请最低生活保障不收费。",
    "text": "申请最低生活保障不收费。",
    "similar_questions": ALIKE,
    "legal_bases-0-title": "社会救助暂行办法",
    "legal_bases-0-article": "第十一条",
    "legal_bases-0-in_force": "2014-05-01",
    "effective_date": "2026-11-01",
    "review_date": "2027-05-01",
}


def propose(person, kind, fields):
    sent = person.desk.send(f"/console/content/{kind}/new", f"/content/{kind}/new", then="submit", **fields)
    assert sent.status_code == 303, text_of(sent.text)


def approve(person):
    """Approve everything that waits on this person's first screen; returns how much."""
    approved = 0
    while waiting := [form for form in person.desk.forms("/console/") if "/approve" in form.action]:
        assert person.desk.post(waiting[0].action, waiting[0].fields).status_code == 303
        approved += 1
    return approved


@pytest.fixture
def administrator(person):
    return person(Role.ADMINISTRATOR)


@pytest.fixture
def member_office(clerk, head):
    """The second office, its department, and a topic for its matters, each written by one and approved by another."""
    propose(clerk, "member_offices", OFFICE)
    assert approve(head) == 1
    propose(clerk, "departments", DEPARTMENT)
    propose(clerk, "topics", {"digit": "8", "name": "民政", "description": "低保和救助。"})
    assert approve(head) == 2


@pytest.fixture
def invite(app, administrator, clock):
    """Invite somebody for the second office, who sets a password and signs in."""

    def invite(name, role, **fields):
        told = {"name": name, "full_name": name, "roles": [role.value], "department": "", "telephone": ""}
        page = administrator.desk.send("/console/people/new", "/people/new", **told | {"office_code": "MZJ"} | fields)
        link = re.search(r"https://hotline\.example(/console/set-password\?token=[\w-]+)", page.text)[1]
        assert Desk(app).send(link, 0, password=PASSWORD, again=PASSWORD).status_code == 303
        return Person(Desk(app), SimpleNamespace(value=name), clock)

    return invite


@pytest.fixture
def qian(member_office, invite):
    """The second office's clerk."""
    return invite("qian", Role.PUBLISHER)


@pytest.fixture
def sun(member_office, invite):
    """The second office's head."""
    return invite("sun", Role.REVIEWER)


@pytest.fixture
def published(qian, sun, clerk, head):
    """An entry of the second office, with a wording that an entry of the first has too."""
    edited = clerk.desk.forms("/console/entries/105/edit")[-1]
    said = f"{edited.fields['similar_questions']}\n{ALIKE}"
    clerk.desk.post(edited.action, edited.fields | {"similar_questions": said, "then": "submit"})
    assert approve(head) == 1
    sent = qian.desk.send("/console/entries/new", "/entries/new", then="submit", **ENTRY)
    assert sent.status_code == 303, text_of(sent.text)
    assert approve(sun) == 1


def test_callers_are_asked_which_office_only_where_both_answer(published, client, dial, text):
    asked = dial(f"say:{ALIKE}", "press:1", "hangup").heard()
    assert "示例市司法局：申请行政复议收费吗" in asked
    assert "示例市民政局：申请低保收费吗" in asked
    assert "这是示例市民政局的答复。申请最低生活保障不收费。" in asked
    assert "这是示例市民政局的答复" in dial("say:民政局办理要交钱吗", "hangup").heard()
    alone = dial("say:申请低保收费吗", "hangup").heard()
    assert "申请最低生活保障不收费" in alone
    assert "示例市司法局：" not in alone
    offered, picked = text(ALIKE, "1")
    assert "示例市民政局：申请低保收费吗" in offered
    assert "不收费" in picked
    page = text_of(client.get("/search", query_string={"q": ALIKE}).text)
    assert "您要问的是哪一条" in page
    assert "示例市民政局：申请低保收费吗？" in page
    assert "示例市幸福路8号" in text("民政局在哪里")[0]
    assert "单位示例市民政局 部门救助科" in text_of(client.get("/entries/801").text)
    assert "单位示例市" not in text_of(client.get("/entries/105").text)
    assert "09:00-12:00" in text_of(client.get("/entries/999000").text)


def test_staff_of_an_office_see_and_change_their_own_offices_content_alone(published, qian, clerk):
    listed = text_of(qian.desk.get("/console/entries").text)
    assert "申请低保收费吗" in listed
    assert "申请行政复议收费吗" not in listed
    for path in ("/console/entries/105", "/console/entries/105/edit", "/console/content/departments/of/FYK"):
        assert "归别的单位" in text_of(qian.desk.get(path, 403).text)
    departments = text_of(qian.desk.get("/console/content/departments").text)
    assert "救助科" in departments
    assert "行政复议与应诉科" not in departments
    stolen = qian.desk.send(
        "/console/entries/new", "/entries/new", then="submit", **ENTRY | {"number": "802", "department": "FYK"}
    )
    assert stolen.status_code == 403
    whole = text_of(clerk.desk.get("/console/entries").text)
    assert "申请低保收费吗" in whole
    assert "申请行政复议收费吗" in whole


def test_each_office_answers_its_own_applications_under_its_own_head_and_numbers(
    member_office, qian, sun, clerk, head, apply_on_web, ask, desk_line, send_reply
):
    asked = "2025年低保名单"
    case = apply_on_web(office_code="MZJ", description=asked)
    own = apply_on_web(description="2025年复议统计表")
    assert "向哪个单位申请示例市民政局" in case.told
    assert "向哪个单位申请" not in own.told
    assert asked in qian.see(f"/{case.number}")
    assert "归别的单位" in qian.refused(qian.desk.get(f"/console/applications/{own.number}", 403), 403)
    assert own.number not in qian.see()

    given = {"outcome": "DISCLOSED", "given": "名单一份，2页。"}
    assert qian.fill(f"/{case.number}/judging", **given).status_code == 303
    page = f"/console/applications/{case.number}/reply"
    assert qian.desk.send(page, "/steps/submit").status_code == 303
    assert sun.desk.send(page, "/steps/approve").status_code == 303
    assert qian.take(case, "send", words="邮寄 XA12345678953").status_code == 303
    (letter,) = case.file.letters
    assert letter.letter_number == "示民公复〔2026〕1号"
    assert letter.head == ("示例市民政局", "示例市幸福路8号101室", "0000-80008800")
    assert "网上申请：https://fuyi.minzheng.example" in letter.body
    send_reply(own, "DISCLOSED", given="统计表一份。")
    assert own.file.letters[-1].letter_number == "示司公复〔2026〕1号"
    assert own.file.letters[-1].head[0] == desk_line.knowledge.office.name
    assert "答复的单位示例市民政局" in ask(case).web


def test_each_office_counts_its_own_applications_in_its_report(member_office, apply_on_web, desk_line, qian):
    apply_on_web(office_code="MZJ")
    apply_on_web(office_code="MZJ", description="救助站名单")
    apply_on_web(description="复议统计表")
    with desk_line.records.reading() as unit:
        member, whole = unit.staff.find_by_name("qian"), unit.staff.find_by_name("publisher")
    received = [read_tables(desk_line, one, 2026)[0].applications.total(NEW) for one in (member, whole)]
    assert received == [2, 1]
    assert re.search(r"新收政府信息公开申请数量.*?2", qian.see("/report?year=2026"))


def test_an_office_without_a_disclosure_desk_takes_no_applications_here(clerk, head, client):
    propose(
        clerk,
        "member_offices",
        {name: text for name, text in OFFICE.items() if "desk" not in name}
        | dict.fromkeys(("letter_mark", "review_body", "review_address", "review_online", "court", "payment"), ""),
    )
    assert approve(head) == 1
    assert "向哪个单位申请" not in client.get("/apply").text


def test_a_member_office_is_not_withdrawn_while_something_belongs_to_it(member_office, head):
    refused = head.desk.send(
        "/console/content/member_offices/withdraw/MZJ", "/withdraw/MZJ", comment="不在这里了", confirmed="y"
    )
    assert "部门JZK" in text_of(refused.text)


def test_an_administrator_belongs_to_the_whole_line(member_office, administrator):
    told = {"name": "zhou", "full_name": "周", "roles": ["administrator"], "office_code": "MZJ"}
    page = administrator.desk.send("/console/people/new", "/people/new", **told)
    assert page.status_code == 400
    assert "管理员管整条热线" in text_of(page.text)


def test_the_page_of_an_answer_names_the_member_office_that_answers(published, client):
    assert "单位示例市民政局" in text_of(client.get("/entries/801").text)
    assert "照单位公布的信息写成" in text_of(client.get("/entries/999000").text)
    assert "单位示例市" not in text_of(client.get("/entries/102").text)


def test_what_somebody_applied_for_elsewhere_counts_for_no_fee_and_is_not_seen(
    member_office, apply_on_web, clerk, qian
):
    own = apply_on_web(description="复议统计表")
    case = apply_on_web(office_code="MZJ")
    for person, mine, others in ((qian, case, own), (clerk, own, case)):
        assert "这个月有1件申请，这是第1件" in person.see(f"/{mine.number}")
        assert f"/console/applications/{others.number}" not in person.html(f"/{mine.number}")


def test_staff_of_an_office_write_a_new_department_of_it_without_being_asked_which_office(member_office, qian, sun):
    new = DEPARTMENT | {"code": "SWK", "name": "社会事务科"}
    del new["office_code"]
    propose(qian, "departments", new)
    assert approve(sun) == 1
    listed = text_of(qian.desk.get("/console/content/departments").text)
    assert "社会事务科" in listed
    assert "示例市司法局" not in text_of(qian.desk.get("/console/content/departments/new").text)


def test_staff_of_an_office_are_told_to_choose_a_department_not_that_they_may_not_write(member_office, qian, sun):
    propose(qian, "departments", DEPARTMENT | {"code": "SWK", "name": "社会事务科"})
    assert approve(sun) == 1
    page = qian.desk.send("/console/entries/new", "/entries/new", **ENTRY | {"department": ""})
    assert page.status_code == 400
    assert "请选您单位的一个部门" in text_of(page.text)
    page = qian.desk.send("/console/documents/new", "/documents/new", title="低保标准", department="")
    assert page.status_code == 400
    assert "请选您单位的一个部门" in text_of(page.text)


def test_a_recording_and_the_history_of_content_are_kept_within_an_office(published, qian, clerk):
    told = text_of(qian.desk.get("/console/changes").text)
    assert "801" in told
    assert "105" not in told
    assert "105" in text_of(clerk.desk.get("/console/changes").text)
    assert "105" not in qian.desk.get("/console/changes.csv").text


def test_a_message_given_back_leads_to_the_list(member_office, invite, person, line):
    left = messages.leave_message(line, channel=Channel.WEB, body="低保多少钱")
    whole, own = person(Role.OPERATOR), invite("zhao", Role.OPERATOR)
    page = f"/console/messages/{left.tracking_number}"
    assert whole.desk.send(page, "/assign", department="JZK").status_code == 303
    assert "行政复议与应诉科" not in text_of(own.desk.get(page).text)
    back = own.desk.send(page, "/assign", department="")
    assert (back.status_code, back.location) == (303, "/console/messages")
    assert "归别的单位" in text_of(own.desk.get(page, 403).text)


def test_the_list_of_departments_by_telephone_says_whose_a_department_is(member_office, dial, line):
    place = [one.code for one in line.knowledge.departments()].index("JZK")
    pages = ["press:9"] * (place // 4)
    heard = dial("press:5", "press:1", *pages, f"press:{place % 4 + 1}", "hangup").heard()
    assert "示例市民政局救助科" in heard
    assert "示例市司法局行政复议与应诉科" not in heard


def test_staff_of_an_office_register_a_letter_to_it_without_being_asked_which_office(member_office, qian, desk_line):
    told = {"channel": "POST", "name": "张三", "identity": "身份证 530102199001011234", "telephone": "13800138000"}
    told |= {"description": "2025年低保名单", "arrived_on": "2026-11-23", "kind": "PERSON"}
    page = qian.desk.send("/console/applications/new", "/applications/new", **told)
    assert page.status_code == 200, text_of(page.text)
    assert "示例市民政局" in text_of(page.text)
    with desk_line.records.reading() as unit:
        (found,), _ = unit.applications.list_applications(limit=1)
    assert found.office_code == "MZJ"


def test_whoever_works_for_the_whole_line_registers_for_the_office_that_a_letter_names(member_office, clerk, desk_line):
    told = {"channel": "POST", "name": "张三", "identity": "身份证 530102199001011234", "telephone": "13800138000"}
    told |= {"description": "2025年低保名单", "arrived_on": "2026-11-23", "kind": "PERSON", "office_code": "MZJ"}
    page = clerk.desk.send("/console/applications/new", "/applications/new", **told)
    assert page.status_code == 200, text_of(page.text)
    page = clerk.desk.send("/console/applications/new", "/applications/new", **told | {"department": "FYK"})
    assert "这个部门不是那个单位的" in text_of(page.text)
