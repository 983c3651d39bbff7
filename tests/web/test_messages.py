"""A citizen leaves a question for staff and asks after it by its tracking number."""

import pytest

from hotline.core.permissions import Role
from hotline.services import messages
from tests.support.html_pages import form_fields, text

TOLD = "村里修路占了我家的地，应当找谁？"


@pytest.fixture
def operator(line):
    with line.records.reading() as unit:
        return unit.staff.find_by_name(Role.OPERATOR.value)


def test_a_question_gets_a_tracking_number_and_later_its_answer(citizen, line, operator):
    html = citizen.send("/messages", "/messages", question=TOLD, telephone="13800138000")
    assert "已经收到" in text(html)
    [message] = messages.list_messages(line, operator)
    assert (message.body, message.caller) == (TOLD, "13800138000")
    messages.answer_message(line, operator, message.tracking_number, "请找<b>自然资源局</b>。", compose_text=str)
    html = citizen.get("/messages", number=message.tracking_number)
    assert "已经答复" in text(html)
    assert "请找<b>自然资源局</b>。" in text(html)


def test_progress_shows_neither_the_question_nor_the_number(citizen):
    html = citizen.send("/messages", "/messages", question=TOLD, telephone="13800138000")
    assert TOLD not in html
    assert "1380013" not in html


def test_control_characters_are_not_kept(citizen, line, operator):
    citizen.send("/messages", "/messages", question="第一行\x00\x1b\r\n第二行")
    [message] = messages.list_messages(line, operator)
    assert message.body == "第一行\n第二行"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"question": ""}, "请写下您要问的事"),
        ({"question": " \x00 "}, "字写下您要问的事"),
        ({"question": "问" * 2001}, "字写下您要问的事"),
        ({"question": TOLD, "telephone": "没有电话"}, "只写数字"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(citizen, line, operator, fields, told):
    html = citizen.send("/messages", "/messages", status=400, **fields)
    assert told in text(html)
    assert form_fields(html, "/messages")["question"] == fields["question"].strip(" \x00")
    assert not messages.list_messages(line, operator)


@pytest.mark.parametrize("number", ["1", "99999999", "abc", "１２３", "0" * 300, "<b>", "12 34 56 78"])
def test_a_wrong_tracking_number_is_told(citizen, number):
    assert "检查后再查" in text(citizen.get("/messages", number=number))


def test_a_tracking_number_is_read_with_full_width_digits_and_spaces(citizen, line, operator):
    citizen.send("/messages", "/messages", question=TOLD)
    [message] = messages.list_messages(line, operator)
    wide = message.tracking_number.translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert "等待答复" in text(citizen.get("/messages", number=f" {wide[:4]} {wide[4:]}"))


def test_nothing_typed_is_lost_while_the_records_are_out_of_reach(citizen, without_records):
    html = citizen.send("/messages", "/messages", status=503, question=TOLD)
    assert form_fields(html, "/messages")["question"] == TOLD
    assert "存不下" in text(html)


def test_tracking_numbers_cannot_be_found_by_trying(citizen):
    for _ in range(20):
        citizen.client.get("/messages?number=12345678")
    assert "频繁" in text(citizen.get("/messages", 429, number="12345678"))


def test_a_question_without_the_forms_token_is_refused(citizen):
    assert citizen.client.post("/messages", data={"question": TOLD}).status_code == 400


def test_a_form_that_was_open_too_long_comes_back_with_its_words_and_can_be_sent_again(citizen, line, operator):
    html = citizen.send("/messages", "/messages", status=400, question=TOLD, csrf_token="old")
    assert "请再交一次" in text(html)
    assert "CSRF" not in html
    again = form_fields(html, "/messages")
    assert again["question"] == TOLD
    assert not messages.list_messages(line, operator)
    assert citizen.client.post("/messages", data=again).status_code == 303
    [message] = messages.list_messages(line, operator)
    assert message.body == TOLD
