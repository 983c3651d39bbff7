"""An answer by telephone: the short wording, the details part by part, and what the caller then does with it."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy
import sqlalchemy.orm

from hotline.app import create_app
from hotline.core.errors import Unavailable
from hotline.core.text_length import speech_seconds
from hotline.core.texts import TextPurpose
from hotline.services.content import published
from hotline.storage.records.models.enquiries import RatingRow
from tests.support.fixed_values import CALLER
from tests.support.heard import last_heard, said, spoken_answer
from tests.support.records_database import database_of
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.phone.read_aloud import parts_of
from voice.phrases import PHONE
from voice.speech.text_normalisation import speakable

ASK_105 = "say:申请行政复议收费吗"
DETAILS, NEXT, AFTER = (PHONE.sentences[key] for key in ("answer.details", "answer.next", "after.full"))
LANDLINE, WITHHELD = "+8687163100000", "+266696687"


class Postman:
    """A gateway that takes every text and sends none: what is queued is looked at."""

    name = "twilio"

    def send(self, number, body, key):
        raise AssertionError("nothing is sent while the caller waits")


@pytest.fixture
def app(settings, line):
    """An application whose line has a gateway that sends texts."""
    return create_app(settings, line=replace(line, senders={"twilio": Postman()}))


@pytest.fixture
def texting(app):
    return app.extensions["hotline"]


@pytest.fixture
def dial(dial_twice):
    """Calls with every webhook delivered twice."""
    return dial_twice


def queued(line):
    """The texts that wait to be sent; they are taken."""
    with line.records.writing() as unit:
        return list(
            iter(
                lambda: unit.texts.claim(line.now(), line.now() + timedelta(hours=1), line.now() + timedelta(hours=7)),
                None,
            )
        )


def ratings(line):
    """Every rating kept: the entry's number and whether it helped."""
    with database_of(line) as records:
        return [tuple(row) for row in records.execute(sqlalchemy.select(RatingRow.number, RatingRow.helpful))]


def test_the_short_wording_comes_first_and_the_details_in_parts_that_can_be_followed(dial, line):
    parts = parts_of(published.get_entry(line.knowledge, 105))
    transcript = dial(ASK_105, *["press:1"] * (len(parts) - 1))
    told = [turn.heard for turn in transcript.turns[1:]]
    assert [heard[0] for heard in told] == [speakable(part) for part in parts]
    assert [heard[1] for heard in told] == [DETAILS, *[NEXT] * (len(parts) - 2), PHONE("after.text")]
    assert told[-1][-1] == AFTER
    assert all(speech_seconds(heard[0]) <= 25 for heard in told[1:])


def test_the_legal_basis_is_told_at_the_end(line):
    parts = parts_of(published.get_entry(line.knowledge, 105))
    assert "依据是《中华人民共和国行政复议法》第" in "".join(parts)
    assert parts[-1].endswith("。")


def test_a_caller_who_waits_hears_what_can_be_done_with_the_answer(dial):
    assert last_heard(dial(ASK_105, "silence")) == [PHONE("after.text"), AFTER]


def test_in_the_middle_of_the_details_a_silence_is_forgiven_once(dial):
    transcript = dial(ASK_105, "press:1", "silence", "silence")
    assert [turn.heard for turn in transcript.turns[3:]] == [[NEXT], [PHONE("after.text"), AFTER]]


@pytest.mark.parametrize("words", ["详细说明", "听详细说明。", "继续"])
def test_the_details_can_be_asked_for_in_words_also_later(dial, line, words):
    first_part = speakable(parts_of(published.get_entry(line.knowledge, 105))[1])
    assert last_heard(dial(ASK_105, f"say:{words}"))[0] == first_part
    assert last_heard(dial(ASK_105, "silence", f"say:{words}"))[0] == first_part


def test_star_repeats_the_part_that_was_heard_last(dial, line):
    part = speakable(parts_of(published.get_entry(line.knowledge, 105))[1])
    assert last_heard(dial(ASK_105, "press:1", "press:*"))[0] == part
    assert last_heard(dial(ASK_105, "silence", "press:*"))[0] == spoken_answer(line, 105)


def test_an_answer_whose_web_wording_says_no_more_offers_no_details(dial, line):
    short = next(entry for entry in line.knowledge.list_entries("9") if len(parts_of(entry)) == 1)
    told = last_heard(dial("press:2", f"press:{short.number}#"))
    assert told == [speakable(short.spoken), PHONE("after.text"), AFTER]


@pytest.mark.parametrize("wish", ["press:1", "say:发短信"])
def test_the_answer_is_sent_to_the_callers_telephone_once(dial, line, texting, wish):
    transcript = dial(ASK_105, "silence", wish, wish, wish)
    assert PHONE("after.sent") in transcript.heard()
    (text,) = queued(texting)
    assert (text.number, text.purpose) == (CALLER, TextPurpose.ANSWER)
    assert text.body == published.get_entry(line.knowledge, 105).text
    assert not queued(texting)


def test_after_sending_no_second_text_is_offered_but_what_else_there_is(dial):
    assert last_heard(dial(ASK_105, "silence", "press:1")) == [PHONE("after.sent"), PHONE("after.short")]


@pytest.mark.parametrize("caller", [LANDLINE, WITHHELD, ""])
def test_who_calls_from_a_landline_or_withholds_the_number_is_offered_no_text(dial, texting, caller):
    transcript = dial(ASK_105, "silence", caller=caller)
    assert last_heard(transcript) == [AFTER]
    assert not queued(texting)


def test_the_key_for_more_pressed_late_reads_on_where_no_text_is_offered(dial, line, texting):
    parts = parts_of(published.get_entry(line.knowledge, 105))
    transcript = dial(ASK_105, "silence", "press:1", caller=LANDLINE)
    assert last_heard(transcript)[0] == speakable(parts[1])
    ended = dial(ASK_105, *["press:1"] * (len(parts) - 1), "press:1", caller=LANDLINE)
    assert last_heard(ended) == [PHONE("trouble.wrong_key"), AFTER]
    assert not queued(texting)


def test_who_wants_no_texts_is_offered_none(dial, texting):
    with texting.records.writing() as unit:
        unit.incoming.opt_out(texting.owner_of(CALLER), texting.now())
    assert last_heard(dial(ASK_105, "silence")) == [AFTER]


def test_nobody_is_offered_a_text_where_none_can_be_sent(line, settings):
    app = create_app(settings, line=line)
    transcript = place_call(LocalTransport(app), read_script([ASK_105, "silence", "press:1"]), caller=CALLER)
    assert transcript.turns[2].heard == [AFTER]
    assert PHONE("after.sent") not in transcript.heard()


class OnlyRead:
    """Records that can be read and not written."""

    def __init__(self, records):
        self.reading = records.reading

    def writing(self):
        raise Unavailable("记录库暂时无法使用。")

    together = writing


def test_a_text_that_could_not_be_queued_is_not_promised(texting, settings):
    app = create_app(settings, line=replace(texting, records=OnlyRead(texting.records)))
    transcript = place_call(LocalTransport(app), read_script([ASK_105, "silence", "press:1"]), caller=CALLER)
    assert last_heard(transcript)[0] == PHONE("after.unsent")


@pytest.mark.parametrize(
    ("wish", "helped"), [("press:2", True), ("say:解决了", True), ("press:3", False), ("say:没解决", False)]
)
def test_whether_it_was_solved_is_kept_once(dial, line, wish, helped):
    dial(ASK_105, "silence", wish)
    assert ratings(line) == [(105, helped)]


def test_who_has_it_solved_is_thanked_and_the_call_ends(dial):
    transcript = dial(ASK_105, "silence", "press:2")
    assert last_heard(transcript) == [PHONE("trouble.thanks")]
    assert transcript.ended == "line hung up"


def test_who_has_it_not_solved_is_offered_a_person_or_a_message_about_it(dial, kept):
    transcript = dial(ASK_105, "silence", "press:3", "press:6", "record:还是不明白")
    assert transcript.turns[3].heard == [PHONE("after.sorry"), PHONE("nothing.full")]
    assert "105" in kept("messages")[0].body


def test_an_item_of_the_catalogue_can_be_sent_too_and_is_not_rated(dial, texting):
    transcript = dial("press:3", "press:3", "silence", "press:1", "press:2")
    assert "公开指南" in transcript.turns[2].heard[0]
    (text,) = queued(texting)
    assert "公开指南" in text.body
    assert last_heard(transcript) == [said("trouble.thanks")]
