"""Writes the steps of a call as TwiML, with the classes of the twilio library.

<Dial>, <Number>, <Conference>: https://www.twilio.com/docs/voice/twiml/dial, …/number, …/conference (read 2026-11-23):
the document at a Number's url is played only to the person who picked up, and its end connects the two; answerOnBridge
lets the caller hear ringing meanwhile; the first to pick up stops the others. Without callerId the caller's own number
is shown.
<Gather>: https://www.twilio.com/docs/voice/twiml/gather (read 2026-11-29). With finishOnKey="" the keys # and * arrive
as digits, which suits prompts for one key. Where a number is keyed, finishOnKey="#" ends it at once; otherwise a Gather
waits out its timeout after the last key. A # alone leaves Digits empty and comes as FinishedOnKey, which is empty after
a timeout. The page promises the action for a timeout without input (actionOnEmptyResult); an older edition says that
after a # alone the next verb follows (https://www.twilio.com/docs/api/twiml/gather). So a Redirect follows a Gather
that # ends, because a call ends where its document does.
<Record> without action asks for its own document again: https://www.twilio.com/docs/voice/twiml/record;
<Play>: https://www.twilio.com/docs/voice/twiml/play"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape

from twilio.twiml.voice_response import Gather, VoiceResponse

from hotline.core.calls import OutboundLeg
from voice.phone.actions import Dial, DirectDial, GoTo, HangUp, JoinConference, Listen, Record, Say, Step, Whisper
from voice.phone.call_state import CallState, Place
from voice.phrases import PHONE, Sentence
from voice.speech.text_normalisation import speakable
from voice.telephone_numbers import dialable

SILENCE_SECONDS = 6
"""How long the line waits for the first key or word. Old people need time to find the key."""
SLOW = "80%"
"""The speed of slow speech, of the usual one: https://www.twilio.com/docs/voice/twiml/say/text-speech#prosody"""
RING_SECONDS = 15
"""How long each telephone rings before the next one is dialled."""
WHISPER_KEY_SECONDS = 6
"""How long the person who picked up has for the key after the whisper."""
RECORD_SECONDS = 120
RECORD_PAUSE_SECONDS = 8
"""How long a silence ends a recording."""

_PLACEHOLDER = re.compile(r' hints="version-([0-9]+)"', re.ASCII)
"""Stands in a document for the speech hints of one published version. The hints are long and the same for every step,
so the records keep the placeholder instead."""


def with_hints(document: str, hints: Callable[[int], Sequence[str]]) -> str:
    """``document`` with its placeholders replaced by ``hints``, which lists the speech hints of a published version.

    >>> with_hints('<Gather input="dtmf speech" hints="version-3" />', lambda version: ["复议", "A&B"])
    '<Gather input="dtmf speech" hints="复议,A&amp;B" />'
    """
    placeholder = _PLACEHOLDER.search(document)
    if placeholder is None:
        return document
    listed = _join_escaped(tuple(hints(int(placeholder[1]))))
    return document.replace(placeholder[0], f' hints="{listed}"' if listed else "")


@lru_cache(maxsize=4)
def _join_escaped(hints: tuple[str, ...]) -> str:
    return escape(",".join(hints))


@dataclass(frozen=True)
class TwimlWriter:
    """Writes TwiML documents in one voice. The links are functions that give absolute URLs.

    ``link``: of the step at a call state. ``leg_link``: of a step of an outbound leg. ``recording_link``: where a
    finished recording is reported. ``prompt_link``: of the recorded prompt under a key, "" when nobody has recorded
    it. ``message_link``: of the recording of a message, by its tracking number. ``hears``: whether speech is
    recognised. Where it is not, only keys are waited for, and no sentence asks anybody to speak.

    ``version`` gives the number of the published version whose speech hints the document will hold."""

    voice: str
    voice_language: str
    speech_language: str
    speech_pause_seconds: int
    link: Callable[[CallState], str]
    leg_link: Callable[[str, OutboundLeg], str]
    recording_link: Callable[[CallState], str]
    prompt_link: Callable[[str], str] = lambda key: ""
    message_link: Callable[[str], str] = lambda tracking: ""
    version: Callable[[], int] = int
    hears: bool = True

    def write(self, steps: Sequence[Step]) -> str:
        """The TwiML document that does ``steps`` in order."""
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
                self._connect(response, step)
            case DirectDial(number):
                response.dial(dialable(number), timeout=RING_SECONDS)
            case Record(to):
                self._record(response, to)
            case GoTo(to):
                response.redirect(self.link(to))
            case HangUp():
                response.hangup()

    def _say(self, response: VoiceResponse | Gather, text: str, *, slow: bool = False) -> None:
        if isinstance(text, Sentence) and not self.hears:
            text = PHONE.for_keys_only(text)
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
            input="dtmf speech" if self.hears else "dtmf",
            action=self.link(listen.to),
            action_on_empty_result=True,
            barge_in=True,
            num_digits=listen.keys,
            finish_on_key="#" if listen.keys > 1 else "",
            timeout=SILENCE_SECONDS,
            **(self._recognition() if self.hears else {}),
        )
        if listen.message:
            gather.play(self.message_link(listen.message))
        for text in listen.texts:
            self._say(gather, text, slow=listen.slow)
        if listen.pause:
            gather.pause(length=listen.pause)
        if listen.keys > 1:
            response.redirect(self.link(listen.to.go(Place.MENU)))

    def _recognition(self) -> dict[str, str | int]:
        """What the recogniser of speech is told."""
        pause, language = self.speech_pause_seconds, self.speech_language
        return {"speech_timeout": pause, "language": language, "hints": f"version-{self.version()}"}

    def _connect(self, response: VoiceResponse, step: Dial | Whisper | JoinConference) -> None:
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
            beep="onEnter" if conference.beep else "false",
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
            recording_status_callback_event="completed absent",
        )
