"""What a text left open is understood for a day, and counts as nothing where it cannot be read."""

import json
from dataclasses import replace

import pytest

from hotline.services.texts import session
from hotline.services.texts.session import NOTHING_OPEN, TextSession

OPEN = TextSession(
    choices=("102", "topic:1"), enquiry=7, question="复议", rest=("后面的",), topic="1", skip=3, asked="复"
)


def recall(line):
    with line.records.reading() as unit:
        return session.recall(unit, "hash", line.now())


def remember(line, opened):
    with line.records.writing() as unit:
        session.remember(unit, "hash", opened, line.now())


def test_what_was_left_open_is_known_for_a_day_and_for_a_week_that_it_has_expired(small_line, set_clock):
    remember(small_line, OPEN)
    set_clock.pass_by(days=1)
    assert recall(small_line) == OPEN
    set_clock.pass_by(seconds=1)
    assert recall(small_line) == TextSession(asked="复", expired=True)
    set_clock.pass_by(days=6)
    assert recall(small_line) == NOTHING_OPEN


def test_what_offered_nothing_does_not_expire(small_line, set_clock):
    remember(small_line, TextSession(question="复议", awaiting=True))
    set_clock.pass_by(days=2)
    assert recall(small_line) == NOTHING_OPEN


def test_a_message_is_waited_for_half_an_hour_and_added_to_for_five_minutes(small_line, set_clock):
    until = (small_line.now() + session.ADDITIONS).isoformat()
    remember(small_line, replace(OPEN, awaiting=True, left="12345678", left_until=until))
    set_clock.pass_by(minutes=5)
    assert recall(small_line).left == "12345678"
    set_clock.pass_by(minutes=25)
    assert recall(small_line) == replace(OPEN, awaiting=True)
    set_clock.pass_by(seconds=1)
    assert recall(small_line) == OPEN


@pytest.mark.parametrize(
    "kept",
    [
        json.dumps({"choices": ["102", "103"], "enquiry": 7}),  # as the release before 更多 kept it
        json.dumps({"choices": [], "rest": [], "of a later release": 1}),
        json.dumps({"choices": None, "rest": None}),
        json.dumps({"choices": [], "rest": [], "left": "12345678", "left_until": "soon"}),
        "[]",
        "",
        "{",
    ],
)
def test_what_another_release_kept_and_this_one_cannot_read_is_nothing(small_line, kept):
    with small_line.records.writing() as unit:
        unit.contexts.remember("hash", kept, small_line.now())
    assert recall(small_line) == NOTHING_OPEN
