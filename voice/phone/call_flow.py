"""One step of a call: one table says which action follows what the caller did at which place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hotline.core.errors import NotFound
from voice.phone import (
    announcements,
    applications,
    danger,
    information,
    menus,
    operators,
    prompts,
    public_notices,
    questions,
    reprompts,
    voicemail,
)
from voice.phone.actions import Listen
from voice.phone.call_state import CallState, Place
from voice.phone.context import CallContext, Reply, Transition
from voice.phone.intents import CallerInput, Intent
from voice.phone.spoken_intents import understand
from voice.phrases import PHONE

if TYPE_CHECKING:
    from voice.phone.actions import Step

HASH_SECONDS = 3
"""How long after a key a # alone is the habit of pressing # after every key, and not the wish for the main menu."""
ANY: Final = None
"""Stands in a row for whatever the caller did, or for wherever they are."""

ACTIONS: Final[dict[tuple[Place | None, Intent | None], Callable[[CallContext, CallState], Reply | None]]] = {
    # The main menu.
    (Place.MENU, Intent.TOPICS): menus.go_to(Place.TOPICS),
    (Place.MENU, Intent.NUMBER): menus.go_to(Place.NUMBER),
    (Place.MENU, Intent.INFORMATION): menus.go_to(Place.INFORMATION),
    (Place.MENU, Intent.OFFICE): menus.go_to(Place.OFFICE),
    # Lists: one thing of the list, or its next page.
    (Place.TOPICS, Intent.PICK): menus.pick_topic,
    (Place.ENTRIES, Intent.PICK): questions.pick_entry,
    (Place.ENTRIES, Intent.MORE): menus.turn_page,
    (Place.INFORMATION, Intent.PICK): information.pick_section,
    (Place.ITEMS, Intent.PICK): menus.pick_item,
    (Place.ITEMS, Intent.MORE): menus.turn_page,
    (Place.NOTICE, Intent.MESSAGE): public_notices.take_part,
    (Place.NOTICE, Intent.MORE): public_notices.read_next_part,
    (Place.OFFICE, Intent.DEPARTMENTS): menus.go_to(Place.DEPARTMENTS),
    (Place.DEPARTMENTS, Intent.PICK): menus.pick_department,
    (Place.DEPARTMENTS, Intent.MORE): menus.turn_page,
    (Place.DEPARTMENT, Intent.DEPARTMENTS): menus.go_to(Place.DEPARTMENTS),
    # Keys are asked for: the first letters of a question, or the number of an entry, of a catalogue item, of a message.
    (Place.NUMBER, Intent.KEYED): questions.answer,
    (Place.INITIALS, Intent.KEYED): questions.offer_by_initials,
    (Place.ITEM, Intent.KEYED): information.find_item,
    (Place.TRACKING, Intent.KEYED): applications.take_number_or_message,
    (Place.APPLICATION, Intent.KEYED): applications.ask_for_code,
    (Place.CODE, Intent.KEYED): applications.check_code,
    (Place.APPLICATION_STATUS, Intent.COUNTED): applications.tell_count,
    (Place.APPLICATION_STATUS, Intent.MORE): applications.read_next_part,
    (Place.PROGRESS, Intent.MORE): information.read_next_part,
    # The question was hard to hear, or fits several entries.
    (Place.CONFIRM, Intent.YES): questions.confirm,
    (Place.CONFIRM, Intent.NONE_OF_THESE): questions.deny,
    (Place.CHOICES, Intent.PICK): questions.pick_choice,
    (Place.CHOICES, Intent.ASK): questions.pick_by_words,
    # An answer is being read, or has been read.
    (Place.ANSWER, Intent.SILENCE): reprompts.skip_details,
    (Place.ANSWER, Intent.MORE): questions.read_next_part,
    (Place.ANSWER, Intent.SEND): questions.send_text,
    (Place.ANSWER, Intent.SOLVED): questions.mark_solved,
    (Place.ANSWER, Intent.UNSOLVED): questions.mark_unsolved,
    (Place.ANSWER, Intent.SECOND): questions.answer_second,
    (Place.AFTER, Intent.SECOND): questions.answer_second,
    (Place.AFTER, Intent.MORE): questions.read_next_part,
    (Place.AFTER, Intent.SEND): questions.send_text,
    (Place.AFTER, Intent.SOLVED): questions.mark_solved,
    (Place.AFTER, Intent.UNSOLVED): questions.mark_unsolved,
    (Place.AFTER, Intent.REPEAT): reprompts.repeat_answer,
    (Place.ANSWER, Intent.SKIP): reprompts.skip_details,
    # Danger was told of: a person is offered, and the number to ring is said again.
    (Place.NOTHING, Intent.OPERATOR): danger.connect,
    (Place.NOTHING, Intent.HELLO): danger.connect,
    (Place.NOTHING, Intent.OPENING): danger.say_again,
    (Place.NOTHING, Intent.NO_CONTENT): danger.say_again,
    (Place.NOTHING, Intent.SWEARING): danger.say_again,
    (Place.NOTHING, Intent.THANKS): danger.say_again,
    # An operator was dialled: they answered, or nobody answered and the next one is dialled.
    (Place.RANG, ANY): operators.continue_after_dial,
    (Place.TALKED, ANY): operators.end_after_conversation,
    # A message was recorded, or nothing was; it is reviewed; its tracking number was read.
    (Place.RECORDED, ANY): voicemail.continue_after_recording,
    (Place.UNRECORDED, ANY): voicemail.continue_without_recording,
    (Place.REVIEW, ANY): voicemail.review,
    (Place.SAVED, ANY): voicemail.continue_after_saving,
    # At any place.
    (ANY, Intent.ASK): questions.answer,
    (ANY, Intent.OPERATOR): operators.connect,
    (ANY, Intent.MESSAGE): voicemail.take_message,
    (ANY, Intent.TRACKING): menus.go_to(Place.TRACKING),
    (ANY, Intent.NOTICES): information.pick_section,
    (ANY, Intent.APPLICATION): menus.go_to(Place.APPLICATION),
    (ANY, Intent.MENU): menus.go_to(Place.MENU),
    (ANY, Intent.TOPICS): menus.go_to(Place.TOPICS),
    (ANY, Intent.SPELL): menus.go_to(Place.INITIALS),
    (ANY, Intent.TRACKED): information.find_message_said,
    (ANY, Intent.REPEAT): reprompts.repeat,
    (ANY, Intent.SLOWER): reprompts.repeat_slowly,
    (ANY, Intent.LOUDER): reprompts.say_no_louder,
    (ANY, Intent.WAIT): reprompts.wait,
    (ANY, Intent.SEND): questions.send_heard,
    (ANY, Intent.MORE): reprompts.prompt_briefly,
    (ANY, Intent.YES): reprompts.prompt_briefly,
    (ANY, Intent.HELLO): reprompts.prompt_briefly,
    (ANY, Intent.THANKS): reprompts.thank,
    (ANY, Intent.SOLVED): reprompts.thank,
    (ANY, Intent.UNSOLVED): reprompts.offer_operator,
    (ANY, Intent.NONE_OF_THESE): reprompts.offer_operator,
    (ANY, Intent.SKIP): reprompts.prompt_briefly,
    (ANY, Intent.NO_MORE): reprompts.end_unless_uninformed,
    (ANY, Intent.GOODBYE): reprompts.say_goodbye,
    (ANY, Intent.OPENING): reprompts.listen_on,
    (ANY, Intent.HELP): reprompts.explain_speaking,
    (ANY, Intent.SWEARING): reprompts.stay_calm,
    (ANY, Intent.NO_CONTENT): reprompts.ask_for_words,
    (ANY, Intent.SILENCE): reprompts.prompt_again,
    (ANY, Intent.KEYED): questions.say_missing,
    (ANY, Intent.WRONG_KEY): reprompts.say_wrong_key,
}
"""What the line does, by place and intent. The most exact row wins: place and intent, then the place alone, then the
intent alone. An action that returns None has no reply in this state, and the next row is tried."""

_NEVER_CUT_OFF = frozenset({Place.RANG, Place.TALKED, Place.RECORDED, Place.REVIEW})
"""Places of callers who talk with an operator or leave a message, so that the call is not ended for its length."""


def greet(context: CallContext, state: CallState) -> list[Step]:
    """Say the first words of a call, which begins at ``state``."""
    return prompts.greeting(state, context.line.knowledge.office, context.line.list_announcements())


def carry_on(context: CallContext, state: CallState) -> list[Step]:
    """Reply to what the caller did at ``state``; a # right after another key only says the same again."""
    at = int(context.line.now().timestamp()) if context.call.keys.strip("#") else 0  # only another key is followed by #
    return [
        replace(step, to=replace(step.to, keyed=at)) if isinstance(step, Listen) else step
        for step in _reply(context, state)
    ]


def is_habit(context: CallContext, state: CallState) -> bool:
    """Whether the caller pressed only # and right after another key, as many do after every key."""
    keys, now = context.call.keys, context.line.now().timestamp()
    return bool(keys) and not keys.strip("#") and abs(now - state.keyed) < HASH_SECONDS


def say_again(context: CallContext, state: CallState) -> list[Step]:
    """Say what belongs to ``state`` again, as for the key *."""
    return carry_on(replace(context, call=replace(context.call, keys="*")), state)


def _reply(context: CallContext, state: CallState) -> list[Step]:
    """Reply to what the caller did at ``state``; with the main menu where an entry or item has been withdrawn."""
    caller_input = CallerInput(context.call.keys, context.call.speech)
    context = replace(context, heard=understand(state, caller_input))
    try:
        reply = prompts.goodbye("trouble.long") if _must_end(context, state) else _act(context, state)
    except NotFound:
        reply = Transition(state.go(Place.MENU), PHONE("trouble.gone"))
    return announcements.announce(context, reply) if isinstance(reply, Transition) else reply


def _must_end(context: CallContext, state: CallState) -> bool:
    """Whether the call has lasted too long. A caller with an operator or a message is not cut off."""
    uncut = state.place in _NEVER_CUT_OFF or (state.place is Place.UNRECORDED and bool(state.tracking))
    return not uncut and context.is_overlong(state)


def _act(context: CallContext, state: CallState) -> Reply:
    """Run the most exact row of ACTIONS that has a reply; without one the key was wrong. Danger comes before all."""
    intent = context.heard.intent
    if intent is Intent.EMERGENCY:
        return danger.tell_numbers(context, state)
    for row in ((state.place, intent), (state.place, ANY), (ANY, intent)):
        reply = ACTIONS[row](context, state) if row in ACTIONS else None
        if reply is not None:
            return reply
    return reprompts.say_wrong_key(context, state)
