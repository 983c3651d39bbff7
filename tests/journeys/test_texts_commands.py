"""What can be texted besides a question: the list of contents, a person, and the rest of a long reply."""

import csv
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from hotline.core.texts import TextReply
from hotline.services.content import csv_import, publish, published
from hotline.services.questions import ask
from tests.support.fixed_values import ROOT
from voice.outgoing_texts import pages
from voice.phrases import TEXT
from voice.sms import answers

PERSON = TEXT("person.hours", number="96128", morning="08:30-12:00", afternoon="14:00-17:30")
LONG = "".join(f"第{number}句话说的是办事要带的材料和窗口的位置。" for number in range(1, 31))


@pytest.fixture
def long_item(line, tmp_path):
    """A catalogue item whose summary takes many texts, published."""
    tables = Path(shutil.copytree(ROOT / "faq_data", tmp_path / "tables"))
    with (tables / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["summary"] = LONG
    with (tables / "catalogue.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    csv_import.import_tables(line, tables)
    publish.publish(line)
    return published.get_item(line.knowledge, rows[0]["index_number"])


@pytest.fixture
def few_lines(monkeypatch):
    """A topic's questions come three at a time, as if there were many."""
    monkeypatch.setattr(answers, "MOST_LINES", 3)


def test_the_contents_are_topics_then_their_questions_with_numbers(text, line):
    topics, questions, answer = text("目录", "1", "101")
    assert topics.splitlines()[1:] == [
        f"{place}.{topic.name}" for place, topic in enumerate(line.knowledge.topics(), start=1)
    ]
    assert questions.startswith(TEXT("topics.entries", name="行政复议"))
    assert "\n101 " in questions
    assert answer == published.get_entry(line.knowledge, 101).text


def test_the_list_goes_on_with_more_until_every_question_was_told(text, line, few_lines):
    first, second, last, none = text("目錄 １", "更多", "更多", "更多")
    entries = line.knowledge.list_entries("1")
    assert len(entries) == 8
    assert first.endswith("\n" + TEXT("topics.more", shown=3, total=8))
    assert second.endswith("\n" + TEXT("topics.more", shown=6, total=8))
    listed = [line for reply in (first, second, last) for line in reply.splitlines()[1:] if not line.startswith("回复")]
    assert listed == [f"{entry.number} {entry.question}" for entry in entries]
    assert none == TEXT("more.none")


def test_another_topic_can_be_picked_from_the_same_contents(text):
    first, second = text("目录", "1", "2")[1:]
    assert "\n101 " in first
    assert "\n201 " in second


def test_a_topic_that_is_not_there_is_told(text):
    assert text("目录9") == [TEXT("topics.last")]


def test_nothing_of_a_long_answer_is_lost(text, long_item):
    whole = TEXT("answer.item", title=long_item.title, index_number=long_item.index_number, summary=LONG)
    replies = text(long_item.index_number, "更多", "更多", "更多")
    expected = pages(whole, lambda part, of: TEXT("more.part", part=part, parts=of))
    assert len(expected) == 4
    assert "".join(reply.partition("\n回复更多")[0] for reply in replies) == whole
    assert replies == list(expected)
    assert text("更多") == [TEXT("more.none")]


def test_the_rest_has_expired_after_a_day_and_each_part_gives_another_day(text, long_item, clock):
    text(long_item.index_number)
    clock.now += timedelta(hours=23)
    assert "(2/4)" in text("更多")[0]
    clock.now += timedelta(hours=23)
    assert "(3/4)" in text("更多")[0]
    clock.now += timedelta(hours=25)
    assert text("更多") == [TEXT("expired.more", asked=long_item.index_number)]


def test_who_asks_for_more_of_nothing_is_not_told_that_this_was_all(text):
    assert text("更多") == [TEXT("more.nothing")]


@pytest.mark.parametrize(
    ("days", "hour", "told"),
    [
        (0, 10, TEXT("person.there")),
        (0, 13, TEXT("person.away", when="今天下午2点") + TEXT("person.message")),
        (0, 20, TEXT("person.away", when="明天上午8点30分") + TEXT("person.message")),
        (4, 20, TEXT("person.away", when="星期一上午8点30分") + TEXT("person.message")),
    ],
)
def test_who_wants_a_person_is_told_the_number_the_hours_and_whether_somebody_is_there(text, clock, days, hour, told):
    clock.now = clock.now.replace(hour=hour) + timedelta(days=days)
    assert text("人工") == [PERSON + told]


def test_every_text_is_kept_once_with_what_it_got(text, text_twice, line, kept_texts):
    text_twice("102", "目录", "火星上种土豆用什么肥料", "留言")
    assert [(row.reply_kind, row.replied_at is not None) for row in kept_texts()] == [
        (TextReply.ANSWERED, True),
        (TextReply.TOLD, True),
        (TextReply.UNANSWERED, True),
        (TextReply.MESSAGE, True),
    ]
    assert {(row.gateway, row.caller) for row in kept_texts()} == {("twilio", "+86138****8000")}
    assert kept_texts()[0].enquiry_id is not None


def test_numbers_in_a_text_are_kept_masked(text, kept_texts):
    text("我的身份证53010119900307123X丢了怎么办", "请打13900139000")
    assert "53010119900307123X" not in kept_texts()[0].body
    assert kept_texts()[1].body == "请打139****9000"


def test_a_question_is_thought_about_once_however_often_it_is_delivered(text_twice, monkeypatch):
    decided = []
    decide = ask.decide

    def count(*arguments, **context):
        decided.append(arguments)
        return decide(*arguments, **context)

    monkeypatch.setattr(ask, "decide", count)
    text_twice("102")
    assert len(decided) == 1
