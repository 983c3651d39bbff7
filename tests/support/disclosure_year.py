"""A year at the disclosure desk: applications that come on random days and go their way by random steps.

Every step is taken through the services, by whoever may take it; the clock moves from event to event."""

import heapq
import random
from collections import Counter
from datetime import date, datetime, time, timedelta

from hotline.core.disclosure.application_life import list_allowed_actions
from hotline.core.disclosure.applications import (
    Applicant,
    ApplicantKind,
    ApplicationAction,
    ApplicationChannel,
    ApplicationState,
    Wanted,
)
from hotline.core.disclosure.case_files import (
    ConsultedKind,
    ContestKind,
    ContestResult,
    Opinion,
    SearchDone,
    WithheldPart,
)
from hotline.core.disclosure.fees import FeeBasis
from hotline.core.disclosure.outcomes import WITHHOLDING, ReplyOutcome
from hotline.core.errors import HotlineError
from hotline.core.permissions import Role, Staff
from hotline.services.disclosure import applications, case_files, steps
from hotline.services.disclosure.case_files import DraftReply
from hotline.services.disclosure.steps import OUTCOME_OF, StepTaken

A = ApplicationAction
PEOPLE = (
    Staff(id=1, name="zhang", full_name="张敏", role=Role.PUBLISHER, active=True),
    Staff(id=2, name="li", full_name="李强", role=Role.REVIEWER, active=True),
    Staff(id=3, name="wang", full_name="王芳", role=Role.OPERATOR, active=True),
    Staff(id=4, name="chen", full_name="陈晨", role=Role.LIAISON, active=True),
    Staff(id=5, name="sun", full_name="孙丽", role=Role.ADMINISTRATOR, active=True),
    Staff(id=6, name="qian", full_name="钱伟", role=Role.PUBLISHER, active=True),
)
WEIGHTS = {
    **{
        A.CONFIRM: 9,
        A.ASK_CORRECTION: 2,
        A.CORRECT: 4,
        A.LAPSE_CORRECTION: 5,
        A.ASK_REASONS: 1,
        A.EXPLAIN: 5,
        A.DELAY: 5,
    },
    **{A.CONSULT: 1.5, A.END_CONSULTATION: 6, A.CHARGE: 2, A.PAY: 4, A.LAPSE_PAYMENT: 9, A.EXTEND: 1, A.DRAFT: 6},
    **{A.SUBMIT: 8, A.RETURN: 1, A.APPROVE: 8, A.SEND: 9, A.DELIVER: 6, A.ARCHIVE: 3, A.WITHDRAW: 0.4},
    **{A.CONTEST: 1.5, A.UPHOLD: 3, A.DECLARE_UNLAWFUL: 1, A.ORDER: 2, A.TAKE_BACK: 0.4, A.TAKE_BACK_CONTEST: 0.5},
}
"""How often a step is chosen beside the others that are allowed; 1 for one that is not named."""
WAYS = ("邮寄 XA12345678953", "当面，本人签收", "电子邮件", "委托示例镇政府送达", "网上")
WRITTEN = sorted(set(ReplyOutcome) - set(OUTCOME_OF.values()), key=lambda outcome: outcome.name)
BACKDATED = frozenset(
    {A.CONFIRM, A.CORRECT, A.EXPLAIN, A.PAY, A.SEND, A.DELIVER, A.CONTEST, A.UPHOLD, A.ORDER, A.DECLARE_UNLAWFUL}
)


class SimulatedYear:
    """``at_new_year`` is called with a year when its first event is about to happen."""

    def __init__(self, line, clock, seed, at_new_year=lambda year: None):
        self.line, self.clock, self.at_new_year = line, clock, at_new_year
        self.draw = random.Random(seed)
        self.taken, self.refused = Counter(), Counter()

    def run(self, count, first, last):
        """Take ``count`` applications from ``first`` on; nothing happens after ``last``."""
        length = (last - first).days
        waiting = [(first + timedelta(days=self.draw.randrange(length)), place, "") for place in range(count)]
        heapq.heapify(waiting)
        while waiting:
            day, place, number = heapq.heappop(waiting)
            if day > last:
                continue
            if day.year != self._today.year:
                self.at_new_year(day.year)
            self.clock.now = datetime.combine(day, time(9, place % 60), self.clock.now.tzinfo)
            number = self._act(number) if number else self._register()
            if number:
                wait = self.draw.choice((0, 1, 1, 2, 3, 5, 8, 13, 30))
                heapq.heappush(waiting, (day + timedelta(days=wait), place, number))

    def _register(self):
        channel, kind = self.draw.choice(list(ApplicationChannel)), self.draw.choice(list(ApplicantKind))
        applicant = Applicant(kind, f"申请人{self.draw.randrange(90)}", "身份证", telephone="13800138000")
        actor = None if channel is ApplicationChannel.WEB else self.draw.choice((PEOPLE[0], PEOPLE[2]))
        arrived = self._today - timedelta(days=0 if actor is None else self.draw.choice((0, 0, 1, 3)))
        made = applications.register(
            self.line, channel=channel, applicant=applicant, wanted=Wanted("统计表"), actor=actor, arrived_on=arrived
        )
        self.taken[channel] += 1
        return made.application.number

    def _act(self, number):
        """Do something that somebody may do with the case now; its number, "" once it is archived for good."""
        found = self._read(number)
        allowed = [(actor, action) for actor in PEOPLE for action in list_allowed_actions(found, actor)]
        try:
            if found.state is ApplicationState.CONSULTING and self.draw.random() < 0.7:
                self._answer_slip(number)
            elif allowed:
                actor, action = self._choose(allowed)
                self._take(found, actor, action)
                self.taken[action] += 1
        except HotlineError as error:
            self.refused[type(error).__name__] += 1
        return "" if found.state is ApplicationState.ARCHIVED and self.draw.random() < 0.7 else number

    def _read(self, number):
        with self.line.records.reading() as unit:
            return unit.applications.find(number)

    def _choose(self, allowed):
        actions = sorted({action for _, action in allowed}, key=lambda action: action.name)
        (action,) = self.draw.choices(actions, [WEIGHTS.get(one, 1) for one in actions])
        return self.draw.choice([actor for actor, one in allowed if one is action]), action

    def _take(self, found, actor, action):
        number, version, draw = found.number, found.version, self.draw
        days_ago = draw.choice((0, 0, 0, 1, 2)) if action in BACKDATED else 0
        day = self._today - timedelta(days=days_ago)
        match action:
            case A.DRAFT:
                case_files.write_reply(self.line, actor, number, version, self._reply(number))
            case A.CONSULT:
                kind = draw.choice(list(ConsultedKind))
                sent_on = self._today - timedelta(days=draw.choice((0, 0, 1)))
                case_files.consult(self.line, actor, number, version, kind, "示例公司", sent_on)
            case A.CHARGE:
                basis, units = draw.choice(list(FeeBasis)), draw.randrange(5, 300)
                steps.charge(self.line, actor, number, version, basis, units, earlier=draw.randrange(20))
            case A.CONTEST:
                case_files.add_contest(self.line, actor, number, version, draw.choice(list(ContestKind)), day)
            case A.UPHOLD | A.DECLARE_UNLAWFUL | A.ORDER:
                uphold = draw.choice((ContestResult.UPHELD, ContestResult.OTHER))
                result = uphold if action is A.UPHOLD else ContestResult.CORRECTED
                contest = case_files.get_pending_contest(self.line, actor, number)
                period = draw.choice((0, 10, 30))
                only = action is A.DECLARE_UNLAWFUL
                case_files.end_contest(
                    self.line, actor, number, version, contest.id, result, day, period, only_declares=only
                )
            case A.TAKE_BACK_CONTEST:
                case_files.take_back_contest(self.line, actor, number, version, "登记错了")
            case _:
                words = draw.choice(WAYS) if action is A.SEND else "依法办理"
                served_on = self._today - timedelta(days=draw.choice((10, 25, 40)))
                step = StepTaken(day, words, draw.choice((0, 5, 10, 20)), served_on=served_on)
                steps.take_step(self.line, actor, number, version, action, step)

    def _reply(self, number):
        outcome = self.draw.choice(WRITTEN)
        if outcome is ReplyOutcome.NOT_HELD:
            done = SearchDone("档案室", "统计表", "张敏", self._today, "没有")
            case_files.add_search(self.line, PEOPLE[0], number, done)
        reason = self.draw.choice(sorted(WITHHOLDING, key=lambda one: one.name))
        withheld = (WithheldPart("第2页", reason),) if outcome is ReplyOutcome.PARTLY_DISCLOSED else ()
        words = "请先向示例市人民政府申请行政复议。" if outcome is ReplyOutcome.CONFIRMATION else ""
        return DraftReply(outcome, "经核对，情况属实。", "统计表一份。", withheld, words)

    def _answer_slip(self, number):
        slips = case_files.read_case_file(self.line, PEOPLE[0], number).consultations
        open_slips = [slip for slip in slips if slip.opinion is None]
        if not open_slips:
            return self._take(self._read(number), PEOPLE[0], A.END_CONSULTATION)
        slip = self.draw.choice(open_slips)
        if slip.received_on is None:
            case_files.record_slip_received(self.line, PEOPLE[0], number, slip.id, slip.sent_on)
        elif self.draw.random() < 0.5:
            opinion = self.draw.choice((Opinion.CONSENTS, Opinion.REFUSES, Opinion.PARTLY))
            case_files.record_opinion(self.line, PEOPLE[0], number, slip.id, opinion, self._today, "商业秘密")
        else:
            case_files.record_silence(self.line, PEOPLE[0], number, slip.id)
        self.taken["slip"] += 1
        return None

    @property
    def _today(self) -> date:
        return self.clock.now.date()
