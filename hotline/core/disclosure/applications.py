"""An application for disclosure: what was asked for, by whom, and what was done about it.

What was done is kept as events that never change; the state is that of the newest. Whether an application is overdue is
computed from its clock and is no state. What may be done in which state stands in ``application_life``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

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
    DECLARE_UNLAWFUL = "确认违法"
    TAKE_BACK = "撤销误登"
    TAKE_BACK_CONTEST = "撤销误登的复议或诉讼"


_S, _A = ApplicationState, ApplicationAction
OPEN_STATES = frozenset(_S) - {_S.SENT, _S.DELIVERED, _S.CONTESTED, _S.ARCHIVED}
"""States in which the applicant still waits for the answer."""

MISTAKABLE = frozenset(
    {_A.CORRECT, _A.LAPSE_CORRECTION, _A.EXPLAIN, _A.END_CONSULTATION}
    | {_A.PAY, _A.LAPSE_PAYMENT, _A.WITHDRAW, _A.DELIVER}
    | {_A.SEND, _A.UPHOLD, _A.ORDER, _A.DECLARE_UNLAWFUL}
)
"""What staff note of others, of the wrong case too: no letter goes out with it, so it can be taken back while nothing
but a review followed."""


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

    ``received_on`` is the day of receipt in law, None until it is confirmed. ``version`` grows with every event.
    ``office_code`` is that of the member office it is addressed to, "" for the office that runs the line.
    ``reply_shown_at`` is when who has the query code was shown a reply last, on any channel. ``split_from`` is the
    number of the application that was registered first where one paper was split into several, "" on that one."""

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
    office_code: str = ""
    events: tuple[ApplicationEvent, ...] = field(default=())
    reply_shown_at: datetime | None = None
    split_from: str = ""

    @property
    def came_on(self) -> date:
        """The day of receipt in law; while that is not confirmed, the day on which it arrived."""
        return self.received_on or self.arrived_on

    @property
    def standing(self) -> tuple[ApplicationEvent, ...]:
        """The steps that were not taken back, the oldest first."""
        found: list[ApplicationEvent] = []
        for event in self.events:
            if event.action is ApplicationAction.TAKE_BACK:
                while found.pop().action not in MISTAKABLE:
                    continue
            else:
                found.append(event)
        return tuple(found)

    def find_last(self, action: ApplicationAction) -> ApplicationEvent | None:
        """The newest step of this kind that was not taken back."""
        return next((event for event in reversed(self.standing) if event.action is action), None)

    @property
    def is_ordered(self) -> bool:
        """Whether a court or a review body ordered an answer: its period is theirs, and nobody moves it."""
        return self.find_last(ApplicationAction.ORDER) is not None

    def has_done(self, action: ApplicationAction) -> bool:
        """Whether ``action`` was taken since the application came, or since a court's order."""
        for event in reversed(self.standing):
            if event.action is ApplicationAction.ORDER:
                return False
            if event.action is action:
                return True
        return False
