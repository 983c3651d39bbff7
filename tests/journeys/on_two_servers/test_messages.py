"""A message left after the beep: kept however the call ends, heard by staff, answered by text, asked after."""

import urllib.request
from urllib.parse import urlsplit

import pytest

from hotline.core.permissions import Role
from hotline.core.texts import TextPurpose
from tests.support.city import until
from tests.support.heard import last_heard, said
from tests.support.html_pages import text as page_text
from tests.support.provider_api import SOUND
from voice.phrases import PHONE, TEXT
from voice.speech import numbers

LANDLINE = "+8687163100000"


def number_heard(message):
    tracking = numbers.tracking(message.tracking_number)
    return [PHONE("saved.told", tracking=tracking), PHONE("saved.again", tracking=tracking)]


def test_a_message_is_recorded_heard_again_recorded_anew_and_its_number_told_twice_and_texted(city, citizen):
    call = citizen.call("press:6", "record:说错了", "press:2", "record:对了", "press:1", "press:3", "press:*")
    (message,) = city.messages(citizen)
    assert call.turns[1].heard == [PHONE("message.invite"), "[嘀]"]
    assert 'maxLength="120"' in citizen.documents[1]
    assert call.turns[2].heard == [PHONE("review.kept"), PHONE("review.listen"), PHONE("review.full")]
    assert call.turns[3].heard == [PHONE("review.again"), "[嘀]"]
    told = [*number_heard(message), PHONE("saved.texted"), PHONE("saved.full")]
    assert [turn.heard for turn in call.turns[6:]] == [told, told]
    texted = TEXT("message.tracking", tracking=message.tracking_number, number="96128")
    assert citizen.received(1) == [texted]

    (played,) = [heard[1:-1] for turn in call.turns for heard in turn.heard if heard.startswith("[http")]
    for base in city.bases:
        assert urllib.request.urlopen(base + urlsplit(played).path, timeout=10).read() == SOUND


@pytest.mark.parametrize(
    "script",
    [
        ["record-and-hangup:请回电"],
        ["record:请回电", "hangup"],
        ["record:请回电", "press:2", "hangup"],
        ["record:请回电", "press:2", "silence", "silence", "silence"],
    ],
)
def test_who_hangs_up_after_the_beep_has_left_the_message_and_gets_its_number_by_text(city, citizen, script):
    call = citizen.call("press:6", *script)
    (message,) = city.messages(citizen)
    assert message.recording.startswith("https://")
    (text,) = city.texts(message)
    assert (text.purpose, text.number) == (TextPurpose.TRACKING, citizen.number)
    assert city.kept(call.call)[0].status == "completed"


def test_who_says_nothing_after_the_beep_has_left_none_and_may_try_again(city, citizen):
    call = citizen.call("press:6", "silence", "press:6", "silence", "silence")
    assert call.turns[2].heard == call.turns[4].heard == [PHONE("message.empty")]
    assert last_heard(call) == [PHONE("nothing.keys")]
    assert city.messages(citizen) == []


def test_staff_hear_it_and_answer_and_the_answer_goes_back_by_text_and_is_what_four_reads(city, citizen):
    citizen.call("press:6", "record:宅基地的证一直不发怎么办", "press:3")
    (message,) = city.messages(citizen)
    page = f"/console/messages/{message.tracking_number}"
    seen = page_text(city.operator(0).get(page))
    dialled = citizen.number.removeprefix("+86")
    assert dialled in seen
    assert "11月24日" in seen, "it is due a working day later"
    assert dialled not in city.staff(Role.LIAISON).get(page)
    assert "api.twilio.com" not in city.operator(0).get(page)
    recording = f"{city.bases[1]}{page}/recording"
    assert "/console/sign-in" in urllib.request.urlopen(recording, timeout=10).url, "it is for staff"
    assert city.operator(1).opener.open(recording, timeout=10).read() == SOUND

    city.operator(1).send(page, page, answer="请到村委会登记。")
    answer = citizen.received(2)[1]
    assert "请到村委会登记。" in answer
    until(lambda: "已经用短信发出" in city.operator(0).get(page))
    asked = city.citizen(LANDLINE).call("press:4", f"press:{message.tracking_number}")
    assert last_heard(asked)[0] == said("progress.answered", answer="请到村委会登记。")


def test_a_landline_hears_the_number_and_gets_no_text(city):
    caller = city.citizen("+8687163100001")
    call = caller.call("press:6", "record:请回电", "press:3")
    (message,) = city.messages(caller)
    assert last_heard(call) == [*number_heard(message), PHONE("saved.full")]
    assert city.provider.texts_to(caller.number) == []
