"""One caller after the other through the whole menu."""

from hotline.core.enquiries import Channel
from hotline.core.permissions import Role, Staff
from hotline.core.public_notices import NoticeKind
from hotline.services import messages, public_notices
from tests.support.heard import last_heard, said, spoken_answer
from voice.phrases import PHONE
from voice.speech import numbers
from voice.speech.text_normalisation import speakable

OPERATOR = Staff(1, "operator", "测试", Role.OPERATOR, True)


def test_the_menu_leads_to_questions_by_topic(city, citizen):
    call = citizen.call("press:1", "press:1", "press:2")
    assert "行政复议，请按1" in call.turns[1].heard[0]
    assert "申请行政复议的期限是多久？请按2" in call.turns[2].heard[0]
    assert last_heard(call)[0] == spoken_answer(city.line, 102)


def test_the_menu_leads_to_a_question_by_its_number(city, citizen):
    call = citizen.call("press:2", "press:777#", "press:12#", "press:102#")
    assert call.turns[2].heard == [said("number.missing", number=777), PHONE("number.full")]
    assert call.turns[3].heard[0] == PHONE("number.wrong")
    assert last_heard(call)[0] == spoken_answer(city.line, 102)


def test_the_menu_leads_to_government_information(city, citizen):
    """Notices and hearings, the guide, and an item by its number."""
    for key, kind in (("1", NoticeKind.NOTICE), ("2", NoticeKind.HEARING)):
        first = public_notices.list_notices(city.line, kind)[0]
        call = citizen.call("press:3", f"press:{key}", "press:1")
        assert speakable(first.title) in call.turns[2].heard[0]
        assert last_heard(call)[0].startswith(speakable(first.title))
    assert "公开指南" in last_heard(citizen.call("press:3", "press:3"))[0]
    call = citizen.call("press:3", "press:4", "press:202699999#", "press:202600040#")
    assert call.turns[3].heard == [said("item.missing", number="202699999"), PHONE("item.full")]
    assert "听证会公告" in last_heard(call)[0]


def test_the_menu_leads_to_the_progress_of_a_message(city, citizen):
    left = messages.leave_message(city.line, channel=Channel.PHONE, body="我的低保停了", caller=citizen.number)
    ask = ["press:4", f"press:{left.tracking_number}#"]
    assert last_heard(citizen.call(*ask))[0] == said("progress.waiting", due="明天上午10点")
    messages.answer_message(city.line, OPERATOR, left.tracking_number, "请您到一楼窗口办理。", compose_text=str)
    told = citizen.call(*ask, "press:*")
    assert told.turns[2].heard[0] == last_heard(told)[0] == said("progress.answered", answer="请您到一楼窗口办理。")
    wrong = f"{(int(left.tracking_number) + 1) % 10**8:08}"
    missing = said("tracking.missing", number=numbers.tracking(wrong))
    assert citizen.call("press:4", f"press:{wrong}#").turns[2].heard[0] == missing


def test_the_menu_leads_to_address_hours_and_the_departments_telephones(city, citizen):
    department = city.line.knowledge.departments()[1]
    call = citizen.call("press:5", "press:1", "press:2")
    assert "上午八点半到十二点，下午两点到五点半" in call.turns[1].heard[1]
    assert department.name in call.turns[2].heard[0]
    telephone = numbers.telephone(department.telephone)
    assert [telephone in sentence for sentence in last_heard(call)] == [False, True, True, False]


def test_a_message_can_be_left_and_an_operator_dialled_by_key_or_by_word(citizen):
    for message in ("press:6", "say:我要留言"):
        assert citizen.call(message).turns[1].heard == [PHONE("message.invite"), "[嘀]"]
    for person in ("press:0", "say:转人工"):
        assert citizen.call(person, "answer").turns[1].heard[0] == PHONE("operator.ringing")
    assert last_heard(citizen.call("press:1", "say:回主菜单")) == [PHONE("menu.full")]
