"""Calls on a line that hears no speech: everything is reached by keys, and nobody is asked to speak."""

from collections import deque
from dataclasses import replace

import pytest

from hotline.app import create_app
from hotline.settings.ears import NO_EARS
from tests.support.fixed_values import CALLER
from tests.support.heard import asks_to_speak, last_heard, said, spoken_answer
from tests.support.watched_call import Watched
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.handset.twiml_reader import read_document
from voice.phone.call_state import Place
from voice.phrases import KEYS_ONLY, PHONE

ELSEWHERE = {Place.CONFIRM, Place.AGAIN, Place.APPLICATION}
"""Places to which only words lead."""
ELSEWHERE |= {Place.PROGRESS, Place.APPLICATION_STATUS, Place.REVIEW, Place.SAVED}
"""Places that need a message or an application first; their sentences are looked at in tests/voice/test_phrases.py."""
KEYED = {Place.NUMBER: ["105"], Place.INITIALS: ["3973", "2", "22222222"], Place.ITEM: ["202600001", "9"]}
KEYED |= {Place.TRACKING: ["202600001", "12345678"]}
KEYS = [*"0123456789*#", ""]


@pytest.fixture
def deaf_app(settings, line, compiled_templates):
    app = create_app(replace(settings, ears=NO_EARS), line=line)
    app.jinja_env.bytecode_cache = compiled_templates
    return app


@pytest.fixture
def dial(deaf_app, clock):
    return lambda *script: place_call(LocalTransport(deaf_app), read_script(script), caller=CALLER, wait=clock.advance)


def keys_only(key, **values):
    return PHONE(key + KEYS_ONLY, **values)


def test_the_greeting_names_keys_and_what_is_said_is_not_heard(dial):
    greeting = dial("say:申请行政复议收费吗").turns[0].heard
    assert greeting[-1] == keys_only("menu.first")
    assert last_heard(dial("say:申请行政复议收费吗")) == [keys_only("menu.short")]


def test_a_question_is_asked_by_the_first_letters_of_its_subject_and_picked_by_a_key(dial, line, kept):
    call = dial("press:7", "press:3973#", "press:1")
    asked, offered, answered = (turn.heard for turn in call.turns[1:4])
    assert asked == [said("initials.full")]
    assert "申请行政复议收费吗" in offered[0]
    assert "都不是，请按7" in offered[0]
    assert answered[0] == spoken_answer(line, 105)
    assert not kept("unanswered")


def test_what_was_picked_counts_as_a_question_about_that_entry(dial, line):
    dial("press:7", "press:3973#", "press:1")
    with line.records.reading() as unit:
        (enquiry,) = unit.enquiries.most_asked(line.now().replace(hour=0), 5)
    assert enquiry[0] == 105


def test_letters_that_fit_nothing_are_asked_for_again_and_the_third_time_a_person_is_rung(dial):
    wrong = ["press:22222222#"] * 2
    assert last_heard(dial("press:7", *wrong)) == [said("initials.missing"), said("initials.full")]
    assert PHONE("trouble.lost") in last_heard(dial("press:7", *wrong, "press:22222222#"))


def test_one_letter_or_a_key_without_letters_is_told_to_be_wrong(dial):
    for keys in ("3#", "123#"):
        assert last_heard(dial("press:7", f"press:{keys}"))[0] == said("initials.wrong")


def test_who_is_silent_at_the_letters_hears_which_key_has_which(dial):
    assert last_heard(dial("press:7", "silence", "silence")) == [PHONE("initials.keys")]


def test_seven_after_an_answer_and_after_choices_asks_for_letters_again(dial):
    by_letters = ["press:7", "press:3973#"]
    for script in (by_letters, [*by_letters, "press:1"], [*by_letters, "press:1", "silence"]):
        assert last_heard(dial(*script, "press:7")) == [said("initials.full")]


def test_briefings_which_others_ask_for_in_words_have_a_key(dial):
    offered = last_heard(dial("press:3"))
    assert offered == [keys_only("information.full")]
    assert "通报" in last_heard(dial("press:3", "press:5"))[0]


def walk(app):
    """Do whatever can be keyed at each place of a call once; (place, document) of every answer."""
    transport, call = Watched(LocalTransport(app)), {"From": CALLER, "To": "+8696128", "CallStatus": "in-progress"}
    waiting, done, count = deque([(f"{transport.public_url}/voice/", {"CallSid": "CA0"})]), set(), 0
    while waiting:
        url, parameters = waiting.popleft()
        document = transport.post(url, {**call, **parameters}).body
        place = url.partition("/voice/")[2].partition("?")[0]
        yield place, document
        for verb in read_document(document):
            gather = verb.name == "Gather"
            to = verb.attributes.get("action", "") if gather else verb.text
            came_to = to.partition("/voice/")[2].partition("?")[0]
            silences = to.partition("silences=")[2][:1]
            if verb.name not in ("Gather", "Redirect") or (came_to, silences) in done:
                continue
            done.add((came_to, silences))
            numbers = [keys for at, each in KEYED.items() if at.value == came_to for keys in each]
            for keys in [*KEYS, *numbers] if not silences else ["", "1"]:
                count += 1
                waiting.append((to, {"CallSid": f"CA{count}", "Digits": keys}))


def test_wherever_keys_lead_no_document_waits_for_speech_or_asks_for_it(deaf_app):
    places = set()
    for place, document in walk(deaf_app):
        places.add(place)
        for verb in read_document(document):
            sayings = [verb, *verb.inside]
            assert not [each.text for each in sayings if asks_to_speak(each.text)], place
            if verb.name == "Gather":
                assert verb.attributes["input"] == "dtmf"
                assert not verb.attributes.keys() & {"speechTimeout", "language", "hints"}
    asking = {place.value for place in Place if f"{place.value}.full" in PHONE.sentences}
    assert asking - places == {place.value for place in ELSEWHERE}
