"""Steps as TwiML, asserted as XML."""

from xml.etree import ElementTree

from hotline.core.calls import OutboundLeg
from voice.phone.actions import Dial, DirectDial, GoTo, HangUp, JoinConference, Listen, Record, Say, Whisper
from voice.phone.call_state import CallState, Place
from voice.phone.twiml import TwimlWriter

WRITER = TwimlWriter(
    voice="Polly.Zhiyu",
    voice_language="cmn-CN",
    speech_language="cmn-Hans-CN",
    speech_pause_seconds=4,
    leg_link=lambda step, rung: f"https://x/voice/{step}?serial={rung.serial}",
    link=lambda state: f"https://x/voice/{state.place.value}?turns={state.turns}&page=1",
    recording_link=lambda state: "https://x/voice/recording",
)


def verbs(*steps):
    root = ElementTree.fromstring(WRITER.write(steps))
    assert root.tag == "Response"
    return list(root)


def test_a_sentence_is_said_in_the_settings_voice_and_language():
    (say,) = verbs(Say("拨打12348"))
    assert (say.tag, say.text) == ("Say", "拨打幺二三四八")
    assert say.attrib == {"voice": "Polly.Zhiyu", "language": "cmn-CN"}


def test_slow_steps_are_said_at_eighty_percent_of_the_speed():
    (say,) = verbs(Say("拨打12348", slow=True))
    (prosody,) = say
    assert (prosody.tag, prosody.attrib, prosody.text) == ("prosody", {"rate": "80%"}, "拨打幺二三四八")
    (gather,) = verbs(Listen(("甲", "乙"), CallState(), slow=True))
    assert [prosody.text for say in gather for prosody in say] == ["甲", "乙"]


def test_a_text_without_words_is_not_said():
    assert verbs(Say("《》")) == []


def test_listening_takes_keys_and_speech_and_answers_silence_too():
    (gather,) = verbs(Listen(("甲", "乙"), CallState(Place.MENU, turns=2)))
    assert [say.text for say in gather] == ["甲", "乙"]
    expected = {
        "input": "dtmf speech",
        "action": "https://x/voice/menu?turns=2&page=1",
        "actionOnEmptyResult": "true",
        "bargeIn": "true",
        "numDigits": "1",
        "finishOnKey": "",
        "timeout": "6",
        "speechTimeout": "4",
        "language": "cmn-Hans-CN",
    }
    assert expected.items() <= gather.attrib.items()


def test_hash_ends_a_number_at_once_and_hash_alone_leads_to_the_menu_wherever_the_provider_goes_on():
    gather, redirect = verbs(Listen(("请输入编号",), CallState(Place.NUMBER, turns=2), keys=7))
    expected = {"finishOnKey": "#", "numDigits": "7", "actionOnEmptyResult": "true"}
    assert expected.items() <= gather.attrib.items()
    assert redirect.text == "https://x/voice/menu?turns=2&page=1"


def test_dialling_gives_up_after_fifteen_seconds_and_reports():
    (dial,) = verbs(
        Dial((("0871-63100000", OutboundLeg("CA1", 3)), ("12348", OutboundLeg("CA1", 4))), CallState(Place.RANG))
    )
    assert dial.attrib == {
        "timeout": "15",
        "action": "https://x/voice/rang?turns=0&page=1",
        "answerOnBridge": "true",
    }
    assert [number.text for number in dial] == ["+8687163100000", "12348"]
    assert dial[0].attrib == {
        "url": "https://x/voice/whisper?serial=3",
        "statusCallback": "https://x/voice/leg?serial=3",
        "statusCallbackEvent": "completed",
    }


def test_a_whisper_asks_for_one_key_and_hangs_up_without_it():
    gather, hangup = verbs(Whisper("按1接听", OutboundLeg("CA1", 3)), HangUp())
    assert gather.attrib == {
        "input": "dtmf",
        "action": "https://x/voice/accepted?serial=3",
        "numDigits": "1",
        "finishOnKey": "",
        "timeout": "6",
    }
    assert gather[0].text == "按1接听"
    assert hangup.tag == "Hangup"


def test_a_conference_is_over_when_the_caller_leaves_and_no_music_plays():
    (dial,) = verbs(JoinConference("room", to=CallState(Place.TALKED)))
    assert dial.attrib == {"action": "https://x/voice/talked?turns=0&page=1"}
    assert (dial[0].tag, dial[0].text) == ("Conference", "room")
    assert dial[0].attrib == {
        "startConferenceOnEnter": "true",
        "endConferenceOnExit": "true",
        "beep": "false",
        "waitUrl": "",
    }
    (dial,) = verbs(JoinConference("room", beep=True))
    assert (dial.attrib, dial[0].attrib["endConferenceOnExit"], dial[0].attrib["beep"]) == ({}, "false", "onEnter")


def test_a_direct_dial_goes_on_in_the_same_document():
    assert [verb.tag for verb in verbs(DirectDial("12348"), Say("再见"), HangUp())] == ["Dial", "Say", "Hangup"]


def test_a_recording_always_names_where_it_goes():
    record, redirect = verbs(Record(CallState(Place.RECORDED)), GoTo(CallState(Place.UNRECORDED)))
    assert record.attrib == {
        "action": "https://x/voice/recorded?turns=0&page=1",
        "maxLength": "120",
        "timeout": "8",
        "finishOnKey": "#",
        "playBeep": "true",
        "recordingStatusCallback": "https://x/voice/recording",
        "recordingStatusCallbackEvent": "completed absent",
    }
    assert redirect.text == "https://x/voice/unrecorded?turns=0&page=1"


def test_words_with_markup_in_them_stay_words():
    (say,) = verbs(Say('按<Hangup/>或"0"\''))
    assert (say.text, len(say)) == ('按，Hangup/，或"0"\'', 0)
