"""The handset plays TwiML as the provider does, and raises for a document that it does not understand."""

from dataclasses import dataclass, field

import pytest

from voice.handset.caller import LISTENING_SECONDS, answer_call, place_call
from voice.handset.leg import EndlessLoop
from voice.handset.script import UnknownAction, read_script
from voice.handset.transcript import CALLER_HUNG_UP, LINE_HUNG_UP
from voice.handset.transports import LineUnreachable, WebhookResponse
from voice.handset.twiml_reader import InvalidTwiml


@dataclass
class ScriptedLine:
    """Answers each URL with a document written in the test, and keeps what was posted; the call's end in ``ended``."""

    documents: dict
    posted: list = field(default_factory=list)
    public_url: str = "https://x"

    def post(self, url, parameters):
        if url.endswith("/voice/status"):
            self.ended = parameters
            return WebhookResponse(204, "")
        self.posted.append((url, parameters))
        document = self.documents[url.removeprefix("https://x/voice/")]
        return WebhookResponse(200, f"<Response>{document}</Response>")


def call(documents, *script):
    line = ScriptedLine(documents)
    transcript = place_call(line, read_script(script), caller="+8613800138000")
    return transcript, line.posted


def test_the_end_of_a_document_ends_the_call():
    transcript, _ = call({"": "<Say>再见</Say>"})
    assert (transcript.heard(), transcript.ended) == ("再见", LINE_HUNG_UP)


def test_a_gather_without_input_falls_to_the_next_verb():
    transcript, posted = call({"": '<Gather action="a"/><Say>没听到</Say>'}, "silence")
    assert transcript.heard() == "没听到"
    assert len(posted) == 1


def test_a_gather_with_action_on_empty_result_requests_its_action_after_silence():
    documents = {"": '<Gather action="a" actionOnEmptyResult="true"/>', "a": "<Hangup/>"}
    _, posted = call(documents, "silence")
    assert posted[1][0] == "https://x/voice/a"
    assert "Digits" not in posted[1][1]


def test_keys_beyond_what_a_gather_takes_wait_for_the_next_prompt():
    gather = '<Gather action="a" numDigits="1" finishOnKey=""/>'
    _, posted = call({"": gather, "a": gather}, "press:12")
    assert [parameters.get("Digits") for _, parameters in posted] == [None, "1", "2"]


def test_the_finishing_key_ends_the_input_and_is_not_part_of_it():
    _, posted = call({"": '<Gather action="a"/>', "a": "<Hangup/>"}, "press:102#")
    assert (posted[1][1]["Digits"], posted[1][1]["FinishedOnKey"]) == ("102", "#")


def test_the_finishing_key_alone_is_no_input():
    _, posted = call({"": '<Gather action="a"/>'}, "press:#")
    assert len(posted) == 1


def test_the_finishing_key_alone_requests_the_action_that_takes_empty_results_and_says_so():
    gather = '<Gather action="a" actionOnEmptyResult="true"/>'
    _, posted = call({"": gather, "a": gather}, "press:#", "silence")
    assert (posted[1][1]["Digits"], posted[1][1]["FinishedOnKey"]) == ("", "#")
    assert "FinishedOnKey" not in posted[2][1]


def test_the_first_finishing_key_ends_the_input_and_what_follows_waits():
    gather = '<Gather action="a" actionOnEmptyResult="true"/>'
    _, posted = call({"": gather, "a": gather}, "press:#102##")
    assert [parameters["Digits"] for _, parameters in posted[1:]] == ["", "102", ""]


def test_speech_is_lost_on_a_gather_that_takes_keys_only():
    _, posted = call({"": '<Gather action="a" input="dtmf"/>'}, "say:复议")
    assert len(posted) == 1


def test_a_dial_without_action_goes_on_in_its_document():
    transcript, _ = call({"": "<Dial>12348</Dial><Say>没有接通</Say>"}, "busy")
    assert transcript.heard() == "[拨打 12348]\n没有接通"


@pytest.mark.parametrize(
    ("action", "status"),
    [("answer", "completed"), ("busy", "busy"), ("no-answer", "no-answer"), ("press:1", "no-answer")],
)
def test_the_action_of_a_dial_gets_what_the_called_party_did(action, status):
    _, posted = call({"": '<Dial action="rang">12348</Dial>', "rang": "<Hangup/>"}, action)
    assert posted[1][1]["DialCallStatus"] == status


def test_a_record_without_action_requests_its_own_document_again_until_the_loop_is_reported():
    with pytest.raises(EndlessLoop):
        call({"": "<Record/>"}, *["record:喂"] * 300)


def test_a_silent_recording_falls_to_the_next_verb():
    transcript, posted = call({"": '<Record action="a"/><Say>没有录到</Say>'}, "silence")
    assert transcript.heard().endswith("没有录到")
    assert len(posted) == 1


def test_keys_that_do_not_end_a_recording_stop_at_its_maximum_length():
    documents = {"": '<Record action="a" finishOnKey="#" maxLength="5"/><Say>没有录到</Say>'}
    transcript, _ = call(documents, *["press:1"] * 9)
    assert transcript.turns[0].did.count("press:1") == 5
    assert transcript.heard().endswith("没有录到")


def test_hanging_up_while_recording_still_delivers_the_recording_and_its_status():
    documents = {"": '<Record action="a" recordingStatusCallback="b"/>', "a": "<Hangup/>", "b": ""}
    transcript, posted = call(documents, "record-and-hangup:喂")
    assert transcript.ended == CALLER_HUNG_UP
    assert [url for url, _ in posted[1:]] == ["https://x/voice/a", "https://x/voice/b"]
    assert (posted[1][1]["Digits"], posted[2][1]["RecordingStatus"]) == ("hangup", "completed")


def test_a_redirect_loop_is_reported():
    with pytest.raises(EndlessLoop):
        call({"": "<Redirect>https://x/voice/</Redirect>"})


def test_a_rejected_call_and_a_played_sound_stand_in_the_transcript():
    transcript, _ = call({"": '<Play>beep.wav</Play><Pause length="1"/><Reject reason="busy"/>'})
    assert (transcript.heard(), transcript.ended) == ("[beep.wav]", "line refused the call (busy)")


@pytest.mark.parametrize(
    "document",
    [
        "<Enqueue/>",
        '<Say colour="red">x</Say>',
        '<Gather numDigits="many"/>',
        "<Gather><Hangup/></Gather>",
        '<Gather method="GET"/>',
        "<Dial><Client>a</Client></Dial>",
        "<Dial><Number>1</Number><Conference>a</Conference></Dial>",
        "<Say><audio/></Say>",
        "<Say>",
    ],
)
def test_a_document_that_is_not_twiml_raises_invalid_twiml(document):
    with pytest.raises(InvalidTwiml):
        call({"": document}, "press:1")


def test_a_response_other_than_200_raises_line_unreachable():
    class Refusing:
        public_url = "https://x"

        def post(self, url, parameters):
            return WebhookResponse(403, "403 Forbidden")

    with pytest.raises(LineUnreachable, match="403"):
        place_call(Refusing(), [], caller="")


@pytest.mark.parametrize("step", ["jump", "say", "press:", "press:12a", "silence:1", ""])
def test_a_script_step_that_is_no_action_is_refused(step):
    with pytest.raises(UnknownAction):
        read_script([step])


def test_the_json_transcript_ends_with_how_the_call_ended():
    transcript, _ = call({"": '<Say>您好</Say><Gather action="a"/>', "a": "<Hangup/>"}, "press:1")
    assert transcript.to_json() == [
        {"heard": ["您好"], "did": "press:1", "waited": 5, "url": "https://x/voice/"},
        {"heard": [], "did": "", "waited": 0, "url": "https://x/voice/a"},
        {"heard": [], "did": LINE_HUNG_UP, "waited": 0, "url": "", "ended": LINE_HUNG_UP},
    ]
    assert transcript.to_text() == "  您好\n> press:1\n  (silence, 5 s)\n-- line hung up"


GATHER = '<Gather input="dtmf speech" action="a" numDigits="4" timeout="6" speechTimeout="3" finishOnKey="{}"/>'


@pytest.mark.parametrize(
    ("finish", "did", "seconds"),
    [
        ("", "press:102#", 0),
        ("", "press:102", 6),
        ("#", "press:102", 6),
        ("#", "press:102#", 0),
        ("#", "press:1024", 0),
        ("#", "press:#", 0),
        ("", "say:复议", 3),
        ("", "silence", 6),
    ],
)
def test_the_transcript_tells_the_seconds_that_the_provider_waits_for_more(finish, did, seconds):
    gather = GATHER.format(finish)
    transcript, _ = call({"": gather, "a": "<Say>好的好的</Say>"}, did)
    assert transcript.turns[0].waited == transcript.waited == seconds
    assert (f"(silence, {seconds} s)" in transcript.to_text()) == (seconds > 0)


def test_pauses_ringing_in_vain_and_a_silent_recording_are_waited_out_too():
    document = '<Pause length="2"/><Dial timeout="15">1</Dial><Record timeout="8"/>'
    transcript, _ = call({"": document}, "no-answer", "silence")
    assert transcript.waited == 25
    assert transcript.seconds == 25 + 3


def test_the_length_reported_at_the_end_holds_the_silences():
    line = ScriptedLine({"": '<Say>您好</Say><Pause length="7"/>'})
    place_call(line, [], caller="1")
    assert line.ended["CallDuration"] == "8"


def test_keys_pressed_while_the_line_speaks_outside_a_gather_are_lost():
    gather = '<Gather action="a" numDigits="1"/>'
    _, posted = call({"": gather, "a": f"<Say>请稍等</Say>{gather}"}, "press:12", "press:3")
    assert [parameters.get("Digits") for _, parameters in posted] == [None, "1", "3"]


def test_who_presses_hash_alone_has_listened_before():
    waited = []
    gather = '<Gather action="a" numDigits="1" finishOnKey=""/>'
    line = ScriptedLine({"": gather, "a": gather})
    place_call(line, read_script(["press:1#", "press:12#", "press:#"]), caller="1", wait=waited.append)
    assert waited == [LISTENING_SECONDS]


def test_a_recording_callback_answered_by_503_leaves_the_call_as_it_is():
    class NotTaking(ScriptedLine):
        def post(self, url, parameters):
            reply = super().post(url, parameters)
            return WebhookResponse(503, "") if url.endswith("/b") else reply

    documents = {"": '<Record action="a" recordingStatusCallback="b"/>', "a": "<Say>再见</Say>", "b": ""}
    transcript = place_call(NotTaking(documents), read_script(["record:喂"]), caller="")
    assert transcript.turns[-1].heard == ["再见"]


def test_mumbled_words_are_sent_with_low_confidence():
    gather = '<Gather action="a" input="speech"/>'
    _, posted = call({"": gather, "a": gather}, "say:复议", "mumble:复议")
    assert [parameters["Confidence"] for _, parameters in posted[1:]] == ["0.9", "0.3"]
    assert posted[1][1]["SpeechResult"] == posted[2][1]["SpeechResult"] == "复议"


def test_speech_marks_inside_a_sentence_are_heard_as_its_words():
    transcript, _ = call({"": '<Say>请<prosody rate="slow">慢慢</prosody>听<break time="1s"/>。</Say>'})
    assert transcript.heard() == "请慢慢听。"


DIAL_ONE = '<Dial action="rang"><Number url="whisper" statusCallback="leg">1</Number></Dial>'
WHISPER = '<Gather action="accept" numDigits="1"><Say>按1接听</Say></Gather><Hangup/>'
ACCEPT = "<Say>请讲</Say>"


def ring(*script, dial=DIAL_ONE, whisper=WHISPER, accept=ACCEPT):
    documents = {"": dial, "whisper": whisper, "accept": accept, "rang": "<Say>然后</Say>", "leg": ""}
    transcript, posted = call(documents, *script)
    return transcript, {url.removeprefix("https://x/voice/"): parameters for url, parameters in posted}


def test_a_whisper_is_heard_only_by_the_called_party_on_a_leg_of_its_own():
    transcript, posted = ring("answer")
    assert transcript.turns[0].heard == ["[拨打 1]", "[对方听到] 按1接听", "[对方听到] 请讲"]
    assert posted["accept"]["Digits"] == "1"
    caller, called = posted[""], posted["accept"]
    assert called["CallSid"] != caller["CallSid"]
    assert (called["ParentCallSid"], called["To"], called["Direction"]) == (caller["CallSid"], "1", "outbound-dial")
    rang = posted["rang"]
    assert (rang["DialCallStatus"], rang["DialBridged"], rang["DialCallSid"]) == (
        "completed",
        "true",
        called["CallSid"],
    )
    assert rang["CallSid"] == caller["CallSid"]


@pytest.mark.parametrize("script", ["decline", "decline:2"])
def test_a_called_party_that_picks_up_and_declines_completes_the_dial_without_being_connected(script):
    _, posted = ring(script, accept="<Hangup/>")
    assert (posted["rang"]["DialCallStatus"], posted["rang"]["DialBridged"]) == ("completed", "false")
    assert ("accept" in posted) == (script == "decline:2")


def test_a_whisper_that_plays_to_its_end_connects_the_called_party_without_a_key():
    _, posted = ring("decline", whisper='<Gather action="accept"/>')
    assert posted["rang"]["DialBridged"] == "true"


def test_a_called_party_declines_a_whisper_without_a_question_by_hanging_up():
    assert ring("decline", whisper="<Say>有人找</Say>")[1]["rang"]["DialBridged"] == "false"


def test_a_whisper_that_repeats_its_question_without_end_is_reported_as_a_loop():
    with pytest.raises(EndlessLoop):
        ring("decline", whisper='<Gather action="whisper" actionOnEmptyResult="true"/>')


def test_a_dial_inside_a_whisper_is_refused():
    with pytest.raises(InvalidTwiml):
        ring("answer", whisper="<Dial>2</Dial>")


POOL = """<Dial action="rang"><Number statusCallback="leg" statusCallbackEvent="initiated ringing answered completed">1
</Number><Number statusCallback="leg">2</Number><Number>3</Number></Dial>"""


@pytest.mark.parametrize(
    ("script", "status", "bridged"),
    [
        (["busy", "answer"], "completed", "true"),
        (["decline", "answer"], "completed", "false"),
        (["busy", "busy", "busy"], "busy", "false"),
        (["busy", "no-answer", "no-answer"], "no-answer", "false"),
        (["busy", "press:1"], "no-answer", "false"),
    ],
)
def test_of_numbers_dialled_at_once_the_first_to_pick_up_stops_the_others(script, status, bridged):
    transcript, posted = ring(*script, dial=POOL)
    assert transcript.turns[0].heard == ["[拨打 1]", "[拨打 2]", "[拨打 3]"]
    assert (posted["rang"]["DialCallStatus"], posted["rang"]["DialBridged"]) == (status, bridged)


def test_each_leg_reports_the_events_that_its_number_asks_for():
    _, posted = call({"": POOL, "leg": "", "rang": ""}, "answer")
    told = [(p["To"], p["CallStatus"]) for url, p in posted if url.endswith("leg")]
    assert told == [("1", "initiated"), ("1", "ringing"), ("2", "canceled"), ("1", "in-progress"), ("1", "completed")]


def test_a_caller_who_hangs_up_while_it_rings_ends_the_call_and_cancels_the_leg():
    transcript, posted = ring("hangup")
    assert transcript.ended == CALLER_HUNG_UP
    assert (posted["leg"]["CallStatus"], posted["rang"]["DialCallStatus"]) == ("canceled", "canceled")
    assert posted["rang"]["CallStatus"] == "completed"


def test_a_connected_call_ends_when_the_other_party_leaves_or_the_caller_hangs_up():
    assert ring("answer", "leave")[0].turns[-1].heard == ["然后"]
    transcript, posted = ring("answer", "hangup")
    assert (transcript.ended, posted["rang"]["CallStatus"]) == (CALLER_HUNG_UP, "completed")
    assert transcript.turns[-1].did == "answer, hangup"


def test_code_of_a_script_before_its_next_step_runs_while_the_two_talk():
    line = ScriptedLine({"": DIAL_ONE, "whisper": WHISPER, "accept": ACCEPT, "leg": "", "rang": ""})

    def script():
        yield from read_script(["answer"])
        assert line.posted[-1][0].endswith("accept")
        yield from read_script(["leave"])

    place_call(line, script(), caller="1")
    assert line.posted[-1][0].endswith("rang")


CONFERENCE = """<Dial action="rang"><Conference waitUrl="https://x/voice/wait" statusCallback="room"
statusCallbackEvent="join end">room 1</Conference></Dial>"""


def test_a_conference_lasts_until_the_others_leave():
    documents = {"": CONFERENCE, "wait": "<Say>请稍候</Say><Redirect/>", "room": "", "rang": "<Say>再见</Say>"}
    transcript, posted = call(documents, "leave")
    assert transcript.heard() == "[会议 room 1]\n[等候] 请稍候\n再见"
    events = [parameters["StatusCallbackEvent"] for url, parameters in posted if url.endswith("room")]
    assert events == ["participant-join", "conference-end"]
    assert posted[-1][1]["DialCallStatus"] == "answered"
    assert "DialCallSid" not in posted[-1][1]


def test_a_gather_while_waiting_for_a_conference_is_refused():
    with pytest.raises(InvalidTwiml):
        call({"": CONFERENCE, "wait": "<Gather/>", "room": ""}, "leave")


class Failing(ScriptedLine):
    """Answers ``/bad`` with an error instead of a document."""

    def post(self, url, parameters):
        reply = super().post(url, parameters)
        return WebhookResponse(500, "oops") if url.endswith("/bad") else reply


@pytest.mark.parametrize(
    ("document", "code", "url"),
    [
        ("<Redirect>bad</Redirect>", "11200", "https://x/voice/bad"),
        ("<Sai/>", "12100", "https://x/voice/"),
        ('<Say voice="Polly.Zhiyu">您好</Say>', "13511", "https://x/voice/"),
    ],
)
def test_a_document_that_cannot_be_fetched_or_played_is_requested_once_at_the_fallback(document, code, url):
    line = Failing({"": document, "bad": "", "fallback": "<Say>抱歉</Say>"})
    transcript = place_call(line, [], caller="1", fallback="/voice/fallback", refused_voices={"Polly.Zhiyu"})
    assert transcript.heard() == "抱歉"
    assert (line.posted[-1][1]["ErrorCode"], line.posted[-1][1]["ErrorUrl"]) == (code, url)
    line = Failing({"": "<Sai/>", "fallback": "<Sai/>"})
    with pytest.raises(InvalidTwiml):
        place_call(line, [], caller="1", fallback="/voice/fallback")


def test_the_end_of_a_call_reports_its_status_and_length():
    line = ScriptedLine({"": "<Say>您好</Say>"})
    transcript = place_call(line, [], caller="1")
    assert (line.ended["CallStatus"], line.ended["CallDuration"], line.ended["CallSid"]) == (
        "completed",
        "1",
        transcript.call,
    )


def test_a_party_dialled_by_the_api_plays_the_documents_of_the_line():
    line = ScriptedLine({"whisper": WHISPER, "accept": "<Dial><Conference>a</Conference></Dial>"})
    transcript = answer_call(line, read_script(["press:1"]), call="CA9", number="+8612348", path="/voice/whisper")
    assert transcript.heard() == "按1接听\n[会议 a]"
    assert {parameters["CallSid"] for _, parameters in line.posted} == {"CA9"}
