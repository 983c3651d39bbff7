"""What each console template is given: one frozen dataclass a template, named by its ``template``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from hotline.console.forms import AnswerForm, SignInForm
    from hotline.core.contents import KnowledgeVersion
    from hotline.core.messages import Message, MessageState
    from hotline.core.texts import OutgoingText
    from hotline.services.content.entry_lists import EntryRow


@dataclass(frozen=True, kw_only=True)
class ConsolePage:
    """``title`` is the tab's, before the name of the console."""

    template: ClassVar[str]
    title: str


@dataclass(frozen=True, kw_only=True)
class SignInPage(ConsolePage):
    template: ClassVar[str] = "console/sign_in.html"
    form: SignInForm
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class UnsavedFormPage(ConsolePage):
    """``typed`` are the fields of the form that was refused, to be sent once more to ``action``.

    ``signed_out`` says that one must sign in before."""

    template: ClassVar[str] = "console/kept.html"
    problem: str
    typed: list[tuple[str, str]]
    action: str
    signed_out: bool


@dataclass(frozen=True, kw_only=True)
class RefusalPage(ConsolePage):
    """``number`` is the entry that the refused action was about, if any; ``written`` the comment sent with it."""

    template: ClassVar[str] = "console/refusal.html"
    problem: str
    number: int | None
    written: str


@dataclass(frozen=True, kw_only=True)
class TasksPage(ConsolePage):
    """What waits for the person who is signed in; ``version`` is None while nothing is published, ``standing`` a
    sentence on how questions are matched."""

    template: ClassVar[str] = "console/home.html"
    to_review: list[EntryRow]
    own_submitted: list[EntryRow]
    returned: list[EntryRow]
    drafts: list[EntryRow]
    past_review: list[EntryRow]
    unanswered: int
    messages: list[Message]
    version: KnowledgeVersion | None
    standing: str
    publish_error: str
    evidence: int
    unpublished_words: int


@dataclass(frozen=True, kw_only=True)
class MessagesPage(ConsolePage):
    template: ClassVar[str] = "console/messages.html"
    messages: list[Message]
    state: MessageState | None


@dataclass(frozen=True, kw_only=True)
class MessagePage(ConsolePage):
    template: ClassVar[str] = "console/message.html"
    message: Message
    answer_text: OutgoingText | None
    form: AnswerForm
    can_listen: bool
