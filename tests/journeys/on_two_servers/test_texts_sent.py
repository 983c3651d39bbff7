"""Texts of our own accord: sent once, receipts kept, sent again when that may help, and not to who wants none."""

import json

from hotline.core.texts import OPTED_OUT, TextState
from hotline.services.outbox import WAITS
from tests.support.city import until
from tests.support.html_pages import text as page_text
from voice.phrases import TEXT


def trouble(status, code):
    return status, "application/json", json.dumps({"code": code, "message": "no"}).encode()


def answered(city, citizen, words="明天上午派人来修。"):
    """A message of the citizen that staff have just answered, and its page."""
    citizen.text("留言：村里路灯坏了。")
    message = city.messages(citizen)[0]
    page = f"/console/messages/{message.tracking_number}"
    city.operator(1).send(page, page, answer=words)
    return message, page


def state(city, message):
    return city.texts(message)[-1].state


def test_staffs_answer_goes_out_once_and_its_receipts_are_kept_in_whatever_order_they_come(city, citizen):
    message, page = answered(city, citizen)
    told = TEXT("progress.answered", day="11月23日", tracking=message.tracking_number, answer="明天上午派人来修。")
    assert citizen.received(1) == [told]
    until(lambda: state(city, message) is TextState.SENT)
    sid = city.texts(message)[-1].provider_id
    for status in ("sent", "delivered", "delivered", "sent"):
        city.post("/sms/twilio/receipt", MessageSid=sid, MessageStatus=status)
    assert state(city, message) is TextState.DELIVERED
    for server in (0, 1):
        assert "已经用短信送到" in page_text(city.operator(server).get(page))
    assert len(citizen.received(1)) == 1


def test_what_the_provider_does_not_take_for_now_is_tried_again_after_growing_waits(city, citizen):
    city.provider.troubles[citizen.number] = [trouble(503, 20503), trouble(429, 20429)]
    message, page = answered(city, citizen)
    for tries, wait in enumerate(WAITS[:2], start=1):
        until(lambda tries=tries: (city.texts(message)[-1].tries, state(city, message)) == (tries, TextState.WAITING))
        due = city.texts(message)[-1].due_at
        assert due == city.clock.now + wait
        assert f"已经试了{tries}次" in page_text(city.operator(0).get(page))
        city.clock.now = due
    until(lambda: state(city, message) is TextState.SENT)
    assert len(citizen.received(3)) == 3, "two that were not taken and one that was"


def test_what_the_provider_refuses_for_good_is_not_tried_again(city, citizen):
    city.provider.troubles[citizen.number] = [trouble(400, 21610)]
    message, page = answered(city, citizen)
    until(lambda: state(city, message) is TextState.FAILED)
    assert "21610" in page_text(city.operator(0).get(page))
    another, _ = answered(city, city.citizen())
    city.clock.now += sum(WAITS, WAITS[0])
    until(lambda: state(city, another) is TextState.SENT)
    assert len(citizen.received(1)) == 1, "though another text was sent since"


def test_a_telephone_that_is_off_is_tried_again_and_one_that_takes_no_texts_is_not(city, citizen):
    message, _ = answered(city, citizen)
    for status, code, then in (("undelivered", "30003", TextState.WAITING), ("undelivered", "30006", TextState.FAILED)):
        until(lambda: state(city, message) is TextState.SENT)
        sid = city.texts(message)[-1].provider_id
        city.post("/sms/twilio/receipt", MessageSid=sid, MessageStatus=status, ErrorCode=code)
        assert state(city, message) is then
        city.clock.now += WAITS[0]
    assert len(citizen.received(2)) == 2


def test_who_wants_no_texts_gets_none_until_they_want_them_again(city, citizen):
    assert citizen.text("退订") == [TEXT("wish.out")]
    message, page = answered(city, citizen)
    assert (state(city, message), city.texts(message)[-1].error) == (TextState.FAILED, OPTED_OUT)
    assert "退订了短信" in page_text(city.operator(0).get(page))
    assert "明天上午派人来修。" in citizen.text("进度")[0], "what they ask for they get"
    assert citizen.text("恢复") == [TEXT("wish.in")]
    answered(city, citizen, "路灯已经修好。")
    assert "路灯已经修好。" in citizen.received(1)[0]
