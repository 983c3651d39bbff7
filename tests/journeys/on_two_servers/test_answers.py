"""An answer on the telephone: its short wording, its details part by part, and what the caller does with it."""

import re

import pytest
from sqlalchemy import select

from hotline.core.calls import CallOutcome
from hotline.core.text_length import speech_seconds
from hotline.services.content import published
from hotline.storage.records.models.enquiries import RatingRow
from tests.support.heard import last_heard, spoken_answer
from tests.support.records_database import database_of
from tests.support.ways_to_ask import ASK
from voice.phone.read_aloud import parts_of
from voice.phrases import PHONE
from voice.speech.text_normalisation import speakable

LANDLINE, WITHHELD = "+8687163100000", "+266696687"
DETAILS, NEXT, AFTER = PHONE("answer.details"), PHONE("answer.next"), PHONE("after.full")


def ratings(city, call):
    """Which entries the caller rated, and whether they helped."""
    (enquiry,) = city.enquiries(call.call)
    rated = select(RatingRow.number, RatingRow.helpful).where(RatingRow.enquiry_id == enquiry.id)
    with database_of(city.line) as records:
        return [tuple(row) for row in records.execute(rated)]


def test_the_short_wording_comes_first_and_then_the_details_in_parts_of_25_seconds(city, citizen):
    parts = [speakable(part) for part in parts_of(published.get_entry(city.line.knowledge, 105))]
    call = citizen.call(ASK, *["press:1"] * (len(parts) - 1))
    told = [turn.heard for turn in call.turns[1:]]
    assert [heard[0] for heard in told] == parts
    assert [heard[1] for heard in told] == [DETAILS, *[NEXT] * (len(parts) - 2), PHONE("after.text")]
    assert all(speech_seconds(part) <= 25 for part in parts[1:])


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (["press:2", "press:105"], ["拨打幺二三四八", "复议法第八十七条、第二十条第一款"]),
        (["press:2", "press:107"], ["百分之三", "二百元", "六十日"]),
        (
            ["press:3", "press:4", "press:202600038"],
            ["二〇一四年第二十一号", "二〇二六年十一月十六日", "零零零零，八零零零，零零九六"],
        ),
    ],
)
def test_numbers_are_read_as_people_say_them(citizen, way, said):
    call = citizen.call(*way, *["press:1"] * 11)
    told = "".join(turn.heard[0] for turn in call.turns[len(way) :])
    assert [words for words in said if words not in told] == []
    assert not re.search("(?<!按)[0-9%〔]", told), "digits are left to keys"


def test_the_answer_goes_to_the_callers_telephone_by_text_once(city, citizen):
    call = citizen.call(ASK, "silence", "press:1", "say:发短信", "press:*")
    assert call.turns[2].heard == [PHONE("after.text"), AFTER]
    assert call.turns[3].heard == [PHONE("after.sent"), PHONE("after.short")]
    assert last_heard(call)[0] == spoken_answer(city.line, 105)
    assert citizen.received(1) == [published.get_entry(city.line.knowledge, 105).text]


@pytest.mark.parametrize("number", [LANDLINE, WITHHELD])
def test_no_text_is_offered_to_a_landline_or_a_withheld_number(city, number):
    call = city.citizen(number).call(ASK, "silence", "press:1")
    assert call.turns[2].heard == [AFTER]
    assert last_heard(call)[0] == speakable(
        parts_of(published.get_entry(city.line.knowledge, 105))[1]
    )  # the key for more, late
    assert city.provider.texts_to(number) == []


def test_who_has_it_solved_is_thanked(city, citizen):
    call = citizen.call(ASK, "silence", "press:2")
    assert last_heard(call) == [PHONE("trouble.thanks")]
    assert call.ended == "line hung up"
    assert ratings(city, call) == [(105, 1)]


def test_who_has_it_not_solved_is_offered_a_message_about_it(city, citizen):
    call = citizen.call(ASK, "silence", "press:3", "press:6", "record:还是不明白", "press:3")
    assert call.turns[3].heard == [PHONE("after.sorry"), PHONE("nothing.full")]
    (message,) = city.messages(citizen)
    assert "105" in message.body
    assert ratings(city, call) == [(105, 0)]


def test_who_has_it_not_solved_is_offered_an_operator_for_it(city, citizen):
    call = citizen.call(ASK, "silence", "say:没解决", "press:0", "answer", "leave")
    assert call.turns[4].heard[0] == PHONE("operator.ringing")
    assert city.kept(call.call)[0].outcome is CallOutcome.PERSON
