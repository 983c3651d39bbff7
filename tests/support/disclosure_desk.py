"""The disclosure desk of a small office: its people, and a handle that takes an application through its steps."""

from dataclasses import dataclass

from hotline.core.disclosure.applications import Applicant, ApplicantKind, ApplicationAction, Wanted
from hotline.core.disclosure.desk import DisclosureDesk
from hotline.core.permissions import Role, Staff
from hotline.services.disclosure import applications, case_files, steps
from hotline.services.disclosure.case_files import DraftReply
from hotline.services.disclosure.steps import StepTaken

CLERK = Staff(id=1, name="zhang", full_name="张敏", role=Role.PUBLISHER, active=True)
HEAD = Staff(id=2, name="li", full_name="李强", role=Role.REVIEWER, active=True)
OPERATOR = Staff(id=3, name="wang", full_name="王芳", role=Role.OPERATOR, active=True)
DESK = DisclosureDesk(
    name="示例市司法局政府信息公开办公室",
    address="示例市示例区法治路1号",
    telephone="0000-80000100",
    letter_mark="示司公复",
    review_body="示例市人民政府",
    review_address="行政复议机构：示例市司法局，示例市示例区法治路1号，电话0000-80000201",
    review_online="https://fuyi.sifaju.example",
    court="示例市示例区人民法院",
    payment="持本通知到市民服务中心一楼非税收入窗口缴纳",
)
VILLAGER = Applicant(ApplicantKind.PERSON, "赵大山", "身份证 532331196001010011", telephone="13800138000")


@dataclass
class Case:
    """An application as the tests take it along; every method reads it again, as a page does."""

    line: object
    number: str
    query_code: str = ""

    @property
    def now(self):
        return applications.get_application(self.line, CLERK, self.number)

    @property
    def file(self):
        return case_files.read_case_file(self.line, CLERK, self.number)

    @property
    def last_day(self):
        return str(self.now.clock.last_day)

    def do(self, action, actor=CLERK, day=None, words="依法办理", **given):
        version = self.now.application.version
        step = StepTaken(day or self.line.now().date(), words, **given)
        return steps.take_step(self.line, actor, self.number, version, action, step)

    def draft(self, outcome, actor=CLERK, **texts):
        version = self.now.application.version
        return case_files.write_reply(self.line, actor, self.number, version, DraftReply(outcome, **texts))

    def contest(self, kind):
        version = self.now.application.version
        return case_files.add_contest(self.line, CLERK, self.number, version, kind, self.line.now().date())

    def take_back_contest(self, words, actor=CLERK):
        return case_files.take_back_contest(self.line, actor, self.number, self.now.application.version, words)

    def end_contest(self, result, working_days=0, decided_on=None, place=-1, **given):
        """Note how a contest, the newest, ended, today."""
        version, day = self.now.application.version, decided_on or self.line.now().date()
        contest = self.file.contests[place].id
        return case_files.end_contest(
            self.line, CLERK, self.number, version, contest, result, day, working_days, **given
        )

    def answer(self, outcome, way="邮寄 XA12345678953", **texts):
        """Draft, submit, approve and send, and return the letter."""
        self.draft(outcome, **texts)
        for action, actor in (
            (ApplicationAction.SUBMIT, CLERK),
            (ApplicationAction.APPROVE, HEAD),
            (ApplicationAction.SEND, CLERK),
        ):
            self.do(action, actor, words=way)
        return self.file.letters[-1]


def register_case(line, channel, applicant=VILLAGER, actor=None, **given):
    """Register an application that has everything it needs."""
    wanted = given.pop("wanted", Wanted("2025年行政复议案件统计表"))
    made = applications.register(line, channel=channel, applicant=applicant, wanted=wanted, actor=actor, **given)
    return Case(line, made.application.number, made.query_code)
