"""One text and its reply: machines and floods are held back, what it asks for is understood, and the reply is kept."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.errors import Unavailable
from hotline.core.texts import SAME_IN_A_MINUTE, TEXTS_AN_HOUR, TextReply
from hotline.services.line import Line
from hotline.services.texts import inbound
from hotline.services.texts.inbound import DraftReply, Incoming, Settled
from hotline.services.texts.session import NOTHING
from voice.content import is_entry
from voice.phrases import TEXT
from voice.sms import answers, messages
from voice.sms.auto_replies import is_machine
from voice.sms.context import TextContext, silence, tell
from voice.sms.intents import TextIntent, Wanted, understand

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit

log = logging.getLogger(__name__)
_WISHES = frozenset({TextIntent.OPT_OUT, TextIntent.OPT_IN})
"""What is heard however many texts came before."""
_REPEATED = frozenset({TextIntent.PICK, TextIntent.MORE})
"""What a person may well text three times a minute."""


def reply(line: Line, text: Incoming) -> str:
    """The reply to ``text``, the same however often it is delivered; "" is none."""
    before = inbound.look(line, text)
    if before.reply is not None:
        return before.reply
    return inbound.keep(line, text, before, _draft(TextContext(line, text, before)))


def _draft(chat: TextContext) -> DraftReply:
    try:
        wanted = understand(chat.text.body)
        return _hold_back(chat, wanted) or _grant(chat, wanted)
    except Exception as error:
        if isinstance(error, Unavailable) and not chat.text.inline:
            raise  # the provider delivers it again, and it may go better then
        log.error("the text %s failed", chat.text.delivery[:100], exc_info=True)
        return DraftReply(TextReply.NONE, TEXT("trouble.sorry"), lambda _unit: Settled(TEXT("trouble.sorry")))


def _hold_back(chat: TextContext, wanted: Wanted) -> DraftReply | None:
    """Silence for machines and floods; who texts too often is told once."""
    recent = chat.before.recent
    if is_machine(chat.text.body):
        return silence(TextReply.LOOP)
    if recent.same + 1 >= SAME_IN_A_MINUTE and wanted.aim not in _REPEATED:
        return silence(TextReply.LOOP)
    if recent.answered < TEXTS_AN_HOUR or wanted.aim in _WISHES:
        return None
    if recent.told:
        return silence(TextReply.LIMITED)
    told = TEXT("limit.told", most=TEXTS_AN_HOUR, number=chat.number)
    return DraftReply(TextReply.LIMITED, told, lambda _unit: Settled(told))


def _grant(chat: TextContext, wanted: Wanted) -> DraftReply:
    return _awaited(chat, wanted) if chat.context.awaiting else _REPLIES[wanted.aim](chat, wanted)


def _awaited(chat: TextContext, wanted: Wanted) -> DraftReply:
    """What somebody has to say who was asked for it; a command or an entry's number is none, and ends the waiting."""
    if wanted.aim in (TextIntent.CANCEL, TextIntent.THANKS):
        return tell(TEXT("help.cancelled"), context=NOTHING)
    if wanted.aim is TextIntent.YES:
        return messages.leave(replace(chat, before=replace(chat.before, context=NOTHING)), "")
    if wanted.aim is TextIntent.ASK and not is_entry(wanted.words):
        return messages.leave(chat, chat.text.body.strip())
    draft = _REPLIES[wanted.aim](replace(chat, before=replace(chat.before, context=NOTHING)), wanted)

    def settle(unit: Unit) -> Settled:
        settled = draft.settle(unit)
        return replace(settled, context=settled.context or NOTHING)

    return replace(draft, settle=settle)


_REPLIES: dict[TextIntent, Callable[[TextContext, Wanted], DraftReply]] = {
    TextIntent.HELP: lambda chat, _: messages.help_text(chat),
    TextIntent.CANCEL: lambda chat, _: messages.help_text(chat),
    TextIntent.THANKS: lambda _chat, _: tell(TEXT("help.thanks")),
    TextIntent.YES: lambda _chat, _: tell(TEXT("help.yes")),
    TextIntent.PERSON: lambda chat, _: messages.person(chat),
    TextIntent.NONE_OF_THESE: lambda chat, _: answers.none_of_these(chat, messages.person(chat)),
    TextIntent.PICK: lambda chat, wanted: answers.pick(chat, wanted.pick),
    TextIntent.MORE: lambda chat, _: answers.more(chat),
    TextIntent.TOPICS: lambda chat, wanted: answers.list_topics(chat, wanted.pick),
    TextIntent.MESSAGE: lambda chat, wanted: messages.leave(chat, wanted.words),
    TextIntent.PROGRESS: lambda chat, wanted: messages.progress(chat, wanted.words),
    TextIntent.OPT_OUT: lambda chat, _: messages.opt_out(chat),
    TextIntent.OPT_IN: lambda chat, _: messages.opt_in(chat),
    TextIntent.ASK: lambda chat, wanted: answers.ask(chat, wanted.words),
}
