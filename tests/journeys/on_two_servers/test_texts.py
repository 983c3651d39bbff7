"""The text line as citizens use it: questions, choices, contents, a person, messages, and what was left open."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from hotline.core.masking import mask_number
from hotline.services.content import published
from hotline.storage.records.models.calls_and_texts import IncomingTextRow
from tests.support.fixed_values import NOW
from tests.support.records_database import database_of
from tests.support.ways_to_ask import UNKNOWN
from voice.phrases import TEXT

UNCLEAR = "不服怎么办"
HOURS = TEXT("person.hours", number="96128", morning="08:30-12:00", afternoon="14:00-17:30")
LONG = "".join(f"第{number}样材料请到一楼窗口当面交给工作人员。" for number in range(1, 21))


def kept(city, citizen):
    """What came in from the citizen, and what kind of reply it got."""
    row = IncomingTextRow
    texted = select(row.body, row.reply_kind).where(row.caller == mask_number(citizen.number)).order_by(row.id)
    with database_of(city.line) as records:
        return [(body, kind.value) for body, kind in records.execute(texted)]


def text_of(city, number):
    return published.get_entry(city.line.knowledge, int(number)).text


def test_a_question_an_entrys_number_and_an_index_number_get_their_text_wordings(city, citizen):
    item = published.get_item_ending(city.line.knowledge, "202600040")
    told = TEXT("answer.item", title=item.title, index_number=item.index_number, summary=item.summary)
    assert citizen.text("申请行政复议收费吗", "１０２", item.index_number, "777") == [
        text_of(city, 105),
        text_of(city, 102),
        told,
        TEXT("nothing.number", asked=777, number="96128"),
    ]


def test_a_text_delivered_twice_at_two_servers_is_one(city, citizen):
    citizen.text("102", UNKNOWN, "留言：路灯坏了", "帮助")
    assert kept(city, citizen) == [
        ("102", "answered"),
        (UNKNOWN, "unanswered"),
        ("留言：路灯坏了", "message"),
        ("帮助", "told"),
    ]
    assert len(city.messages(citizen)) == 1


@pytest.mark.parametrize("body", ["菜单", "帮助", "幫助", "你好", ""])
def test_help_tells_what_can_be_texted(citizen, body):
    (told,) = citizen.text(body)
    assert all(word in told for word in ("96128", "102", "目录", "人工", "留言", "进度", "退订"))


def test_the_contents_are_topics_then_their_questions_then_an_answer(city, citizen):
    topics, questions, again, answer, none = citizen.text("目录", "1", "目录2", "201", "目录9")
    names = [topic.name for topic in city.line.knowledge.topics()]
    assert topics.splitlines()[1:] == [f"{key}.{name}" for key, name in enumerate(names, start=1)]
    assert f"\n101 {published.get_entry(city.line.knowledge, 101).question}" in questions
    assert "\n201 " in again
    assert answer == text_of(city, 201)
    assert none == TEXT("topics.last")


def test_an_unclear_question_gets_choices_and_a_digit_picks_also_another_one(city, citizen):
    choices, *picked, beyond = citizen.text(UNCLEAR, "2", "1", "9")
    offered = re.findall(r"^(\d)\.(.+)$", choices, re.M)
    assert choices.startswith(TEXT("choices.intro"))
    assert [key for key, _ in offered] == [str(key) for key in range(1, len(offered) + 1)]
    assert 2 <= len(offered) <= 5
    entries = {entry.question: entry for topic in "123456" for entry in city.line.knowledge.list_entries(topic)}
    assert picked == [entries[offered[place][1]].text for place in (1, 0)]
    assert beyond == TEXT("choices.beyond", most=len(offered))


def test_the_fifth_choice_can_be_picked(city, citizen):
    """Topics are choices, too, and there are at least five."""
    _, questions = citizen.text("目录", "5")
    topic = city.line.knowledge.topics()[4]
    assert questions.startswith(TEXT("topics.entries", name=topic.name))


def test_none_of_the_choices_or_nothing_found_becomes_a_message_with_one_word(city, citizen):
    _, other, left = citizen.text(UNCLEAR, "都不是", "留言")
    assert other == TEXT("nothing.other", number="96128")
    (message,) = city.messages(citizen)
    assert message.body == UNCLEAR
    assert message.tracking_number in left
    somebody = city.citizen()
    nothing, told = somebody.text(UNKNOWN, "留言")
    assert nothing == TEXT("nothing.kept", number="96128")
    (message,) = city.messages(somebody)
    assert message.body == UNKNOWN
    assert message.tracking_number in told


def test_a_message_in_two_texts_and_what_becomes_of_it(city, citizen):
    asked, told = citizen.text("留言", "村里路灯坏了，请派人来修。")
    (message,) = city.messages(citizen)
    assert asked == TEXT("message.ask")
    assert message.body == "村里路灯坏了，请派人来修。"
    number, due = message.tracking_number, "明天上午10点"
    how = TEXT("message.by_text")
    assert told == TEXT("message.kept", what=TEXT("message.words"), tracking=number, due=due, how=how)
    waiting = TEXT("progress.waiting", day="11月23日", tracking=number, due=due)
    assert citizen.text(f"进度{number}", "进度", number) == [waiting] * 3
    city.clock.now += timedelta(days=2)
    assert citizen.text("进度") == [TEXT("progress.late", day="11月23日", tracking=number, number="96128")]
    assert citizen.text("进度99999999") == [TEXT("progress.missing", tracking="99999999", number="96128")]


def test_who_thinks_better_of_it_leaves_no_message(city, citizen):
    assert citizen.text("留言", "取消")[1] == TEXT("help.cancelled")
    assert city.messages(citizen) == []


def test_a_long_answer_comes_part_by_part_with_more(city, citizen):
    citizen.text("留言：要带什么材料？")
    (message,) = city.messages(citizen)
    page = f"/console/messages/{message.tracking_number}"
    city.operator(1).send(page, page, answer=LONG)
    (sent,) = citizen.received(1)
    assert sent.endswith(TEXT("progress.whole", tracking=message.tracking_number))
    first, second, third, none = citizen.text("进度", "更多", "更多", "更多")
    assert first.endswith(TEXT("more.part", part=1, parts=3))
    assert second.endswith(TEXT("more.part", part=2, parts=3))
    told = [reply.partition("\n回复更多")[0] for reply in (first, second, third)]
    assert all(reply.endswith("。") for reply in told), "each part ends with a sentence"
    assert "".join(told).endswith(LONG)
    assert none == TEXT("more.none")


@pytest.mark.parametrize(
    ("later", "told"),
    [
        (timedelta(0), TEXT("person.there")),
        (timedelta(hours=3), TEXT("person.away", when="今天下午2点") + TEXT("person.message")),
        (timedelta(days=4, hours=10), TEXT("person.away", when="星期一上午8点30分") + TEXT("person.message")),
    ],
)
def test_who_wants_a_person_is_told_the_number_the_hours_and_whether_somebody_is_there(city, citizen, later, told):
    city.clock.now = NOW + later
    assert citizen.text("人工") == [HOURS + told]


def test_what_was_left_open_is_remembered_for_a_day_and_for_this_telephone_alone(city, citizen):
    citizen.text(UNCLEAR)
    assert city.citizen().text("1") == [TEXT("help.no_choice")]
    city.clock.now += timedelta(hours=23)
    assert citizen.text("1") != [TEXT("help.no_choice")]
    city.clock.now += timedelta(hours=25)
    assert citizen.text("1") == [TEXT("expired.choices", asked=UNCLEAR)]
