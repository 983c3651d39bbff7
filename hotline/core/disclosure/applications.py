"""An application for disclosure, and the one table of what may be done with it in which state.

What was done is kept as events that never change; the state is that of the newest. Whether an application is overdue is
computed from its clock and is no state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from hotline.core.errors import Conflict, NotAllowed
from hotline.core.permissions import Permission, Staff

CODE_DIGITS = 8
"""Digits of the query code (查询码) with which an applicant asks for the state."""


class ApplicationChannel(Enum):
    """How an application came; the value is what staff read."""

    WEB = "网上"
    POST = "邮寄（签收）"
    ORDINARY_MAIL = "平信"
    IN_PERSON = "当面"
    EMAIL = "电子邮件"
    FAX = "传真"
    PHONE = "电话（代填）"


CONFIRMED_BY_RECEIPT = frozenset(
    {ApplicationChannel.WEB, ApplicationChannel.IN_PERSON, ApplicationChannel.PHONE, ApplicationChannel.POST}
)
"""Ways whose day of receipt is fixed at once (第三十一条): the applicant gets number and query code, or the office
signed for the letter. Ordinary mail, e-mail and fax count from the day on which both sides confirmed them."""


class ApplicantKind(Enum):
    """The columns of the annual report's table 三; the value is their head."""

    PERSON = "自然人"
    COMPANY = "商业企业"
    RESEARCH = "科研机构"
    SOCIAL = "社会公益组织"
    LEGAL = "法律服务机构"
    OTHER = "其他"


class ApplicationState(Enum):
    """The value is what staff and applicants read."""

    REGISTERED = "待确认收到"
    RECEIVED = "办理中"
    CORRECTING = "等候补正"
    EXPLAINING = "等候说明理由"
    CONSULTING = "征求意见中"
    CHARGING = "等候缴费"
    DRAFTED = "拟答复"
    SUBMITTED = "答复待审核"
    DECIDED = "答复待送出"
    SENT = "已送出"
    DELIVERED = "已送达"
    CONTESTED = "复议或诉讼中"
    ARCHIVED = "已归档"


class ApplicationAction(Enum):
    """The value is the label of the button."""

    CONFIRM = "确认收到"
    ASK_CORRECTION = "告知补正"
    CORRECT = "收到补正"
    LAPSE_CORRECTION = "逾期不补正"
    ASK_REASONS = "要求说明理由"
    EXPLAIN = "收到说明"
    CONSULT = "征求意见"
    END_CONSULTATION = "意见已齐"
    CHARGE = "通知缴费"
    PAY = "已缴费"
    LAPSE_PAYMENT = "逾期不缴费"
    EXTEND = "延期答复"
    DELAY = "延迟答复"
    DRAFT = "拟答复"
    SUBMIT = "提交审核"
    RETURN = "退回修改"
    APPROVE = "审核通过"
    SEND = "送出答复"
    DELIVER = "登记送达"
    ARCHIVE = "归档"
    WITHDRAW = "申请人撤回"
    CONTEST = "登记复议或诉讼"
    UPHOLD = "维持原答复"
    ORDER = "责令重新答复"


_S, _A = ApplicationState, ApplicationAction
_HANDLE, _APPROVE, _EXTEND = Permission.HANDLE_APPLICATIONS, Permission.APPROVE_REPLIES, Permission.EXTEND_PERIODS
OPEN_STATES = frozenset(_S) - {_S.SENT, _S.DELIVERED, _S.CONTESTED, _S.ARCHIVED}
"""States in which the applicant still waits for the answer."""

LIFE: dict[tuple[ApplicationState, ApplicationAction], tuple[ApplicationState, Permission]] = {
    (_S.REGISTERED, _A.CONFIRM): (_S.RECEIVED, _HANDLE),
    **{(state, _A.ASK_CORRECTION): (_S.CORRECTING, _HANDLE) for state in (_S.RECEIVED, _S.DRAFTED)},
    (_S.CORRECTING, _A.CORRECT): (_S.RECEIVED, _HANDLE),
    (_S.CORRECTING, _A.LAPSE_CORRECTION): (_S.DRAFTED, _HANDLE),
    (_S.RECEIVED, _A.ASK_REASONS): (_S.EXPLAINING, _HANDLE),
    (_S.EXPLAINING, _A.EXPLAIN): (_S.RECEIVED, _HANDLE),
    **{(state, _A.CONSULT): (_S.CONSULTING, _HANDLE) for state in (_S.RECEIVED, _S.DRAFTED)},
    (_S.CONSULTING, _A.END_CONSULTATION): (_S.RECEIVED, _HANDLE),
    **{(state, _A.CHARGE): (_S.CHARGING, _HANDLE) for state in (_S.RECEIVED, _S.DRAFTED)},
    (_S.CHARGING, _A.PAY): (_S.RECEIVED, _HANDLE),
    (_S.CHARGING, _A.LAPSE_PAYMENT): (_S.DRAFTED, _HANDLE),
    **{(state, _A.EXTEND): (state, _EXTEND) for state in (_S.RECEIVED, _S.EXPLAINING, _S.DRAFTED)},
    **{(state, _A.DELAY): (state, _EXTEND) for state in (_S.RECEIVED, _S.DRAFTED)},
    **{(state, _A.DRAFT): (_S.DRAFTED, _HANDLE) for state in (_S.RECEIVED, _S.EXPLAINING, _S.DRAFTED)},
    (_S.DRAFTED, _A.CORRECT): (_S.RECEIVED, _HANDLE),
    (_S.DRAFTED, _A.PAY): (_S.RECEIVED, _HANDLE),
    (_S.DRAFTED, _A.SUBMIT): (_S.SUBMITTED, _HANDLE),
    (_S.SUBMITTED, _A.RETURN): (_S.DRAFTED, _APPROVE),
    (_S.SUBMITTED, _A.APPROVE): (_S.DECIDED, _APPROVE),
    (_S.DECIDED, _A.SEND): (_S.SENT, _HANDLE),
    (_S.SENT, _A.DELIVER): (_S.DELIVERED, _HANDLE),
    (_S.DELIVERED, _A.ARCHIVE): (_S.ARCHIVED, _HANDLE),
    **{
        (state, _A.WITHDRAW): (_S.DRAFTED, _HANDLE) for state in OPEN_STATES - {_S.SUBMITTED, _S.DECIDED, _S.REGISTERED}
    },
    **{(state, _A.CONTEST): (_S.CONTESTED, _HANDLE) for state in (_S.SENT, _S.DELIVERED, _S.ARCHIVED)},
    (_S.CONTESTED, _A.UPHOLD): (_S.DELIVERED, _HANDLE),
    (_S.CONTESTED, _A.ORDER): (_S.RECEIVED, _HANDLE),
}
"""(state, action) -> the next state and the permission that the action takes.

A lapse and a withdrawal end in a draft with that outcome, so that a second person looks at them too."""

_LATE = {_A.CORRECT: _A.LAPSE_CORRECTION, _A.PAY: _A.LAPSE_PAYMENT}
"""What may still come while the draft that says it never came is not submitted."""
ONCE = frozenset({_A.ASK_CORRECTION, _A.EXTEND, _A.DELAY, _A.CHARGE})
"""What may be done once for an answer: the correction (第三十条) and the extension (第三十三条) by law. An order of a
court begins anew."""
LENGTHENS = frozenset({_A.EXTEND, _A.DELAY})
"""What moves the last day: the extension that any case may have, and the delay (第三十五条) for who applies too often
and gave a reasonable reason."""
PAUSING = frozenset({_A.ASK_CORRECTION, _A.CONSULT, _A.CHARGE})
"""What stops the clock of the answer until somebody else has acted."""


@dataclass(frozen=True)
class Applicant:
    """Who applied, and how they are reached: personal data, which only some staff see.

    ``identity`` is the proof of identity as it was shown (证件名称 and number); "" once it was erased. ``agent``
    applies for somebody else."""

    kind: ApplicantKind
    name: str
    identity: str
    telephone: str = ""
    email: str = ""
    address: str = ""
    agent: str = ""

    def with_texts(self, change: Callable[[str], str]) -> Applicant:
        """A copy in which each text that is not empty went through ``change``."""
        texts = {name: change(text) for name, text in vars(self).items() if name != "kind" and text}
        return replace(self, **texts)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Wanted:
    """What was asked for, by the three things that 第二十九条 lets an office ask. The purpose may not be demanded."""

    description: str
    document_number: str = ""
    form: str = ""
    delivery: str = ""

    def with_texts(self, change: Callable[[str], str]) -> Wanted:
        """A copy in which each text went through ``change``."""
        return Wanted(*(change(text) for text in vars(self).values()))


@dataclass(frozen=True)
class ApplicationEvent:
    """One step, which never changes. ``day`` is the day in law, ``at`` when it was entered, ``by`` a login name or ""
    for the applicant. ``words``, ``working_days`` and ``yuan`` are what the step needs: a reason or a delivery, a
    period, a fee."""

    serial: int
    action: ApplicationAction
    state: ApplicationState
    day: date
    at: datetime
    by: str
    words: str = ""
    working_days: int = 0
    yuan: int = 0


@dataclass(frozen=True)
class Application:
    """``number`` is year-serial ("2026-00012"). ``applicant`` is None where it must not be shown.

    ``received_on`` is the day of receipt in law, None until it is confirmed. ``version`` grows with every event."""

    number: str
    channel: ApplicationChannel
    arrived_on: date
    received_on: date | None
    applicant: Applicant | None
    applicant_kind: ApplicantKind
    wanted: Wanted
    department: str
    state: ApplicationState
    version: int
    events: tuple[ApplicationEvent, ...] = field(default=())

    @property
    def came_on(self) -> date:
        """The day of receipt in law; while that is not confirmed, the day on which it arrived."""
        return self.received_on or self.arrived_on

    def find_last(self, action: ApplicationAction) -> ApplicationEvent | None:
        """The newest step of this kind."""
        return next((event for event in reversed(self.events) if event.action is action), None)

    def has_done(self, action: ApplicationAction) -> bool:
        """Whether ``action`` was taken since the application came, or since a court's order."""
        for event in reversed(self.events):
            if event.action is ApplicationAction.ORDER:
                return False
            if event.action is action:
                return True
        return False


def next_application_state(application: Application, action: ApplicationAction, actor: Staff) -> ApplicationState:
    """The state to which ``action`` by ``actor`` leads.

    Raises Conflict where the present state does not allow it or it was done before, NotAllowed where ``actor`` may not
    do it or would approve their own draft."""
    transition = LIFE.get((application.state, action))
    if transition is None:
        raise Conflict(f"这件申请现在是“{application.state.value}”，不能“{action.value}”。请刷新页面再看。")
    state, permission = transition
    actor.require(permission)
    actor.require_department(application.department)
    if action in ONCE and application.has_done(action):
        raise Conflict(f"“{action.value}”只能做一次，已经做过了。")
    if application.state is _S.DRAFTED and action in _LATE and _newest_draft(application) is not _LATE[action]:
        raise Conflict(f"这件申请没有在等“{action.value}”。")
    needs_own_draft = application.state is _S.DRAFTED and action in PAUSING | {_A.DELAY}
    if needs_own_draft and _newest_draft(application) is not _A.DRAFT:
        raise Conflict(f"这件申请已经按“{_newest_draft(application).value}”处理，不能再“{action.value}”。")
    if action is _A.DELAY and not application.has_done(_A.EXPLAIN):
        raise Conflict(
            "申请人说明了理由、本机关认为合理的，才能延迟答复（第三十五条）。请先要求说明理由，登记收到的说明。"
        )
    if action in LENGTHENS and any(event.action is _A.ORDER for event in application.events):
        raise Conflict("法院或者复议机关定的期限不能延长。")
    if action is _A.UPHOLD:
        return _state_before_contest(application)
    if action is ApplicationAction.APPROVE and actor.name in drafters(application):
        raise NotAllowed("不能审核自己拟的答复，请换一位审核员。")
    return state


_DRAFTS = (_A.DRAFT, _A.LAPSE_CORRECTION, _A.LAPSE_PAYMENT, _A.WITHDRAW)
"""The steps that make a draft of the reply."""


def _newest_draft(application: Application) -> ApplicationAction:
    """The step that made the draft which stands."""
    return next(event.action for event in reversed(application.events) if event.action in _DRAFTS)


def _state_before_contest(application: Application) -> ApplicationState:
    place = next(i for i, event in enumerate(reversed(application.events), 1) if event.action is _A.CONTEST)
    return application.events[-place - 1].state


def list_allowed_actions(application: Application, actor: Staff) -> list[ApplicationAction]:
    """What ``actor`` may do with ``application`` now, in the order of the table."""
    return [action for state, action in LIFE if state is application.state and _is_allowed(application, action, actor)]


def _is_allowed(application: Application, action: ApplicationAction, actor: Staff) -> bool:
    try:
        next_application_state(application, action, actor)
    except (Conflict, NotAllowed):
        return False
    return True


def drafters(application: Application) -> frozenset[str]:
    """The login names of those who wrote or submitted the answer; since a court's order, where there was one."""
    writing = (*_DRAFTS, _A.SUBMIT)
    names: set[str] = set()
    for event in application.events:
        if event.action is _A.ORDER:
            names.clear()
        elif event.action in writing:
            names.add(event.by)
    return frozenset(names)
