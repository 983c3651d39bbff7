from datetime import timedelta

import pytest

from hotline.core.enquiries import Channel, Outcome
from hotline.core.permissions import Role
from hotline.services import messages


def ask(line, question, caller="", channel=Channel.SMS):
    with line.records.writing() as unit:
        unit.enquiries.add(
            channel=channel,
            question=question,
            outcome=Outcome.UNANSWERED,
            confidence=0.0,
            entries=[],
            caller=caller,
            asked_at=line.now(),
            knowledge_version=1,
        )


def leave(line, body="宅基地的证一直不发怎么办"):
    return messages.leave_message(line, channel=Channel.PHONE, body=body, caller="+8613800138000")


def test_entries_are_found_by_words_state_and_topic(publisher):
    found = publisher.get("/console/entries?q=%E6%9C%9F%E9%99%90&topic=1").text
    assert "申请行政复议的期限是多久" in found
    assert "行政诉讼的起诉期限" not in found
    publisher.send("/console/entries/203/edit", "/edit", question="国家赔偿怎么要？")
    drafts = publisher.get("/console/entries?status=draft").text
    assert "找到1条" in drafts
    assert "国家赔偿怎么要？" in drafts
    assert "没有这样的问答" in publisher.get("/console/entries?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA%E8%AF%8D").text


def test_odd_filters_are_ignored(publisher):
    for query in ("status=nonsense", "topic=99", "q=%00%FF" + "x" * 500, "q=%25_'%22;--"):
        publisher.get(f"/console/entries?{query}")


def test_the_same_question_is_listed_once_with_how_often_it_was_asked(publisher, line):
    ask(line, "怎么开无犯罪记录证明", "+86138****8000")
    ask(line, "怎么开无犯罪记录证明？？")
    ask(line, "村里征地找谁")
    text = publisher.get("/console/enquiries").text
    assert "<b>2次</b>：短信2次" in text
    assert text.index("无犯罪记录") < text.index("征地")
    assert text.count('class="asked"') == 2
    assert "没答上的问题（2）" in publisher.get("/console/").text


def test_a_callers_number_is_masked_on_the_page_of_their_question(desk, line):
    ask(line, "村里征地找谁", "+86139****1234", Channel.PHONE)
    assert "139****1234" in desk(Role.OPERATOR).get("/console/enquiries/1").text


def test_unanswered_messages_are_listed_by_due_date_with_overdue_ones_marked(desk, line, clock):
    late = leave(line, "早来的留言")
    clock.now += timedelta(days=3)
    leave(line, "晚来的留言")
    operator = desk(Role.OPERATOR)
    text = operator.get("/console/messages?state=waiting").text
    assert text.index("早来的留言") < text.index("晚来的留言")
    assert (text.count("已超期2天"), text.count("还剩24小时")) == (1, 1)
    assert "请马上办" in operator.get(f"/console/messages/{late.tracking_number}").text
    assert "已超期2天" in operator.get("/console/").text


def test_an_answer_reaches_the_one_who_asked(desk, line, client):
    message = leave(line)
    operator = desk(Role.OPERATOR)
    path = f"/console/messages/{message.tracking_number}"
    assert operator.send(path, 1, answer=" ").status_code == 400
    assert operator.send(path, 1, answer="请到市司法局行政复议科当面说。").status_code == 303
    assert "请到市司法局行政复议科当面说。" in client.get(f"/messages?number={message.tracking_number}").text
    assert "请到市司法局行政复议科当面说。" in operator.get(path).text
    assert "没有待答复留言" in operator.get("/console/messages?state=waiting").text


def test_two_operators_do_not_answer_one_message_twice(desk, line):
    message = leave(line)
    operator = desk(Role.OPERATOR)
    path = f"/console/messages/{message.tracking_number}"
    form = operator.forms(path)[1]
    operator.send(path, 1, answer="先来的答复。")
    late = operator.post(path, form.fields | {"answer": "后到的答复。"})
    assert late.status_code == 409
    assert "已经有人答复了" in late.text
    assert "后到的答复。" in late.text


def test_only_staff_who_call_back_see_the_whole_telephone_number(desk, line):
    message = leave(line)
    path = f"/console/messages/{message.tracking_number}"
    assert "13800138000" in desk(Role.OPERATOR).get(path).text
    seen = desk(Role.LIAISON).get(path).text
    assert "138****8000" in seen
    assert "13800138000" not in seen
    assert 'name="answer"' not in seen


def test_an_entry_past_its_review_date_is_on_the_first_screen(desk, clock):
    clock.now += timedelta(days=400)
    assert "过了复核日期（144）" in desk(Role.PUBLISHER).get("/console/").text


def test_the_first_screen_says_which_version_is_served(publisher):
    assert "第1版" in publisher.get("/console/").text


@pytest.mark.parametrize("field", ["web_answer", "spoken", "text", "keywords", "similar_questions"])
def test_entries_are_found_by_the_words_of_any_wording(publisher, field):
    publisher.send("/console/entries/203/edit", "/edit", **{field: "琥珀色的灯笼挂在门口"})
    assert "找到1条" in publisher.get("/console/entries?q=琥珀色的灯笼").text


def test_entries_are_found_by_the_laws_that_they_rest_on(publisher, line):
    wanted = [
        one.number for one in line.knowledge.list_entries() if any("行政复议法" in b.title for b in one.legal_bases)
    ]
    page = publisher.get("/console/entries?q=行政复议法").text
    assert wanted
    assert all(f"/console/entries/{number}" in page for number in wanted)
