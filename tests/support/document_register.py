"""The people of a small office who propose, audit and sign disclosure attributes, and a handle on a document."""

from dataclasses import dataclass, replace
from datetime import date

from hotline.core.disclosure.documents import DisclosureAttribute, DocumentAction, DocumentDetails
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.permissions import Role, Staff
from hotline.services.disclosure import documents
from hotline.services.disclosure.documents import DocumentStep

DRAFTER = Staff(id=11, name="chen", full_name="陈起草", role=Role.LIAISON, active=True, department="FYK")
AUDITOR = Staff(id=12, name="liu", full_name="刘审核", role=Role.PUBLISHER, active=True)
SIGNER = Staff(id=13, name="sun", full_name="孙签发", role=Role.REVIEWER, active=True)
OPEN = DocumentDetails(
    title="示例市司法局行政复议工作规则",
    made_on=date(2026, 11, 20),
    document_number="示司发〔2026〕41号",
    department="FYK",
    attribute=DisclosureAttribute.OPEN,
    disclosure_class="1",
)
WITHHELD = replace(
    OPEN,
    title="执法案卷评查打分表",
    attribute=DisclosureAttribute.WITHHELD,
    ground=ReplyOutcome.ENFORCEMENT_FILE,
    reason="案卷还在评查。",
)


@dataclass
class Registered:
    """A document as the tests take it along; every method reads it again, as a page does."""

    line: object
    id: int

    @property
    def opened(self):
        return documents.get_document(self.line, AUDITOR, self.id)

    @property
    def now(self):
        return self.opened.document

    def do(self, action, actor=DRAFTER, words="依规定办理", **given):
        step = DocumentStep(words, **given)
        return documents.take_document_step(self.line, actor, self.id, self.now.version, action, step)

    def decide(self, **given):
        """Propose, audit and sign."""
        self.do(DocumentAction.PROPOSE)
        self.do(DocumentAction.AUDIT, AUDITOR)
        return self.do(DocumentAction.SIGN, SIGNER, **given)


def register(line, details=OPEN, actor=DRAFTER, submission=None):
    return Registered(line, documents.register_document(line, actor, details, submission).id)
