"""Public notices and hearings on the web: the list, the archive, and taking part with a form."""

from datetime import datetime

import pytest

from hotline.core.messages import MessagePurpose
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.services import messages
from hotline.services.content import proposals
from tests.support.html_pages import check_page, form_fields, text

NOTICE, HEARING, OVER = "/notices/2026005", "/notices/2026004", "/notices/2026001"


@pytest.fixture
def taken_part(line):
    def read(path):
        with line.records.reading() as unit:
            return unit.messages.list_about_notice(path[-7:])

    return read


def test_the_current_ones_are_listed_and_the_others_are_in_the_archive(citizen):
    now, archive = citizen.get("/notices"), citizen.get("/notices", archive="yes")
    for page in (now, archive):
        check_page(page)
    assert ("值班律师名单" in text(now), "拟表彰的人民调解委员会" in text(now)) == (True, False)
    assert ("值班律师名单" in text(archive), "已经结束 拟表彰的人民调解委员会" in text(archive)) == (False, True)


def test_each_has_a_page_and_what_is_over_says_so_and_tells_its_result(citizen):
    page = citizen.get(OVER)
    check_page(page)
    assert "这次公示已经结束" in text(page)
    assert "名单没有变" in text(page)
    assert 'action="/notices/' not in page
    briefing = text(citizen.get("/notices/2026002"))
    assert "2026年第三季度人民调解工作通报" in briefing


def test_a_comment_is_kept_once_and_its_number_is_shown(citizen, taken_part):
    fields = form_fields(citizen.get(NOTICE), NOTICE) | {"words": "同意。", "telephone": ""}
    first, again = (citizen.client.post(NOTICE, data=fields) for _ in range(2))
    assert (first.status_code, first.location) == (303, again.location)
    (comment,) = taken_part(NOTICE)
    assert (comment.body, comment.purpose, comment.department) == ("同意。", MessagePurpose.COMMENT, "FYZX")
    shown = text(citizen.get("/messages", number=comment.tracking_number))
    assert "您的意见2026年11月23日收到了" in shown
    assert "同意。" not in shown


def test_a_registration_takes_a_name_and_a_telephone(citizen, taken_part):
    refused = citizen.send(HEARING, HEARING, status=400, words="住幸福路")
    check_page(refused)
    assert "请写您的姓名。" in text(refused)
    assert "请写电话" in text(refused)
    assert "住幸福路" in refused
    assert taken_part(HEARING) == []
    accepted = citizen.send(HEARING, HEARING, name="张三", telephone="13800138000", words="住幸福路")
    assert "您的报名已经收到" in text(accepted)
    (registration,) = taken_part(HEARING)
    assert (registration.body, registration.caller) == ("姓名：张三\n住幸福路", "13800138000")


@pytest.mark.parametrize("telephone", ["1380013", "138001380001", "0871-6310", "12345"])
def test_a_registration_with_a_number_that_cannot_be_rung_is_refused(citizen, taken_part, telephone):
    refused = citizen.send(HEARING, HEARING, status=400, name="张三", telephone=telephone)
    check_page(refused)
    assert "这个号码不全，打不通" in text(refused)
    assert taken_part(HEARING) == []


def test_a_form_that_is_sent_after_the_last_day_is_refused_with_what_was_typed(citizen, clock, taken_part):
    fields = form_fields(citizen.get(NOTICE), NOTICE) | {"words": "我反对这样办。"}
    clock.now = datetime(2026, 12, 19, 0, 1, tzinfo=clock.now.tzinfo)
    refused = citizen.client.post(NOTICE, data=fields)
    assert refused.status_code == 409 or "页面打开太久" in refused.text
    assert "我反对这样办。" in refused.text
    assert taken_part(NOTICE) == []


@pytest.mark.parametrize("path", [NOTICE, HEARING])
def test_a_text_that_is_too_long_is_refused_and_stays_in_the_form(citizen, taken_part, path):
    page = citizen.send(path, path, status=400, name="张三", telephone="13800138000", words="长" * 2_001)
    assert "最多2000个字，现在有2001个字。" in text(page)
    assert "长" * 2_001 in page
    assert taken_part(path) == []


def test_an_eleventh_within_an_hour_is_held_back(citizen, taken_part):
    fields = form_fields(citizen.get(NOTICE), NOTICE)
    answers = [citizen.client.post(NOTICE, data=fields | {"words": f"意见{n}"}).status_code for n in range(11)]
    assert answers == [303] * 10 + [429]
    assert len(taken_part(NOTICE)) == 10


def test_an_unknown_notice_is_not_found(citizen):
    assert citizen.client.get("/notices/2026999").status_code == 404
    assert citizen.client.get("/notices/../x").status_code == 404


def test_parts_in_notices_are_no_messages_of_the_list_that_operators_answer(citizen, line):
    citizen.send(NOTICE, NOTICE, words="同意。")
    with line.records.reading() as unit:
        operator = unit.staff.find_by_name(Role.OPERATOR.value)
    assert messages.list_messages(line, operator) == []


def test_what_was_typed_about_a_notice_that_was_withdrawn_meanwhile_can_be_sent_as_a_message(citizen, line):
    fields = form_fields(citizen.get(HEARING), HEARING) | {
        "name": "张三",
        "words": "住幸福路",
        "telephone": "13800138000",
    }
    code = HEARING[-7:]
    with line.records.reading() as unit:
        reviewer = unit.staff.find_by_name(Role.REVIEWER.value)
    version = proposals.get_history(line, reviewer, ProposalKind.PUBLIC_NOTICES, code).version
    proposals.withdraw(line, reviewer, ProposalKind.PUBLIC_NOTICES, code, version=version, comment="写错了")
    refused = citizen.client.post(HEARING, data=fields)
    assert refused.status_code == 410
    check_page(refused.text)
    assert "这条公示撤回了，没有交上去" in text(refused.text)
    kept = form_fields(refused.text, "/messages")
    assert (kept["question"], kept["telephone"]) == ("姓名：张三\n住幸福路", "13800138000")
    assert citizen.client.post("/messages", data=kept).status_code == 303


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("最近有什么公示？", 1),
        ("听证会怎么报名", 2),
        ("请问在哪里看公示", 1),
        ("你们最近有哪些听证会", 2),
        ("最新通报", 3),
    ],
)
def test_whoever_asks_for_the_notices_in_the_search_gets_their_list(citizen, asked, place):
    response = citizen.client.get("/search", query_string={"q": asked})
    assert (response.status_code, response.location) == (303, f"/notices#kind-{place}")
    assert f'id="kind-{place}"' in citizen.get("/notices")


@pytest.mark.parametrize("asked", ["听证会要交钱吗", "行政处罚怎么申请听证", "公示期多长", "怎么申请公证"])
def test_a_question_about_them_is_searched_for_like_any_other(citizen, asked):
    assert asked in text(citizen.get("/search", q=asked))


def test_a_form_that_was_open_too_long_is_shown_again_with_what_was_typed(citizen, taken_part):
    fields = form_fields(citizen.get(NOTICE), NOTICE) | {"words": "我反对这样办。", "csrf_token": "old"}
    refused = citizen.client.post(NOTICE, data=fields)
    assert refused.status_code == 400
    check_page(refused.text)
    assert "页面打开太久，还没有交上去" in text(refused.text)
    assert "我反对这样办。" in refused.text
    assert taken_part(NOTICE) == []
