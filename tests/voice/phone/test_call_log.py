"""The name of a step in the journal, and the outcome of the call that follows from it."""

from hotline.core.calls import CallOutcome
from voice.phone import call_log
from voice.phone.actions import Dial, GoTo, HangUp, Listen, Record, Say
from voice.phone.call_state import CallState, Place

MENU = CallState()


def listen(place, subject=""):
    return [Listen(("……",), CallState(place, subject=subject))]


def test_a_step_is_named_by_the_entry_read_else_the_place_come_to_else_goodbye():
    assert call_log.name_destination(listen(Place.ANSWER, "102")) == "102"
    assert call_log.name_destination(listen(Place.TOPICS)) == "topics"
    assert call_log.name_destination([Say("请稍等"), Dial("12348", CallState(Place.RANG, subject="102"))]) == "rang"
    message = [Say("请留言"), Record(CallState(Place.RECORDED)), GoTo(CallState(Place.UNRECORDED))]
    assert call_log.name_destination(message) == "recorded"
    assert call_log.name_destination([Say("再见"), HangUp()]) == "goodbye"


def test_the_outcome_of_a_call_is_what_the_caller_is_told():
    assert call_log.find_outcome(MENU, listen(Place.ANSWER, "102")) is CallOutcome.ANSWERED
    assert call_log.find_outcome(CallState(Place.CHOICES), listen(Place.ANSWER, "102")) is CallOutcome.CHOSEN
    assert call_log.find_outcome(MENU, listen(Place.ANSWER, "900001")) is CallOutcome.REFERRED
    assert call_log.find_outcome(CallState(Place.CHOICES), listen(Place.ANSWER, "900001")) is CallOutcome.REFERRED
    assert call_log.find_outcome(MENU, listen(Place.OFFICE)) is CallOutcome.INFORMED
    assert call_log.find_outcome(MENU, listen(Place.NOTHING)) is CallOutcome.UNANSWERED


def test_hearing_the_same_again_or_a_list_or_goodbye_keeps_the_outcome():
    heard = CallState(Place.ANSWER, subject="102")
    assert call_log.find_outcome(heard, listen(Place.ANSWER, "102")) is None
    assert call_log.find_outcome(MENU, listen(Place.TOPICS)) is None
    assert call_log.find_outcome(heard, [HangUp()]) is None
