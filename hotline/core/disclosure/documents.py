"""An official document (公文) with its disclosure attribute (公开属性), and the one table of what may be done with it.

The attribute is proposed by who drafted the document, audited by a second person and signed by a third. A document that
is to be disclosed must be public within twenty working days of the day on which it was made or changed (第二十六条).
What was done is kept as events that never change; whether a document is late is computed from its clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from hotline.core.departments import check_texts
from hotline.core.disclosure.case_files import ConsultedKind, has_words
from hotline.core.disclosure.clocks import ClockEvent, ClockEventKind
from hotline.core.disclosure.limits import PUBLICATION, REGULATION
from hotline.core.disclosure.outcomes import RULES, WITHHOLDING, ReplyOutcome
from hotline.core.disclosure.statutory_classes import STATUTORY_CLASSES
from hotline.core.errors import Conflict, NotAllowed
from hotline.core.permissions import Permission, Staff


class DisclosureAttribute(Enum):
    """The three values that an office's documents carry; the value is what staff read."""

    OPEN = "主动公开"
    ON_APPLICATION = "依申请公开"
    WITHHELD = "不予公开"


GROUNDS = tuple(one for one in ReplyOutcome if one in WITHHOLDING and one is not ReplyOutcome.OTHER_RECORDS)
"""The grounds of articles 14 to 16 on which a document is withheld, as replies to applications name them."""


class DocumentState(Enum):
    """The value is what staff read."""

    DRAFTED = "拟定属性"
    PROPOSED = "待审核"
    AUDITED = "待签发"
    SIGNED = "已签发"
    IN_CATALOGUE = "已转目录"
    DROPPED = "撤销登记"


class DocumentAction(Enum):
    """The value is the label of the button."""

    REGISTER = "登记"
    EDIT = "修改"
    PROPOSE = "提交审核"
    RETURN = "退回修改"
    AUDIT = "审核通过"
    SIGN = "签发"
    RELEASE = "转到公开目录"
    CHANGE = "登记变更"
    KEEP = "复审后仍不公开"
    REOPEN = "重新认定属性"
    DROP = "撤销登记"


_S, _A = DocumentState, DocumentAction
_PROPOSE, _AUDIT, _SIGN = Permission.PROPOSE_DOCUMENTS, Permission.AUDIT_DOCUMENTS, Permission.SIGN_DOCUMENTS
DOCUMENT_LIFE: dict[tuple[DocumentState, DocumentAction], tuple[DocumentState, Permission]] = {
    (_S.DRAFTED, _A.EDIT): (_S.DRAFTED, _PROPOSE),
    (_S.DRAFTED, _A.PROPOSE): (_S.PROPOSED, _PROPOSE),
    (_S.DRAFTED, _A.DROP): (_S.DROPPED, _PROPOSE),
    (_S.PROPOSED, _A.AUDIT): (_S.AUDITED, _AUDIT),
    (_S.PROPOSED, _A.RETURN): (_S.DRAFTED, _AUDIT),
    (_S.AUDITED, _A.SIGN): (_S.SIGNED, _SIGN),
    (_S.AUDITED, _A.RETURN): (_S.DRAFTED, _SIGN),
    (_S.SIGNED, _A.RELEASE): (_S.IN_CATALOGUE, Permission.EDIT_ENTRIES),
    (_S.SIGNED, _A.KEEP): (_S.SIGNED, _SIGN),
    **{(state, _A.CHANGE): (_S.DRAFTED, _PROPOSE) for state in (_S.SIGNED, _S.IN_CATALOGUE)},
    **{(state, _A.REOPEN): (_S.DRAFTED, _PROPOSE) for state in (_S.SIGNED, _S.IN_CATALOGUE)},
}
"""(state, action) -> the next state and the permission that the action takes."""
_WRITING = (_A.REGISTER, _A.EDIT, _A.PROPOSE)
"""What is written of the proposal; who did one of them decides nothing about it."""
_DECIDING = (_A.AUDIT, _A.SIGN)


@dataclass(frozen=True)
class DocumentDetails:
    """What the drafter writes. ``made_on`` is the day on which the document was made (成文日期), None for a draft that
    becomes a document when it is signed.

    ``ground`` is why it is withheld by articles 14 to 16, None elsewhere; ``disclosure_class`` is the number of its
    class of article 20, "" for none. ``attribute`` is None while nothing is proposed. ``asked_for`` is the number of
    an application that asked for it, where that was why it was registered (第四十四条)."""

    title: str
    made_on: date | None = None
    document_number: str = ""
    department: str = ""
    attribute: DisclosureAttribute | None = None
    ground: ReplyOutcome | None = None
    reason: str = ""
    disclosure_class: str = ""
    asked_for: str = ""


@dataclass(frozen=True)
class DocumentEvent:
    """One step, which never changes. ``day`` is the day in law, ``at`` when it was entered, ``by`` a login name.

    ``attribute`` is the one that the document had after the step."""

    serial: int
    action: DocumentAction
    state: DocumentState
    attribute: DisclosureAttribute | None
    day: date
    at: datetime
    by: str
    words: str = ""


@dataclass(frozen=True)
class OfficialDocument:
    """A registered document. ``version`` grows with every event.

    ``review_on`` is the day on which a document that is not disclosed comes up again (第十八条). ``index_number`` is
    that of the catalogue item made of it, "" before; ``published_on`` the first day on which the item was public, and
    ``withdrawn_on`` the day on which it was withdrawn, None while it stands."""

    id: int
    details: DocumentDetails
    state: DocumentState
    version: int
    changed_on: date | None = None
    review_on: date | None = None
    index_number: str = ""
    published_on: date | None = None
    withdrawn_on: date | None = None
    events: tuple[DocumentEvent, ...] = field(default=())

    @property
    def is_open(self) -> bool:
        """Whether it is disclosed, as far as is known: what nobody has decided yet may be (第十三条)."""
        return self.details.attribute in (None, DisclosureAttribute.OPEN)

    @property
    def is_public(self) -> bool:
        """Whether the public can read it in the catalogue now."""
        return self.published_on is not None and self.withdrawn_on is None

    @property
    def is_withheld(self) -> bool:
        """Whether it was decided that the public does not get it by itself."""
        return self.state is DocumentState.SIGNED and not self.is_open


class DocumentOpinion(Enum):
    """How a consultation about a document ended; the value is what staff read."""

    CONSENTS = "同意公开"
    PARTLY = "同意部分公开"
    REFUSES = "不同意公开"
    SETTLED = "没有答复或者意见不一，已经协商、报请确定"


@dataclass(frozen=True)
class DocumentConsultation:
    """A question to somebody whose matter the document is (第十一条, 第十五条); ``opinion`` is None while it is open.

    Silence is never consent: what nobody answers must be settled."""

    id: int
    kind: ConsultedKind
    whom: str
    asked_on: date
    opinion: DocumentOpinion | None
    answered_on: date | None
    words: str


def next_document_state(document: OfficialDocument, action: DocumentAction, actor: Staff) -> DocumentState:
    """The state to which ``action`` by ``actor`` leads.

    Raises Conflict where the present state does not allow it, NotAllowed where ``actor`` may not do it, or would decide
    on their own proposal or twice on one."""
    transition = DOCUMENT_LIFE.get((document.state, action))
    if transition is None:
        raise Conflict(f"这份文件现在是“{document.state.value}”，不能“{action.value}”。请刷新页面再看。")
    state, permission = transition
    actor.require(permission)
    actor.require_department(document.details.department)
    if action in _DECIDING:
        _require_other(document, actor)
    if action is _A.RELEASE and document.details.attribute is not DisclosureAttribute.OPEN:
        raise Conflict("只有认定为主动公开的文件才转到公开目录。")
    if action is _A.KEEP and document.is_open:
        raise Conflict("这份文件是主动公开的，不用复审。")
    return state


def _require_other(document: OfficialDocument, actor: Staff) -> None:
    """Raise NotAllowed for those whom ``taken_part`` names: propose, audit and sign take three people."""
    if actor.name in proposers(document):
        raise NotAllowed("不能审核、签发自己提的公开属性，请换一位同事。")
    if actor.name in taken_part(document):
        raise NotAllowed("这份文件的公开属性是您审核的，不能再由您签发，请换一位同事。")


def list_document_actions(document: OfficialDocument, actor: Staff) -> list[DocumentAction]:
    """What ``actor`` may do with ``document`` now, in the order of the table."""
    return [one for state, one in DOCUMENT_LIFE if state is document.state and _is_allowed(document, one, actor)]


def _is_allowed(document: OfficialDocument, action: DocumentAction, actor: Staff) -> bool:
    try:
        next_document_state(document, action, actor)
    except (Conflict, NotAllowed):
        return False
    return True


def proposers(document: OfficialDocument) -> frozenset[str]:
    """The login names of those who wrote the proposal that stands, since the last decision."""
    names: set[str] = set()
    for event in document.events:
        if event.action in (_A.CHANGE, _A.REOPEN):
            names = {event.by}
        elif event.action in _WRITING:
            names.add(event.by)
    return frozenset(names)


def taken_part(document: OfficialDocument) -> frozenset[str]:
    """The login names of those who wrote the proposal that stands, and of who passed it since it was submitted last:
    none of them decides on it next."""
    audited: frozenset[str] = frozenset()
    for event in document.events:
        if event.action is _A.PROPOSE:
            audited = frozenset()
        elif event.action is _A.AUDIT:
            audited = frozenset({event.by})
    return proposers(document) | audited


DOCUMENT_LIMITS = {"title": 200, "document_number": 60, "reason": 500}
"""Characters of each text."""


def check_draft(details: DocumentDetails, today: date) -> dict[str, str]:
    """What keeps ``details`` from being kept at all: field name -> message."""
    problems = check_texts(details, (), DOCUMENT_LIMITS, {})
    if not has_words(details.title):
        problems["title"] = "请写文件的标题。"
    if details.made_on is not None and details.made_on > today:
        problems["made_on"] = "成文日期不能在今天之后。"
    return problems


def check_proposal(details: DocumentDetails) -> dict[str, str]:
    """What is missing from the proposal of an attribute: field name -> message; empty when nothing is."""
    problems = {}
    if details.attribute is None:
        problems["attribute"] = "请选公开属性。"
    if not details.department:
        problems["department"] = "请选起草的部门。"
    if details.attribute is DisclosureAttribute.OPEN and details.disclosure_class not in STATUTORY_CLASSES:
        problems["disclosure_class"] = "主动公开的，请选属于第二十条的哪一项。"
    if details.attribute not in (None, DisclosureAttribute.OPEN) and not has_words(details.reason):
        problems["reason"] = "依申请公开和不予公开的，要写明理由。"
    if details.attribute is DisclosureAttribute.WITHHELD and details.ground not in GROUNDS:
        problems["ground"] = "不予公开的，请选依据（条例第十四条到第十六条）。"
    return problems


def ground_article(ground: ReplyOutcome) -> str:
    """
    >>> ground_article(ReplyOutcome.INTERNAL)
    '《中华人民共和国政府信息公开条例》第十六条第一款'
    """
    return RULES[ground].article


def document_clock(document: OfficialDocument) -> tuple[ClockEvent, ...]:
    """The events of the clock of article 26; none for a document that the public does not get by itself.

    It begins when the document was made or changed. The regulation has no limit for what is disclosed after it was
    withheld (第十八条) or because many asked (第四十四条): those begin on the day of that step, which is our reading.
    The regulation does not stop the clock for a consultation."""
    day, reason, article = _clock_start(document)
    if not document.is_open or document.state is DocumentState.DROPPED or day is None:
        return ()
    start = ClockEvent(ClockEventKind.START, day, article, PUBLICATION.working_days, reason)
    if document.published_on is None:
        return (start,)
    stop = ClockEvent(ClockEventKind.STOP, max(document.published_on, day), PUBLICATION.article, reason="公开")
    return (start, stop)


def _clock_start(document: OfficialDocument) -> tuple[date | None, str, str]:
    """The day on which the clock begins, what happened on it, and the article; no day before the document is made."""
    before: DisclosureAttribute | None = None
    start: tuple[date | None, str, str] = (document.details.made_on, "形成", PUBLICATION.article)
    for event in document.events:
        if event.action is _A.REGISTER and document.details.asked_for:
            start = (event.day, "多人申请，登记", f"{REGULATION}第四十四条")
        if event.action is _A.CHANGE:
            start = (event.day, "变更", PUBLICATION.article)
        if event.action is _A.REOPEN and before not in (None, DisclosureAttribute.OPEN):
            start = (event.day, "重新认定", f"{REGULATION}第十八条")
        before = event.attribute
    return start
