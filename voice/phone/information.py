"""Government information that is not found by a question: catalogue sections, an item by its number, and the progress
of a message."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hotline.core.errors import NotFound, Unavailable
from hotline.services import messages
from hotline.services.content import published
from voice.phone import prompts, read_aloud
from voice.phone.call_state import Place
from voice.phone.context import Transition
from voice.phone.menus import SECTIONS, count_listed
from voice.phrases import PHONE
from voice.speech import numbers

if TYPE_CHECKING:
    from hotline.core.messages import Message
    from voice.phone.actions import Step
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext

_log = logging.getLogger(__name__)
GUIDE_KEY = "3"
GUIDE = "公开指南"
"""Words in the title of the guide. Staff publish a new edition each year, so it is found by its title."""


def pick_section(context: CallContext, state: CallState) -> Transition:
    """Go to a list of items, to the newest guide, or to the place where an item's number is asked for."""
    key, menu = context.heard.pick, state.go(Place.INFORMATION)
    if key in SECTIONS:
        if not count_listed(context.line, key):
            return Transition(menu, PHONE("information.none"))
        return Transition(state.go(Place.ITEMS, topic=key))
    if key == GUIDE_KEY:
        try:
            guide = published.get_newest_item(context.line.knowledge, GUIDE)
        except NotFound:
            return Transition(menu, PHONE("information.none"))
        return Transition(state.go(Place.ANSWER, subject=guide.index_number))
    return Transition(state.go(Place.ITEM))


def find_item(context: CallContext, state: CallState) -> Transition | None:
    """Read the item whose year and last digits were keyed; None when there is no such item."""
    try:
        found = published.get_item_ending(context.line.knowledge, context.heard.text)
    except NotFound:
        return None
    return Transition(state.go(Place.ANSWER, subject=found.index_number))


def find_message(context: CallContext, state: CallState) -> Transition | None:
    """Tell the progress of the message whose tracking number was keyed; None when there is no such message."""
    tracking = context.heard.text
    try:
        found = messages.find_message(context.line, tracking)
    except Unavailable:
        _log.warning("call %s: messages cannot be read", context.call.id, exc_info=True)
        return Transition(state.go(Place.MENU), PHONE("progress.unreadable"))
    return Transition(state.go(Place.PROGRESS, tracking=tracking)) if found else None


def find_message_said(context: CallContext, state: CallState) -> Transition:
    """Tell the progress of the message whose tracking number was said at any place; ask again where there is none."""
    found = find_message(context, state)
    missing = PHONE("tracking.missing", number=numbers.tracking(context.heard.text))
    return found or Transition(state.go(Place.TRACKING), missing)


def read_progress(context: CallContext, state: CallState, lead: str) -> list[Step]:
    """Read the progress of the message, and no more of it than its writer may see.

    Raises NotFound when there is no message under the tracking number."""
    found = messages.find_message(context.line, state.tracking)
    if found is None:
        raise NotFound("没有这个查询号的留言。")
    return prompts.progress(state, _progress_of(context, found), lead)


def _progress_of(context: CallContext, message: Message) -> tuple[str, ...]:
    is_provisional = messages.is_due_provisional(context.line, message)
    return read_aloud.progress_of(message, context.line.now(), is_provisional=is_provisional)


def read_next_part(context: CallContext, state: CallState) -> Transition | None:
    """Read the next part of the answer to a message; None after the last."""
    found = messages.find_message(context.line, state.tracking)
    page = state.page + 1
    if found is None or page >= len(_progress_of(context, found)):
        return None
    return Transition(state.go(Place.PROGRESS, tracking=state.tracking, page=page))
