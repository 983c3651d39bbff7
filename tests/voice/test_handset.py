"""The handset plays TwiML as the provider does, and refuses what it does not know."""

from dataclasses import dataclass, field

import pytest

from voice.acts import UnknownAct, read_script
from voice.handset import CALLER_HUNG_UP, LINE_HUNG_UP, LoopWithoutEnd, place_call
from voice.markup import InvalidTwiml
from voice.transports import LineUnreachable, Reply


@dataclass
class ScriptedLine:
    """A transport that answers each URL with a document written in the test and remembers what was posted."""

    documents: dict
    posted: list = field(default_factory=list)
    public_url: str = "https://x"

    def post(self, url, parameters):
        self.posted.append((url, parameters))
        document = self.documents[url.removeprefix("https://x/voice/")]
        return Reply(200, f"<Response>{document}</Response>")


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


def test_a_gather_that_wants_empty_results_is_told_of_silence():
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


def test_speech_is_lost_on_a_gather_that_takes_keys_only():
    _, posted = call({"": '<Gather action="a" input="dtmf"/>'}, "say:复议")
    assert len(posted) == 1


def test_a_dial_without_action_goes_on_in_its_document():
    transcript, _ = call({"": "<Dial>12348</Dial><Say>没有接通</Say>"}, "busy")
    assert transcript.heard() == "[拨打 12348]\n没有接通"


@pytest.mark.parametrize(
    ("act", "status"), [("answer", "completed"), ("busy", "busy"), ("no-answer", "no-answer"), ("press:1", "no-answer")]
)
def test_a_dial_reports_what_the_person_rung_did(act, status):
    _, posted = call({"": '<Dial action="rang">12348</Dial>', "rang": "<Hangup/>"}, act)
    assert posted[1][1]["DialCallStatus"] == status


def test_a_record_without_action_asks_for_its_own_document_again_and_the_loop_is_noticed():
    with pytest.raises(LoopWithoutEnd):
        call({"": "<Record/>"}, *["record:喂"] * 300)


def test_a_silent_recording_falls_to_the_next_verb():
    transcript, posted = call({"": '<Record action="a"/><Say>没有录到</Say>'}, "silence")
    assert transcript.heard().endswith("没有录到")
    assert len(posted) == 1


def test_hanging_up_while_recording_still_delivers_the_recording_and_its_status():
    documents = {"": '<Record action="a" recordingStatusCallback="b"/>', "a": "<Hangup/>", "b": ""}
    transcript, posted = call(documents, "record-and-hangup:喂")
    assert transcript.ended == CALLER_HUNG_UP
    assert [url for url, _ in posted[1:]] == ["https://x/voice/a", "https://x/voice/b"]
    assert (posted[1][1]["Digits"], posted[2][1]["RecordingStatus"]) == ("hangup", "completed")


def test_a_redirect_in_a_circle_is_noticed():
    with pytest.raises(LoopWithoutEnd):
        call({"": "<Redirect>https://x/voice/</Redirect>"})


def test_a_refused_call_and_a_played_sound_are_noted():
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
        "<Dial><Number>1</Number></Dial>",
        "<Say>",
    ],
)
def test_what_is_no_twiml_is_refused_loudly(document):
    with pytest.raises(InvalidTwiml):
        call({"": document}, "press:1")


def test_an_answer_that_is_not_200_is_an_error():
    class Refusing:
        public_url = "https://x"

        def post(self, url, parameters):
            return Reply(403, "403 Forbidden")

    with pytest.raises(LineUnreachable, match="403"):
        place_call(Refusing(), [], caller="")


@pytest.mark.parametrize("step", ["jump", "say", "press:", "press:12a", "silence:1", ""])
def test_a_script_step_that_nobody_can_do_is_refused(step):
    with pytest.raises(UnknownAct):
        read_script([step])


def test_the_json_transcript_ends_with_how_the_call_ended():
    transcript, _ = call({"": '<Say>您好</Say><Gather action="a"/>', "a": "<Hangup/>"}, "press:1")
    assert transcript.to_json() == [
        {"heard": ["您好"], "did": "press:1", "url": "https://x/voice/"},
        {"heard": [], "did": "", "url": "https://x/voice/a"},
        {"heard": [], "did": LINE_HUNG_UP, "url": "", "ended": LINE_HUNG_UP},
    ]
    assert transcript.to_text() == "  您好\n> press:1\n-- line hung up"


def test_a_report_of_a_recording_that_is_not_taken_leaves_the_call_as_it_is():
    class NotTaking(ScriptedLine):
        def post(self, url, parameters):
            reply = super().post(url, parameters)
            return Reply(503, "") if url.endswith("/b") else reply

    documents = {"": '<Record action="a" recordingStatusCallback="b"/>', "a": "<Say>再见</Say>", "b": ""}
    transcript = place_call(NotTaking(documents), read_script(["record:喂"]), caller="")
    assert transcript.turns[-1].heard == ["再见"]
