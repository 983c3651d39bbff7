"""A citizen leaves a message for staff and reads how it stands by its tracking number."""

import pytest

from hotline.core.permissions import Role
from hotline.services import messages
from tests.support.html_pages import form_fields, parse, text

QUESTION = "村里修路占了我家的地，应当找谁？"


@pytest.fixture
def operator(line):
    with line.records.reading() as unit:
        return unit.staff.find_by_name(Role.OPERATOR.value)


def test_a_question_gets_a_tracking_number_and_later_its_answer(citizen, line, operator):
    html = citizen.send("/messages", "/messages", question=QUESTION, telephone="13800138000")
    assert "已经收到" in text(html)
    [message] = messages.list_messages(line, operator)
    assert (message.body, message.caller) == (QUESTION, "13800138000")
    messages.answer_message(line, operator, message.tracking_number, "请找<b>自然资源局</b>。", compose_text=str)
    html = citizen.get("/messages", number=message.tracking_number)
    assert "已经答复" in text(html)
    assert "请找<b>自然资源局</b>。" in text(html)


def test_the_progress_of_a_message_shows_neither_its_text_nor_the_telephone_number(citizen):
    html = citizen.send("/messages", "/messages", question=QUESTION, telephone="13800138000")
    assert QUESTION not in html
    assert "1380013" not in html


def test_the_same_form_sent_again_by_back_or_a_double_click_leaves_one_message(citizen, line, operator):
    fields = form_fields(citizen.get("/messages"), "/messages") | {"question": QUESTION, "telephone": "13800138000"}
    first, again = (citizen.client.post("/messages", data=fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    assert len(messages.list_messages(line, operator)) == 1
    other = citizen.client.post("/messages", data=fields | {"question": "再问一件事"})
    assert other.location != first.location
    assert len(messages.list_messages(line, operator)) == 2


def test_the_same_words_from_a_form_opened_anew_are_another_message(citizen, line, operator, clock):
    citizen.send("/messages", "/messages", question=QUESTION)
    fresh = citizen.client.application.test_client()
    page = fresh.get("/messages", base_url="https://hotline.example").text
    fields = form_fields(page, "/messages") | {"question": QUESTION}
    fresh.post(
        "/messages", data=fields, base_url="https://hotline.example", headers={"Referer": "https://hotline.example/"}
    )
    assert len(messages.list_messages(line, operator)) == 2


def test_control_characters_are_removed_from_a_message(citizen, line, operator):
    citizen.send("/messages", "/messages", question="第一行\x00\x1b\r\n第二行")
    [message] = messages.list_messages(line, operator)
    assert message.body == "第一行\n第二行"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"question": ""}, "请写下您要问的事"),
        ({"question": " \x00 "}, "字写下您要问的事"),
        ({"question": "问" * 2001}, "字写下您要问的事"),
        ({"question": QUESTION, "telephone": "没有电话"}, "只写数字"),
    ],
)
def test_an_invalid_message_is_refused_with_the_reason_and_its_text_stays(citizen, line, operator, fields, reason):
    html = citizen.send("/messages", "/messages", status=400, **fields)
    assert reason in text(html)
    assert form_fields(html, "/messages")["question"] == fields["question"].strip(" \x00")
    assert not messages.list_messages(line, operator)


@pytest.mark.parametrize("number", ["1", "99999999", "abc", "１２３", "0" * 300, "<b>", "12 34 56 78"])
def test_a_wrong_tracking_number_is_refused_with_a_hint_to_check_it(citizen, number):
    assert "检查后再查" in text(citizen.get("/messages", number=number))


def title(html):
    return parse(html).find("head/title").text


def focused(html):
    """The text of the element that the browser focuses when the page opens."""
    [found] = [element for element in parse(html).iter() if element.get("autofocus") is not None]
    assert found.get("tabindex") == "-1"
    return "".join(found.itertext())


def test_a_wrong_tracking_number_is_told_at_the_top_with_the_focus_there_and_an_error_in_the_title(citizen):
    html = citizen.get("/messages", number="99999999")
    assert title(html).startswith("错误：")
    assert "没有找到这个查询号" in focused(html)
    assert html.index("没有找到这个查询号") < html.index("<h2") < html.index('id="number"')
    assert 'aria-describedby="number-error"' in html


def test_an_invalid_message_is_told_at_the_top_with_the_focus_there_and_an_error_in_the_title(citizen):
    html = citizen.send("/messages", "/messages", status=400, question="")
    assert title(html).startswith("错误：")
    assert "请写下您要问的事" in focused(html)


@pytest.mark.parametrize("path", ["/search", "/catalogue/search"])
def test_a_search_without_words_is_told_with_the_focus_there_and_an_error_in_the_title(citizen, path):
    html = citizen.get(path, q=" ")
    assert title(html).startswith("错误：")
    assert "请先写下" in focused(html)


@pytest.mark.parametrize("path", ["/", "/messages", "/search?q=复议收费吗", "/catalogue/search?q=法"])
def test_a_page_without_an_error_has_no_error_in_its_title_and_moves_no_focus(citizen, path):
    html = citizen.get(path)
    assert "错误" not in title(html)
    assert "autofocus" not in html


def test_a_tracking_number_is_read_with_full_width_digits_and_spaces(citizen, line, operator):
    citizen.send("/messages", "/messages", question=QUESTION)
    [message] = messages.list_messages(line, operator)
    wide = message.tracking_number.translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert "等待答复" in text(citizen.get("/messages", number=f" {wide[:4]} {wide[4:]}"))


def test_the_form_keeps_what_was_typed_while_the_records_database_is_down(citizen, without_records):
    html = citizen.send("/messages", "/messages", status=503, question=QUESTION)
    assert form_fields(html, "/messages")["question"] == QUESTION
    assert "存不下" in text(html)


def test_guessing_tracking_numbers_is_stopped_by_the_rate_limit(citizen):
    for _ in range(20):
        citizen.client.get("/messages?number=12345678")
    assert "频繁" in text(citizen.get("/messages", 429, number="12345678"))


def test_a_question_without_the_forms_token_is_refused(citizen):
    assert citizen.client.post("/messages", data={"question": QUESTION}).status_code == 400


def test_a_form_with_an_expired_token_is_shown_again_with_its_text_and_can_be_sent_again(citizen, line, operator):
    html = citizen.send("/messages", "/messages", status=400, question=QUESTION, csrf_token="old")
    assert "请再交一次" in text(html)
    assert "CSRF" not in html
    again = form_fields(html, "/messages")
    assert again["question"] == QUESTION
    assert not messages.list_messages(line, operator)
    assert citizen.client.post("/messages", data=again).status_code == 303
    [message] = messages.list_messages(line, operator)
    assert message.body == QUESTION


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１３８００１３８０００", "13800138000"),
        ("138 0013 8000", "138 0013 8000"),
        ("０８７１－６３１００００１", "0871-63100001"),
        ("0871-63100000转801", "0871-63100000转801"),
        ("（0871）63100001", "(0871)63100001"),
    ],
)
def test_a_telephone_number_is_read_as_people_write_it(citizen, line, operator, typed, kept):
    assert "已经收到" in text(citizen.send("/messages", "/messages", question=QUESTION, telephone=typed))
    [message] = messages.list_messages(line, operator)
    assert message.caller == kept


@pytest.mark.parametrize("written", ["查询号{}号", "查询号：{}", "我的查询号是{}。", "{}号", "查询号 {}"])
def test_a_tracking_number_is_read_among_the_words_that_people_write_with_it(citizen, line, operator, written):
    citizen.send("/messages", "/messages", question=QUESTION)
    [message] = messages.list_messages(line, operator)
    assert "等待答复" in text(citizen.get("/messages", number=written.format(message.tracking_number)))
