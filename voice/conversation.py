"""One step of a call: what the caller did is understood, the service it asks for is called, and the reply is made."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotline.core.catalogue import CatalogueItem
from hotline.core.enquiries import Channel, Outcome
from hotline.core.entries import Entry
from hotline.core.errors import NotFound, Unavailable
from hotline.services import asking, browsing, triaging
from hotline.services.line import Line
from voice import dialogue
from voice.gateways import Call
from voice.hearing import Heard, Turn, Wish, understand
from voice.phrases import PHONE
from voice.position import MOST_CHOICES, MOST_TURNS, Place, Position, is_entry
from voice.steps import Step

if TYPE_CHECKING:
    from hotline.matching.findings import Match
    from hotline.services.asking import Asked

log = logging.getLogger(__name__)
MOST_SILENCES = 3
MOST_WRONG_KEYS = 3


@dataclass(frozen=True)
class Conversation:
    """A caller on the line; ``operator_line`` is rung where the department talked about has no line of its own."""

    line: Line
    call: Call
    operator_line: str

    def greet(self) -> list[Step]:
        return dialogue.greeting(Position(), browsing.office(self.line))

    def carry_on(self, position: Position) -> list[Step]:
        """The reply to what the caller did at ``position``."""
        if position.place is Place.RANG:
            return dialogue.rang(position, self.call.dial_answered)
        if position.place is Place.RECORDED:
            return self._recorded(position)
        if position.turns >= MOST_TURNS:
            return dialogue.goodbye("trouble.long")
        if position.place is Place.UNRECORDED:
            return dialogue.menu(position.go(Place.MENU), PHONE("message.empty"))
        return self._grant(position, understand(position, Turn(self.call.keys, self.call.speech)))

    def keep_message(self, position: Position) -> str:
        """Keep the recording as a message for staff, once however often it is delivered; its tracking number."""
        message = triaging.leave_message(
            self.line,
            channel=Channel.PHONE,
            body=dialogue.message_body(self._subject(position.subject)),
            caller=self.call.caller,
            recording=self.call.recording,
            conversation=self.call.id,
            delivery=self.call.recording_key,
        )
        return message.tracking_number

    def _grant(self, position: Position, heard: Heard) -> list[Step]:
        match heard.wish:
            case Wish.SILENCE:
                return self._silent(position)
            case Wish.WRONG_KEY:
                return self._wrong_key(position)
            case Wish.HELLO | Wish.GOODBYE | Wish.NONE_OF_THESE:
                return self._reply(position, heard.wish)
            case Wish.OPERATOR:
                return self._operator(position)
            case Wish.MESSAGE:
                return dialogue.message(position)
            case Wish.REPEAT:
                return self.show(position.stay())
            case Wish.PICK:
                return self._pick(position, heard.pick)
            case Wish.MORE:
                return self._more(position)
            case Wish.ENTRY | Wish.ASK:
                return self._ask(position, heard.text)
        return self.show(position.go(_PLACES[heard.wish]))

    def _reply(self, position: Position, wish: Wish) -> list[Step]:
        """To words that are no question; goodbye ends the call only once the caller was told something."""
        if wish is Wish.NONE_OF_THESE:
            return self.show(position.go(Place.NOTHING, enquiry=position.enquiry), PHONE("nothing.other"))
        if wish is Wish.GOODBYE and position.place in _TOLD:
            return dialogue.goodbye("trouble.thanks")
        return self.show(replace(position, silences=1, wrong_keys=0))  # somebody is there: the shorter prompt

    def show(self, position: Position, lead: str = "") -> list[Step]:
        """What is said on arriving at ``position``; one that leads nowhere any more is the main menu."""
        try:
            return self._show(position, lead)
        except NotFound:
            return dialogue.menu(position.go(Place.MENU), lead or PHONE("trouble.gone"))

    def _show(self, position: Position, lead: str) -> list[Step]:
        match position.place:
            case Place.TOPICS:
                return dialogue.topics(position, browsing.list_topics(self.line), lead)
            case Place.ENTRIES:
                topic = browsing.get_topic(self.line, position.topic)
                total = browsing.count_entries(self.line, position.topic)
                return dialogue.entries(position, topic, self._entries(position), total, lead)
            case Place.NUMBER:
                return dialogue.number(position, lead)
            case Place.OFFICE:
                return dialogue.office(position, browsing.office(self.line), lead)
            case Place.ANSWER:
                return dialogue.answer(position, self._get_subject(position.subject), lead)
            case Place.CHOICES if position.choices:
                subjects = [self._get_subject(subject) for subject in position.choices]
                return dialogue.choices(position, [_title(subject) for subject in subjects], lead)
            case Place.NOTHING:
                return dialogue.nothing(position, lead)
        return dialogue.menu(replace(position, place=Place.MENU), lead)

    def _silent(self, position: Position) -> list[Step]:
        if position.silences + 1 >= MOST_SILENCES:
            helped = position.place in (Place.ANSWER, Place.OFFICE)
            return dialogue.goodbye("trouble.thanks" if helped else "trouble.silence")
        return self.show(replace(position, silences=position.silences + 1))

    def _wrong_key(self, position: Position, lead: str = "") -> list[Step]:
        if position.wrong_keys + 1 >= MOST_WRONG_KEYS:
            return self._operator(position, PHONE("trouble.lost"))
        lead = lead or PHONE("number.wrong" if position.place is Place.NUMBER else "trouble.wrong_key")
        return self.show(replace(position, silences=0, wrong_keys=position.wrong_keys + 1), lead)

    def _operator(self, position: Position, lead: str = "") -> list[Step]:
        if position.enquiry is not None:
            asking.transferred(self.line, position.enquiry)
        return dialogue.operator(position, self._operator_line(position.subject), lead)

    def _operator_line(self, subject: str) -> str:
        """The line of the department whose entry is talked about, else the operator's, else the office's own."""
        found = self._subject(subject)
        liaison = self._liaison_line(found.department) if found else ""
        return liaison or self.operator_line or browsing.office(self.line).telephone

    def _liaison_line(self, department: str) -> str:
        try:
            return browsing.get_department(self.line, department).liaison_line
        except NotFound:
            return ""

    def _pick(self, position: Position, key: str) -> list[Step]:
        place = int(key) - 1
        if position.place is Place.TOPICS:
            if key not in {topic.digit for topic in browsing.list_topics(self.line)}:
                return self._wrong_key(position)
            return self.show(position.go(Place.ENTRIES, topic=key))
        if position.place is Place.ENTRIES:
            page = self._entries(position)
            return self._ask(position, str(page[place].number)) if place < len(page) else self._wrong_key(position)
        if place >= len(position.choices):
            return self._wrong_key(position)
        subject = position.choices[place]
        if is_entry(subject) and self._subject(subject):
            asking.pick(self.line, position.enquiry, int(subject))
        return self.show(position.go(Place.ANSWER, subject=subject, enquiry=position.enquiry))

    def _more(self, position: Position) -> list[Step]:
        total = browsing.count_entries(self.line, position.topic)
        if total <= dialogue.PAGE:
            return self._wrong_key(position)
        page = dialogue.next_page(position.page, total)
        return self.show(position.go(Place.ENTRIES, topic=position.topic, page=page))

    def _ask(self, position: Position, question: str) -> list[Step]:
        asked = asking.ask(
            self.line,
            question,
            channel=Channel.PHONE,
            caller=self.call.caller,
            conversation=self.call.id,
            delivery=self.call.delivery,
        )
        return self._tell(position, question, asked)

    def _tell(self, position: Position, question: str, asked: Asked) -> list[Step]:
        matches, enquiry = asked.decision.matches, asked.enquiry_id
        if asked.outcome is Outcome.ANSWERED:
            return self.show(position.go(Place.ANSWER, subject=_subject_of(matches[0]), enquiry=enquiry))
        if asked.outcome is Outcome.OFFERED:
            offered = tuple(_subject_of(match) for match in matches[:MOST_CHOICES])
            return self.show(replace(position.go(Place.CHOICES, enquiry=enquiry), choices=offered))
        if is_entry(question):
            missing = PHONE("number.missing", number=question)
            return self._wrong_key(replace(position, place=Place.NUMBER), missing)
        return self._nothing(position, enquiry)

    def _nothing(self, position: Position, enquiry: int | None) -> list[Step]:
        """No answer; the third time in a row a person is rung, for asking once more will not help."""
        failures = position.wrong_keys + 1 if position.place is Place.NOTHING else 1
        position = replace(position.go(Place.NOTHING, enquiry=enquiry), wrong_keys=failures)
        if failures >= MOST_WRONG_KEYS:
            return self._operator(position, PHONE("trouble.lost"))
        return self.show(position, PHONE("nothing.sorry" if enquiry is None else "nothing.kept"))

    def _recorded(self, position: Position) -> list[Step]:
        if not self.call.recording:
            return dialogue.menu(position.go(Place.MENU), PHONE("message.empty"))
        try:
            return dialogue.recorded(self.keep_message(position))
        except Unavailable:
            log.error("call %s: the message %s could not be kept", self.call.id, self.call.recording, exc_info=True)
            telephone = browsing.office(self.line).telephone
            return dialogue.apology(telephone, self.operator_line or telephone, PHONE("message.unsaved"))

    def _entries(self, position: Position) -> list[Entry]:
        """The entries read on the page."""
        return browsing.list_entries(self.line, position.topic, dialogue.PAGE, position.page * dialogue.PAGE)

    def _get_subject(self, subject: str) -> Entry | CatalogueItem:
        if is_entry(subject):
            return browsing.get_entry(self.line, int(subject))
        return browsing.get_item(self.line, subject)

    def _subject(self, subject: str) -> Entry | CatalogueItem | None:
        try:
            return self._get_subject(subject) if subject else None
        except NotFound:
            return None
        except Exception:  # whatever is wrong with the knowledge, what a caller leaves must not be lost for it
            log.warning("call %s: %s cannot be looked up", self.call.id, subject, exc_info=True)
            return None


_TOLD = frozenset({Place.ANSWER, Place.OFFICE, Place.CHOICES, Place.NOTHING})
_PLACES = {Wish.MENU: Place.MENU, Wish.TOPICS: Place.TOPICS, Wish.NUMBER: Place.NUMBER, Wish.OFFICE: Place.OFFICE}


def _title(subject: Entry | CatalogueItem) -> str:
    return subject.question if isinstance(subject, Entry) else subject.title


def _subject_of(match: Match) -> str:
    if match.entry:
        return str(match.entry.number)
    return match.item.index_number if match.item else ""
