"""Steps of a call written as TwiML, with the twilio library's own classes.

<Dial>, <Number>, <Conference>: https://www.twilio.com/docs/voice/twiml/dial, …/number, …/conference (read 2026-11-23):
the document at a Number's url is played to who picked up alone, and its end connects the two; answerOnBridge lets the
caller hear ringing meanwhile; who picks up first stops the others. Without callerId the caller's own number is shown.
<Gather>: https://www.twilio.com/docs/voice/twiml/gather (finishOnKey="" lets # and * arrive as digits: with its
default, # alone cannot end a Gather and would be lost); <Record> without action asks for its own document again:
https://www.twilio.com/docs/voice/twiml/record; <Play>: https://www.twilio.com/docs/voice/twiml/play"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from twilio.twiml.voice_response import Gather, VoiceResponse

from hotline.core.calls import OutboundLeg
from voice.phone.actions import Dial, DirectDial, GoTo, HangUp, JoinConference, Listen, Record, Say, Step, Whisper
from voice.phone.call_state import CallState
from voice.phrases import Sentence
from voice.speech.text_normalisation import speakable
from voice.telephone_numbers import dialable

SILENCE_SECONDS = 6
"""How long the line waits for a first key or word; old people need time to find the key."""
PAUSE_SECONDS = 2
"""The pause in speech that ends a question."""
SLOW = "80%"
"""Of the usual speed: https://www.twilio.com/docs/voice/twiml/say/text-speech#prosody"""
RING_SECONDS = 15
WHISPER_KEY_SECONDS = 6
"""How long whoever was rung has for the key once the whisper is over."""
RECORD_SECONDS = 120
RECORD_PAUSE_SECONDS = 8


_STANDING = re.compile(r' hints="version-([0-9]+)"', re.ASCII)
"""Stands in a document for what callers are likely to say by a version of what is published: thousands of characters
that are the same in every document and need not be kept with each."""


def with_hints(document: str, hints: Callable[[int], Sequence[str]]) -> str:
    """``document`` with ``hints``, by the version of what was published then, wherever it listens to speech.

    >>> with_hints('<Gather input="dtmf speech" hints="version-3" />', lambda version: ["复议", "A&B"])
    '<Gather input="dtmf speech" hints="复议,A&amp;B" />'
    """
    standing = _STANDING.search(document)
    if standing is None:
        return document
    told = escape(",".join(hints(int(standing[1]))))
    return document.replace(standing[0], f' hints="{told}"' if told else "")


@dataclass(frozen=True)
class TwimlWriter:
    """``link`` gives the absolute URL of a state, ``leg_link`` that of a step of somebody rung, ``recording_link``
    where a finished recording is reported, ``prompt_link`` that of the recording of a phrase by its key, "" where
    nobody has recorded it, ``message_link`` that of a message's recording.

    ``version`` is that of what is published, whose hints the document is given in the end."""

    voice: str
    voice_language: str
    speech_language: str
    link: Callable[[CallState], str]
    leg_link: Callable[[str, OutboundLeg], str]
    recording_link: Callable[[CallState], str]
    prompt_link: Callable[[str], str] = lambda key: ""
    message_link: Callable[[str], str] = lambda tracking: ""
    version: Callable[[], int] = int

    def write(self, steps: Sequence[Step]) -> str:
        """The TwiML document that takes ``steps`` in order."""
        response = VoiceResponse()
        for step in steps:
            self._add(response, step)
        return str(response)

    def _add(self, response: VoiceResponse, step: Step) -> None:
        match step:
            case Say(text, slow):
                self._say(response, text, slow=slow)
            case Listen():
                self._listen(response, step)
            case Dial() | Whisper() | JoinConference():
                self._join(response, step)
            case DirectDial(number):
                response.dial(dialable(number), timeout=RING_SECONDS)
            case Record(to):
                self._record(response, to)
            case GoTo(to):
                response.redirect(self.link(to))
            case HangUp():
                response.hangup()

    def _say(self, response: VoiceResponse | Gather, text: str, *, slow: bool = False) -> None:
        recorded = self.prompt_link(text.key) if isinstance(text, Sentence) else ""
        words = speakable(text)
        if recorded:
            response.play(recorded)
        elif words:  # an empty Say is an error
            say = response.say("" if slow else words, voice=self.voice, language=self.voice_language)
            if slow:
                say.prosody(words, rate=SLOW)

    def _listen(self, response: VoiceResponse, listen: Listen) -> None:
        gather = response.gather(
            input="dtmf speech",
            action=self.link(listen.to),
            action_on_empty_result=True,
            barge_in=True,
            num_digits=listen.keys,
            finish_on_key="",
            timeout=SILENCE_SECONDS,
            speech_timeout=PAUSE_SECONDS,
            language=self.speech_language,
            hints=f"version-{self.version()}",
        )
        if listen.message:
            gather.play(self.message_link(listen.message))
        for text in listen.texts:
            self._say(gather, text, slow=listen.slow)

    def _join(self, response: VoiceResponse, step: Dial | Whisper | JoinConference) -> None:
        match step:
            case Dial(people, to):
                self._dial(response, people, to)
            case Whisper(text, leg):
                self._whisper(response, text, leg)
            case JoinConference():
                self._join_conference(response, step)

    def _dial(self, response: VoiceResponse, people: Sequence[tuple[str, OutboundLeg]], to: CallState) -> None:
        dial = response.dial(timeout=RING_SECONDS, action=self.link(to), answer_on_bridge=True)
        for number, leg in people:
            whisper, end = self.leg_link("whisper", leg), self.leg_link("leg", leg)
            dial.number(dialable(number), url=whisper, status_callback=end, status_callback_event="completed")

    def _whisper(self, response: VoiceResponse, text: str, leg: OutboundLeg) -> None:
        gather = response.gather(
            input="dtmf",
            action=self.leg_link("accepted", leg),
            num_digits=1,
            finish_on_key="",
            timeout=WHISPER_KEY_SECONDS,
        )
        self._say(gather, text)

    def _join_conference(self, response: VoiceResponse, conference: JoinConference) -> None:
        dial = response.dial(action=self.link(conference.to)) if conference.to else response.dial()
        dial.conference(
            conference.room,
            start_conference_on_enter=True,
            end_conference_on_exit=conference.to is not None,
            beep="onEnter" if conference.heard else "false",
            wait_url="",  # no music: the others come within a second
        )

    def _record(self, response: VoiceResponse, to: CallState) -> None:
        response.record(
            action=self.link(to),
            max_length=RECORD_SECONDS,
            timeout=RECORD_PAUSE_SECONDS,
            finish_on_key="#",
            play_beep=True,
            recording_status_callback=self.recording_link(to),
        )
