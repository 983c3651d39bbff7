"""Floods and machines that answer texts are held back by both servers together, people are not."""

from datetime import timedelta

import pytest

from hotline.core.texts import SAME_IN_A_MINUTE, TEXTS_AN_HOUR
from hotline.services.content import published
from voice.phrases import TEXT

NUMBERS = [str(number) for number in (*range(101, 109), *range(201, 207), *range(301, 309))]


def test_twenty_texts_in_an_hour_are_answered_then_that_is_told_once_and_then_there_is_silence(city, citizen):
    assert all(citizen.text(*NUMBERS[:TEXTS_AN_HOUR]))
    told = TEXT("limit.told", most=TEXTS_AN_HOUR, number="96128")
    assert citizen.text("108", "107", "106") == [told, "", ""]
    assert citizen.text("退订", "恢复") == [TEXT("wish.out"), TEXT("wish.in")]
    assert city.citizen().text("108") == [published.get_entry(city.line.knowledge, 108).text], "others are answered"
    city.clock.now += timedelta(minutes=61)
    assert citizen.text("108") == [published.get_entry(city.line.knowledge, 108).text]


def test_the_same_text_three_times_in_a_minute_gets_silence(city, citizen):
    replies = citizen.text(*["您好，我现在不方便"] * 4)
    assert [bool(reply) for reply in replies] == [True] * (SAME_IN_A_MINUTE - 1) + [False] * 2
    city.clock.now += timedelta(seconds=61)
    assert citizen.text("您好，我现在不方便") != [""]


def test_a_person_may_pick_and_ask_for_more_as_often_as_they_like(citizen):
    assert all(citizen.text("目录", "1", "1", "1", "1", "更多", "更多", "更多", "更多"))


@pytest.mark.parametrize(
    "body", ["【自动回复】您好，我现在有事不在。", "Auto-reply: I am away", TEXT("help.no_choice")]
)
def test_an_automatic_reply_or_our_own_sentence_gets_silence(citizen, body):
    assert citizen.text(body) == [""]


def test_our_own_answer_sent_back_gets_silence(city, citizen):
    assert citizen.text(published.get_entry(city.line.knowledge, 105).text) == [""]
