"""What a text left open is understood for half an hour, and counts as nothing where it cannot be read."""

import json

import pytest

from hotline.services.texts import session
from hotline.services.texts.session import NOTHING_OPEN, TextSession

OPEN = TextSession(choices=("102", "topic:1"), enquiry=7, question="复议", rest=("后面的",), topic="1", skip=3)


def recall(line):
    with line.records.reading() as unit:
        return session.recall(unit, "hash", line.now())


def test_what_was_left_open_is_known_for_half_an_hour(small_line, set_clock):
    with small_line.records.writing() as unit:
        session.remember(unit, "hash", OPEN, small_line.now())
    set_clock.pass_by(minutes=30)
    assert recall(small_line) == OPEN
    set_clock.pass_by(seconds=1)
    assert recall(small_line) == NOTHING_OPEN


@pytest.mark.parametrize(
    "kept",
    [
        json.dumps({"choices": ["102", "103"], "enquiry": 7}),  # as the release before 更多 kept it
        json.dumps({"choices": [], "rest": [], "of a later release": 1}),
        json.dumps({"choices": None, "rest": None}),
        "[]",
        "",
        "{",
    ],
)
def test_what_another_release_kept_and_this_one_cannot_read_is_nothing(small_line, kept):
    with small_line.records.writing() as unit:
        unit.contexts.remember("hash", kept, small_line.now())
    assert recall(small_line) == NOTHING_OPEN
