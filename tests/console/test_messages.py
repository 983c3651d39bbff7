"""A clerk's work on messages: give away, correct, close, forward, note, and make an entry of an answer."""

import pytest

from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.services import messages
from tests.support.html_pages import check_page, links, text

CALLER = "+8613800138000"


@pytest.fixture
def left(line):
    found = messages.leave_message(
        line, channel=Channel.PHONE, body="宅基地的证一直不发，电话13900001111", caller=CALLER
    )
    return f"/console/messages/{found.tracking_number}"


@pytest.fixture
def operator(desk):
    return desk(Role.OPERATOR)


def test_a_message_is_given_to_a_department_in_two_steps_and_found_in_its_list(operator, left):
    sent = operator.send(left, "/assign", department="LFK")
    assert sent.location == left
    page = operator.get(left).text
    check_page(page)
    assert "已经交给" in page
    assert "测试operator：交给部门" in text(page)
    assert left in links(operator.get("/console/messages?department=LFK").text)
    assert left not in links(operator.get("/console/messages?department=FYK").text)
    wrong = operator.send(left, "/assign", department="没有")
    assert wrong.status_code == 400
    check_page(wrong.text)
    assert "没有这个部门" in wrong.text


def test_a_wrong_answer_is_corrected_and_the_citizen_reads_the_new_one(operator, left, line):
    operator.send(left, 1, answer="到三楼办。")
    unchanged = operator.send(left, "/correct")
    assert unchanged.status_code == 400
    assert "和原来的答复一样" in unchanged.text
    empty = operator.send(left, "/correct", answer="")
    check_page(empty.text)
    assert empty.status_code == 400
    assert operator.send(left, "/correct", answer="到五楼办。").location == left
    page = text(operator.get(left).text)
    assert "原来的答复：到三楼办。" in page
    assert "到五楼办。" in page
    with line.records.reading() as unit:
        *_, correction = unit.texts.list_tracking(left[-8:])
    assert correction.body.startswith("更正：")
    assert "到五楼办。" in correction.body


def test_a_correction_made_on_an_old_page_is_refused_and_kept_in_the_form(operator, left):
    operator.send(left, 1, answer="到三楼办。")
    form = next(form for form in operator.forms(left) if form.action.endswith("/correct"))
    operator.send(left, "/correct", answer="到五楼办。")
    refused = operator.post(form.action, form.fields | {"answer": "到六楼办。"})
    assert refused.status_code == 409
    check_page(refused.text)
    assert "刚刚被别人办过" in refused.text
    assert "到六楼办。" in refused.text


def test_junk_is_closed_with_a_reason_and_opened_again(operator, left):
    refused = operator.send(left, "/close")
    assert refused.status_code == 400
    check_page(refused.text)
    assert "请选一个原因" in refused.text
    assert operator.send(left, "/close", reason="advertisement").location == left
    page = operator.get(left).text
    check_page(page)
    assert "测试operator：关闭，不答复（广告）" in text(page)
    assert left in links(operator.get("/console/messages?state=closed").text)
    assert left not in links(operator.get("/console/messages?state=waiting").text)
    operator.send(left, "/reopen")
    assert left in links(operator.get("/console/messages?state=waiting").text)


def test_a_message_that_is_not_ours_tells_the_citizen_the_other_office(operator, left, line):
    for number, reason in (("", "请填写转介的编号"), ("102", "没有这个编号的转介"), ("9" * 30, "")):
        refused = operator.send(left, "/forward", number=number)
        assert refused.status_code == 400, number
        check_page(refused.text)
        assert reason in refused.text
    assert operator.send(left, "/forward", number="900001").location == left
    answer = messages.find_message(line, left[-8:]).answer
    assert answer.startswith("您问的事归")
    assert "告诉留言人去找别的单位 900001" in text(operator.get(left).text)
    again = operator.post(f"{left}/forward", {"number": "900001", "csrf_token": operator.token()})
    assert again.status_code == 303
    assert "刚刚已经有人答复了" in operator.get(left).text


def test_an_entry_is_made_of_an_answer_and_the_message_says_so(operator, publisher, left):
    operator.send(left, 1, answer="带身份证到三楼办。")
    opened = f"/console/entries/new?message={left[-8:]}"
    assert opened in links(publisher.get(left).text)
    form = next(form for form in publisher.forms(opened) if "question" in form.fields)
    assert form.fields["web_answer"] == "带身份证到三楼办。"
    assert "13900001111" not in form.fields["question"]
    number = form.fields["number"]
    assert publisher.post(opened, form.fields | {"then": "save"}).status_code == 303
    assert f"测试publisher：写成问答 {number}" in text(operator.get(left).text)
    publisher.get("/console/entries/new?message=99999999", 404)


def test_a_liaison_officer_notes_a_suggestion_and_numbers_stay_masked_for_them(desk, operator, left):
    liaison = desk(Role.LIAISON)
    operator.send(left, "/note", note="问过13900001111")
    assert liaison.send(left, "/note", note="建议答复：三楼办。").location == left
    page = liaison.get(left).text
    check_page(page)
    assert "13900001111" not in page
    assert "问过139****1111" in page
    assert "/assign" not in page
    assert "/close" not in page
    empty = liaison.send(left, "/note", note="")
    assert empty.status_code == 400
    check_page(empty.text)


@pytest.mark.parametrize("deed", ["correct", "assign", "forward", "close", "reopen", "note"])
def test_a_message_that_is_not_there_is_no_page(operator, deed):
    fields = {"csrf_token": operator.token(), "answer": "好", "number": "900001", "reason": "empty", "note": "好"}
    assert operator.post(f"/console/messages/99999999/{deed}", fields).status_code == 404


def test_an_answer_of_a_colleague_meanwhile_keeps_what_was_typed(operator, left):
    form = next(form for form in operator.forms(left) if form.action == left)
    operator.send(left, 1, answer="到三楼办。")
    late = operator.post(left, form.fields | {"answer": "到四楼办。"})
    assert late.status_code == 409
    check_page(late.text)
    assert "到四楼办。" in late.text
