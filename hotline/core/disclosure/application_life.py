"""What may be done with an application in which state, by whom: one table, and the rules that the table cannot tell."""

from __future__ import annotations

from hotline.core.disclosure.applications import (
    MISTAKABLE,
    OPEN_STATES,
    Application,
    ApplicationAction,
    ApplicationEvent,
    ApplicationState,
)
from hotline.core.errors import Conflict, NotAllowed
from hotline.core.permissions import Permission, Staff

_S, _A = ApplicationState, ApplicationAction
_HANDLE, _APPROVE, _EXTEND = Permission.HANDLE_APPLICATIONS, Permission.APPROVE_REPLIES, Permission.EXTEND_PERIODS
_READ = Permission.READ_APPLICATIONS
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
    **{(state, _A.WITHDRAW): (_S.DRAFTED, _HANDLE) for state in OPEN_STATES},
    **{(state, _A.CONTEST): (_S.CONTESTED, _HANDLE) for state in (_S.SENT, _S.DELIVERED, _S.ARCHIVED)},
    **{(state, _A.CONTEST): (state, _HANDLE) for state in OPEN_STATES - {_S.REGISTERED}},
    **{(state, _A.UPHOLD): (state, _HANDLE) for state in frozenset(_S) - {_S.REGISTERED}},
    **{(state, _A.DECLARE_UNLAWFUL): (state, _HANDLE) for state in frozenset(_S) - {_S.REGISTERED}},
    **{(state, _A.ORDER): (_S.RECEIVED, _HANDLE) for state in frozenset(_S) - {_S.REGISTERED}},
    **{(state, _A.TAKE_BACK_CONTEST): (state, _HANDLE) for state in frozenset(_S) - {_S.REGISTERED}},
    **{(state, _A.TAKE_BACK): (state, _READ) for state in frozenset(_S) - {_S.REGISTERED}},
}
"""(state, action) -> the next state and the permission that the action takes.

A lapse and a withdrawal end in a draft with that outcome, so that a second person looks at them too. TAKE_BACK, and
the end of the last pending contest of a reply that stands, lead to the state before the step that they end; who may
take back a step depends on the step, see ``find_mistakable``. An answer that is owed and late can be contested as well,
which leaves the state as it is; whether it is late is for the service to check."""

GIVES_RESULT = frozenset({_A.UPHOLD, _A.DECLARE_UNLAWFUL, _A.ORDER})
"""The steps that note how a contest ended."""
ENDS_CONTEST = GIVES_RESULT | {_A.TAKE_BACK_CONTEST}
"""The steps after which the newest contest is no longer pending."""
_OWN_MISTAKES = GIVES_RESULT | {_A.SEND}
"""What the office noted of its own act, or read from a decision that it holds: whoever may note it may take it back
alone. What was noted of the applicant takes a second person."""
_REVIEWS = frozenset({_A.SUBMIT, _A.RETURN})
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


def require_own(actor: Staff, application: Application) -> None:
    """Raise NotAllowed where the application belongs to another department, or another office, than ``actor`` does."""
    actor.require_department(application.department, application.office_code)


def next_application_state(application: Application, action: ApplicationAction, actor: Staff) -> ApplicationState:
    """The state to which ``action`` by ``actor`` leads.

    Raises Conflict where the present state does not allow it or it was done before, NotAllowed where ``actor`` may not
    do it or would approve their own draft."""
    transition = LIFE.get((application.state, action))
    if transition is None:
        raise Conflict(f"这件申请现在是“{application.state.value}”，不能“{action.value}”。请刷新页面再看。")
    state, permission = transition
    actor.require(permission)
    require_own(actor, application)
    if action in ONCE and application.has_done(action):
        raise Conflict(f"“{action.value}”只能做一次，已经做过了。")
    if application.state is _S.DRAFTED and action in _LATE and _newest_draft(application) is not _LATE[action]:
        raise Conflict(f"这件申请没有在等“{action.value}”。")
    _check_clock_steps(application, action)
    _check_contests(application, action)
    is_last = application.state is _S.CONTESTED and _count_pending(application) == 1
    if is_last and action in ENDS_CONTEST - {_A.ORDER}:
        return _state_before(application, _A.CONTEST)
    if action is _A.TAKE_BACK:
        mistaken = find_mistakable(application, actor)
        return _state_before(application, mistaken.action)
    if action is ApplicationAction.APPROVE and actor.name in drafters(application):
        raise NotAllowed("不能审核自己拟的答复，请换一位审核员。")
    return state


def _check_clock_steps(application: Application, action: ApplicationAction) -> None:
    """Raise Conflict for a step that stops or lengthens the period where what was done before does not allow it."""
    needs_own_draft = application.state is _S.DRAFTED and action in PAUSING | {_A.DELAY}
    if needs_own_draft and _newest_draft(application) is not _A.DRAFT:
        raise Conflict(f"这件申请已经按“{_newest_draft(application).value}”处理，不能再“{action.value}”。")
    if action is _A.DELAY and not application.has_done(_A.EXPLAIN):
        raise Conflict(
            "申请人说明了理由、本机关认为合理的，才能延迟答复（第三十五条）。请先要求说明理由，登记收到的说明。"
        )
    if application.is_ordered and action in LENGTHENS:
        raise Conflict("法院或者复议机关定的期限不能延长。")
    if application.is_ordered and action in (_A.ASK_CORRECTION, _A.CHARGE):
        raise Conflict(f"法院或者复议机关定的期限不能暂停，也不能重新计算，不能“{action.value}”。")


def _check_contests(application: Application, action: ApplicationAction) -> None:
    """Raise Conflict for the end of a contest where none is pending, and for the archive while one is."""
    if action in ENDS_CONTEST and not has_contest_pending(application):
        raise Conflict("没有在等结果的复议或者诉讼。")
    if action is _A.ARCHIVE and has_contest_pending(application):
        raise Conflict("复议或者诉讼还没有结果，不能归档。")


DRAFTS = (_A.DRAFT, _A.LAPSE_CORRECTION, _A.LAPSE_PAYMENT, _A.WITHDRAW)
"""The steps that make a draft of the reply, each of which keeps one wording of it."""

_ENDS_RETURN = frozenset({_A.SUBMIT, _A.ORDER, *DRAFTS}) - {_A.DRAFT}


def _newest_draft(application: Application) -> ApplicationAction:
    """The step that made the draft which stands."""
    return next(event.action for event in reversed(application.standing) if event.action in DRAFTS)


def find_open_return(application: Application) -> ApplicationEvent | None:
    """The return that the present draft answers to; None once it is submitted, or where the case took another turn."""
    for event in reversed(application.standing):
        if event.action is _A.RETURN:
            return event
        if event.action in _ENDS_RETURN:
            return None
    return None


def _state_before(application: Application, action: ApplicationAction) -> ApplicationState:
    """The state before the newest step of this kind, which is there and is not the first."""
    steps = application.standing
    place = next(i for i in reversed(range(len(steps))) if steps[i].action is action)
    return steps[place - 1].state


def has_contest_pending(application: Application) -> bool:
    """Whether a review or a suit is not decided."""
    return _count_pending(application) > 0


def _count_pending(application: Application) -> int:
    steps = [event.action for event in application.standing]
    return steps.count(_A.CONTEST) - sum(steps.count(action) for action in ENDS_CONTEST)


def newest_mistakable(application: Application) -> ApplicationEvent | None:
    """The newest step, reviews left out, where it is one that can be taken back."""
    event = next((one for one in reversed(application.standing) if one.action not in _REVIEWS), None)
    return event if event and event.action in MISTAKABLE else None


def find_mistakable(application: Application, actor: Staff) -> ApplicationEvent:
    """The step that ``actor`` would take back. Raises Conflict where the newest one cannot be, NotAllowed where
    ``actor`` may not, or entered what a second person has to look at."""
    event = newest_mistakable(application)
    if event is None:
        raise Conflict("最近的一步不能撤销：发出的文书、审核过的答复要用后面的步骤来改。")
    if event.action in _OWN_MISTAKES:
        actor.require(_HANDLE)
        if event.action is _A.SEND and (why := why_sending_stands(application)):
            raise Conflict(why)
        return event
    if event.action is _A.DELIVER and not actor.may(_APPROVE):
        raise NotAllowed(why_sending_stands(application))
    actor.require(_APPROVE)
    if event.by == actor.name:
        raise NotAllowed("不能撤销自己登记的步骤，请换一位审核员。")
    return event


def why_sending_stands(application: Application) -> str:
    """Why the reply cannot be taken back as not sent, as staff read it: it was delivered or read. "" where it can."""
    sent = application.find_last(_A.SEND)
    if sent is None:
        return ""
    if application.state is _S.DELIVERED:
        return "答复已经登记送达，送出不能撤销。送达是登记错了的，先请审核员撤销送达。"
    shown = application.reply_shown_at
    if application.state is _S.SENT and shown is not None and shown >= sent.at:
        return "申请人已经用查询码看到了答复，送出不能撤销。答复有错的，请和申请人联系，按规定更正。"
    return ""


def list_allowed_actions(application: Application, actor: Staff, *, is_late: bool = False) -> list[ApplicationAction]:
    """What ``actor`` may do with ``application`` now, in the order of the table; ``is_late``: its answer is owed and
    its last day is over."""
    here = [action for state, action in LIFE if state is application.state and _is_allowed(application, action, actor)]
    not_yet = application.state in OPEN_STATES and not is_late
    return [action for action in here if not (action is _A.CONTEST and not_yet)]


def _is_allowed(application: Application, action: ApplicationAction, actor: Staff) -> bool:
    try:
        next_application_state(application, action, actor)
    except (Conflict, NotAllowed):
        return False
    return True


def unsent_replies(application: Application) -> frozenset[int]:
    """Which of the approved replies, counted from 1, a withdrawal or an order replaced before they were sent."""
    approved, unsent = 0, set()
    is_waiting = False
    for event in application.standing:
        if event.action is _A.APPROVE:
            approved, is_waiting = approved + 1, True
        elif event.action is _A.SEND:
            is_waiting = False
        elif is_waiting and event.action in (_A.WITHDRAW, _A.ORDER):
            unsent.add(approved)
    return frozenset(unsent)


def drafters(application: Application) -> frozenset[str]:
    """The login names of those who wrote or submitted the answer; since a court's order, where there was one."""
    writing = (*DRAFTS, _A.SUBMIT)
    names: set[str] = set()
    for event in application.standing:
        if event.action is _A.ORDER:
            names.clear()
        elif event.action in writing:
            names.add(event.by)
    return frozenset(names)
