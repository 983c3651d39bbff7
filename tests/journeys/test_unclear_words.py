"""Words that were hard to hear, as on a bad line: the caller is asked before an answer to another question is read."""

import pytest

from hotline.core.enquiries import Outcome
from hotline.services.content import published
from tests.support.heard import last_heard, said, spoken_answer
from voice.handset.transports import LocalTransport
from voice.phrases import PHONE

MUMBLED = "mumble:申请行政复议收费吗"
UNKNOWN = "火星上种土豆用什么肥料"
ASKED = said("confirm.full", question="申请行政复议收费")


@pytest.fixture
def dial(dial_twice):
    """Calls with every webhook delivered twice."""
    return dial_twice


@pytest.fixture
def enquiries(line):
    """Every enquiry kept so far, the first first."""

    def read():
        with line.records.reading() as unit:
            return [found for number in range(1, 9) if (found := unit.enquiries.find(number))]

    return read


def test_a_sure_answer_to_unclear_words_is_asked_about_first(dial, line):
    assert published.get_entry(line.knowledge, 105).question == "申请行政复议收费吗？"
    assert last_heard(dial(MUMBLED)) == [ASKED]


@pytest.mark.parametrize(
    ("confidence", "is_asked"),
    [
        ("0.9", False),
        ("0,9", False),
        ("9.1E-1", False),
        ("1", False),
        ("1.0", False),
        ("0.31", True),
        (".31", True),
        ("0,31", True),
        ("4.5E-2", True),
        ("4,5e-02", True),
        # The recogniser gives none.
        ("", False),
        ("0", False),
        ("0.0", False),
        # Nobody can read it.
        ("nan", True),
        ("-0.3", True),
        ("31", True),
        ("0.3.1", True),
        ("high", True),
        ("٠٫٣", True),
        ("1e400", True),
    ],
)
def test_a_confidence_is_read_in_every_form_and_one_that_cannot_be_read_is_not_taken_for_sure(
    app, confidence, is_asked
):
    heard = {"CallSid": "CA1", "SpeechResult": "申请行政复议收费吗", "Confidence": confidence}
    document = LocalTransport(app).post("https://hotline.example/voice/menu?turns=1", heard).body
    assert (ASKED in document) == is_asked


@pytest.mark.parametrize("yes", ["press:1", "say:是", "say:对对", "say:嗯", "mumble:是的"])
def test_the_reply_yes_leads_to_the_answer_which_counts_as_given(dial, line, enquiries, yes):
    assert last_heard(dial(MUMBLED, yes))[0] == spoken_answer(line, 105)
    (enquiry,) = enquiries()
    assert (enquiry.outcome, enquiry.picked, enquiry.entries) == (Outcome.ANSWERED, 105, (105,))


@pytest.mark.parametrize("no", ["press:2", "say:不是", "say:不对", "say:不"])
def test_the_reply_no_asks_for_the_question_again_and_the_answer_does_not_count_as_given(dial, enquiries, no):
    assert last_heard(dial(MUMBLED, no)) == [PHONE("again.denied"), PHONE("again.full")]
    assert enquiries()[0].outcome is Outcome.OFFERED


def test_instead_of_yes_or_no_the_question_can_be_said_again(dial, line):
    assert last_heard(dial(MUMBLED, "say:申请行政复议的期限是多久"))[0] == spoken_answer(line, 102)


def test_unclear_words_that_fit_several_entries_get_their_choices(dial):
    assert last_heard(dial("mumble:不服怎么办"))[0].startswith("您是不是想问：")


def test_unclear_words_that_fit_nothing_are_asked_for_once_more_and_not_kept(dial, enquiries):
    assert last_heard(dial(f"mumble:{UNKNOWN}")) == [PHONE("again.unclear"), PHONE("again.full")]
    assert not enquiries()


def test_unclear_words_said_a_second_time_are_kept_once_as_unanswered(dial, kept):
    transcript = dial("mumble:火星上种肥料怎么土豆", f"mumble:{UNKNOWN}")
    assert last_heard(transcript) == [PHONE("nothing.kept"), PHONE("nothing.full")]
    assert [enquiry.question for enquiry in kept("unanswered")] == [UNKNOWN]


def test_three_questions_without_an_answer_dial_an_operator_however_they_were_heard(dial):
    heard = last_heard(dial(MUMBLED, "press:2", f"mumble:{UNKNOWN}", f"mumble:{UNKNOWN}"))
    assert heard[:2] == [PHONE("trouble.lost"), PHONE("operator.ringing")]


def test_keys_are_never_unclear(dial, line):
    assert last_heard(dial("press:2", "press:105#"))[0] == spoken_answer(line, 105)
