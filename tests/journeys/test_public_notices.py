"""Public notices and hearings by telephone and by text: heard, taken part in, and refused after the last day."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from hotline.app import create_app
from hotline.core.errors import Conflict, NotFound, RecordsDown
from hotline.core.messages import MessagePurpose
from hotline.core.public_notices import NoticeKind
from hotline.core.texts import TextPurpose
from hotline.services import public_notices
from hotline.services.texts import inbound
from tests.support.broken import Broken
from tests.support.fixed_values import CALLER
from tests.support.heard import last_heard
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.sms import send_texts
from voice.handset.transports import LocalTransport
from voice.phone.public_notices import parts_of
from voice.phrases import PHONE, TEXT
from voice.speech.text_normalisation import speakable

NOTICE, HEARING, LATE_HEARING, OVER, BRIEFING = "2026005", "2026004", "2026003", "2026001", "2026002"
"""The sample's: a public notice until 18 December, hearings until 4 December and 30 November, one that is over."""


@pytest.fixture
def taken_part(line):
    def read(code):
        with line.records.reading() as unit:
            return unit.messages.list_about_notice(code)

    return read


def on(clock, month, day):
    clock.now = datetime(2026, month, day, 10, 0, tzinfo=clock.now.tzinfo)


@pytest.mark.parametrize(("key", "kind"), [("1", NoticeKind.NOTICE), ("2", NoticeKind.HEARING)])
def test_they_are_listed_the_newest_first_and_read(dial_twice, line, key, kind):
    first, second = public_notices.list_notices(line, kind)
    transcript = dial_twice("press:3", f"press:{key}", "press:1")
    listed = transcript.turns[2].heard[0]
    assert listed.index(speakable(first.title)) < listed.index(speakable(second.title))
    today = line.now().date()
    assert last_heard(transcript)[0] == speakable(parts_of(first, today)[0])


@pytest.mark.parametrize(("said_so", "code"), [("最新公示", NOTICE), ("有哪些听证会", HEARING), ("通报", BRIEFING)])
def test_they_are_listed_wherever_somebody_asks_for_them(dial, line, said_so, code):
    title = public_notices.get_notice(line, code).title
    assert speakable(title) in last_heard(dial("press:5", f"say:{said_so}"))[0]


def test_what_is_over_says_so_and_cannot_be_taken_part_in(dial, line, taken_part):
    transcript = dial("press:3", "press:1", "press:2")
    assert speakable("已经结束的，" + public_notices.get_notice(line, OVER).title) in transcript.turns[2].heard[0]
    heard = last_heard(transcript)
    assert "这次公示已经结束了。" in "".join(heard)
    assert PHONE("notice.comment") not in heard
    assert "已经截止了" in last_heard(dial("press:3", "press:1", "press:2", "press:1"))[0]
    assert taken_part(OVER) == []


def test_a_comment_is_recorded_kept_once_and_its_number_texted(dial_twice, line, taken_part):
    transcript = dial_twice("press:3", "press:1", "press:1", "press:1", "record:我的意见", "press:3")
    heard = [one for turn in transcript.turns for one in turn.heard]
    assert PHONE("notice.comment_invite") in heard
    assert any(one.startswith(PHONE("review.kept_comment")) for one in heard)
    assert not any("留言" in one for one in heard[heard.index(PHONE("notice.comment_invite")) :])
    (comment,) = taken_part(NOTICE)
    assert (comment.purpose, comment.caller, comment.department) == (MessagePurpose.COMMENT, CALLER, "FYZX")
    assert comment.recording
    assert "值班律师名单" in comment.body
    with line.records.reading() as unit:
        texts = unit.texts.list_tracking(comment.tracking_number)
    assert [one.purpose for one in texts] in ([], [TextPurpose.TRACKING])


def test_a_caller_registers_for_a_hearing_in_words(dial, taken_part):
    heard = [
        one
        for turn in dial("press:3", "press:2", "press:1", "say:我要报名", "record:我的意见").turns
        for one in turn.heard
    ]
    assert PHONE("notice.registration_invite") in heard
    assert [one.purpose for one in taken_part(HEARING)] == [MessagePurpose.REGISTRATION]


def test_a_message_left_for_an_operator_who_does_not_answer_is_no_registration(dial, clock, taken_part, kept):
    clock.now = datetime(2026, 11, 23, 22, 0, tzinfo=clock.now.tzinfo)
    dial("press:3", "press:2", "press:1", "press:0", "record:请给我回电话")
    assert taken_part(HEARING) == []
    assert len(kept("messages")) == 1


def test_a_recording_that_comes_after_the_last_day_is_kept_as_a_message(app, clock, taken_part, kept):
    def wait(seconds):
        clock.advance(seconds)

    clock.now = datetime(2026, 12, 18, 23, 59, 50, tzinfo=clock.now.tzinfo)
    script = ["press:3", "press:1", "press:1", "press:1", "record:我的意见"]
    place_call(LocalTransport(app), read_script(script), caller=CALLER, wait=wait)
    assert len(taken_part(NOTICE)) + len(kept("messages")) == 1


def test_the_notices_are_read_while_the_records_are_down(line, settings, clock):
    app = create_app(settings, line=replace(line, records=Broken(RecordsDown("连不上数据库。"))))
    script = read_script(["press:3", "press:1", "press:1"])
    transcript = place_call(LocalTransport(app), script, caller=CALLER, wait=clock.advance)
    notice = public_notices.get_notice(line, NOTICE)
    assert last_heard(transcript)[0] == speakable(parts_of(notice, clock.now.date())[0])


def test_the_lists_and_each_of_them_come_by_text(text, line):
    (listed,) = text("公示")
    assert NOTICE in listed
    assert OVER not in listed
    assert HEARING in text("听证会")[0]
    (told,) = text(f"公示{NOTICE}")
    assert public_notices.get_notice(line, NOTICE).title in told
    assert f"意见{NOTICE}" in told
    assert "已经结束了" in text(f"公示{OVER}")[0]
    assert text("公示2026999") == [TEXT("notices.missing", code="2026999")]


def test_a_comment_by_text_is_confirmed_with_its_number_and_kept_once(text_twice, taken_part):
    (exchange,) = text_twice("意见２０２６００５，我家孩子也想去值班")
    (comment,) = taken_part(NOTICE)
    assert comment.body == "我家孩子也想去值班"
    assert TEXT("notice.comment", code=NOTICE, tracking=comment.tracking_number) in exchange.replies


def test_a_registration_by_text_is_confirmed_and_its_progress_told(text, taken_part, kept):
    (told,) = text(f"报名{HEARING} 张三，住幸福路")
    (registration,) = taken_part(HEARING)
    assert (registration.purpose, registration.caller) == (MessagePurpose.REGISTRATION, CALLER)
    assert told == TEXT("notice.registration", code=HEARING, tracking=registration.tracking_number)
    assert text(f"进度{registration.tracking_number}") == [told]
    assert text(f"报名{HEARING} 张三，住幸福路") == [told]
    assert len(taken_part(HEARING)) == 1
    assert kept("messages") == []


def test_a_registration_after_the_last_day_is_refused_and_nothing_is_kept(text, clock, taken_part):
    on(clock, 11, 30)
    assert "收到了" in text(f"报名{LATE_HEARING} 李四")[0]
    on(clock, 12, 1)
    assert "已经截止了" in text(f"报名{LATE_HEARING} 王五")[0]
    assert len(taken_part(LATE_HEARING)) == 1


@pytest.mark.parametrize(
    ("body", "said_so"),
    [
        ("报名", "请写上编号"),
        ("我要提意见", "请写上编号"),
        (f"报名{HEARING}", "请在编号后面写上您的姓名和情况"),
        (f"报名{NOTICE} 张三", f"意见{NOTICE}"),
        (f"意见{BRIEFING} 好", "通报不收意见"),
    ],
)
def test_what_is_missing_is_told_with_an_example(text, taken_part, body, said_so):
    assert said_so in text(body)[0]
    assert not any(taken_part(code) for code in (NOTICE, HEARING, BRIEFING))


@pytest.mark.parametrize("question", ["听证会要交钱吗", "报名要什么条件", "公示是什么意思"])
def test_questions_about_hearings_and_notices_stay_questions(text, question):
    assert not re.search("编号看内容|请写上编号", text(question)[0])


def test_nothing_is_acknowledged_that_could_not_be_stored(line, settings, clock):
    app = create_app(settings, line=replace(line, records=Broken(RecordsDown("连不上数据库。"))))
    (exchange,) = send_texts(LocalTransport(app), [f"意见{NOTICE} 不同意"], caller=CALLER)
    assert exchange.replies == (TEXT("notices.unread", number=line.knowledge.office.line_number),)


@pytest.mark.parametrize(
    ("body", "is_named"),
    [
        (f"报名{HEARING} 张三，住幸福路", True),
        (f"报名{OVER} 张三", True),
        ("报名2026999 张三", True),
        (f"意见{HEARING} 张三", True),
        (f"意见{NOTICE} 张三说好", False),
    ],
)
def test_of_a_text_that_registers_somebody_no_name_is_kept_beside_the_registration(text, kept_texts, body, is_named):
    text(body)
    words = kept_texts()[0].body
    assert (words == f"{body[:2]}*", "张三" not in words) == (is_named, is_named)


@pytest.mark.parametrize("happened", ["closed", "withdrawn"])
def test_a_notice_that_closes_while_a_text_is_replied_to_is_told_as_closed(
    text, line, monkeypatch, taken_part, happened
):
    reason = Conflict("报名已经截止了。") if happened == "closed" else NotFound("没有这个编号的公示或者听证。")

    def refuse(*_, **__):
        raise reason

    monkeypatch.setattr(inbound.public_notices, "take_part", refuse)
    assert text(f"报名{HEARING} 张三") == [
        TEXT("notices.closed", why=str(reason), number=line.knowledge.office.line_number)
    ]
    assert taken_part(HEARING) == []


@pytest.mark.parametrize("body", [f"{NOTICE} 建议加电话", f"编号{NOTICE}，建议加电话", "２０２６００５建议加电话"])
def test_a_text_that_begins_with_the_code_of_a_public_notice_comments_on_it(text, taken_part, kept, body):
    (told,) = text(body)
    (comment,) = taken_part(NOTICE)
    assert (comment.body, told) == ("建议加电话", TEXT("notice.comment", code=NOTICE, tracking=comment.tracking_number))
    assert kept("unanswered") == []


@pytest.mark.parametrize("body", [HEARING, f"编号{HEARING}。", f"{HEARING} 在哪里开"])
def test_the_bare_code_of_a_notice_tells_of_it(text, line, taken_part, body):
    assert text(body) == text(f"听证{HEARING}")
    assert taken_part(HEARING) == []


def test_a_name_after_the_bare_code_of_a_hearing_is_kept_nowhere(text, kept_texts, taken_part):
    assert f"报名{HEARING}" in text(f"{HEARING} 张三，住幸福路")[0]
    assert (kept_texts()[0].body, taken_part(HEARING)) == ("*", [])


def test_seven_digits_that_are_no_code_of_a_notice_stay_what_they_were(text):
    assert "没有编号" not in text("2026999")[0]
    assert "已经截止了" in text(f"{OVER} 建议加电话")[0]


@pytest.mark.parametrize("said", ["最近有什么公示", "在哪里看公示"])
def test_a_caller_and_a_text_that_ask_in_free_words_get_the_list(dial, text, said):
    assert "值班律师名单" in dial(f"say:{said}").heard()
    (listed,) = text(said)
    assert "2026005" in listed


def test_how_to_register_for_a_hearing_leads_to_the_hearings(dial, text):
    assert "听证" in dial("say:听证会怎么报名").heard()
    (listed,) = text("听证会怎么报名？")
    assert "2026004" in listed
