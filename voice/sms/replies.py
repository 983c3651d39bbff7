"""From an inbound text to its reply: hold back machines and floods, understand the text, plan the reply, keep it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from hotline.core.errors import Unavailable
from hotline.core.masking import mask_codes, mask_numbers
from hotline.core.texts import SAME_IN_A_DAY, SAME_IN_A_MINUTE, TEXTS_AN_HOUR, TextReply
from hotline.http.context import note_failure
from hotline.services.line import Line
from hotline.services.texts import inbound
from hotline.services.texts.inbound import InboundText, ReplyPlan
from hotline.services.texts.session import NOTHING_OPEN
from voice.content import is_entry
from voice.phrases import TEXT
from voice.sms import answers, applications, messages, public_notices
from voice.sms.auto_replies import is_machine
from voice.sms.context import TextContext, silence, tell
from voice.sms.intents import TextIntent, TextUnderstood, is_message, understand

log = logging.getLogger(__name__)
_ALWAYS_HEARD = frozenset({TextIntent.OPT_OUT, TextIntent.OPT_IN})
"""Intents that are heard however many texts came before."""
_OFTEN_REPEATED = frozenset({TextIntent.PICK, TextIntent.MORE, TextIntent.NOTICE})
"""Intents that a person may well text three times a minute; codes of public notices look alike once masked."""
_WANTED_ALL_DAY = _ALWAYS_HEARD | _OFTEN_REPEATED | {TextIntent.PROGRESS, TextIntent.APPLICATION, TextIntent.TOPICS}
"""Intents that a person may well text six times a day, as well as 留言 without words."""

_BELIEVED = _ALWAYS_HEARD | {TextIntent.CANCEL}
"""Intents that are believed where a message is awaited, even if they were only guessed."""
_STILL_AWAITING = frozenset(
    {TextIntent.OPENING, TextIntent.WAIT, TextIntent.EMERGENCY, TextIntent.SWEARING, TextIntent.NO_CONTENT}
)
"""Intents after whose reply the words of a message are still waited for."""
_ENDS_OFFER = frozenset(
    {
        TextIntent.THANKS,
        TextIntent.PROGRESS,
        TextIntent.APPLICATION,
        TextIntent.NOTICE,
        TextIntent.OPT_OUT,
        TextIntent.OPT_IN,
        TextIntent.EMERGENCY,
        TextIntent.ASK,
    }
)
"""Intents after whose reply 好 no longer agrees to leave the question for staff; 留言 still leaves it."""


def reply_to(line: Line, text: InboundText) -> str:
    """The reply to ``text``, "" for none. A repeated delivery gets the reply of the first.

    One-time codes are masked before anything else sees the text, so that they are kept nowhere."""
    text = replace(text, body=mask_codes(text.body))
    sender = inbound.read_sender(line, text)
    if sender.reply is not None:
        return sender.reply
    plan = plan_reply(TextContext(line, text, sender))
    return inbound.keep_reply(line, text, sender, plan)


def plan_reply(context: TextContext) -> ReplyPlan:
    try:
        wanted = understand(public_notices.complete(context, context.text.body))
        return _hold_back(context, wanted) or _plan(context, wanted)
    except Exception as error:
        if isinstance(error, Unavailable) and not context.text.inline:
            raise  # the provider delivers it again, and it may go better then
        note_failure()
        log.error("the text %s failed", context.text.delivery[:100], exc_info=True)
        return ReplyPlan(TextReply.NONE, TEXT("trouble.sorry"), TEXT("trouble.sorry"))


def _hold_back(context: TextContext, wanted: TextUnderstood) -> ReplyPlan | None:
    """No reply for machines and floods. Whoever texts too often is told so once; None where nothing is held back."""
    recent = context.sender.recent
    if context.text.is_service:
        return silence(TextReply.SERVICE)
    if is_machine(context.text.body):
        return silence(TextReply.LOOP)
    if recent.same_words + 1 >= SAME_IN_A_MINUTE and wanted.intent not in _OFTEN_REPEATED:
        return silence(TextReply.LOOP)
    if recent.same_in_a_day + 1 >= SAME_IN_A_DAY and not _is_wanted_all_day(wanted):
        return silence(TextReply.LOOP)
    if recent.answered < TEXTS_AN_HOUR or wanted.intent in _ALWAYS_HEARD:
        return None
    if recent.limit_told:
        return silence(TextReply.LIMITED)
    told = TEXT("limit.told", most=TEXTS_AN_HOUR, number=context.number)
    return ReplyPlan(TextReply.LIMITED, told, told)


def _is_wanted_all_day(wanted: TextUnderstood) -> bool:
    return wanted.intent in _WANTED_ALL_DAY or (wanted.intent is TextIntent.MESSAGE and not wanted.words)


def _plan(context: TextContext, wanted: TextUnderstood) -> ReplyPlan:
    if context.text.pictures and not any(map(str.isalnum, context.text.body)):
        return tell(TEXT("help.picture"))
    if context.session.awaiting:
        return _plan_awaited(context, wanted)
    is_noise = wanted.is_guess and wanted.intent is TextIntent.NO_CONTENT
    if context.session.left and (_is_question(wanted) or is_noise):
        return _plan_addition(context, wanted)
    plan = _REPLIES[wanted.intent](context, wanted)
    if plan.session is None and context.session.offers_message and wanted.intent in _ENDS_OFFER:
        plan = replace(plan, session=replace(context.session, offers_message=False))
    return plan if wanted.intent in _OFTEN_REPEATED else _note_asked(context, plan)


def _note_asked(context: TextContext, plan: ReplyPlan) -> ReplyPlan:
    """``plan``, where what it newly offers is remembered together with the words it was asked for with."""
    if plan.session is None or plan.session.offers in (NOTHING_OPEN.offers, context.session.offers):
        return plan
    asked = messages.short(mask_numbers(context.text.body.strip()))
    return replace(plan, session=replace(plan.session, asked=asked))


def _plan_addition(context: TextContext, wanted: TextUnderstood) -> ReplyPlan:
    """A message was left some minutes ago: these words belong to it.

    A question that the hotline knows the answer to is answered, and added all the same: staff lose nothing by it."""
    words = context.text.body.strip()
    answered = answers.ask(context, wanted.words)
    if answered.kind in (TextReply.ANSWERED, TextReply.REFERRED):
        return messages.answer_and_add(context, _note_asked(context, answered), words)
    return answered if answered.kind is TextReply.LOOP else messages.add(context, words)


def _is_question(wanted: TextUnderstood) -> bool:
    return wanted.intent is TextIntent.ASK and (wanted.is_guess or not is_entry(wanted.words))


def _plan_awaited(context: TextContext, wanted: TextUnderstood) -> ReplyPlan:
    """The sender was asked for the words of a message: these are they, unless they are a command or an entry's number.

    A saying that was only guessed is such words too, for a wrong guess would lose them.
    A command or a number is replied to as ever, and the message is not waited for any longer."""
    if _is_question(wanted) or (wanted.is_guess and wanted.intent not in _BELIEVED):
        return messages.leave(context, context.text.body.strip())
    if wanted.intent in (TextIntent.CANCEL, TextIntent.DECLINE):
        return tell(TEXT("help.cancelled"), session=NOTHING_OPEN)
    if wanted.intent in (TextIntent.YES, TextIntent.THANKS, TextIntent.REPEAT):
        return messages.leave(context.without_session(), "")
    if wanted.intent in _STILL_AWAITING:
        return _REPLIES[wanted.intent](context, wanted)
    plan = _REPLIES[wanted.intent](context.without_session(), wanted)
    return plan if plan.session is not None else replace(plan, session=NOTHING_OPEN)


_REPLIES: dict[TextIntent, Callable[[TextContext, TextUnderstood], ReplyPlan]] = {
    TextIntent.HELP: lambda context, _: messages.help_text(context),
    TextIntent.CANCEL: lambda context, _: messages.help_text(context),
    TextIntent.NOTICE: lambda context, wanted: public_notices.reply(context, wanted.words),
    TextIntent.THANKS: lambda _chat, _: tell(TEXT("help.thanks")),
    TextIntent.DECLINE: lambda context, _: answers.decline(context),
    TextIntent.YES: lambda context, wanted: answers.agree(context, is_guess=wanted.is_guess),
    TextIntent.WAIT: lambda _chat, _: tell(TEXT("help.yes")),
    TextIntent.OPENING: lambda _chat, _: tell(TEXT("help.go_on")),
    TextIntent.NO_CONTENT: lambda _chat, _: tell(TEXT("help.unclear")),
    TextIntent.SWEARING: lambda context, _: tell(TEXT("help.calm", number=context.number)),
    TextIntent.EMERGENCY: lambda context, wanted: messages.emergency(
        context, wanted.words, is_message=is_message(wanted.words)
    ),
    TextIntent.PERSON: lambda context, _: messages.person(context),
    TextIntent.NONE_OF_THESE: lambda context, _: answers.none_of_these(context, messages.person(context)),
    TextIntent.UNSOLVED: lambda context, _: answers.none_of_these(context, messages.person(context)),
    TextIntent.PICK: lambda context, wanted: answers.pick(context, wanted.pick),
    TextIntent.MORE: lambda context, _: answers.more(context),
    TextIntent.REPEAT: lambda context, _: answers.repeat(context, messages.help_text(context)),
    TextIntent.TOPICS: lambda context, wanted: answers.list_topics(context, wanted.pick),
    TextIntent.MESSAGE: lambda context, wanted: messages.leave(context, wanted.words),
    TextIntent.PROGRESS: lambda context, wanted: messages.progress(context, wanted.words),
    TextIntent.APPLICATION: lambda context, wanted: applications.status(context, wanted.words),
    TextIntent.OPT_OUT: lambda _chat, _: messages.opt_out(),
    TextIntent.OPT_IN: lambda _chat, _: messages.opt_in(),
    TextIntent.ASK: lambda context, wanted: answers.ask(context, wanted.words),
}
