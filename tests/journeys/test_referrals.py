"""Somebody asks for a matter of another office: by phone, by text and by web they are told where to go."""

from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Channel, Outcome
from hotline.core.texts import TextReply
from hotline.services.content import published
from tests.support.heard import said
from voice.content import text_of
from voice.phone.read_aloud import spoken_of
from voice.phrases import PHONE
from voice.speech.text_normalisation import speakable

QUESTION = "身份证到期了去哪里换"


def referral_for(line, words="身份证"):
    numbers = [number for number in line.knowledge.list_numbers() if number > 900_000]
    return next(found for found in map(line.knowledge.find_entry, numbers) if words in found.question)


def last_enquiry(line):
    with line.records.reading() as unit:
        return unit.enquiries.find(1)


def test_a_caller_hears_which_office_it_is_and_what_to_press_for_a_person(dial, line):
    transcript = dial(f"say:{QUESTION}")
    referral = referral_for(line)
    assert transcript.turns[1].heard[0] == speakable(spoken_of(referral))
    assert transcript.turns[1].heard[-1] == said("after.full")
    enquiry = last_enquiry(line)
    assert (enquiry.outcome, enquiry.entries, enquiry.channel) == (Outcome.REFERRED, (referral.number,), Channel.PHONE)


def test_a_call_that_was_sent_on_is_counted_as_such(dial, line):
    dial(f"say:{QUESTION}", "hangup")
    with line.records.reading() as unit:
        counted = unit.statistics.totals()
    assert counted["calls"] == {CallOutcome.REFERRED.value: 1}
    assert counted["enquiries"] == {Outcome.REFERRED.value: 1}


def test_a_caller_who_was_hard_to_hear_is_asked_first(dial, line):
    transcript = dial(f"mumble:{QUESTION}", "press:1")
    assert referral_for(line).question.rstrip("？") in transcript.turns[1].heard[-1]
    assert transcript.turns[2].heard[0] == speakable(spoken_of(referral_for(line)))
    assert last_enquiry(line).outcome is Outcome.REFERRED


def test_a_caller_who_wants_one_of_our_people_presses_0(dial):
    transcript = dial(f"say:{QUESTION}", "press:0")
    assert said("operator.ringing") in [sentence for turn in transcript.turns for sentence in turn.heard]


def test_a_text_gets_the_office_and_its_telephone(text, line):
    assert text(QUESTION) == [text_of(referral_for(line))]
    assert last_enquiry(line).outcome is Outcome.REFERRED
    with line.records.reading() as unit:
        assert unit.statistics.totals()["incoming_texts"] == {TextReply.REFERRED.value: 1}


def test_no_caller_hears_more_than_three_choices(dial, line):
    for question in ("宅基地被占", "复议", "离婚去哪里办"):
        heard = "".join(dial(f"say:{question}").turns[1].heard)
        assert heard.count("请按") <= 6, heard
        assert "请按4" not in heard


def test_topics_and_their_lists_hold_no_referral(line):
    listed = [entry for topic in line.knowledge.topics() for entry in line.knowledge.list_entries(topic.digit)]
    assert not any(entry.is_referral for entry in (*listed, *line.knowledge.most_asked(100)))
    assert not any(entry.is_referral for entry in line.knowledge.list_entries())
    assert published.get_entry(line.knowledge, referral_for(line).number).is_referral


def test_the_sentences_name_the_key_and_the_word_for_a_person():
    assert all("请按0" in PHONE.sentences[key] for key in ("referral.office", "referral.telephone"))
